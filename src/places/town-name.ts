/**
 * A town's name as it is compared: no case, accents, hyphens or full stops, `saint` as `st`, `&` as `and`, and
 * without the small words inside, which people write in several ways or leave out: `Stoke on Trent`,
 * `Newcastle-upon-Tyne`.
 */
export function townKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’ʼ.]/g, '')
    .replaceAll('&', ' and ')
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '')
    .map(word => (word === 'saint' ? 'st' : word))
  const telling = words.filter((word, index) => index === 0 || !SMALL_WORDS.has(word))
  return telling.join(' ')
}

const SMALL_WORDS: ReadonlySet<string> = new Set([
  'upon',
  'on',
  'under',
  'in',
  'by',
  'near',
  'next',
  'le',
  'la',
  'the',
  'of',
  'and',
])

/** What people call a town for short: `Newcastle` of `Newcastle upon Tyne`. Null when the name has no such form. */
export function shortTownKey(name: string): string | null {
  const match = /^(.+?)[ -](?:upon|on|under|by|in|le)[ -]/i.exec(name)
  return match ? townKey(match[1] ?? '') : null
}

/** The longest text worth comparing; no English place name comes near. */
export const TOWN_NAME_MAX = 80

/**
 * `Newport, Shropshire`, `Newport near Telford`, `Newport (near Telford)`: the name, and what should narrow it. What
 * is true of every answer, `England`, narrows nothing.
 */
export function splitQualifier(text: string): { readonly name: string; readonly by: readonly string[] } {
  const match = /^(.+?)\s*(?:,|\(\s*near\s|\snear\s|\()\s*(.+?)\)?\s*$/i.exec(text)
  return match ? { name: match[1] ?? text, by: qualifiers(match[2] ?? '') } : { name: text, by: [] }
}

/** Every way to take the last words of a text for what should narrow the first, `Newport Shropshire`; long names first. */
export function spacedQualifiers(text: string): { readonly name: string; readonly by: readonly string[] }[] {
  const words = text.trim().split(/\s+/)
  return words.slice(1).map((_, index) => {
    const length = words.length - 1 - index
    return { name: words.slice(0, length).join(' '), by: qualifiers(words.slice(length).join(' ')) }
  })
}

const qualifiers = (text: string): readonly string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '' && !EVERYWHERE.has(townKey(part)))

const EVERYWHERE: ReadonlySet<string> = new Set([
  'england',
  'uk',
  'united kingdom',
  'gb',
  'great britain',
  'britain',
])
