import type { CodeableConcept } from '@medplum/fhirtypes'
import { capacityAt, type Service } from '../../directory/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { OWN } from '../systems.ts'
import type { SeenService } from './context.ts'
import { codeOf, textOf } from './text.ts'

/** A service with this attribute set takes nobody without an appointment (sources, DoS 5.8). */
const REQUIRE_BOOKING = 'requirebooking'

/** What R4 has no element for, as coded characteristics, so that it can be searched for: `characteristic=…|Dx08`. */
export function characteristicsOf(service: SeenService, now: EpochMillis): CodeableConcept[] {
  const { capacity, verification, clinicalProfile, attributes } = service
  return [
    ...(capacity ? [capacityOf(capacity, now)] : []),
    ...verifiedOn('last-verified', 'Last verified', verification?.lastVerifiedOn),
    ...verifiedOn('next-due', 'Next verification due', verification?.nextDueOn),
    ...(attributes ?? []).filter(({ name }) => name !== REQUIRE_BOOKING).flatMap(attributeOf),
    ...(clinicalProfile?.dispositions ?? []).flatMap(given => {
      const code = codeOf(given)
      return code === undefined ? [] : [{ coding: [{ system: OWN.disposition, code }] }]
    }),
    ...(clinicalProfile?.symptoms ?? []).map(({ group, discriminator }) => ({
      coding: [{ system: OWN.symptoms, code: `${group}=${discriminator}` }],
    })),
  ]
}

/** `appointmentRequired`; undefined where the service does not say, which is not the same as no. */
export function appointmentRequiredOf(attributes: Service['attributes'] | undefined): boolean | undefined {
  const value = attributes
    ?.find(({ name }) => name === REQUIRE_BOOKING)
    ?.value.trim()
    .toUpperCase()
  if (value === 'TRUE') return true
  return value === 'FALSE' ? false : undefined
}

function capacityOf(given: NonNullable<SeenService['capacity']>, now: EpochMillis): CodeableConcept {
  // Who set it is not of this audience's business, and nothing here asks.
  const { capacity } = capacityAt({ ...given, updatedBy: '' }, now)
  const until = capacity.resetAt === undefined ? '' : ` until ${capacity.resetAt}`
  const notes = textOf(capacity.notes)
  return {
    coding: [{ system: OWN.capacity, code: capacity.status, display: DISPLAYS[capacity.status] }],
    text: `${DISPLAYS[capacity.status]} since ${capacity.updatedAt}${until}${notes ? `: ${notes}` : ''}`,
  }
}
const DISPLAYS = { green: 'Capacity green', amber: 'Capacity amber', red: 'Capacity red' } as const

const verifiedOn = (code: string, display: string, date: string | undefined): CodeableConcept[] =>
  date === undefined ? [] : [{ coding: [{ system: OWN.verification, code, display }], text: date }]

/** The name is the code, and the value can be read and searched for as text. */
function attributeOf({ name, value }: Service['attributes'][number]): CodeableConcept[] {
  const code = codeOf(name)
  const text = textOf(value)
  if (code === undefined) return []
  return [{ coding: [{ system: OWN.attribute, code }], ...(text ? { text } : {}) }]
}
