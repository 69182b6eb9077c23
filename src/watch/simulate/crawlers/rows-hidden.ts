import type { HonestAccount } from '../honest/account.ts'
import type { Goal, Row, Setting } from './catalogue.ts'
import { cover, fromPostcodes } from './cover.ts'
import type { Crawler } from './crawler.ts'
import { quadtree } from './quadtree.ts'
import { idsInOrder, odsList } from './sweeps.ts'

const everything = ({ world, chance }: Setting): Crawler => cover(world, chance)
const everythingFromPostcodes = (setting: Setting): Crawler =>
  fromPostcodes(setting.world, everything(setting))

/** Only what the account may ask about anyway. */
const ownRegions = (account: (setting: Setting) => HonestAccount) => (setting: Setting) => {
  const { world, chance } = setting
  const { regions } = account(setting).declared.footprint
  return cover(world, chance, service =>
    regions.includes(world.regions.codes[world.regionOfService[service] ?? 0] ?? ''),
  )
}

const trust = ({ one }: Setting): HonestAccount => one('ambulance')
const callCentre = ({ one }: Setting): HonestAccount => one('call-centre')
const national = ({ one }: Setting): HonestAccount => one('national-111')
const remote = ({ one }: Setting): HonestAccount => one('remote-clinician')

/** In traffic so wide that the crawl is a small part of it. The share is of an ordinary day. */
export const HIDDEN: readonly Row[] = [
  hidden(
    '14',
    'cover hidden in an ambulance trust, 160 a day (10 %)',
    trust,
    everything,
    160,
    60,
    before(0.75),
  ),
  hidden(
    '15',
    'cover of its own regions, ambulance trust, 75 a day (5 %)',
    trust,
    ownRegions(trust),
    75,
    60,
    licensed(),
  ),
  hidden(
    '16',
    'cover hidden in regional 111, 400 a day (5 %)',
    callCentre,
    everything,
    400,
    20,
    before(0.75),
  ),
  hidden('17', 'cover hidden in national 111, 3,000 a day (5 %)', national, everything, 3_000, 4, before(3)),
  hidden('18', 'cover hidden in national 111, 160 a day (0.27 %)', national, everything, 160, 40, beyond()),
  hidden(
    '19',
    'quadtree hidden in national 111, 3,000 a day (5 %)',
    national,
    ({ chance }) => quadtree(chance),
    3_000,
    8,
    before(3),
  ),
  hidden(
    '21',
    'ids in order, hidden in national 111, 1,300 a day',
    national,
    ({ world }) => idsInOrder(world),
    1_300,
    10,
    before(0.5),
  ),
  hidden(
    '22',
    'ODS codes from a list, hidden in national 111, 1,450 a day',
    national,
    ({ world, chance }) => odsList(world, chance),
    1_450,
    10,
    before(0.5),
  ),
  hidden(
    '29',
    'cover of its own regions, 40 a day, a working remote clinician',
    remote,
    ownRegions(remote),
    40,
    60,
    licensed(),
  ),
  hidden('B1', 'cover hidden in regional 111, 80 a day (1 %)', callCentre, everything, 80, 60, before(3)),
  hidden('B2', 'cover hidden in national 111, 600 a day (1 %)', national, everything, 600, 12, before(10)),
  hidden('B3', 'cover hidden in an ambulance trust, 15 a day (1 %)', trust, everything, 15, 60, before(3)),
  hidden(
    'B4',
    'cover hidden in a pharmacy app, 1,000 a day (5 %)',
    ({ one }) => one('pharmacy-app'),
    everything,
    1_000,
    8,
    before(3),
  ),
  hidden(
    'B5',
    'cover from postcodes hidden in regional 111, 400 a day (5 %)',
    callCentre,
    everythingFromPostcodes,
    400,
    20,
    before(0.75),
  ),
  hidden(
    'B6',
    'cover from postcodes hidden in national 111, 3,000 a day (5 %)',
    national,
    everythingFromPostcodes,
    3_000,
    4,
    before(3),
  ),
]

function before(flaggedBefore: number): Goal {
  return { flaggedBefore }
}
function licensed(): Goal {
  return { flaggedBefore: null, why: 'reads what it is licensed to read' }
}
function beyond(): Goal {
  return { flaggedBefore: null, why: 'below any goal' }
}

function hidden(
  row: string,
  name: string,
  member: (setting: Setting) => HonestAccount,
  crawler: (setting: Setting) => Crawler,
  perDay: number,
  daysMax: number,
  goal: Goal,
): Row {
  return {
    row,
    name,
    goal,
    crew: setting => {
      const hiding = member(setting)
      // Where wide traffic was made thinner, the crawl in it is too, so that it stays as hidden.
      const factor = hiding.class === 'remote-clinician' ? 1 : setting.fleet.wideVolume
      return {
        members: [hiding],
        crawlers: [crawler(setting)],
        perDay: () => perDay * factor,
        ownTraffic: true,
        amongAll: false,
        daysMax: Math.min(120, Math.ceil(daysMax / factor)),
      }
    },
  }
}
