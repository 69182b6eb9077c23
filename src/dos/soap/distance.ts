import { type SoapFault, soapFault } from './faults.ts'
import type { Fields } from './fields.ts'

/** The distance a request asks for, whole metres. */
export type AskedDistance = {
  /** Null: it names none. */
  readonly metres: number | null
  /** Whether it comes before what is kept for the place. */
  readonly force: boolean
  /** Whether it is what the search goes by: where nothing is kept for the place, or it is forced. */
  readonly isUsed: boolean
}

export type DistanceRead =
  | { readonly outcome: 'read'; readonly distance: AskedDistance }
  | { readonly outcome: 'fault'; readonly fault: SoapFault }

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

const KILOMETRES_MAX = 99

/**
 * Judges the distance, and only where it would be used (sources, DoS 6, step 2); else what it says is of no weight.
 * @param isKept whether a distance is kept for the place asked about
 */
export function readDistance({ scalars }: Fields, isKept: boolean): DistanceRead {
  const force = TRUTHS.get((scalars.get('forceSearchDistance') ?? 'false').toLowerCase())
  if (force === undefined)
    return refused(soapFault('malformed', 'forceSearchDistance is neither true nor false.'))
  const text = scalars.get('searchDistance')
  if (text === undefined) {
    if (force) return refused(soapFault('distance-missing'))
    return { outcome: 'read', distance: { metres: null, force, isUsed: false } }
  }
  const kilometres = /^\+?[0-9]{1,9}$/.test(text) ? Number(text) : 0
  const isSound = kilometres >= 1 && kilometres <= KILOMETRES_MAX
  if (!force && isKept) return { outcome: 'read', distance: { metres: null, force, isUsed: false } }
  return isSound
    ? { outcome: 'read', distance: { metres: kilometres * 1000, force, isUsed: true } }
    : refused(soapFault('distance'))
}

const refused = (fault: SoapFault): DistanceRead => ({ outcome: 'fault', fault })
