/** Words that people write where they have nothing to say. */
const EMPTY_WORDS = new Set([
  '-',
  '.',
  'n/a',
  'na',
  'nil',
  'no',
  'none',
  'null',
  'tba',
  'tbc',
  'unknown',
  'not known',
  'not applicable',
  'not available',
  'no information available',
  'no telephone number available',
])

/** One line without control characters, no-break spaces or doubled spaces. */
export const tidySpaces = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed.
  text.replace(/[\u0000-\u0020\u007f-\u00a0\u200b\ufeff]+/g, ' ').trim()

export const isEmptyWord = (text: string): boolean => EMPTY_WORDS.has(text.toLowerCase())
