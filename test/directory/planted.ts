import { AUDIENCES, type Audience } from '../../src/vocabulary/index.ts'

/** One value planted in a service: where, and every keyword set on the way to it that a reader must pass. */
export type Leaf = {
  readonly marker: string
  /** Property names only, `contacts.value`. */
  readonly path: string
  /** The audience each marked step asks for, null for a step that needs a mark and has none. */
  readonly marks: readonly (string | null)[]
  readonly inList: boolean
  /** The audience of the array item it is in, null when that is unknown or missing; undefined outside such items. */
  readonly item: string | null | undefined
}

type Node = { readonly [keyword: string]: unknown }
type Way = Omit<Leaf, 'marker' | 'path'> & { readonly names: readonly string[] }

const ITEM_AUDIENCES = [...AUDIENCES, 'everybody', undefined] as const

/**
 * A service with a value of its own in every field of a schema (arrays twice over; arrays whose items have an
 * audience once for each audience, once for an unknown one, once for none), and the list of what was planted.
 * Values do not fit the types of the schema: each must be recognisable wherever it turns up.
 */
export function plant(schema: object): { service: object; leaves: readonly Leaf[] } {
  const leaves: Leaf[] = []
  const start: Way = { marks: [], inList: true, item: undefined, names: [] }
  const service = grow(node(schema), start, leaves, true)
  return { service: node(service), leaves }
}

function grow(schema: Node, way: Way, leaves: Leaf[], root = false): unknown {
  if (schema['type'] === 'object') return growObject(schema, way, leaves, root)
  if (schema['type'] === 'array') return growArray(schema, way, leaves)
  const { names, ...rest } = way
  const path = names.join('.')
  const marker = `<${leaves.length}:${path}>`
  leaves.push({ marker, path, ...rest })
  return marker
}

function growObject(schema: Node, way: Way, leaves: Leaf[], root: boolean): object {
  const properties = Object.entries(node(schema['properties']))
  const eachNeedsOne = root || properties.some(([, property]) => node(property)['x-seen-by'] !== undefined)
  const grown = properties.map(([name, property]) => {
    const { 'x-seen-by': mark, 'x-in-list': inList } = node(property)
    const step = eachNeedsOne ? [typeof mark === 'string' ? mark : null] : []
    const next: Way = {
      ...way,
      names: [...way.names, name],
      marks: [...way.marks, ...step],
      inList: way.inList && (!eachNeedsOne || inList === true),
    }
    return [name, grow(node(property), next, leaves)] as const
  })
  return Object.fromEntries(grown)
}

function growArray(schema: Node, way: Way, leaves: Leaf[]): unknown[] {
  const items = node(schema['items'])
  const decides = schema['x-seen-by-item']
  if (typeof decides !== 'string') return [grow(items, way, leaves), grow(items, way, leaves)]
  return ITEM_AUDIENCES.map(audience => {
    const known = AUDIENCES.find(one => one === audience) ?? null
    const before = leaves.length
    const item = node(grow(items, { ...way, item: known }, leaves))
    // The word that decides is not a marker, so whether it is shown is told by its key.
    const at = leaves.findIndex((leaf, index) => index >= before && leaf.marker === item[decides])
    leaves.splice(at, 1)
    const { [decides]: _word, ...rest } = item
    return audience === undefined ? rest : { ...rest, [decides]: audience }
  })
}

/** Whether an audience should see what was planted there: the rule said anew, step by step along the way. */
export function shouldSee(leaf: Leaf, audience: Audience, form: 'list' | 'full'): boolean {
  const rank = (mark: string | null) =>
    mark === null ? 9 : ['public', 'professional', 'operator'].indexOf(mark)
  const reach = rank(audience)
  return (
    leaf.marks.every(mark => rank(mark) <= reach) &&
    (form === 'full' || leaf.inList) &&
    (leaf.item === undefined || rank(leaf.item) <= reach)
  )
}

function node(value: unknown): Node {
  if (typeof value !== 'object' || value === null) throw new Error(`Not an object: ${JSON.stringify(value)}`)
  return Object.fromEntries(Object.entries(value))
}
