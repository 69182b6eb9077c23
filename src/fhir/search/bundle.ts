import { cursorAt } from './cursor.ts'
import type { DistanceUnit } from './near.ts'
import { CURSOR } from './read-search.ts'
import type { DirectoryResource, ResourceType } from './resource-types.ts'
import { referenceTo } from './resource-types.ts'
import type { Pair } from './search.ts'
import type { Placed } from './sort.ts'
import { type Part, partOf } from './subset.ts'

/** A page of what was found. */
export type Page = {
  /** Of the decision that it was answered by. */
  readonly id: string
  /** When the directory last confirmed that it is current, ISO 8601. */
  readonly asOf: string
  readonly found: readonly Placed[]
  readonly included: readonly DirectoryResource[]
  /** Distances are written in it; null where there is no place. */
  readonly unit: DistanceUnit | null
  readonly part: Part
  /** What the client must know beside the answer. */
  readonly notes: readonly Note[]
  readonly self: string
  readonly next: string | null
}

export type Note = {
  readonly severity: 'warning' | 'information'
  readonly code: string
  readonly text: string
}

const DISTANCE = 'http://hl7.org/fhir/StructureDefinition/location-distance'

/**
 * A searchset as R4 writes it, without a total: how many there are beyond the agreement's k is not told.
 * @param base of this directory, without a slash at its end
 */
export function searchset(page: Page, base: string): object {
  const entries = [
    ...page.found.map(({ resource, distanceMetres }) =>
      entry(resource, page.part, base, {
        mode: 'match',
        ...(distanceMetres === null || page.unit === null ? {} : distance(distanceMetres, page.unit)),
      }),
    ),
    // Names of elements are those of the type searched for.
    ...page.included.map(resource =>
      entry(resource, { ...page.part, elements: null }, base, { mode: 'include' }),
    ),
    ...(page.notes.length === 0 ? [] : [noted(page.notes)]),
  ]
  const next = page.next === null ? [] : [{ relation: 'next', url: page.next }]
  return {
    resourceType: 'Bundle',
    id: page.id,
    meta: { lastUpdated: page.asOf },
    type: 'searchset',
    link: [{ relation: 'self', url: page.self }, ...next],
    ...(entries.length === 0 ? {} : { entry: entries }),
  }
}

const entry = (resource: DirectoryResource, part: Part, base: string, search: object): object => ({
  fullUrl: `${base}/${referenceTo(resource)}`,
  resource: partOf(resource, part),
  search,
})

const distance = (metres: number, { code, unit, metres: one }: DistanceUnit): object => ({
  extension: [
    {
      url: DISTANCE,
      valueDistance: { value: rounded(metres / one), unit, system: 'http://unitsofmeasure.org', code },
    },
  ],
})

/** To the metre in kilometres, and as fine in miles. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000

const noted = (notes: readonly Note[]): object => ({
  resource: {
    resourceType: 'OperationOutcome',
    issue: notes.map(({ severity, code, text }) => ({ severity, code, details: { text } })),
  },
  search: { mode: 'outcome' },
})

/** The address of a page: what was understood, and where it begins. */
export function pageAddress(base: string, type: ResourceType, pairs: readonly Pair[], skip: number): string {
  const query = new URLSearchParams()
  for (const { name, value } of pairs) if (name !== CURSOR) query.append(name, value)
  if (skip > 0) query.append(CURSOR, cursorAt(skip))
  const text = query.toString()
  return `${base}/${type}${text === '' ? '' : `?${text}`}`
}
