import type { ClinicalQuestion } from '../../../src/directory/clinical/question.ts'
import type { ClinicalReference } from '../../../src/directory/clinical/reference.ts'
import type { OpeningTimes, Service } from '../../../src/directory/service.ts'
import { openBy, type Timeline } from '../opening-oracle.ts'

/**
 * CheckCapacitySummary once more, word by word from the text (sources, DoS 6), over plain records and a clock read off Intl.
 * It shares no line with the search it judges: types only.
 */
export type SlowAnswer =
  | {
      outcome: 'found'
      catchAll: boolean
      distanceMetres: number
      distanceSource: string
      windowUntil: number
      services: {
        id: number
        distanceMetres: number
        byRoad: boolean
        label: string | null
        rank: number | null
      }[]
      gaps: { id: number; typeId: number; criterion: string }[]
    }
  | { outcome: 'no-valid-discriminator' }

const MINUTE = 60_000
type Criteria = readonly (readonly [name: string, isMet: boolean])[]

export function slowSearch(
  services: readonly Service[],
  reference: ClinicalReference,
  clock: Timeline,
  asked: ClinicalQuestion,
  road: ReadonlyMap<number, number> | null = null,
): SlowAnswer {
  const [distanceSource, distanceMetres] = distanceBy(reference, asked)
  const window = windowOf(reference, asked)
  const allowed = services.filter(service => mayBeFound(service) && isAllowed(service, asked))
  const inBox = allowed.filter(
    ({ place }) =>
      Math.abs((place.easting ?? 0) - asked.easting) <= distanceMetres &&
      Math.abs((place.northing ?? 0) - asked.northing) <= distanceMetres,
  )
  const first = inBox.filter(service => passesFirst(service, asked))
  const valid = reference.pairs.get(asked.symptomGroup ?? -1)
  const discriminators = asked.discriminators.filter(id => valid?.has(id))
  if (first.length > 0 && discriminators.length === 0) return { outcome: 'no-valid-discriminator' }

  const gaps: { id: number; typeId: number; criterion: string }[] = []
  let left: Service[] = []
  for (const service of first) {
    const unmet = criteria(service, asked, reference, clock, discriminators, window).filter(([, met]) => !met)
    if (unmet.length === 0) left.push(service)
    const [only] = unmet
    if (unmet.length === 1 && only) gaps.push({ id: service.id, typeId: service.typeId, criterion: only[0] })
  }

  const crow = (service: Service): number =>
    Math.sqrt(
      ((service.place.easting ?? 0) - asked.easting) ** 2 +
        ((service.place.northing ?? 0) - asked.northing) ** 2,
    )
  const isCatchAll = left.length === 0
  if (isCatchAll) {
    left = sorted(allowed, crow)
      .filter(service => service.typeId === 105)
      .filter(service => crow(service) <= 60_000 && crow(service) <= asked.distance.metresMax)
      .slice(0, Math.min(2, asked.limit))
  }

  const reached = left.filter(({ id }) => road?.has(id))
  const byRoad = reached.length > 0
  if (byRoad) left = reached
  const far = (service: Service): number => (byRoad ? (road?.get(service.id) ?? 0) : crow(service))

  const ranks = ranksFor(reference, asked)
  const shown = isCatchAll ? sorted(left, far) : cut(arranged(left, far, ranks, asked), asked)
  return {
    outcome: 'found',
    catchAll: isCatchAll && shown.length > 0,
    distanceMetres,
    distanceSource,
    windowUntil: asked.at + window * MINUTE,
    services: shown.map(service => ({
      id: service.id,
      distanceMetres: far(service),
      byRoad,
      label: isCatchAll ? 'catch-all' : labelFor(service, asked),
      rank: ranks.get(service.typeId) ?? null,
    })),
    gaps: gaps.sort((a, b) => a.id - b.id),
  }
}

function distanceBy(
  { searchDistances }: ClinicalReference,
  { distance, postcode }: ClinicalQuestion,
): [string, number] {
  const most = (metres: number) => Math.min(metres, distance.metresMax)
  if (distance.force && distance.metres !== null) return ['override', most(distance.metres)]
  if (postcode !== null) {
    const [, outcode = '', digit = ''] = /^(.+)(\d)..$/.exec(postcode) ?? []
    const rows = [
      ['postcode', postcode],
      ['sector', `${outcode} ${digit}`],
      ['district', outcode],
    ] as const
    for (const [source, key] of rows) {
      const metres = searchDistances.get(key)
      if (metres !== undefined) return [source, most(metres)]
    }
  }
  return distance.metres === null ? ['national', most(60_000)] : ['request', most(distance.metres)]
}

function windowOf(reference: ClinicalReference, { dispositionGroup }: ClinicalQuestion): number {
  const minutes = reference.dispositionGroups.get(dispositionGroup ?? -1)?.minutes ?? 0
  if (minutes === 0) return 60
  if (minutes > 60) return minutes - 60
  return Math.max(30, minutes)
}

const mayBeFound = ({ status, place, referralRoles, typeId }: Service): boolean =>
  status === 'active' &&
  place.easting !== undefined &&
  place.northing !== undefined &&
  referralRoles.length > 0 &&
  typeId > 0

function isAllowed({ typeId, regionId, audience }: Service, asked: ClinicalQuestion): boolean {
  if (asked.typeIds && !asked.typeIds.includes(typeId)) return false
  if (asked.regionIds && !asked.regionIds.some(region => region === regionId)) return false
  return audience === 'public' || asked.audience !== 'public'
}

const same = (a: string | null | undefined, b: string | null | undefined): boolean =>
  a?.trim() !== '' && a?.trim().toLowerCase() === b?.trim().toLowerCase() && a !== undefined && a !== null

function passesFirst({ clinicalProfile, eligibility }: Service, asked: ClinicalQuestion): boolean {
  const { sexes, practices } = eligibility
  if (asked.symptomGroup === null) return false
  if (!clinicalProfile.symptoms.some(({ group }) => group === asked.symptomGroup)) return false
  if (asked.sex === null ? sexes.length === 0 : !sexes.includes(asked.sex)) return false
  return practices === undefined || practices.some(practice => same(practice, asked.surgery))
}

function criteria(
  service: Service,
  asked: ClinicalQuestion,
  reference: ClinicalReference,
  clock: Timeline,
  discriminators: readonly number[],
  window: number,
): Criteria {
  const { clinicalProfile, referralRoles, eligibility, openingTimes } = service
  const manages = (id: number): boolean =>
    clinicalProfile.symptoms.some(
      ({ group, discriminator }) => group === asked.symptomGroup && discriminator === id,
    )
  const codes = reference.dispositionGroups.get(asked.dispositionGroup ?? -1)?.codes ?? []
  const accepted = clinicalProfile.dispositions.map(code => code.toUpperCase())
  const soon = openingTimes.returnIfOpenWithinMinutes
  return [
    ['capacity', colourOf(service, asked.now) !== 'red'],
    ['discriminator', discriminators.every(manages)],
    ['disposition', asked.dispositionGroup === null || codes.some(code => accepted.includes(code))],
    [
      'referral-role',
      asked.referralRoleIds === null || asked.referralRoleIds.some(id => referralRoles.includes(id)),
    ],
    [
      'age',
      asked.ageDays === null || eligibility.ageRanges.some(range => isOfAge(range, asked.ageDays ?? 0)),
    ],
    ['session', opensBy(openingTimes, clock, asked.at, window) && !closesSoon(openingTimes, clock, asked.at)],
    ['open-only', soon === undefined || opensBy(openingTimes, clock, asked.at, soon)],
    ['limited', servesArea(service, asked)],
  ]
}

function colourOf({ capacity }: Service, now: number): string {
  if (capacity === undefined) return 'green'
  return capacity.resetAt !== undefined && new Date(capacity.resetAt).getTime() <= now
    ? 'green'
    : capacity.status
}

/** A day of life and the quarters of days that follow it, against ranges that begin and end on quarters. */
const isOfAge = (range: { fromDays: number; toDays: number }, days: number): boolean =>
  days + 1 > range.fromDays && Math.trunc(days) <= range.toDays

const areasOf = ({ areas }: ClinicalQuestion): string[] =>
  [areas.district, areas.board].filter(code => code !== null)

function servesArea({ alignments }: Service, asked: ClinicalQuestion): boolean {
  const limited = alignments.filter(alignment => alignment.limited)
  if (limited.length === 0 || areasOf(asked).length === 0) return true
  return limited.some(({ organisation }) => areasOf(asked).some(area => same(area, organisation)))
}

const readings = new WeakMap<Timeline, WeakMap<OpeningTimes, Uint8Array>>()

/** Minute by minute, 1 where it is open. */
function minutesOpen(times: OpeningTimes, clock: Timeline): Uint8Array {
  const ofClock = readings.get(clock) ?? new WeakMap<OpeningTimes, Uint8Array>()
  readings.set(clock, ofClock)
  const known = ofClock.get(times)
  if (known) return known
  const made = Uint8Array.from(clock.readings, reading => (openBy(times, reading) ? 1 : 0))
  ofClock.set(times, made)
  return made
}

const placeOf = (clock: Timeline, instant: number): number => Math.floor((instant - clock.start) / MINUTE)

function opensBy(times: OpeningTimes, clock: Timeline, at: number, minutes: number): boolean {
  const found = minutesOpen(times, clock).indexOf(1, placeOf(clock, at))
  return found >= 0 && found <= placeOf(clock, at + minutes * MINUTE)
}

function closesSoon(times: OpeningTimes, clock: Timeline, at: number): boolean {
  const open = minutesOpen(times, clock)
  for (let minute = placeOf(clock, at) + 1; clock.start + minute * MINUTE - at < 30 * MINUTE; minute += 1) {
    if (open[minute - 1] === 1 && open[minute] === 0) return true
  }
  return false
}

function ranksFor({ localRanks, nationalRanks }: ClinicalReference, asked: ClinicalQuestion) {
  const local = areasOf(asked)
    .map(area => localRanks.get(area))
    .find(ranks => ranks !== undefined && ranks.size > 0)
  return local ?? nationalRanks
}

const sorted = (services: readonly Service[], far: (service: Service) => number): Service[] =>
  [...services].sort((a, b) => far(a) - far(b) || a.id - b.id)

/** One stable sort after another, the least important first, as the steps of the text follow one another. */
function arranged(
  services: readonly Service[],
  far: (service: Service) => number,
  ranks: ReadonlyMap<number, number>,
  asked: ClinicalQuestion,
): Service[] {
  const isElsewhere = ({ alignments }: Service): boolean =>
    alignments.some(({ limited }) => !limited) &&
    areasOf(asked).length > 0 &&
    !alignments.some(({ organisation }) => areasOf(asked).some(area => same(area, organisation)))
  const byDistance = sorted(services, far)
  const byPromotion = [
    ...byDistance.filter(service => !isElsewhere(service)),
    ...byDistance.filter(service => isElsewhere(service)),
  ]
  const byClass = [0, 1, 2, 3].flatMap(wanted =>
    byPromotion.filter(service => classOf(service, asked) === wanted),
  )
  const all = [...new Set(byClass.map(({ typeId }) => ranks.get(typeId) ?? 99))].sort((a, b) => a - b)
  return all.flatMap(rank => byClass.filter(({ typeId }) => (ranks.get(typeId) ?? 99) === rank))
}

function classOf({ odsCode, eligibility, alignments }: Service, asked: ClinicalQuestion): number {
  if (same(odsCode, asked.surgery)) return 0
  if (eligibility.practices) return 1
  const areas = areasOf(asked)
  const isKept = alignments.some(
    ({ limited, organisation }) => limited && areas.some(area => same(area, organisation)),
  )
  return isKept ? 2 : 3
}

function labelFor(service: Service, asked: ClinicalQuestion): string | null {
  const its = classOf(service, asked)
  if (its === 0) return 'home'
  return its === 1 && service.typeId === 25 ? 'home-out-of-hours' : null
}

function cut(services: readonly Service[], { limit }: ClinicalQuestion): Service[] {
  const single = [138, 100, 133, 130, 137, 139]
  return services
    .filter((service, index) => {
      const before = services.slice(0, index).filter(({ typeId }) => typeId === service.typeId).length
      return before < (single.includes(service.typeId) ? 1 : 2)
    })
    .slice(0, limit)
}
