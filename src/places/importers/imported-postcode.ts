import { inwardNumber } from '../inward.ts'

/**
 * A postcode as a machine wrote it: any spacing, nothing to mend. The front may have any letters, wider than what a
 * person may type, since a new kind of outcode must not fail an import.
 */
export function readImportedPostcode(
  text: string,
): { readonly outcode: string; readonly inward: number } | null {
  const match = /^([A-Z]{1,2}\d[A-Z\d]?) *(\d[A-Z]{2})$/.exec(text)
  if (!match) return null
  const [, outcode = '', inner = ''] = match
  const inward = inwardNumber(inner)
  return inward < 0 ? null : { outcode, inward }
}
