import { holdsPostcode } from '../../../activity/index.ts'
import type { Thing } from '../../../fhir/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'

const TARGETS_MAX = 10

/** What was looked up, as the activity log may hold it: numbers and codes, and no text that could be about a person. */
export function targetOf(things: readonly Thing[]): string | null {
  if (things.length === 0) return null
  const words = things.slice(0, TARGETS_MAX).map(wordOf)
  return things.length > TARGETS_MAX ? `${words.join(',')},…` : words.join(',')
}

function wordOf(thing: Thing): string {
  switch (thing.by) {
    case 'service':
      return String(thing.id)
    case 'uid':
      return code(thing.uid)
    case 'organisation':
      return code(thing.odsCode)
    case 'area':
      return 'area'
    default:
      return unreachable(thing)
  }
}

function code(text: string): string {
  const plain = text.trim().toUpperCase()
  return /^[A-Z0-9]{1,20}$/.test(plain) && /[0-9]/.test(plain) && !holdsPostcode(plain) ? plain : 'unknown'
}
