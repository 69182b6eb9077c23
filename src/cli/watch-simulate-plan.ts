import { CommandError } from './operation.ts'

/** What was asked for, read and checked. */
export type Given = {
  readonly seed: number
  readonly seeds: number
  readonly scale: number
  readonly wideVolume: number
  readonly services: number
  readonly independents: number
  readonly days: number
  readonly calibrationDays: number
  /** Null: all of them. */
  readonly rows: readonly string[] | null
  readonly curve: string | null
  readonly falseFlags: string | null
  readonly write: string | null
  readonly calm: boolean
  readonly workers: number
  readonly json: boolean
}

/** One seed, as it is sent to a worker: plain data. */
export type SeedOrder = {
  readonly size: {
    readonly seed: number
    readonly services: number
    readonly scale: number
    readonly independents: number
    readonly wideVolume: number
    readonly calibrationDays: number
    readonly days: number
  }
  readonly rows: readonly string[] | null
  readonly strictnesses: readonly number[]
}

const USUAL = { seeds: 3, scale: 0.1, wideVolume: 0.5, independents: 1_000, days: 60 } as const
const QUICK = { seeds: 1, scale: 0.03, wideVolume: 0.1, independents: 200, days: 30 } as const
/** Multiples of the thresholds as calibrated that the curve goes through. */
const STRICTNESSES = [0.5, 0.7, 1, 1.4, 2]

export function readGiven(options: Readonly<Record<string, string | true | undefined>>): Given {
  const usual = options['quick'] ? QUICK : USUAL
  const count = (name: string, otherwise: number, least = 1): number => {
    const value = number(name, otherwise)
    if (!Number.isInteger(value) || value < least) throw wrong(name, `a whole number, at least ${least}`)
    return value
  }
  const share = (name: string, otherwise: number): number => {
    const value = number(name, otherwise)
    if (!(value > 0 && value <= 10)) throw wrong(name, 'a number above 0, at most 10')
    return value
  }
  const number = (name: string, otherwise: number): number => {
    const text = options[name]
    return typeof text === 'string' ? Number(text) : otherwise
  }
  const wrong = (name: string, wanted: string): CommandError =>
    new CommandError(`--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)} takes ${wanted}.`)
  const text = (name: string): string | null => {
    const value = options[name]
    return typeof value === 'string' ? value : null
  }
  const rows = text('rows')
  return {
    seed: count('seed', 1, 0),
    seeds: count('seeds', usual.seeds),
    scale: share('scale', usual.scale),
    wideVolume: share('wideVolume', usual.wideVolume),
    services: count('services', 60_000, 500),
    independents: count('independents', usual.independents, 0),
    days: count('days', usual.days),
    calibrationDays: count('calibrationDays', 30),
    rows: rows === null ? null : rows === 'none' ? [] : rows.split(',').map(row => row.trim().toUpperCase()),
    curve: text('curve'),
    falseFlags: text('falseFlags'),
    write: text('write'),
    calm: options['calm'] === true,
    workers: count('workers', 1),
    json: options['json'] === true,
  }
}

export function planOf(given: Given): SeedOrder[] {
  const { services, scale, independents, wideVolume, calibrationDays, days, rows } = given
  return Array.from({ length: given.seeds }, (_, at) => ({
    size: { seed: given.seed + at, services, scale, independents, wideVolume, calibrationDays, days },
    rows,
    strictnesses: given.curve !== null && at === 0 ? STRICTNESSES : [],
  }))
}
