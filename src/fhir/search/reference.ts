import { unescaped } from './escapes.ts'
import type { SearchParameter } from './parameters.ts'
import { textIn } from './path-values.ts'
import { resourceTypeOf } from './resource-types.ts'
import { type Read, read, wrong } from './wrong.ts'

/** `reference` is `Type/id` of this directory, or an address elsewhere, to which nothing here refers. */
export type ReferenceValue = { readonly reference: string }

const ID = /^[A-Za-z0-9\-.]{1,64}$/

/**
 * Reads `id`, `Type/id` or a whole address (R4 search, reference).
 * @param base of this directory, without a slash at its end
 */
export function readReference(text: string, { target }: SearchParameter, base: string): Read<ReferenceValue> {
  const meant = unescaped(text)
  if (meant.outcome === 'wrong') return meant
  const { value } = meant
  const local = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value
  if (/^[a-z][a-z0-9+.-]*:/i.test(local)) return read({ reference: local })
  const [first = '', second, ...more] = local.split('/')
  if (more.length > 0) return wrong('A reference is an id, a type and an id with / between, or an address.')
  if (second === undefined) {
    return ID.test(first) ? read({ reference: `${target}/${first}` }) : wrong('This is no id.')
  }
  if (!ID.test(second)) return wrong('This is no id.')
  return resourceTypeOf(first) === target
    ? read({ reference: local })
    : wrong(`It refers to ${target} and to nothing else.`)
}

export const matchesReference = (element: unknown, { reference }: ReferenceValue): boolean =>
  textIn(element, 'reference') === reference
