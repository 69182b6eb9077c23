import type { HonestAccount } from '../honest/account.ts'
import type { Goal, Row, Setting } from './catalogue.ts'
import { cover, fromPostcodes, territories } from './cover.ts'
import type { Crawler } from './crawler.ts'

const everything = ({ world, chance }: Setting): Crawler[] => [cover(world, chance)]

const everythingFromPostcodes = ({ world, chance }: Setting): Crawler[] => [
  fromPostcodes(world, cover(world, chance)),
]

const byTerritory = ({ world, chance }: Setting, members: readonly HonestAccount[]): Crawler[] => {
  const owner = territories(
    world,
    members.map(({ postcode }) => ({
      easting: world.postcodes.easting[postcode] ?? 0,
      northing: world.postcodes.northing[postcode] ?? 0,
    })),
  )
  return members.map((_, at) =>
    cover(world, chance.branch('territory', at), service => owner[service] === at),
  )
}

const ownRegion = ({ world, chance }: Setting, members: readonly HonestAccount[]): Crawler[] =>
  members.map(({ postcode }, at) => {
    const region = world.regionOfPostcode[postcode]
    return cover(world, chance.branch('region', at), service => world.regionOfService[service] === region)
  })

const oneOrganisation = ({ fleet }: Setting): HonestAccount[] => ofOrganisation(fleet.accounts, 'employer-0')
const chain = ({ fleet }: Setting): HonestAccount[] => ofOrganisation(fleet.accounts, 'chain-0')
const ofOrganisation = (accounts: readonly HonestAccount[], organisation: string): HonestAccount[] =>
  accounts.filter(({ declared }) => declared.organisation === organisation)

/** Clinicians who have nothing to do with one another. */
const strangers =
  (count: number, skip = 0) =>
  ({ fleet }: Setting): HonestAccount[] =>
    fleet.accounts
      .filter(({ declared }) => declared.organisation.startsWith('independent-'))
      .slice(skip, skip + count)
const ofOneProduct = (setting: Setting): HonestAccount[] => {
  const all = strangers(1_000)(setting)
  const [first] = all
  return all.filter(({ declared }) => declared.product === first?.declared.product).slice(0, 20)
}

/** Several accounts that share out one crawl. All of them work, and so does everybody else. */
export const COLLUSIONS: readonly Row[] = [
  shared(
    '24',
    '20 of one organisation, in turns, 160 a day',
    20,
    oneOrganisation,
    everything,
    160,
    before(1),
  ),
  shared('25', '20 of one chain, by territory, 160 a day', 20, chain, byTerritory, 160, before(1)),
  shared(
    '26',
    '20 of different organisations, in turns, 160 a day',
    20,
    strangers(20),
    everything,
    160,
    before(4),
  ),
  shared(
    '27',
    '20 of different organisations, by territory, 160 a day',
    20,
    strangers(20, 20),
    byTerritory,
    160,
    before(15),
  ),
  shared(
    '28',
    '20 of different organisations, each in its own region, 80 a day',
    20,
    strangers(20, 40),
    ownRegion,
    80,
    licensed(),
  ),
  shared(
    '30',
    '200 of different organisations, in turns, 160 a day',
    200,
    strangers(200),
    everything,
    160,
    before(5),
  ),
  shared(
    '31',
    '200 of different organisations, by territory, 160 a day',
    200,
    strangers(200),
    byTerritory,
    160,
    beyond(),
  ),
  shared(
    '32',
    '1,000 of different organisations, by territory, 160 a day',
    1_000,
    strangers(1_000),
    byTerritory,
    160,
    beyond(),
  ),
  shared('C1', '20 of one product, in turns, 160 a day', 20, ofOneProduct, everything, 160, before(4)),
  shared(
    'C2',
    '5 of different organisations, in turns, 160 a day',
    5,
    strangers(5, 60),
    everything,
    160,
    before(1),
  ),
  shared(
    'C3',
    '200 of different organisations, from postcodes in turns, 160 a day',
    200,
    strangers(200),
    everythingFromPostcodes,
    160,
    before(5),
  ),
]

function before(flaggedBefore: number): Goal {
  return { flaggedBefore }
}
function licensed(): Goal {
  return { flaggedBefore: null, why: 'each reads what it is licensed to read' }
}
function beyond(): Goal {
  return { flaggedBefore: null, why: 'below any goal' }
}

function shared(
  row: string,
  name: string,
  least: number,
  members: (setting: Setting) => HonestAccount[],
  crawlers: (setting: Setting, members: readonly HonestAccount[]) => Crawler[],
  perDay: number,
  goal: Goal,
): Row {
  return {
    row,
    name,
    goal,
    crew: setting => {
      const chosen = members(setting)
      if (chosen.length < least) return null
      return {
        members: chosen,
        crawlers: crawlers(setting, chosen),
        perDay: () => perDay,
        ownTraffic: true,
        amongAll: true,
        daysMax: 45,
      }
    },
  }
}
