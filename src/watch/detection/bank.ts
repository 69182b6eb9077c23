/**
 * A bank of cumulative sums of likelihood ratios (CUSUM), kept as products: M := max(1, M) · (1 − e + e·r). When honest
 * questions are as the reference has them, M reaches t no more often than once in t questions (Lorden), whatever
 * happened before. One entry for each kind of crawl and each share `e` of the traffic it may hide in.
 */
export const SHARES = [0.9, 0.3, 0.06, 0.015, 0.003] as const

/** What a crawl may look like; `weigh.ts` says what each expects. */
export const CRAWLS = ['seeded', 'covering', 'blind', 'sweeping'] as const
export type Crawl = (typeof CRAWLS)[number]

export const ENTRIES = CRAWLS.length * SHARES.length
/** A product that far up says all there is to say; beyond, it would leave what a number holds. */
const CEILING = 1e120

export const shareOf = (entry: number): number => SHARES[entry % SHARES.length] ?? 0
export const crawlOf = (entry: number): Crawl => CRAWLS[Math.floor(entry / SHARES.length)] ?? 'seeded'

/** Takes in one question whose ratio under `crawl` (its number in `CRAWLS`) is given. */
export function advance(bank: Float64Array, crawl: number, ratio: number): void {
  const first = crawl * SHARES.length
  for (let at = 0; at < SHARES.length; at += 1) {
    const share = SHARES[at] ?? 0
    const before = bank[first + at] ?? 1
    bank[first + at] = Math.min(CEILING, Math.max(before, 1) * (1 - share + share * ratio))
  }
}
