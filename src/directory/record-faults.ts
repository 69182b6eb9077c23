import { Compile } from 'typebox/compile'
import { compileOpening } from './compiled-opening.ts'
import { patientDataIn } from './patient-data.ts'
import { Service } from './service.ts'

/** What is wrong with a service as a record: `at` is a JSON pointer into it (RFC 6901), empty for the whole. */
export type RecordFault = { readonly id: number; readonly at: string; readonly problem: string }

const validator = Compile(Service)

/** The columns beside the record, and the memory index, hold these in 32 bits. */
const INTEGER_MAX = 2 ** 30

/** JSON text may say these, PostgreSQL's jsonb cannot hold them: the NUL character and halves of surrogate pairs. */
const UNHOLDABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

/** Why a service may not be stored; none when it may. `text` is its JSON. */
export function recordFaults(service: Service, text: string): RecordFault[] {
  const fault = (at: string, problem: string): RecordFault => ({ id: service.id, at, problem })
  if (!validator.Check(service)) {
    return validator.Errors(service).map(({ instancePath, message }) => fault(instancePath, message))
  }
  const faults: RecordFault[] = []
  for (const [at, value] of [
    ['/typeId', service.typeId],
    ['/place/easting', service.place.easting],
    ['/place/northing', service.place.northing],
  ] as const) {
    if (value !== undefined && Math.abs(value) > INTEGER_MAX) faults.push(fault(at, 'is too large'))
  }
  for (const [index, { kind, code, metres }] of (service.coverage ?? []).entries()) {
    const isWhole =
      kind === 'radius'
        ? metres !== undefined && code === undefined
        : code !== undefined && metres === undefined
    if (!isWhole) faults.push(fault(`/coverage/${index}`, 'needs metres where it is a radius, else a code'))
  }
  for (const at of patientDataIn(service)) {
    faults.push(fault(at, 'reads as the details of a patient, which have no place in a directory'))
  }
  if (UNHOLDABLE.test(text)) faults.push(fault('', 'holds a character that no text may hold'))
  try {
    compileOpening(service.openingTimes)
  } catch (error) {
    faults.push(fault('/openingTimes', error instanceof Error ? error.message : String(error)))
  }
  return faults
}

/** Faults of many together: of each, and of ids given twice, for one write cannot bring two versions. */
export function faultsOf(
  services: readonly { readonly service: Service; readonly text: string }[],
): RecordFault[] {
  const seen = new Set<number>()
  return services.flatMap(({ service, text }) => {
    const twice = seen.has(service.id)
    seen.add(service.id)
    const faults = recordFaults(service, text)
    return twice ? [...faults, { id: service.id, at: '/id', problem: 'is given twice' }] : faults
  })
}
