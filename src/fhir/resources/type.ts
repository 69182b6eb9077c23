import type { CodeableConcept } from '@medplum/fhirtypes'
import { serviceTypeById } from '../../directory/index.ts'
import { OWN, SERVICE_TYPE } from '../systems.ts'

/** The type as dos-search codes it: its name, both as code and as display (sources, DoS 4.1). */
export function namedTypeOf(typeId: number): CodeableConcept[] {
  const name = serviceTypeById(typeId)?.name
  return name === undefined ? [] : [{ coding: [{ system: SERVICE_TYPE, code: name, display: name }] }]
}

/** The same, and the id that the other interfaces of the DoS know it by. */
export function typeOf(typeId: number): CodeableConcept[] {
  const name = serviceTypeById(typeId)?.name
  const byId = { system: OWN.serviceType, code: String(typeId), ...(name ? { display: name } : {}) }
  const [named] = namedTypeOf(typeId)
  return [{ coding: [...(named?.coding ?? []), byId], ...(name ? { text: name } : {}) }]
}
