import type { Detection, Observation } from '../../detection/types.ts'
import { createChance } from '../chance.ts'
import { type Row, settingOf } from '../crawlers/catalogue.ts'
import type { Fleet } from '../honest/fleet.ts'
import { live } from '../honest/live.ts'
import { crawl } from '../trial/crawl.ts'
import { WARM_UP_DAYS } from '../trial/stage.ts'
import { createDirectory } from '../world/directory.ts'
import type { World } from '../world/world.ts'

/** Who crawled, for those who want to see whether a replay found them. */
export type Truth = { readonly row: string; readonly name: string; readonly accounts: readonly string[] }

/** Tells of everything that is asked, in order of time: honest life, and from the end of the warm-up on the crawls of `rows`. */
export function tellLog(
  world: World,
  fleet: Fleet,
  days: number,
  rows: readonly Row[],
  tell: (observation: Observation) => void,
  say: (what: string) => void,
): readonly Truth[] {
  const directory = createDirectory(world, fleet.upheaval.dormant)
  const truths: Truth[] = []
  const asked = rows.flatMap(row => {
    const crew = row.crew(settingOf(world, fleet, createChance(world.seed).branch('crawl', row.row)))
    if (crew === null) return []
    truths.push({
      row: row.row,
      name: row.name,
      accounts: crew.members.map(({ declared }) => declared.account),
    })
    const questions: Observation[] = []
    crawl({
      crew: { ...crew, ownTraffic: false, daysMax: Math.min(crew.daysMax, days - WARM_UP_DAYS) },
      fleet,
      directory: createDirectory(world),
      detection: NOBODY_WATCHES,
      response: 'watch',
      firstDay: WARM_UP_DAYS,
      chance: createChance(world.seed).branch('times', row.row),
      onQuestion: question => questions.push(question),
    })
    return questions
  })
  asked.sort((one, other) => one.at - other.at)
  let next = 0
  const tellUntil = (at: number): void => {
    for (let question = asked[next]; question !== undefined && question.at < at; question = asked[next]) {
      tell(question)
      next += 1
    }
  }
  live(fleet, directory, [0, days], {
    day: day => say(`day ${day + 1} of ${days}`),
    search: observation => {
      tellUntil(observation.at)
      tell(observation)
    },
  })
  tellUntil(Number.POSITIVE_INFINITY)
  return truths
}

const NOBODY_WATCHES: Detection = {
  observe: () => [],
  brakeOn: () => 'none',
  inFootprint: () => true,
  release: () => {},
  declare: () => {},
  putAccount: () => {},
  removeAccount: () => {},
  putService: () => {},
  removeService: () => {},
  snapshot: () => Buffer.alloc(0),
  restore: () => {},
}
