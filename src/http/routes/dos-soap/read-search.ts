import { type ClinicalReference, postcodeKeys } from '../../../directory/index.ts'
import {
  type AskedDistance,
  type CaseRead,
  type Fields,
  readCase,
  readDistance,
  type SoapVersion,
  soapFault,
} from '../../../dos/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { QuestionFacts } from '../../../policy/index.ts'
import { type ClinicalOrigin, clinicalOrigin } from '../../clinical-origin.ts'
import type { ReadQuestion } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { asErrors, type CallOf, isVersion } from './door.ts'
import { locatePostcode } from './locate-postcode.ts'

export type SearchQuestion = {
  readonly version: SoapVersion
  readonly place: LocatedPlace | null
  readonly origin: ClinicalOrigin
  readonly distance: AskedDistance
  /** What is wrong with the case is told to those who may ask (governed's `unfit`). */
  readonly read: CaseRead
}

type Kind = NonNullable<Extract<QuestionFacts, { action: 'search' }>['kind']>

/**
 * Reads a search, the first thing wrong first: version, case id, distance; then policy judges the place, and only for
 * those whom it lets ask is the rest judged (sources, DoS 6, step 1).
 */
export function readSearch(
  { places, clinical }: Pick<HttpRooms, 'places' | 'clinical'>,
  { version, fields }: CallOf<'CheckCapacitySummary'>,
  now: number,
): ReadQuestion<SearchQuestion> {
  if (!isVersion(version)) return { outcome: 'wrong', errors: asErrors('serviceVersion', version) }
  const { scalars } = fields
  const said = kindOf(scalars.get('caseId'))
  if (said === 'monitoring' && scalars.has('caseRef')) {
    const fault = soapFault('malformed', 'With the caseId MONITORING no caseRef is sent.')
    return { outcome: 'wrong', errors: asErrors('caseRef', fault) }
  }
  const reference = clinical()
  const { place, origin } = locatePostcode(places, scalars.get('postcode'))
  const from = place === null ? { postcode: null, areas: NO_PLACE } : clinicalOrigin(place, reference)
  const distance = readDistance(fields, isKept(from.postcode, reference))
  if (distance.outcome === 'fault') {
    return { outcome: 'wrong', errors: asErrors('searchDistance', distance.fault) }
  }
  const read = readCase(fields, { reference, now })
  const { metres, isUsed } = distance.distance
  const isTrial = said === 'live' && read.outcome === 'read' && read.asked.isWhatIf
  return {
    outcome: 'read',
    question: { version, place, origin: from, distance: distance.distance, read },
    facts: {
      action: 'search',
      purpose: null,
      origin,
      audience: null,
      typeIds: null,
      limit: null,
      withinMetres: isUsed ? metres : null,
      kind: isTrial ? 'test' : said,
    },
    shape: { cell: place?.cell ?? null, filters: filtersOf(fields), target: null },
  }
}

const NO_PLACE = { district: null, board: null } as const

/** Reserved case ids; every other is the caller's own (sources, DoS 1.1, 6b). */
function kindOf(caseId: string | undefined): Kind {
  if (caseId === 'TEST') return 'test'
  return caseId === 'MONITORING' ? 'monitoring' : 'live'
}

/** Whether a distance is kept for the postcode, its sector or its district. */
function isKept(postcode: string | null, { searchDistances }: ClinicalReference): boolean {
  if (postcode === null) return false
  const keys = postcodeKeys(postcode)
  return [keys.postcode, keys.sector, keys.outcode].some(key => searchDistances.has(key))
}

/** Names of filters the activity log may hold; their values it never does. */
function filtersOf({ scalars, lists }: Fields): readonly string[] {
  return [
    ...FILTERS.filter(([element]) => scalars.has(element)).map(([, name]) => name),
    ...(lists.has('symptomDiscriminatorList') ? ['symptom-discriminator'] : []),
  ]
}

const FILTERS = [
  ['age', 'age'],
  ['gender', 'sex'],
  ['surgery', 'practice'],
  ['symptomGroup', 'symptom-group'],
  ['disposition', 'disposition'],
  ['searchDistance', 'distance'],
  ['forceSearchDistance', 'force-distance'],
  ['searchDateTime', 'time'],
] as const
