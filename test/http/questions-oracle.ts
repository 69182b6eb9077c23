import fc from 'fast-check'
import type { Service } from '../../src/directory/index.ts'
import { openBy } from '../directory/opening-oracle.ts'

/** A search as a caller writes it: parameters of the native API, texts and numbers. */
export type Asked = {
  readonly easting: number
  readonly northing: number
  readonly type?: string | undefined
  readonly open?: string | undefined
  readonly age?: string | undefined
  readonly sex?: 'female' | 'male' | 'indeterminate' | undefined
  readonly practice?: string | undefined
  readonly capacity?: string | undefined
  readonly referralRole?: string | undefined
  readonly within?: number | undefined
  readonly limit?: number | undefined
  readonly audience?: 'public' | 'professional' | undefined
}

/** Types of the demonstration world by the words a caller may use; the rest are there to be absent. */
const TYPES: Readonly<Record<string, number>> = {
  pharmacy: 13,
  13: 13,
  'gp-practice': 100,
  'dental-practice': 12,
  'emergency-department': 105,
  46: 46,
  20: 20,
  'care-home': 24,
  150: 150,
  midwifery: 19,
}
const WITHIN_DEFAULT = 60_000
const LIMIT_DEFAULT = 20

/** Searches near one of the services, so that most of them find something. June 2026 has no bank holiday. */
export function anyAsked(services: readonly Service[]): fc.Arbitrary<Asked> {
  const doors = services.flatMap(({ place }) =>
    place.easting !== undefined && place.northing !== undefined
      ? [{ easting: place.easting, northing: place.northing }]
      : [],
  )
  const list = (items: readonly string[]) =>
    fc.subarray([...items], { minLength: 1 }).map(chosen => chosen.join(','))
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
  const instant = fc
    .integer({ min: Date.UTC(2026, 5, 1), max: Date.UTC(2026, 5, 28) })
    .map(at => new Date(at).toISOString())
  return fc
    .record({
      door: fc.constantFrom(...doors),
      type: maybe(list(Object.keys(TYPES))),
      open: maybe(fc.oneof(fc.constant('now'), instant)),
      age: maybe(fc.constantFrom('0', '13', '15', '16', '34', '129', '18m', '10d', '5y')),
      sex: maybe(fc.constantFrom('female', 'male', 'indeterminate')),
      practice: maybe(fc.constantFrom('A81001', 'a81002', 'Z99999')),
      capacity: maybe(list(['green', 'amber', 'red'])),
      referralRole: maybe(list(['1', '26', '128'])),
      within: maybe(fc.integer({ min: 1, max: 160_934 })),
      limit: maybe(fc.integer({ min: 1, max: 100 })),
      audience: maybe(fc.constantFrom('public', 'professional')),
    })
    .map(({ door, ...rest }) => ({ ...door, ...rest }))
}

/** Ids and distances, nearest first, by looking at every service; none of the directory's own code takes part. */
export function bruteForce(
  services: readonly Service[],
  asked: Asked,
  now: number,
): { id: number; distanceMetres: number }[] {
  const within = asked.within ?? WITHIN_DEFAULT
  return services
    .filter(service => fits(service, asked, now))
    .flatMap(service => {
      const { easting, northing } = service.place
      if (easting === undefined || northing === undefined) return []
      const squared = (easting - asked.easting) ** 2 + (northing - asked.northing) ** 2
      return squared <= within ** 2 ? [{ id: service.id, squared }] : []
    })
    .sort((a, b) => a.squared - b.squared || a.id - b.id)
    .slice(0, asked.limit ?? LIMIT_DEFAULT)
    .map(({ id, squared }) => ({ id, distanceMetres: Math.round(Math.sqrt(squared)) }))
}

function fits(service: Service, asked: Asked, now: number): boolean {
  const { eligibility, capacity } = service
  const types = asked.type?.split(',').map(word => TYPES[word])
  const days = asked.age === undefined ? undefined : wholeDays(asked.age)
  const roles = asked.referralRole?.split(',').map(Number)
  const status = capacity?.status ?? 'green'
  const practices = eligibility.practices
  return [
    service.status === 'active',
    asked.audience !== 'public' || service.audience === 'public',
    types === undefined || types.includes(service.typeId),
    // Regions and commissioners, with nobody who may refer to them, stay out.
    service.referralRoles.length > 0,
    roles === undefined || service.referralRoles.some(role => roles.includes(role)),
    days === undefined ||
      eligibility.ageRanges.some(
        range => Math.floor(range.fromDays) <= days && days <= Math.floor(range.toDays),
      ),
    asked.sex === undefined || eligibility.sexes.includes(asked.sex),
    practices === undefined || practices.includes(asked.practice?.toUpperCase() ?? ''),
    asked.capacity === undefined || asked.capacity.split(',').includes(status),
    asked.open === undefined ||
      openBy(service.openingTimes, reading(asked.open === 'now' ? now : Date.parse(asked.open))),
  ].every(Boolean)
}

function wholeDays(age: string): number {
  const count = Number.parseInt(age, 10)
  if (age.endsWith('d')) return count
  return Math.floor(count * (age.endsWith('m') ? 30.4375 : 365.25))
}

const london = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'short',
})

function reading(instant: number) {
  const [date = '', time = ''] = london.format(instant).split(' ')
  const day =
    ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][
      new Date(`${date}T12:00:00Z`).getUTCDay()
    ] ?? ''
  return { date, time, day, bank: false }
}
