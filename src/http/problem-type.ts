/**
 * Types that are not ours: what any client may know of (draft-ietf-httpapi-ratelimit-headers-11, section 5). The page
 * that explains it here is at /problems/ and the reason all the same.
 */
const TYPES_ELSEWHERE: Readonly<Record<string, string>> = {
  'quota-exhausted': 'https://iana.org/assignments/http-problem-types#quota-exceeded',
  'abnormal-usage-detected': 'https://iana.org/assignments/http-problem-types#abnormal-usage-detected',
  'too-many-requests': 'https://iana.org/assignments/http-problem-types#quota-exceeded',
}

/** Problem details are told apart by `type`: this base and the reason. It resolves to a page that explains it. */
export const problemType = (reason: string): string =>
  Object.hasOwn(TYPES_ELSEWHERE, reason) ? (TYPES_ELSEWHERE[reason] ?? '') : `/problems/${reason}`
