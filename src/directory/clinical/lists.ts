/** A row of each clinical list, as it is stored (sources, DoS 5.3). Distances in whole metres, times in whole minutes. */
export type ListRow = {
  readonly 'symptom-groups': { readonly id: number; readonly name: string; readonly zCode: boolean }
  readonly discriminators: {
    readonly id: number
    readonly name: string
    readonly synonyms: readonly string[]
  }
  readonly pairs: { readonly group: number; readonly discriminator: number }
  /** `code` in upper case. */
  readonly dispositions: { readonly code: string; readonly name: string; readonly minutes: number }
  readonly 'disposition-groups': {
    readonly uid: number
    readonly name: string
    readonly minutes: number | null
  }
  readonly 'disposition-group-members': { readonly uid: number; readonly code: string }
  /** `code`: a postcode `LS14AP`, a sector `LS1 4` or an outcode `LS1`. */
  readonly 'search-distances': { readonly code: string; readonly metres: number }
  readonly areas: { readonly code: string; readonly district: string | null; readonly board: string | null }
  /** `area`: of a district or board that ranks for itself, or `national`. */
  readonly ranks: { readonly area: string; readonly typeId: number; readonly rank: number }
}

/** In an order in which each list comes after those it names codes of. */
export const LIST_NAMES = [
  'symptom-groups',
  'discriminators',
  'pairs',
  'dispositions',
  'disposition-groups',
  'disposition-group-members',
  'search-distances',
  'areas',
  'ranks',
] as const satisfies readonly (keyof ListRow)[]
export type ListName = (typeof LIST_NAMES)[number]

/** Every list, whole. */
export type Lists = { readonly [N in ListName]: readonly ListRow[N][] }

export const NO_LISTS: Lists = {
  'symptom-groups': [],
  discriminators: [],
  pairs: [],
  dispositions: [],
  'disposition-groups': [],
  'disposition-group-members': [],
  'search-distances': [],
  areas: [],
  ranks: [],
}

/** The area under which national ranks are kept. */
export const NATIONAL = 'national'

/** What makes a row the one it is: no list has two of the same key. */
export const KEY_OF: { readonly [N in ListName]: (row: ListRow[N]) => string } = {
  'symptom-groups': ({ id }) => `${id}`,
  discriminators: ({ id }) => `${id}`,
  pairs: ({ group, discriminator }) => `${group} ${discriminator}`,
  dispositions: ({ code }) => code,
  'disposition-groups': ({ uid }) => `${uid}`,
  'disposition-group-members': ({ uid, code }) => `${uid} ${code}`,
  'search-distances': ({ code }) => code,
  areas: ({ code }) => code,
  ranks: ({ area, typeId }) => `${area} ${typeId}`,
}
