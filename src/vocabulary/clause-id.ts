type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

/**
 * The id of a clause of a published acceptable use policy: `AUP25-nn` the February 2025 policy,
 * `AUP18-nn` that of 2018. `policy/clauses.ts` is the catalogue; a test holds every id used against it.
 */
export type ClauseId = `AUP25-${Digit}${Digit}` | `AUP18-${Digit}${Digit}`
