/** Control characters that neither a FHIR string nor XML 1.0 may hold; half of a surrogate pair is no character at all. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const CODE = /^[^\s]+(\s[^\s]+)*$/u

/** A FHIR string: something beside white space, and no control characters. Undefined when nothing is left. */
export function textOf(text: string | undefined): string | undefined {
  const clean = text?.replaceAll(FORBIDDEN, '').trim()
  return clean === '' ? undefined : clean
}

/** A FHIR code: single spaces inside and none around. Undefined for what cannot be one. */
export function codeOf(text: string | undefined): string | undefined {
  const clean = textOf(text)
  return clean !== undefined && CODE.test(clean) ? clean : undefined
}

/** The object without its undefined members and empty lists, for FHIR has neither. */
export function filled<T extends object>(members: T): Filled<T> {
  const kept = Object.entries(members).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  // What is left has the members of T that hold something: the type says so, Object.fromEntries cannot.
  return Object.fromEntries(kept) as Filled<T>
}

/** T with each member that may be undefined left out where it is. */
export type Filled<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}
