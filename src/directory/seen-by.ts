import type { Audience } from '../vocabulary/index.ts'

/**
 * The JSON Schema keyword by which a property says who may see it. Stated once, here on the schema: shaping,
 * OpenAPI and the tests read it. A property without it is seen by nobody (shape.ts), so a new field is closed
 * until somebody decides.
 */
export const SEEN_BY = 'x-seen-by'

/** On the items of an array: the name of the item's own property that says who may see that item. */
export const SEEN_BY_ITEM = 'x-seen-by-item'

/** On a property: also in the short form that search lists carry. Everything seen is in the full form. */
export const IN_LIST = 'x-in-list'

/** The options of a property that `audience` and wider may see. */
export const seen = <O extends object>(audience: Audience, options: O) => ({
  ...options,
  [SEEN_BY]: audience,
})

/** As `seen`, and part of the short form in search answers. */
export const seenInList = <O extends object>(audience: Audience, options: O) => ({
  ...seen(audience, options),
  [IN_LIST]: true,
})
