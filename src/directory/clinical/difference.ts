import { isDeepStrictEqual } from 'node:util'
import { KEY_OF, type ListName, type ListRow, type Lists } from './lists.ts'

/** What replacing a list does to its rows. */
export type ListCount = {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
}

export type ListDifference<N extends ListName> = {
  /** Rows that are new, or differ from the one of their key. */
  readonly put: readonly ListRow[N][]
  readonly drop: readonly ListRow[N][]
  readonly count: ListCount
}

/** What must be done to make `wanted` of `stored`. `wanted` has no two rows of one key. */
export function listDifference<N extends ListName>(
  list: N,
  stored: readonly ListRow[N][],
  wanted: readonly ListRow[N][],
): ListDifference<N> {
  const keyOf = KEY_OF[list]
  const before = new Map(stored.map(row => [keyOf(row), row]))
  const after = new Set(wanted.map(keyOf))
  const put = wanted.filter(row => !isDeepStrictEqual(row, before.get(keyOf(row))))
  const drop = stored.filter(row => !after.has(keyOf(row)))
  const created = put.filter(row => !before.has(keyOf(row))).length
  return {
    put,
    drop,
    count: {
      created,
      updated: put.length - created,
      unchanged: wanted.length - put.length,
      removed: drop.length,
    },
  }
}

/** How many stored rows of lists that are not given name a code that the lists which are given no longer have. */
export type GoneWith = { readonly pairs: number; readonly members: number }

export function goneWith(stored: Lists, given: Partial<Lists>): GoneWith {
  const codes = codesIn({ ...stored, ...given })
  const gonePair = ({ group, discriminator }: ListRow['pairs']): boolean =>
    !codes.groups.has(group) || !codes.discriminators.has(discriminator)
  const goneMember = ({ uid, code }: ListRow['disposition-group-members']): boolean =>
    !codes.dispositionGroups.has(uid) || !codes.dispositions.has(code)
  return {
    pairs: given.pairs ? 0 : stored.pairs.filter(gonePair).length,
    members: given['disposition-group-members']
      ? 0
      : stored['disposition-group-members'].filter(goneMember).length,
  }
}

/** The codes that rows of other lists may name. */
export type KnownCodes = {
  readonly groups: ReadonlySet<number>
  readonly discriminators: ReadonlySet<number>
  readonly dispositions: ReadonlySet<string>
  readonly dispositionGroups: ReadonlySet<number>
}

export const codesIn = (lists: Lists): KnownCodes => ({
  groups: new Set(lists['symptom-groups'].map(({ id }) => id)),
  discriminators: new Set(lists.discriminators.map(({ id }) => id)),
  dispositions: new Set(lists.dispositions.map(({ code }) => code)),
  dispositionGroups: new Set(lists['disposition-groups'].map(({ uid }) => uid)),
})
