import assert from 'node:assert/strict'
import type { ClinicalAnswer, ClinicalQuestion } from '../../../src/directory/clinical/question.ts'
import {
  type ClinicalReference,
  EMPTY_REFERENCE,
  NO_AREAS,
} from '../../../src/directory/clinical/reference.ts'
import { createMemory, type Memory } from '../../../src/directory/memory.ts'
import type { Service } from '../../../src/directory/service.ts'
import { someService, stored } from '../some-services.ts'

/** A Wednesday in summer, 11:30 in London. */
export const AT = Date.parse('2026-06-03T11:30:00+01:00')
export const HERE = { easting: 400_000, northing: 300_000 }

export const GROUP = 900_001
export const DISCRIMINATOR = 950_001
export const DISPOSITION = 1007

/** Two symptom groups; a disposition group for each of some times to be seen in, and one of two dispositions. */
export const REFERENCE: ClinicalReference = {
  ...EMPTY_REFERENCE,
  pairs: new Map([
    [GROUP, new Set([DISCRIMINATOR, 950_002])],
    [900_002, new Set([950_003])],
  ]),
  dispositionGroups: new Map(
    [null, 0, 10, 30, 31, 45, 60, 61, 120].map((minutes, index) => {
      const uid = 1001 + index
      return [uid, { uid, name: `Within ${minutes}`, minutes, codes: [`DXD0${index}`, 'DXD99'] }]
    }),
  ),
}
/** The uid of the disposition group of REFERENCE with so many minutes. */
export const withinMinutes = (minutes: number | null): number => {
  const found = [...REFERENCE.dispositionGroups.values()].find(group => group.minutes === minutes)
  assert.ok(found)
  return found.uid
}

/** One that every service made by `near` answers. */
export const question = (changes: Partial<ClinicalQuestion> = {}): ClinicalQuestion => ({
  ...HERE,
  postcode: null,
  areas: NO_AREAS,
  symptomGroup: GROUP,
  discriminators: [DISCRIMINATOR],
  dispositionGroup: DISPOSITION,
  ageDays: 12_000,
  sex: 'female',
  surgery: null,
  distance: { metres: 10_000, force: false, metresMax: 99_000 },
  at: AT,
  now: AT,
  audience: 'professional',
  referralRoleIds: [23],
  typeIds: null,
  regionIds: null,
  limit: 200,
  explain: false,
  ...changes,
})

/** So many metres to the north, and fit in every way. Of a type of its own, unless told, so that none is surplus. */
export const near = (id: number, metres: number, changes: Partial<Service> = {}): Service =>
  someService(id, {
    typeId: 1000 + id,
    place: { address: [], easting: HERE.easting, northing: HERE.northing + metres },
    clinicalProfile: {
      symptoms: [{ group: GROUP, discriminator: DISCRIMINATOR }],
      dispositions: ['DxD01', 'dxd99'],
    },
    ...changes,
  })

/** An emergency department that manages nothing that is asked about, so only the catch-all finds it. */
export const emergencyDepartment = (id: number, metres: number, changes: Partial<Service> = {}): Service =>
  near(id, metres, { typeId: 105, clinicalProfile: { symptoms: [], dispositions: [] }, ...changes })

export const onlyFor = (id: number, practices: string[]): Pick<Service, 'eligibility'> => ({
  eligibility: { ...someService(id).eligibility, practices },
})

export const capacity = (status: 'green' | 'amber' | 'red', resetAt?: string): Pick<Service, 'capacity'> => ({
  capacity: { status, updatedAt: '2026-06-03T09:00:00Z', updatedBy: 'x', ...(resetAt ? { resetAt } : {}) },
})

/** Open on Wednesdays from the one to the other. */
export const hours = (
  opens: string,
  closes: string,
  changes: Partial<Service['openingTimes']> = {},
): Pick<Service, 'openingTimes'> => ({
  openingTimes: {
    allHours: false,
    weekly: [{ day: 'wednesday', sessions: [{ opens, closes }] }],
    bankHolidays: [],
    specifiedDates: [],
    ...changes,
  },
})

export const aligned = (
  ...alignments: [organisation: string, limited: boolean][]
): Pick<Service, 'alignments'> => ({
  alignments: alignments.map(([organisation, limited]) => ({ organisation, limited })),
})

export async function memoryOf(
  services: readonly Service[],
  reference: ClinicalReference | (() => ClinicalReference) = REFERENCE,
): Promise<Memory> {
  const clinical = typeof reference === 'function' ? reference : () => reference
  const memory = createMemory({ isSearchable: typeId => typeId > 0, clinical })
  const faults = await memory.replaceAll(
    services.map(service => stored(service)),
    1,
  )
  assert.deepEqual(faults, [])
  return memory
}

export type Found = Extract<ClinicalAnswer, { outcome: 'found' }>

export async function ask(
  services: readonly Service[],
  changes: Partial<ClinicalQuestion> = {},
  reference: Partial<ClinicalReference> = {},
): Promise<Found> {
  const memory = await memoryOf(services, { ...REFERENCE, ...reference })
  const answer = memory.clinical.search(question(changes))
  assert.equal(answer.outcome, 'found')
  return answer
}

export const idsOf = ({ services }: Found): number[] => services.map(({ id }) => id)

/** The ids that are found, in order; none when only the catch-all is. */
export async function found(...asked: Parameters<typeof ask>): Promise<number[]> {
  const answer = await ask(...asked)
  return answer.catchAll ? [] : idsOf(answer)
}

/** The gaps, as `id: criterion`. */
export async function gaps(...asked: Parameters<typeof ask>): Promise<string[]> {
  return (await ask(...asked)).gaps.map(({ id, criterion }) => `${id}: ${criterion}`)
}
