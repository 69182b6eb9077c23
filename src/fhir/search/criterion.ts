import type { DateValue } from './date.ts'
import type { NearValue } from './near.ts'
import type { SearchParameter } from './parameters.ts'
import type { ReferenceValue } from './reference.ts'
import type { ResourceType } from './resource-types.ts'
import type { StringModifier } from './string.ts'
import type { TokenValue } from './token.ts'
import type { UriModifier } from './uri.ts'

/**
 * A step from the resource searched for to the one that is asked about: along a reference of its own (`chain`), or back
 * along one that another has to it (`has`).
 */
export type Step = {
  readonly how: 'chain' | 'has'
  readonly via: SearchParameter
  /** What the step leads to. */
  readonly to: ResourceType
}

/** What is asked of the resource at the end of the path; of several values one must fit. */
export type Test =
  | { readonly kind: 'missing'; readonly missing: boolean }
  | { readonly kind: 'token'; readonly values: readonly TokenValue[]; readonly not: boolean }
  /** `:text`, the names of codes. */
  | { readonly kind: 'text'; readonly values: readonly string[] }
  /** `:identifier`, the identifier by which a reference names its target. */
  | { readonly kind: 'identifier'; readonly values: readonly TokenValue[] }
  | { readonly kind: 'string'; readonly values: readonly string[]; readonly modifier: StringModifier }
  | { readonly kind: 'reference'; readonly values: readonly ReferenceValue[] }
  | { readonly kind: 'date'; readonly values: readonly DateValue[] }
  | { readonly kind: 'uri'; readonly values: readonly string[]; readonly modifier: UriModifier }
  | { readonly kind: 'near'; readonly value: NearValue; readonly by: 'coordinates' | 'place' }
  /** A postcode, or the word for the place that is searched near. */
  | { readonly kind: 'serves'; readonly place: string }
  | { readonly kind: 'practice'; readonly odsCode: string }

/** One condition of a search; all must hold. */
export type Criterion = {
  /** As it was asked, before the `=`. */
  readonly written: string
  /** The same by known names only, fit for a log: `location.name`. */
  readonly named: string
  readonly path: readonly Step[]
  /** The type that `parameter` is one of: at the end of the path. */
  readonly type: ResourceType
  readonly parameter: SearchParameter
  readonly test: Test
}
