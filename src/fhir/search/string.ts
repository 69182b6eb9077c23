import { unescaped } from './escapes.ts'
import type { SearchParameter } from './parameters.ts'
import { isRecord, textIn } from './path-values.ts'
import { soundsOf } from './soundex.ts'
import { type Read, wrong } from './wrong.ts'

export type StringModifier = 'exact' | 'contains' | null

/** Reads a text to be looked for; one in which nothing but signs is left would find everything. */
export function readString(text: string, parameter: SearchParameter, modifier: StringModifier): Read<string> {
  const meant = unescaped(text)
  if (meant.outcome === 'wrong' || modifier === 'exact') return meant
  const { compares } = parameter
  const left = compares === 'phonetic' ? soundsOf(meant.value).join('') : plain(meant.value)
  return left === '' ? wrong('There is no letter or digit in it.') : meant
}

/**
 * Whether a text, or any part of an address, is, begins with or holds the one asked for. Case, accents, punctuation and
 * repeated spaces do not count unless `:exact` is said (R4 search, string).
 */
export function matchesString(
  element: unknown,
  asked: string,
  { compares }: Pick<SearchParameter, 'compares'>,
  modifier: StringModifier,
): boolean {
  const texts = textsOf(element)
  if (modifier === 'exact') return texts.includes(asked)
  if (compares === 'phonetic') return texts.some(text => sounds(soundsOf(text), soundsOf(asked)))
  const simple = compares === 'postcode' ? compact : plain
  const wanted = simple(asked)
  return texts.some(text =>
    modifier === 'contains' ? simple(text).includes(wanted) : simple(text).startsWith(wanted),
  )
}

/** Without accents, case, punctuation and repeated spaces. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    // `St. Mary's` is asked for as `st marys`, and `Stoke-on-Trent` as `stoke on trent`.
    .replaceAll(/['’`.]/g, '')
    .replaceAll(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim()

/** Postcodes are written with their space and without. */
const compact = (text: string): string => plain(text).replaceAll(' ', '')

/** Whether the words asked for follow one another among those held. */
const sounds = (held: readonly string[], asked: readonly string[]): boolean =>
  held.some((_, start) => asked.every((sound, at) => held[start + at] === sound))

const ADDRESS_PARTS = ['text', 'city', 'district', 'state', 'postalCode', 'country'] as const

function textsOf(element: unknown): string[] {
  if (typeof element === 'string') return [element]
  if (!isRecord(element)) return []
  const { line } = element
  const lines = Array.isArray(line) ? line.filter(one => typeof one === 'string') : []
  const parts = ADDRESS_PARTS.map(name => textIn(element, name)).filter(text => text !== undefined)
  return [...lines, ...parts]
}
