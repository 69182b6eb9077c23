/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMillis = number

/** The time, handed in so that journeys run on a simulated clock. */
export type Clock = { readonly now: () => EpochMillis }

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands still until told to move; for tests and rehearsals. */
export function simulatedClock(start: EpochMillis): Clock & { advance: (millis: number) => void } {
  let now = start
  return {
    now: () => now,
    advance: millis => {
      now += millis
    },
  }
}
