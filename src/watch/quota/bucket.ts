import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Spike } from './limits.ts'

/**
 * A bucket of tokens, one to a question. Its level is kept in sixty-thousandths of a token, of which a rate of n a
 * minute brings n each millisecond: all of it is whole numbers, and nothing drifts.
 */
export type Bucket = { level: number; at: EpochMillis }

export const TOKEN = 60_000

export const fullBucket = ({ burst }: Spike, now: EpochMillis): Bucket => ({ level: burst * TOKEN, at: now })

/** Adds what has run in since. A clock set back adds nothing, and a bucket never holds more than the burst. */
export function refill(bucket: Bucket, { perMinute, burst }: Spike, now: EpochMillis): void {
  const most = burst * TOKEN
  const elapsed = now - bucket.at
  bucket.at = now
  if (elapsed > 0) {
    // Past what fills it time is of no account, and the product would leave the whole numbers.
    const missing = most - bucket.level
    bucket.level = elapsed * perMinute >= missing ? most : bucket.level + elapsed * perMinute
  }
  if (bucket.level > most) bucket.level = most
}

/** Whole tokens in it; 0 while it is in debt. */
export const tokensIn = ({ level }: Bucket): number => (level < TOKEN ? 0 : Math.floor(level / TOKEN))

/** Milliseconds until it holds one. */
export const untilToken = ({ level }: Bucket, { perMinute }: Spike): number =>
  level >= TOKEN ? 0 : Math.ceil((TOKEN - level) / perMinute)

/** Milliseconds until it is full. */
export const untilFull = ({ level }: Bucket, { perMinute, burst }: Spike): number =>
  Math.ceil((burst * TOKEN - level) / perMinute)
