import { fallsIn } from '../chance.ts'
import { accountTaste, everybodysDemand } from '../honest/taste.ts'
import type { Row, Setting } from './catalogue.ts'
import { cover, fromPostcodes, outwardsFrom } from './cover.ts'
import type { Crawler } from './crawler.ts'
import type { Crew } from './crew.ts'
import { quadtree } from './quadtree.ts'
import {
  idsInOrder,
  idsShuffled,
  lattice,
  likeACrowd,
  odsList,
  postcodeList,
  randomPlaces,
} from './sweeps.ts'

const SOON = { flaggedBefore: 0.5 } as const
const STEP_METRES = 12_000
const DAYS = 60

/** One account that only crawls, or crawls and works. */
function alone(
  member: (setting: Setting) => Crew['members'][number],
  crawler: (setting: Setting) => Crawler,
  perDay: number,
  more: Partial<Crew> = {},
): Row['crew'] {
  return setting => ({
    members: [member(setting)],
    crawlers: [crawler(setting)],
    perDay: () => perDay,
    ownTraffic: false,
    amongAll: false,
    daysMax: DAYS,
    ...more,
  })
}

const clinician = (number: number) => (setting: Setting) => setting.one('clinician', number)
const national = (setting: Setting) => setting.one('national-111')
const everything = ({ world, chance }: Setting): Crawler => cover(world, chance)
const whatEverybodyWants = ({ world, chance }: Setting): Crawler => {
  const taste = accountTaste(everybodysDemand(chance.branch('guess')), 0, chance)
  return likeACrowd(world, () => fallsIn(taste, chance.next()), chance)
}
const working = { ownTraffic: true } as const
const flatOut = { perSecond: 3, daysMax: 3 } as const

export const SINGLE: readonly Row[] = [
  row(
    '01',
    'lattice of 12 km, 3 a second, clinician',
    alone(clinician(0), () => lattice(STEP_METRES), 54_000, flatOut),
  ),
  row(
    '02',
    'lattice of 12 km, 50 a day, clinician',
    alone(clinician(1), () => lattice(STEP_METRES), 50),
  ),
  row(
    '03',
    'lattice of 12 km, 50,000 a day, national',
    alone(national, () => lattice(STEP_METRES), 50_000, { daysMax: 3 }),
  ),
  row(
    '04',
    'list of postcodes, every tenth, all types, 50,000 a day, national',
    alone(national, ({ world }) => postcodeList(world, 10), 50_000, { daysMax: 4 }),
  ),
  row(
    '05',
    'list of postcodes, every tenth, 50 a day, a working practice',
    alone(
      ({ one }) => one('gp'),
      ({ world }) => postcodeList(world, 10),
      50,
      working,
    ),
  ),
  row(
    '06',
    'random postcodes, all types alike, 50,000 a day, national',
    alone(national, ({ world, chance }) => randomPlaces(world, chance), 50_000, { daysMax: 3 }),
  ),
  row(
    '07',
    'random postcodes, all types alike, 50 a day, a working clinician',
    alone(clinician(2), ({ world, chance }) => randomPlaces(world, chance), 50, working),
  ),
  {
    row: '08',
    name: 'mimic: random postcodes, types as wanted, 50,000 a day, national',
    goal: { flaggedBefore: null, why: 'asks as a crowd does' },
    crew: alone(national, whatEverybodyWants, 50_000, { daysMax: 10 }),
  },
  row(
    '09',
    'quadtree, 3 a second, clinician',
    alone(clinician(3), ({ chance }) => quadtree(chance), 54_000, flatOut),
  ),
  row(
    '10',
    'quadtree, 50,000 a day, national',
    alone(national, ({ chance }) => quadtree(chance), 50_000, { daysMax: 3 }),
  ),
  row(
    '11',
    'cover from a public list, 50,000 a day, national',
    alone(national, everything, 50_000, { daysMax: 3 }),
  ),
  row(
    '12',
    'cover in 60 days, 160 a day, a working clinician',
    alone(clinician(4), everything, 160, working),
  ),
  row('13', 'cover, 30 a day, a working clinician', alone(clinician(5), everything, 30, working)),
  row(
    '20',
    'ids in order, 5 a second, clinician',
    alone(clinician(6), ({ world }) => idsInOrder(world), 90_000, { perSecond: 5, daysMax: 3 }),
  ),
  row(
    '23',
    'ODS codes from a list, 40 a day, a working pharmacy',
    alone(
      ({ one }) => one('pharmacy', 25),
      ({ world, chance }) => odsList(world, chance),
      40,
      working,
    ),
  ),
  row(
    'A1',
    'cover, one more every other day, a working clinician',
    alone(clinician(7), everything, 0, { ...working, perDay: days => 1 + Math.floor(days / 2) }),
  ),
  row(
    'A2',
    'cover outwards from the site, 20 a day, a working clinician',
    alone(
      clinician(8),
      ({ world, chance, one }) => {
        const [site] = one('clinician', 8).declared.footprint.sites
        return cover(world, chance, undefined, outwardsFrom(world, site?.easting ?? 0, site?.northing ?? 0))
      },
      20,
      working,
    ),
  ),
  row(
    'A3',
    'cover of pharmacies only, from postcodes, 20 a day, a working clinician',
    alone(
      clinician(9),
      ({ world, chance }) =>
        fromPostcodes(
          world,
          cover(world, chance, service => world.services.kind[service] === 0),
        ),
      20,
      working,
    ),
  ),
  row(
    'A4',
    'cover from postcodes, at three in the night, 30 a day, a working clinician',
    alone(clinician(10), ({ world, chance }) => fromPostcodes(world, cover(world, chance)), 30, {
      ...working,
      hour: 3,
    }),
  ),
  row(
    'A5',
    'cover, 10 a day, a working locum',
    alone(({ one }) => one('locum'), everything, 10, working),
  ),
  row(
    'A6',
    'cover of the country behind reviews, 40 a day, a DoS Lead',
    alone(({ one }) => one('dos-lead'), everything, 40, working),
  ),
  row(
    'A7',
    'ids shuffled, 30 a day, a working practice',
    alone(
      ({ one }) => one('gp', 1),
      ({ world, chance }) => idsShuffled(world, chance),
      30,
      working,
    ),
  ),
  row('A8', 'cover, 3 a day, a working clinician', alone(clinician(11), everything, 3, working)),
]

function row(number: string, name: string, crew: Row['crew']): Row {
  return { row: number, name, goal: SOON, crew }
}
