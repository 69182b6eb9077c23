import { readFhirId } from '../ids.ts'
import { DOS_SERVICE_ID, ODS_CODE } from '../systems.ts'
import type { Criterion } from './criterion.ts'
import { isOfPerson } from './person.ts'
import type { ResourceType } from './resource-types.ts'
import type { NearTest, Search } from './search.ts'
import { typeIdsOf } from './service-type.ts'
import type { TokenValue } from './token.ts'
import type { SearchError } from './wrong.ts'

/**
 * What a search is about, for policy: a place, or things already known by name. A search about neither would list the
 * directory, and is not offered (AUP25-08).
 */
export type Anchor =
  | ({ readonly kind: 'near'; readonly typeIds: TypeIds } & ForWhom)
  | { readonly kind: 'known'; readonly things: readonly Thing[]; readonly through: readonly ResourceType[] }
  | { readonly kind: 'none' }

/** Where it is asked about, and for whom. Of `near` and `serves` one at least is said. */
export type ForWhom = {
  readonly near: NearTest | null
  /** The place that services are to be kept for: a postcode, or the word for that of `near`. */
  readonly serves: string | null
  /** ODS code of the person's GP practice. */
  readonly practice: string | null
}

/** `asked`: for policy; `found`: only services of these are found, null of any. */
export type TypeIds = { readonly asked: readonly number[] | null; readonly found: readonly number[] | null }

/** A service or an organisation, named as a client knows it. */
export type Thing =
  | { readonly by: 'service'; readonly id: number }
  | { readonly by: 'uid'; readonly uid: string }
  | { readonly by: 'organisation'; readonly odsCode: string }
  /** An area that is a Location of its own; no service is named by it. */
  | { readonly by: 'area'; readonly reference: string }

export type AnchorReading =
  | { readonly outcome: 'read'; readonly anchor: Anchor }
  | { readonly outcome: 'wrong'; readonly errors: readonly SearchError[] }

/** Finds what a search is about. A place counts where it is that of the very service asked for. */
export function anchorOf({ criteria, sort }: Pick<Search, 'criteria' | 'sort'>): AnchorReading {
  const places = criteria.filter(({ test }) => test.kind === 'near')
  const [place, another] = places
  const errors: SearchError[] = places
    .filter(one => !isOwnPlace(one))
    .map(({ written }) => ({
      parameter: written,
      message:
        'A place is asked for as near of a Location, location.near of a HealthcareService, or by _has.',
      code: 'not-supported',
    }))
  if (another) {
    const message = 'A search has one place.'
    errors.push({ parameter: another.written, message, code: 'not-supported' })
  }
  const forWhom = forWhomOf(criteria)
  errors.push(...wrongOfPerson(criteria))
  const isGeographic = place !== undefined || forWhom.serves !== null
  if (!isGeographic && sort.some(({ by }) => by === null)) {
    const message = 'There is no place to measure the distance from.'
    errors.push({ parameter: '_sort', message, code: 'invalid' })
  }
  if (errors.length > 0) return { outcome: 'wrong', errors }
  if (isGeographic) {
    const near = place?.test.kind === 'near' ? place.test : null
    return { outcome: 'read', anchor: { kind: 'near', near, ...forWhom, typeIds: typesOf(criteria) } }
  }
  const anchor = knownBy(criteria)
  return anchor.kind === 'known' && forWhom.practice !== null
    ? { outcome: 'wrong', errors: [PRACTICE_WITHOUT_PLACE] }
    : { outcome: 'read', anchor }
}

const PRACTICE_WITHOUT_PLACE: SearchError = {
  parameter: 'practice',
  message: 'It is said with a place. What is looked up by name is shown whomever it is kept for.',
  code: 'invalid',
}

function forWhomOf(criteria: readonly Criterion[]): Pick<ForWhom, 'serves' | 'practice'> {
  let serves: string | null = null
  let practice: string | null = null
  for (const { test } of criteria) {
    if (test.kind === 'serves') serves = test.place
    if (test.kind === 'practice') practice = test.odsCode
  }
  return { serves, practice }
}

/** Each is said once, and of the service that is searched for. */
function wrongOfPerson(criteria: readonly Criterion[]): SearchError[] {
  const all = criteria.filter(({ parameter }) => isOfPerson(parameter))
  return all.flatMap(({ written, parameter, path }, index): SearchError[] => {
    const message =
      path.length > 0
        ? `"${parameter.name}" is asked of the HealthcareService that is searched for.`
        : all.findIndex(one => one.parameter === parameter) < index
          ? 'It is said more than once.'
          : undefined
    return message === undefined ? [] : [{ parameter: written, message, code: 'not-supported' }]
  })
}

/** Ways from a resource to the Location of one service of its own, by the names of their steps. */
const OWN_PLACE: ReadonlySet<string> = new Set([
  '',
  'location',
  '_has:Location:organization',
  '_has:HealthcareService:organization location',
  '_has:HealthcareService:endpoint location',
])

const isOwnPlace = ({ path }: Criterion): boolean =>
  OWN_PLACE.has(
    path.map(({ how, to, via }) => (how === 'has' ? `_has:${to}:${via.name}` : via.name)).join(' '),
  )

/** Ways from a resource to the one HealthcareService it belongs to. */
const OWN_SERVICE: ReadonlySet<string> = new Set([
  '',
  '_has:HealthcareService:location',
  '_has:HealthcareService:endpoint',
])

function typesOf(criteria: readonly Criterion[]): TypeIds {
  let asked: readonly number[] | null = null
  let found: readonly number[] | null = null
  for (const { path, parameter, test } of criteria) {
    if (parameter.name !== 'service-type' || test.kind !== 'token' || test.not || path.length > 1) continue
    const ids = typeIdsOf(test.values)
    if (ids === null) continue
    asked = inBoth(asked, ids)
    const way = path.map(({ to, via }) => `_has:${to}:${via.name}`).join(' ')
    if (OWN_SERVICE.has(way)) found = inBoth(found, ids)
  }
  return { asked, found }
}

/**
 * Whether a condition on a HealthcareService says no more than that it is of some types: every service has the coding of
 * its own type, so that what was found by type need not be held against it again.
 */
export const isByType = ({ path, parameter, test }: Criterion): boolean =>
  path.length === 0 &&
  parameter.name === 'service-type' &&
  test.kind === 'token' &&
  !test.not &&
  typeIdsOf(test.values) !== null

const inBoth = (known: readonly number[] | null, ids: readonly number[]): readonly number[] =>
  known === null ? ids : known.filter(id => ids.includes(id))

function knownBy(criteria: readonly Criterion[]): Anchor {
  for (const criterion of criteria) {
    const things = thingsOf(criterion)
    if (things === null) continue
    const through = criterion.path.slice(0, -1).map(({ to }) => to)
    return { kind: 'known', things, through }
  }
  return { kind: 'none' }
}

/** References that lead out of what one service or one organisation is. */
const LEADS_AWAY = new Set(['coverage-area', 'partof'])

/** The things a condition names; null when it names none, but describes. */
function thingsOf({ path, type, parameter, test }: Criterion): readonly Thing[] | null {
  if ([parameter, ...path.map(({ via }) => via)].some(({ name }) => LEADS_AWAY.has(name))) return null
  switch (test.kind) {
    case 'reference':
      return test.values.flatMap(({ reference }) => referred(reference))
    case 'identifier':
      return parameter.target === undefined ? null : identified(parameter.target, test.values)
    case 'token':
      if (test.not) return null
      if (parameter.name === '_id') return test.values.flatMap(({ code = '' }) => referred(`${type}/${code}`))
      return parameter.name === 'identifier' ? identified(type, test.values) : null
    default:
      return null
  }
}

/** What an id of ours stands for; nothing where it is of another type, or of none. */
function referred(reference: string): readonly Thing[] {
  const [type = '', text = ''] = reference.split('/')
  const id = readFhirId(text)
  if (!id) return []
  if (id.kind === 'area') return type === 'Location' ? [{ by: 'area', reference }] : []
  if (id.kind !== type) return []
  return id.kind === 'Organization'
    ? [{ by: 'organisation', odsCode: id.odsCode }]
    : [{ by: 'service', id: id.serviceId }]
}

/** Null where any value would do that is of a system: that describes and does not name. */
function identified(type: ResourceType, values: readonly TokenValue[]): readonly Thing[] | null {
  if (values.some(({ code }) => code === undefined)) return null
  return values.flatMap(({ system, code = '' }): readonly Thing[] => {
    if (type === 'Organization') {
      return system === undefined || system === ODS_CODE ? [{ by: 'organisation', odsCode: code }] : []
    }
    if (type !== 'HealthcareService') return []
    return system === undefined || system === DOS_SERVICE_ID ? [{ by: 'uid', uid: code }] : []
  })
}
