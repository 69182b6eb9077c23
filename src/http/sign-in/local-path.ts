const LENGTH_MAX = 500
const BASE = 'https://signpost.invalid'

/**
 * Where somebody is to be sent once signed in: a path of this directory's, or, for anything else, `fallback`. What a
 * browser would read as another site (`//evil`, `/\evil`, a tab in between) is none.
 */
export function localPath(to: unknown, fallback: string): string {
  if (typeof to !== 'string' || to.length > LENGTH_MAX || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to))
    return fallback
  if (to.includes('\\')) return fallback
  const url = URL.parse(to, BASE)
  if (!url || url.origin !== BASE) return fallback
  // Resolved, it may begin with two slashes after all: `/./` and `/a/..` vanish.
  const resolved = `${url.pathname}${url.search}${url.hash}`
  return resolved.startsWith('//') ? fallback : resolved
}
