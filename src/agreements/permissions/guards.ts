import type { PermissionType } from '../../policy/index.ts'
import { type ClauseId, unreachable } from '../../vocabulary/index.ts'
import type { Unmet } from '../../workflow/index.ts'
import { dayOf, monthsAfter } from '../calendar.ts'
import { CONTACT_CHECKLIST, PRESENTATION_CHECKLIST } from './checklist.ts'
import { type Circumstances, CLAUSES_OF_TYPE, type PermissionParameters } from './circumstances.ts'
import type { Evidence } from './evidence.ts'
import { CARE_RECORD_FIELDS, type Derogation, grantHolds, type PermissionScope } from './permission.ts'

const ORGANISATION = 'the administrator or signatory of your organisation'
const ACCESS = 'the access manager'
const TWO = 'the access manager, with the decision owner as second person'

/** All that still stands in the way of a grant. Pure, and never stops at the first thing. */
export function unmetForGrant(about: Circumstances): readonly Unmet[] {
  return [...unmetByDates(about), ...unmetByType(about)]
}

/** How many months a permission may last: looked at again once a year, exceptions from a clause sooner. */
export const monthsMax = (type: PermissionType, parameters: PermissionParameters): number =>
  type === 'cache-exception' ? parameters.cacheReviewMonths : 12

function unmetByDates({ from, until, agreement, scope, parameters, now }: Circumstances): Unmet[] {
  const clauses = CLAUSES_OF_TYPE[scope.type]
  const months = monthsMax(scope.type, parameters)
  const latest = monthsAfter(from, months)
  const ended = agreement.status === 'superseded' || agreement.status === 'ended'
  return [
    ...need(!ended, `The agreement is ${agreement.status}.`, clauses, ORGANISATION),
    ...need(
      from < until && now < until,
      'It would end before it begins, or has ended already.',
      clauses,
      ACCESS,
    ),
    ...need(until <= latest, `It may last ${months} months at most, to ${dayOf(latest)}.`, clauses, ACCESS),
    ...need(
      agreement.until === null || until <= agreement.until,
      'It would outlast the agreement it belongs to.',
      clauses,
      ACCESS,
    ),
  ]
}

function unmetByType(about: Circumstances): readonly Unmet[] {
  const { scope } = about
  switch (scope.type) {
    case 'public-display':
      return unmetForDisplay(about, scope)
    case 'cache-exception':
      return unmetForCaching(about, scope)
    case 'unattended-service':
      return [
        ...need(
          scope.summary !== null,
          'There is no plain summary of it for the published list.',
          ['AUP25-35', 'AUP25-60'],
          ORGANISATION,
        ),
        ...need(
          !about.granted.includes('publication-opt-out'),
          'The connection is not listed; what runs without people must be listed.',
          ['AUP25-35', 'AUP25-60'],
          ACCESS,
        ),
      ]
    case 'care-record-extract':
      return unmetForFields(scope.fields)
    case 'synthetic-monitoring': {
      const often = 1 / about.parameters.monitoringPerMinute
      return need(
        scope.everyMinutes !== null && scope.everyMinutes >= often,
        'It does not say how many minutes lie between two probes; one at least.',
        ['AUP18-30'],
        ORGANISATION,
      )
    }
    case 'raised-quota':
      return unmetForVolume(about, scope)
    case 'dataset-snapshot':
      return need(
        speaks(about.derogation, about),
        'The whole dataset is not handed out: it takes a signed derogation that names it, in date to its end.',
        ['AUP25-16', 'AUP25-28'],
        TWO,
      )
    case 'publication-opt-out':
      return [
        ...need(
          !about.outOfTime || about.takenUpAt !== null,
          'It was asked for after the first production use, and nobody has taken it up all the same.',
          ['AUP25-61'],
          'the decision owner',
        ),
        ...need(
          !about.granted.includes('unattended-service'),
          'What runs without people must be listed, and this connection does.',
          ['AUP25-35', 'AUP25-60'],
          ACCESS,
        ),
      ]
    default:
      return unreachable(scope)
  }
}

type Display = Extract<PermissionScope, { type: 'public-display' }>

function unmetForDisplay(about: Circumstances, scope: Display): readonly Unmet[] {
  const { parameters, now, product, safetyCase } = about
  const due = [
    ...PRESENTATION_CHECKLIST,
    ...(parameters.publicDisplayNationalContact ? CONTACT_CHECKLIST : []),
  ]
  const regions = about.regionsNow ?? scope.regionIds
  const strange = regions.filter(id => !scope.regionIds.includes(id))
  const bare = regions.filter(
    id => !about.grants.some(grant => grant.regionId === id && grantHolds(grant, now)),
  )
  return [
    ...(parameters.publicDisplaySafetyCase ? unmetForSafety(product, safetyCase) : []),
    ...due.flatMap(item =>
      need(
        scope.checklist.includes(item.id),
        `Not ticked on the checklist, ${item.id}: ${item.asks}`,
        item.clauses,
        ORGANISATION,
      ),
    ),
    ...need(regions.length > 0, 'It names no region.', ['AUP18-16'], ORGANISATION),
    ...strange.map(id => unmet(`Region ${id} was not asked for.`, ['AUP18-16'], ORGANISATION)),
    ...(parameters.publicDisplayRegionGrants
      ? bare.map(id =>
          unmet(`No DoS Lead of region ${id} has granted it.`, ['AUP18-16'], `a DoS Lead of region ${id}`),
        )
      : []),
  ]
}

function unmetForSafety(product: Circumstances['product'], safetyCase: Evidence | null): readonly Unmet[] {
  const version = product.version === null ? 'of which no version is known' : `version ${product.version}`
  return [
    ...need(
      safetyCase !== null,
      `There is no clinical safety case in date for product ${product.id}, ${version}.`,
      ['AUP25-22', 'AUP18-17'],
      'the clinical safety officer of the product or of your organisation',
    ),
    ...need(
      safetyCase?.officer !== undefined && safetyCase.officer !== null,
      'No registered clinical safety officer stands under a safety case in date.',
      ['AUP25-22', 'AUP18-17'],
      'the clinical safety officer of the product or of your organisation',
    ),
  ]
}

type Caching = Extract<PermissionScope, { type: 'cache-exception' }>

function unmetForCaching(about: Circumstances, scope: Caching): readonly Unmet[] {
  const { derogation, parameters, agreement } = about
  const most = parameters.cacheMaxAgeSecondsMax
  const strange = scope.purposes.filter(purpose => !agreement.purposes.includes(purpose))
  const clauses: readonly ClauseId[] = ['AUP25-25', 'AUP18-20']
  const says = (is: boolean, what: string) => need(is, what, clauses, ORGANISATION)
  return [
    ...(parameters.cacheNeedsDerogation
      ? need(
          speaks(derogation, about),
          'No signed derogation for it is in date to its end; the policy forbids caching.',
          ['AUP25-25', 'AUP18-10', 'AUP18-20'],
          TWO,
        )
      : []),
    ...says(scope.pattern !== null, 'The pattern of use it is for is not described.'),
    ...says(scope.fields.length > 0, 'It lists no fields.'),
    ...says(scope.purposes.length > 0, 'It lists no purposes.'),
    ...strange.map(purpose => unmet(`The purpose ${purpose} is not agreed.`, clauses, ORGANISATION)),
    ...says(
      scope.maxAgeSeconds !== null && scope.maxAgeSeconds <= most,
      `It does not say for how long, in seconds, up to ${most}.`,
    ),
    ...says(
      scope.purgeOnSignal,
      'Nobody has committed to throw away what is kept when the directory says so.',
    ),
    ...(derogation === null ? [] : beyond(scope, derogation)),
  ]
}

/** What is asked for beyond what was signed. */
function beyond(scope: Caching, derogation: Derogation): readonly Unmet[] {
  const fields = scope.fields.filter(field => !derogation.fields.includes(field))
  const purposes = scope.purposes.filter(purpose => !derogation.purposes.includes(purpose))
  const longer = (scope.maxAgeSeconds ?? 0) > (derogation.maxAgeSeconds ?? 0)
  const parts = [...fields, ...purposes, ...(longer ? [`${scope.maxAgeSeconds} seconds`] : [])]
  return need(
    parts.length === 0 && derogation.purgeOnSignal,
    `The derogation ${derogation.id} does not go that far: ${parts.join(', ') || 'purging on signal'}.`,
    ['AUP25-25', 'AUP18-20'],
    TWO,
  )
}

/** Whether a derogation is signed for this and lasts as long as the permission would. */
const speaks = (derogation: Derogation | null, { scope, until, now }: Circumstances): boolean =>
  derogation !== null &&
  derogation.permits === scope.type &&
  now < derogation.reviewBy &&
  until <= derogation.reviewBy

function unmetForFields(fields: readonly string[]): readonly Unmet[] {
  const strange = fields.filter(field => !CARE_RECORD_FIELDS.some(known => known === field))
  const clauses: readonly ClauseId[] = ['AUP25-26', 'AUP18-10']
  return [
    ...need(fields.length > 0, 'It lists no fields.', clauses, ORGANISATION),
    ...strange.map(field =>
      unmet(
        `The field ${field} has no place in a record of care; these have: ${CARE_RECORD_FIELDS.join(', ')}.`,
        clauses,
        ORGANISATION,
      ),
    ),
  ]
}

function unmetForVolume(
  { agreement }: Circumstances,
  { perMinute, perDay }: Extract<PermissionScope, { type: 'raised-quota' }>,
): readonly Unmet[] {
  const raises =
    perMinute !== null &&
    perDay !== null &&
    perMinute >= agreement.volume.perMinute &&
    perDay >= agreement.volume.perDay &&
    (perMinute > agreement.volume.perMinute || perDay > agreement.volume.perDay)
  return need(
    raises,
    `It raises nothing: ${agreement.volume.perMinute} a minute and ${agreement.volume.perDay} a day are agreed.`,
    ['AUP25-41', 'AUP18-30'],
    ORGANISATION,
  )
}

const unmet = (what: string, clauses: readonly ClauseId[], whoCanFix: string): Unmet => ({
  what,
  clauses,
  whoCanFix,
})
const need = (met: boolean, what: string, clauses: readonly ClauseId[], whoCanFix: string): Unmet[] =>
  met ? [] : [unmet(what, clauses, whoCanFix)]
