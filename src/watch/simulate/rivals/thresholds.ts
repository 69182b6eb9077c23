import type { HonestAccount } from '../honest/account.ts'
import { type Figures, RIVALS } from './rivals.ts'

/** The highest figure of each account in each 30 days. */
export type Peaks = Map<string, { readonly account: HonestAccount; peak: Record<keyof Figures, number> }>

export function notePeak(peaks: Peaks, account: HonestAccount, day: number, figures: Figures): void {
  const key = `${account.number}/${Math.floor(day / 30)}`
  const known = peaks.get(key)
  if (known === undefined) {
    peaks.set(key, { account, peak: { ...figures } })
    return
  }
  for (const rival of RIVALS) known.peak[rival] = Math.max(known.peak[rival], figures[rival])
}

/** So many accounts must have been seen for a quantile to mean something. */
const QUANTILE_ACCOUNTS_MIN = 150
const QUANTILE = 0.9995

/**
 * Thresholds by class as an operator would set them from a clean fleet: a little above what hardly any honest account
 * reaches. The bucket has its own: full is full.
 */
export function thresholdsFrom(peaks: Peaks): ReadonlyMap<string, Figures> {
  const byClass = new Map<string, Record<keyof Figures, number>[]>()
  for (const { account, peak } of peaks.values()) {
    byClass.set(account.class, [...(byClass.get(account.class) ?? []), peak])
  }
  return new Map(
    [...byClass].map(([of, all]) => [
      of,
      {
        rate: above(all.map(({ rate }) => rate)),
        bucket: 1,
        distinct: above(all.map(({ distinct }) => distinct)),
      },
    ]),
  )
}

function above(figures: number[]): number {
  const sorted = figures.sort((one, other) => one - other)
  const highest = sorted[sorted.length - 1] ?? 0
  if (sorted.length < QUANTILE_ACCOUNTS_MIN) return highest * 1.3
  return (sorted[Math.ceil(sorted.length * QUANTILE) - 1] ?? highest) * 1.05
}
