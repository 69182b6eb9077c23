import { createHash } from 'node:crypto'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { createCatalogue } from './catalogue.ts'
import { createDetection } from './detection.ts'
import { GLOBAL_ENTRIES } from './global-sensor.ts'
import { learnerOf } from './learn.ts'
import type { ClassModel, Model } from './model.ts'
import { GLOBAL_KEY, reachedBy } from './reached.ts'
import { surveyTerrain } from './terrain.ts'
import type { Observation, WatchedAccount, WatchedService } from './types.ts'

export type CalibrationInput = {
  readonly services: readonly WatchedService[]
  readonly accounts: readonly WatchedAccount[]
}

/**
 * Honest traffic, fed twice in the same order: once to learn what is asked, once to see what evidence honest accounts
 * reach by chance. The second time each half of the organisations is measured against what the other half taught, as
 * a new account would be; otherwise the limits would flatter.
 */
export type Calibration = {
  readonly observe: (observation: Observation) => void
  /** The first reading is over. */
  readonly again: () => void
  readonly finish: () => Model
}

export function createCalibration({ services, accounts }: CalibrationInput): Calibration {
  const catalogue = createCatalogue(surveyTerrain(services), services)
  const learner = learnerOf(catalogue, accounts)
  const half = new Map(accounts.map(({ account, organisation }) => [account, isOdd(organisation)]))
  let [from, until]: [EpochMillis, EpochMillis] = [Infinity, -Infinity]
  let questions = 0
  let whole: Omit<Model, 'id'> | null = null
  let measured: { odd: ReturnType<typeof measure>; even: ReturnType<typeof measure> } | null = null

  const measure = (odd: boolean) => {
    const peaks = new Map<string, Float64Array>()
    const teachers = (account: string): boolean => half.get(account) !== odd
    const model = modelOf(learner.learned(teachers), { from: 0, until: 0, questions: 0, accounts: 0 })
    const pupils = accounts.filter(({ account }) => half.get(account) === odd)
    return {
      peaks,
      detection: createDetection({ model: identified(model), services, accounts: pupils, peaks }),
    }
  }

  return {
    observe: observation => {
      if (measured) {
        const odd = half.get(observation.account)
        if (odd === undefined) return
        const { detection } = odd ? measured.odd : measured.even
        detection.observe(observation)
        return
      }
      if (!half.has(observation.account)) return
      from = Math.min(from, observation.at)
      until = Math.max(until, observation.at)
      questions += 1
      learner.observe(observation)
    },
    again: () => {
      whole = modelOf(
        learner.learned(() => true),
        { from, until, questions, accounts: accounts.length },
      )
      measured = { odd: measure(true), even: measure(false) }
    },
    finish: () => {
      if (!whole || !measured) throw new Error('A calibration reads its traffic twice.')
      const peaks = new Map([...measured.odd.peaks, ...measured.even.peaks])
      const [odd, even] = [measured.odd.peaks.get(GLOBAL_KEY), measured.even.peaks.get(GLOBAL_KEY)]
      const global = Array.from({ length: GLOBAL_ENTRIES }, (_, entry) =>
        Math.max(odd?.[entry] ?? 0, even?.[entry] ?? 0),
      )
      return identified(withReached({ ...whole, global }, reachedBy(peaks, accounts)))
    },
  }
}

/** The same for traffic that can be read twice. */
export function calibrate(
  input: CalibrationInput & { readonly observations: () => Iterable<Observation> },
): Model {
  const calibration = createCalibration(input)
  for (const observation of input.observations()) calibration.observe(observation)
  calibration.again()
  for (const observation of input.observations()) calibration.observe(observation)
  return calibration.finish()
}

/** Halves by name: the same organisations are together whenever it is done again. */
const isOdd = (organisation: string): boolean =>
  ((createHash('sha256').update(organisation).digest()[0] ?? 0) & 1) === 1

type Learned = Pick<Model, 'places' | 'types' | 'nearness' | 'classes' | 'anyLocal' | 'anyWide'>
type Span = { from: EpochMillis; until: EpochMillis; questions: number; accounts: number }

const modelOf = (learned: Learned, { from, until, questions, accounts }: Span): Omit<Model, 'id'> => ({
  format: 'signpost-watch-model',
  version: 1,
  learnedFrom: { from: day(from), until: day(until), accounts, questions },
  ...learned,
  global: [],
})

const day = (at: EpochMillis): string => (Number.isFinite(at) ? new Date(at).toISOString() : '')

const identified = (model: Omit<Model, 'id'>): Model => ({
  ...model,
  id: createHash('sha256').update(JSON.stringify(model)).digest('hex').slice(0, 16),
})

function withReached(
  model: Omit<Model, 'id'>,
  reached: {
    classes: ReadonlyMap<string, readonly number[]>
    local: readonly number[]
    wide: readonly number[]
  },
): Omit<Model, 'id'> {
  const classes: Record<string, ClassModel> = { ...model.classes }
  for (const [name, values] of reached.classes)
    classes[name] = { ...(classes[name] ?? model.anyLocal), reached: values }
  return {
    ...model,
    classes,
    anyLocal: { ...model.anyLocal, reached: reached.local },
    anyWide: { ...model.anyWide, reached: reached.wide },
  }
}
