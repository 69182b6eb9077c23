import type { EpochMillis } from '../vocabulary/index.ts'

/** How far a connection has come on the way to being used: what the guard of activation looks at (sources, use 4.1). */
export type ConnectionStanding = {
  /** An agreement in force by state and dates at the moment asked for. */
  readonly agreement: {
    readonly id: string
    readonly audience: 'public' | 'professional'
    readonly issuedAt: EpochMillis | null
    readonly acceptedVersion: string | null
    /** When that was; null while nobody has. */
    readonly acceptedAt: EpochMillis | null
    readonly purposes: readonly string[]
    readonly useCase: string
  } | null
  /** Whether it will be listed, or an approved reason why not (AUP25-61); `open` while neither is settled. */
  readonly publication: 'publish' | 'withhold' | 'open'
  /** Whether a public-display permission is in force; of weight for agreements with the public as audience. */
  readonly publicDisplay: boolean
}
