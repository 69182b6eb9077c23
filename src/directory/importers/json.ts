/** Reads JSON of unknown shape without believing any of it. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or one with nothing in it. */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})

/** The objects of a list; whatever else is in it is passed over. */
export const objectsOf = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : []

/** The text, trimmed, or that of a number; else ''. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(textOf).filter(text => text !== '') : []

/** The number, also when written as a text; else undefined. */
export const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Parses, or says why not. */
export function parseJson(
  text: string,
):
  | { readonly outcome: 'json'; readonly value: unknown }
  | { readonly outcome: 'fault'; readonly reason: string } {
  try {
    return { outcome: 'json', value: JSON.parse(text) }
  } catch (error) {
    return { outcome: 'fault', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** JSON text of what JSON.parse gave, at most `max` characters. */
export const rawJson = (value: unknown, max = 20_000): string => JSON.stringify(value).slice(0, max)
