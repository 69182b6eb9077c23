import { instantIn } from './date.ts'
import { parameterOf, type SearchParameter } from './parameters.ts'
import { isRecord, textIn, valuesOf } from './path-values.ts'
import { isOfPerson } from './person.ts'
import type { DirectoryResource, ResourceType } from './resource-types.ts'
import { plain } from './string.ts'
import { type Read, read, wrong } from './wrong.ts'

/** What to order by; `by` null is the distance, nearest first. */
export type SortKey = { readonly by: SearchParameter | null; readonly descending: boolean }

/** What `_sort` calls the distance: HL7 gives it no name of its own. */
export const DISTANCE = 'distance'

/** Reads one key of `_sort`: a parameter of the type, or the distance; with `-`, from the other end. */
export function readSortKey(type: ResourceType, text: string): Read<SortKey> {
  const descending = text.startsWith('-')
  const name = descending ? text.slice(1) : text
  if (name === DISTANCE) return read({ by: null, descending })
  const by = parameterOf(type, name)
  if (!by) return wrong(`There is no "${name.slice(0, 60)}" of ${type} to sort by.`, 'not-supported')
  if (isOfPerson(by)) return wrong(`Nothing is sorted by "${name}".`, 'not-supported')
  return by.kind === 'special' ? read({ by: null, descending }) : read({ by, descending })
}

export type Placed = { readonly resource: DirectoryResource; readonly distanceMetres: number | null }

/** Puts what was found in order; where nothing tells two apart they stay as they were. What lacks a value comes last. */
export function sorted<T extends Placed>(found: readonly T[], keys: readonly SortKey[]): readonly T[] {
  if (keys.length === 0) return found
  const keyed = found.map(one => ({ one, values: keys.map(key => sortValueOf(one, key)) }))
  keyed.sort((a, b) => {
    for (const [at, { descending }] of keys.entries()) {
      const order = compare(a.values[at] ?? null, b.values[at] ?? null, descending)
      if (order !== 0) return order
    }
    return 0
  })
  return keyed.map(({ one }) => one)
}

type SortValue = string | number | null

function compare(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const order = a < b ? -1 : a > b ? 1 : 0
  return descending ? -order : order
}

/** Of several values the first in the order asked for. */
function sortValueOf({ resource, distanceMetres }: Placed, { by, descending }: SortKey): SortValue {
  if (by === null) return distanceMetres
  const values = valuesOf(resource, by)
    .map(element => keyOf(element, by))
    .filter(value => value !== null)
  if (values.length === 0) return null
  return values.reduce((best, value) => (compare(value, best, descending) < 0 ? value : best))
}

function keyOf(element: unknown, { kind }: SearchParameter): SortValue {
  switch (kind) {
    case 'date':
      return instantIn(element)?.from ?? null
    case 'string':
      return typeof element === 'string' ? plain(element) : plain(textIn(element, 'text') ?? '')
    case 'reference':
      return textIn(element, 'reference') ?? null
    case 'token':
      return tokenOf(element)
    case 'uri':
    case 'special':
      return typeof element === 'string' ? element : null
  }
}

function tokenOf(element: unknown): string | null {
  if (!isRecord(element)) return String(element).toLowerCase()
  const { coding } = element
  const one = Array.isArray(coding) ? coding[0] : element
  return (textIn(one, 'code') ?? textIn(one, 'value'))?.toLowerCase() ?? null
}
