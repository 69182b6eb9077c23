/** Reads a bigint as a number. @throws beyond 2^53, where it would quietly become another number. */
export function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new Error(`The whole number ${text} does not fit a JavaScript number exactly.`)
  return value
}
