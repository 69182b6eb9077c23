import { type Service, type StoredService, WEEKDAYS } from '../src/directory/index.ts'
import { AGES, type Points, SEXES } from './points.ts'

const WRITTEN = { who: 'bench', at: new Date(0), why: 'the bench' }
const OFFICE: Service['openingTimes'] = {
  allHours: false,
  weekly: WEEKDAYS.slice(0, 5).map(day => ({ day, sessions: [{ opens: '09:00', closes: '17:00' }] })),
  bankHolidays: [],
  specifiedDates: [],
}
const ALWAYS: Service['openingTimes'] = { allHours: true, weekly: [], bankHolidays: [], specifiedDates: [] }

/** A point as a service with the least that one can have: names, place, one telephone number, hours, eligibility. */
export function* leanServices(points: Points): Generator<StoredService> {
  for (let index = 0; index < points.count; index += 1) {
    yield { service: leanService(points, index), version: 1, change: 1, written: WRITTEN }
  }
}

function leanService(points: Points, index: number): Service {
  const id = index + 1
  const range = AGES[points.ages[index] ?? 0]
  return {
    id,
    uid: String(2_009_000_000 + id),
    name: `Service ${id}`,
    typeId: points.types[index] ?? 0,
    status: 'active',
    audience: 'public',
    place: {
      address: ['1 Example Street'],
      easting: points.eastings[index] ?? 0,
      northing: points.northings[index] ?? 0,
      latitude: points.latitudes[index] ?? 0,
      longitude: points.longitudes[index] ?? 0,
    },
    contacts: [{ kind: 'phone', value: '01632 960 001', audience: 'public' }],
    instructions: {},
    openingTimes: index % 10 === 0 ? ALWAYS : OFFICE,
    eligibility: { ageRanges: range ? [range] : [], sexes: [...(SEXES[points.sexes[index] ?? 0] ?? [])] },
    clinicalProfile: { symptoms: [], dispositions: [] },
    referralRoles: [1, 23, 24, 25, 26],
    endpoints: [],
    attributes: [],
    alignments: [],
    verification: {},
    source: { name: 'bench', key: String(id) },
  }
}
