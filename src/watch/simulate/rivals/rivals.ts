import type { Observation } from '../../detection/types.ts'
import { createIdSet, type IdSet } from '../../id-set.ts'
import type { HonestAccount } from '../honest/account.ts'
import { DAY_MILLIS, DAY_ZERO } from '../honest/rhythm.ts'

/** The plain ways to notice a crawler, each by one figure an account. */
export const RIVALS = ['rate', 'bucket', 'distinct'] as const
export type Rival = (typeof RIVALS)[number]
export type Figures = Readonly<Record<Rival, number>>

/** All three at once, over any number of accounts. */
export type Rivals = {
  readonly observe: (observation: Observation, account: HonestAccount) => Figures
}

/** As the HTTP crawl scenario of CrowdSec 1.4.6 has it, but by account, and every request taken as a distinct one. */
const BUCKET_CAPACITY = 40
const LEAK_PER_SECOND = 2
const EPOCH_DAYS = 30

type State = {
  day: number
  today: number
  level: number
  levelAt: number
  epoch: number
  records: IdSet
  distinct: number
}

/**
 * rate: searches of the day against the volume declared. bucket: fill against capacity. distinct: records seen in 30
 * days.
 */
export function createRivals(): Rivals {
  const states = new Map<number, State>()
  return {
    observe: (observation, { number, declared }) => {
      const state = states.get(number) ?? freshState()
      states.set(number, state)
      const day = Math.floor((observation.at - DAY_ZERO) / DAY_MILLIS)
      state.today = day === state.day ? state.today + 1 : 1
      state.day = day
      state.level = Math.max(0, state.level - ((observation.at - state.levelAt) / 1000) * LEAK_PER_SECOND) + 1
      state.levelAt = observation.at
      countRecords(state, observation, Math.floor(day / EPOCH_DAYS))
      return {
        rate: state.today / declared.volumePerDay,
        bucket: state.level / (BUCKET_CAPACITY + 1),
        distinct: state.distinct,
      }
    },
  }
}

const freshState = (): State => ({
  day: -1,
  today: 0,
  level: 0,
  levelAt: 0,
  epoch: -1,
  records: createIdSet(),
  distinct: 0,
})

function countRecords(state: State, observation: Observation, epoch: number): void {
  if (epoch !== state.epoch) {
    state.epoch = epoch
    state.records = createIdSet()
    state.distinct = 0
  }
  const ids = observation.action === 'lookup' ? (observation.found ? [observation.id] : []) : observation.ids
  for (const id of ids) {
    if (state.records.has(id)) continue
    state.records.add(id)
    state.distinct += 1
  }
}
