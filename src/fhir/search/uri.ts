import { unescaped } from './escapes.ts'
import { type Read, wrong } from './wrong.ts'

export type UriModifier = 'above' | 'below' | null

/** Reads an address; white space is in none. */
export function readUri(text: string): Read<string> {
  const meant = unescaped(text)
  return meant.outcome === 'read' && /\s/.test(meant.value) ? wrong('A URI holds no space.') : meant
}

/** To the letter; `:below` finds what the address leads to, `:above` what leads to it (R4 search, uri). */
export function matchesUri(element: unknown, asked: string, modifier: UriModifier): boolean {
  if (typeof element !== 'string') return false
  if (modifier === 'below') return leadsTo(asked, element)
  return modifier === 'above' ? leadsTo(element, asked) : element === asked
}

const leadsTo = (above: string, below: string): boolean =>
  above === below || below.startsWith(above.endsWith('/') ? above : `${above}/`)
