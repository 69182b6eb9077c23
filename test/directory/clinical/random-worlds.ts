import type { ClinicalQuestion } from '../../../src/directory/clinical/question.ts'
import { type ClinicalReference, EMPTY_REFERENCE } from '../../../src/directory/clinical/reference.ts'
import { type OpeningTimes, type Service, WEEKDAYS } from '../../../src/directory/service.ts'
import { type Timeline, timeline } from '../opening-oracle.ts'
import { someService } from '../some-services.ts'

type Chance = () => number
const HERE = { easting: 400_000, northing: 300_000 }

/** A weekend when the clocks go back, Christmas with its bank holidays, and Easter when they go forward. */
const CLOCKS: readonly Timeline[] = [
  timeline('2026-10-23', '2026-10-28'),
  timeline('2026-12-23', '2026-12-30'),
  timeline('2027-03-25', '2027-03-31'),
]
/** Room behind the last question for the longest window. */
const TAIL_MINUTES = 2 * 1440

export type World = {
  readonly services: readonly Service[]
  readonly reference: ClinicalReference
  readonly clock: Timeline
  readonly openings: readonly OpeningTimes[]
}

const below = (chance: Chance, end: number): number => Math.floor(chance() * end)
function oneOf<T>(chance: Chance, first: T, ...others: T[]): T {
  return others[below(chance, others.length + 1)] ?? first
}
const some = <T>(chance: Chance, share: number, values: readonly T[]): T[] =>
  values.filter(() => chance() < share)

const TYPES = [13, 13, 25, 46, 48, 100, 105, 133, 135, 40] as const
const GROUPS = [1, 2, 3] as const
const DISCRIMINATORS = [10, 11, 12, 13] as const
const AREAS = ['D1', 'D2', 'B1', 'B2'] as const
const PRACTICES = ['A81001', 'B82002'] as const
const POSTCODES = ['LS14AP', 'LS14ZZ', 'LS19AA', 'LS141AA', 'W1A1AA'] as const
const KEYS = ['LS14AP', 'LS1 4', 'LS14', 'LS1', 'LS14 1', 'W1A', 'W1A 1'] as const
const DISPOSITION_MINUTES = [null, 0, 10, 30, 31, 45, 60, 61, 90, 120, 240, 720] as const

export function randomWorld(chance: Chance): World {
  const clock = oneOf(chance, CLOCKS[0], ...CLOCKS) ?? timeline('2026-10-23', '2026-10-28')
  const openings = Array.from({ length: 10 }, () => randomOpening(chance, clock))
  const services = Array.from({ length: 12 + below(chance, 29) }, (_, index) =>
    randomService(chance, index + 1, openings, clock),
  )
  return { services, reference: randomReference(chance), clock, openings }
}

function randomReference(chance: Chance): ClinicalReference {
  const ranks = (): Map<number, number> =>
    new Map(some(chance, 0.7, [...new Set(TYPES)]).map(typeId => [typeId, 1 + below(chance, 4)]))
  return {
    ...EMPTY_REFERENCE,
    pairs: new Map([
      [1, new Set([10, 11, 12])],
      [2, new Set([11, 12])],
      [3, new Set([10])],
    ]),
    dispositionGroups: new Map(
      DISPOSITION_MINUTES.map((minutes, uid) => [
        uid,
        { uid, name: '', minutes, codes: some(chance, 0.8, ['DX1', 'DX12', 'DX2']) },
      ]),
    ),
    searchDistances: new Map(some(chance, 0.35, KEYS).map(key => [key, 1000 * below(chance, 14)])),
    nationalRanks: ranks(),
    localRanks: new Map(some(chance, 0.4, AREAS).map(area => [area, chance() < 0.2 ? new Map() : ranks()])),
  }
}

/** Dates outside the clock's would be of no use; times at its quarters of an hour meet the questions'. */
function randomOpening(chance: Chance, clock: Timeline): OpeningTimes {
  const time = (quarter: number): string =>
    `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
  const sessions = () =>
    Array.from({ length: below(chance, 3) }, () => {
      const opens = below(chance, 90)
      return { opens: time(opens), closes: time(Math.min(96, opens + 1 + below(chance, 50))) }
    })
  const day = () =>
    chance() < 0.4 ? [{ opens: '00:00', closes: '24:00' }] : chance() < 0.2 ? [] : sessions()
  const dates = [...new Set(clock.readings.map(({ date }) => date))]
  return {
    allHours: chance() < 0.3,
    weekly: WEEKDAYS.map(name => ({ day: name, sessions: day() })),
    bankHolidays: day(),
    specifiedDates: some(chance, 0.15, dates).map(date => ({ date, sessions: day() })),
    ...(chance() < 0.5 ? { returnIfOpenWithinMinutes: oneOf(chance, 0, 15, 30, 60) } : {}),
  }
}

function randomService(
  chance: Chance,
  id: number,
  openings: readonly OpeningTimes[],
  clock: Timeline,
): Service {
  const usual = someService(id)
  const point = { easting: somewhere(chance, HERE.easting), northing: somewhere(chance, HERE.northing) }
  const code = (text: string): string => oneOf(chance, text, text.toLowerCase(), ` ${text} `)
  const resetAt = new Date(clock.start + below(chance, clock.readings.length) * 60_000).toISOString()
  return {
    ...usual,
    typeId: chance() < 0.02 ? -1 : oneOf(chance, ...TYPES),
    status: chance() < 0.05 ? 'closed' : 'active',
    audience: chance() < 0.2 ? 'professional' : 'public',
    place: chance() < 0.02 ? { address: [] } : { address: [], ...point },
    ...(chance() < 0.8 ? { regionId: oneOf(chance, 'R1', 'R2') } : {}),
    ...(chance() < 0.4 ? { odsCode: code(oneOf(chance, ...PRACTICES, 'FX123')) } : {}),
    openingTimes:
      chance() < 0.45 ? usual.openingTimes : (oneOf(chance, openings[0], ...openings) ?? usual.openingTimes),
    eligibility: {
      ageRanges: some(chance, 0.92, [
        { fromDays: 0, toDays: 5843 },
        { fromDays: 5844, toDays: 47_481.5 },
      ]),
      sexes: some(chance, 0.9, ['female', 'male', 'indeterminate'] as const),
      ...(chance() < 0.25 ? { practices: some(chance, 0.7, PRACTICES).map(code) } : {}),
    },
    clinicalProfile: {
      symptoms: GROUPS.flatMap(group =>
        chance() < 0.1
          ? []
          : some(chance, 0.93, DISCRIMINATORS).map(discriminator => ({ group, discriminator })),
      ),
      dispositions: some(chance, 0.8, ['Dx1', 'DX12', 'dx2']),
    },
    referralRoles: some(chance, 0.9, [1, 23]),
    alignments: some(chance, 0.12, AREAS).map(area => ({
      organisation: code(area),
      limited: chance() < 0.4,
    })),
    ...(chance() < 0.3
      ? {
          capacity: {
            status: oneOf(chance, 'green', 'amber', 'red', 'red'),
            updatedAt: '2026-06-03T09:00:00Z',
            updatedBy: 'x',
            ...(chance() < 0.5 ? { resetAt } : {}),
          },
        }
      : {}),
  }
}

/** On a lattice, so that many lie equally far and just on the edge; now and then far off. */
const somewhere = (chance: Chance, middle: number): number =>
  middle + 500 * Math.round((chance() - 0.5) * (chance() < 0.05 ? 300 : 24))

export function randomQuestion(chance: Chance, { clock }: World): ClinicalQuestion {
  const minute = below(chance, clock.readings.length - TAIL_MINUTES)
  const quarter = chance() < 0.6 ? minute - (minute % 15) : minute
  const at = clock.start + quarter * 60_000 + (chance() < 0.2 ? below(chance, 60_000) : 0)
  const maybe = <T>(share: number, value: T): T | null => (chance() < share ? value : null)
  return {
    easting: somewhere(chance, HERE.easting),
    northing: somewhere(chance, HERE.northing),
    postcode: maybe(0.6, oneOf(chance, ...POSTCODES)),
    areas: { district: maybe(0.5, oneOf(chance, 'D1', 'D2')), board: maybe(0.5, oneOf(chance, 'B1', 'B2')) },
    symptomGroup: chance() < 0.03 ? null : chance() < 0.04 ? 4 : oneOf(chance, ...GROUPS),
    discriminators:
      chance() < 0.7 ? [oneOf(chance, 10, 10, 11, 12)] : some(chance, 0.4, [10, 11, 10, 12, 99]),
    dispositionGroup:
      chance() < 0.15 ? null : chance() < 0.02 ? 77 : below(chance, DISPOSITION_MINUTES.length),
    ageDays: maybe(0.9, chance() < 0.1 ? 5843 : below(chance, 40_000)),
    sex: maybe(0.9, oneOf(chance, 'female', 'male', 'indeterminate')),
    surgery: maybe(0.7, oneOf(chance, 'A81001', 'B82002', ' a81001 ', 'C83003', ' ')),
    distance: {
      metres: maybe(0.8, 500 * (2 + below(chance, 24))),
      force: chance() < 0.2,
      metresMax: chance() < 0.2 ? 500 * below(chance, 20) : 99_000,
    },
    at,
    now: chance() < 0.8 ? at : clock.start + below(chance, clock.readings.length) * 60_000,
    audience: chance() < 0.2 ? 'public' : 'professional',
    referralRoleIds: maybe(0.7, oneOf(chance, [1], [23], [1, 23], [1, 99])),
    typeIds: maybe(0.15, oneOf(chance, [13, 105, 13], [46, 48, 25], [105], [])),
    regionIds: maybe(0.15, oneOf(chance, ['R1'], ['R1', 'R2'], [])),
    limit: chance() < 0.2 ? 1 + below(chance, 4) : 200,
    explain: false,
  }
}

/** Distances by road for most services, some of them the same. */
export const randomRoad = (chance: Chance, { services }: World): Map<number, number> =>
  new Map(
    services.flatMap(({ id }): [number, number][] =>
      chance() < 0.8 ? [[id, 1000 * below(chance, 30)]] : [],
    ),
  )
