import type { Lists } from './lists.ts'
import { NATIONAL } from './lists.ts'
import type { ClinicalReference } from './reference.ts'

/** The lists as the search reads them. */
export function buildReference(lists: Lists): ClinicalReference {
  const membersOf = grouped(lists['disposition-group-members'], ({ uid }) => uid)
  const ranksOf = grouped(lists.ranks, ({ area }) => area)
  const ranking = (area: string): ReadonlyMap<number, number> =>
    new Map(ranksOf.get(area)?.map(({ typeId, rank }) => [typeId, rank]))
  return {
    symptomGroups: new Map(lists['symptom-groups'].map(({ id, name, zCode }) => [id, { name, zCode }])),
    discriminators: new Map(lists.discriminators.map(({ id, name, synonyms }) => [id, { name, synonyms }])),
    pairs: new Map(
      [...grouped(lists.pairs, ({ group }) => group)].map(([group, pairs]) => [
        group,
        new Set(pairs.map(({ discriminator }) => discriminator)),
      ]),
    ),
    dispositions: new Map(lists.dispositions.map(disposition => [disposition.code, disposition])),
    dispositionGroups: new Map(
      lists['disposition-groups'].map(group => [
        group.uid,
        { ...group, codes: membersOf.get(group.uid)?.map(({ code }) => code) ?? [] },
      ]),
    ),
    searchDistances: new Map(lists['search-distances'].map(({ code, metres }) => [code, metres])),
    areas: new Map(lists.areas.map(({ code, district, board }) => [code, { district, board }])),
    nationalRanks: ranking(NATIONAL),
    localRanks: new Map(
      [...ranksOf.keys()].filter(area => area !== NATIONAL).map(area => [area, ranking(area)]),
    ),
  }
}

function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
