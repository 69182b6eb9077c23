import { isDeepStrictEqual } from 'node:util'
import { unreachable } from '../../vocabulary/index.ts'
import type { ConnectionList, ListedConnection } from './listed.ts'

/** How an entry changed. `withheld`: not listed any more, as the operator agreed; `removed`: the register holds it no more. */
export type ListingChange = 'added' | 'changed' | 'ceased' | 'withheld' | 'removed'

/** Where the list as it was last published and the register differ. */
export type ListingDifference = {
  readonly connectionId: string
  readonly change: ListingChange
  /** Names of the members that differ; empty where the whole entry does. */
  readonly members: readonly string[]
  readonly before: ListedConnection | null
  readonly after: ListedConnection | null
}

/** All differences, in the order of the list, those that are gone last. */
export function differencesBetween(
  published: ReadonlyMap<string, ListedConnection>,
  list: ConnectionList,
): readonly ListingDifference[] {
  const found: ListingDifference[] = []
  for (const after of list.connections) {
    const before = published.get(after.id) ?? null
    if (before !== null && isDeepStrictEqual(before, after)) continue
    found.push({
      connectionId: after.id,
      change: changeFrom(before, after),
      members: before === null ? [] : membersThatDiffer(before, after),
      before,
      after,
    })
  }
  const listed = new Set(list.connections.map(one => one.id))
  const withheld = new Set(list.withheldIds)
  for (const [connectionId, before] of published) {
    if (listed.has(connectionId)) continue
    const change = withheld.has(connectionId) ? 'withheld' : 'removed'
    found.push({ connectionId, change, members: [], before, after: null })
  }
  return found
}

function changeFrom(before: ListedConnection | null, after: ListedConnection): ListingChange {
  if (before === null) return 'added'
  return after.status === 'ceased' && before.status !== 'ceased' ? 'ceased' : 'changed'
}

function membersThatDiffer(before: ListedConnection, after: ListedConnection): readonly string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  const next = new Map<string, unknown>(Object.entries(after))
  return [...new Set([...old.keys(), ...next.keys()])].filter(
    name => !isDeepStrictEqual(old.get(name), next.get(name)),
  )
}

/** A difference in one line, for people. */
export function differenceInWords({
  connectionId,
  change,
  members,
  before,
  after,
}: ListingDifference): string {
  switch (change) {
    case 'added':
      return `${connectionId}: in the register, not in the list (${after?.organisation.name ?? ''}).`
    case 'withheld':
      return `${connectionId}: in the list, though it was agreed that it is not.`
    case 'removed':
      return `${connectionId}: in the list, not in the register (${before?.organisation.name ?? ''}).`
    case 'changed':
    case 'ceased':
      return `${connectionId}: differs in ${members.join(', ')}.`
    default:
      return unreachable(change)
  }
}
