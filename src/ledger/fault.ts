/** Where something is not as it was sealed. */
export type Fault = {
  /** `line 1`, `key 2`, `checkpoint 3` (counted in the bundle), `leaf 12`, `node n1`: the same from every verifier. */
  readonly place: string
  /** For people. */
  readonly what: string
}

export const fault = (place: string, what: string): Fault => ({ place, what })
