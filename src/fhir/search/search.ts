import type { Criterion, Test } from './criterion.ts'
import type { Include } from './include.ts'
import type { ResourceType } from './resource-types.ts'
import type { SortKey } from './sort.ts'
import type { Part } from './subset.ts'
import type { SearchError } from './wrong.ts'

/** A parameter and its value, as they were sent. */
export type Pair = { readonly name: string; readonly value: string }

/** A search as it was understood. */
export type Search = {
  readonly type: ResourceType
  readonly criteria: readonly Criterion[]
  readonly sort: readonly SortKey[]
  /** How many a page may hold; null: as the server likes. */
  readonly count: number | null
  /** How many were on the pages before this one. */
  readonly skip: number
  readonly includes: readonly Include[]
  readonly part: Part
  readonly asking: Asking
  /** Those that were understood, for the address of this page and the next. */
  readonly pairs: readonly Pair[]
  /** Those left out because the client asked for lenience. */
  readonly ignored: readonly SearchError[]
}

/** How an answer is to look, and in what words the question is put to policy. */
export type Asking = {
  readonly pretty: boolean
  readonly purpose: string | null
  readonly audience: 'public' | 'professional' | null
  readonly kind: 'live' | 'test' | 'monitoring'
}

export type NearTest = Extract<Test, { kind: 'near' }>
