/** What is wrong with a parameter, as HL7's issue types call it. */
export type SearchIssueCode =
  | 'invalid'
  | 'value'
  | 'code-invalid'
  | 'not-supported'
  | 'required'
  | 'too-costly'

/** One parameter that is not answered, and why. */
export type SearchError = {
  readonly parameter: string
  readonly message: string
  readonly code: SearchIssueCode
}

/** A value understood, or why it is not. */
export type Read<T> =
  | { readonly outcome: 'read'; readonly value: T }
  | { readonly outcome: 'wrong'; readonly message: string; readonly code: SearchIssueCode }

export const read = <T>(value: T): Read<T> => ({ outcome: 'read', value })

export const wrong = (message: string, code: SearchIssueCode = 'value'): Read<never> => ({
  outcome: 'wrong',
  message,
  code,
})

/** Reads every one, or says what is wrong with the first that is not as it must be. */
export function readAll<T>(texts: readonly string[], each: (text: string) => Read<T>): Read<readonly T[]> {
  const values: T[] = []
  for (const text of texts) {
    const one = each(text)
    if (one.outcome === 'wrong') return one
    values.push(one.value)
  }
  return read(values)
}
