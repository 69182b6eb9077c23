import { patientDataIn } from '../patient-data.ts'
import { recordFaults } from '../record-faults.ts'
import { AGE_DAYS_MAX, SEXES, type Service } from '../service.ts'
import type { Candidate, Note, Repair } from './candidate.ts'
import type { RejectionReason } from './outcomes.ts'
import type { Locate } from './read-postcode-field.ts'
import { settleContacts } from './settle-contacts.ts'
import { settleOpening, UNKNOWN_OPENING } from './settle-opening.ts'
import { settlePlace } from './settle-place.ts'
import { tidyName } from './tidy-name.ts'

/** What a row is settled against. */
export type World = {
  readonly locate: Locate
  /** `YYYY-MM-DD` in London. */
  readonly today: string
  /** Services outside England that are let in all the same, by key, and why: it goes into the record's history. */
  readonly allowOutside?: { readonly keys: ReadonlySet<string>; readonly reason: string }
}

/** What a row speaks of: a re-import leaves alone what it does not (merge.ts). */
export type Spoken = {
  readonly opening: boolean
  readonly eligibility: boolean
  readonly instructions: boolean
  readonly endpoints: boolean
  readonly verification: boolean
}

/** The id of a settled service that the directory has not numbered yet; its uid is then '' unless the source gives one. */
export const NO_ID = 0

/** A candidate in the directory's form. */
export type Settled =
  | {
      readonly outcome: 'service'
      readonly service: Service
      readonly givenUid: string | undefined
      readonly spoken: Spoken
      readonly repairs: readonly Repair[]
    }
  | { readonly outcome: 'rejected'; readonly reason: RejectionReason; readonly detail: string }

/** NHS England's regions; older groupings (Y51 … Y57) are no longer in force. */
const REGIONS_IN_FORCE = new Set(['Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63'])

/** Public facing, 111 telephony, professional (sources, DoS 5.7): what is published to all may be found by all. */
const ROLES = { public: [1, 23, 24], professional: [23, 24] } as const

const YEAR_DAYS = 365.25

/** Turns a candidate into a service, or says why it cannot be one. Pure; the same for every format. */
export function settle(candidate: Candidate, world: World): Settled {
  const repairs: Repair[] = [...candidate.repairs]
  const note: Note = (kind, detail) => repairs.push({ kind, detail })
  const name = named(candidate.name, note)
  if (name === '') return { outcome: 'rejected', reason: 'no-name', detail: 'The name is empty.' }
  const override = world.allowOutside?.keys.has(candidate.key) ? world.allowOutside.reason : undefined
  const placed = settlePlace(candidate, world.locate, override, note)
  if (placed.outcome === 'rejected') return placed
  const service = assemble(candidate, world, note, {
    name,
    place: {
      ...placed.place,
      address: candidate.address.map(line => short(line, 255, note)),
      ...townOf(candidate, note),
    },
    regionId: regionOf(candidate, placed.regionId, note),
  })
  const numbered = { ...service, id: 1, uid: service.uid || '1' }
  const [patient] = patientDataIn(numbered)
  if (patient !== undefined) {
    return {
      outcome: 'rejected',
      reason: 'patient-data',
      detail: `${patient} reads as the details of a patient.`,
    }
  }
  const [fault] = recordFaults(numbered, JSON.stringify(numbered))
  if (fault)
    return { outcome: 'rejected', reason: 'does-not-fit', detail: `${fault.at} ${fault.problem}`.trim() }
  return { outcome: 'service', service, givenUid: candidate.uid, spoken: spokenOf(candidate), repairs }
}

type Parts = { name: string; place: Service['place']; regionId: string | undefined }

function assemble(candidate: Candidate, world: World, note: Note, parts: Parts): Service {
  const audience = candidate.audience ?? 'public'
  const publicName = candidate.publicName ? tidyName(candidate.publicName).slice(0, 255) : ''
  const odsCode = codeOf(candidate.odsCode, note)
  return {
    id: NO_ID,
    uid: candidate.uid ?? '',
    ...(odsCode ? { odsCode } : {}),
    name: parts.name,
    ...(publicName ? { publicName } : {}),
    typeId: candidate.typeId,
    status: candidate.status,
    audience,
    ...(parts.regionId ? { regionId: parts.regionId } : {}),
    place: parts.place,
    contacts: settleContacts(candidate.contacts, note),
    instructions: instructionsOf(candidate, note),
    openingTimes: candidate.opening ? settleOpening(candidate.opening, world.today, note) : UNKNOWN_OPENING,
    eligibility: eligibilityOf(candidate, note),
    clinicalProfile: { symptoms: [], dispositions: [] },
    referralRoles: [...ROLES[audience]],
    endpoints: [...(candidate.endpoints ?? [])],
    attributes: [...(candidate.attributes ?? [])],
    verification: candidate.verifiedOn ? { lastVerifiedOn: candidate.verifiedOn } : {},
    alignments: [],
    source: { name: candidate.sourceName, key: candidate.key },
  }
}

const spokenOf = (candidate: Candidate): Spoken => ({
  opening: candidate.opening !== undefined,
  eligibility:
    candidate.ages !== undefined || candidate.sexes !== undefined || candidate.eligibilityNotes !== undefined,
  instructions: candidate.instructions !== undefined,
  endpoints: candidate.endpoints !== undefined,
  verification: candidate.verifiedOn !== undefined,
})

function named(given: string, note: Note): string {
  const name = short(tidyName(given), 255, note)
  if (name.toLowerCase() === given.trim().toLowerCase() && name !== given.trim())
    note('name-case', `${given} → ${name}`)
  return name
}

function short(text: string, max: number, note: Note): string {
  if (text.length <= max) return text
  note('text-shortened', `${text.slice(0, 40)}… to ${max} characters`)
  return text.slice(0, max)
}

function codeOf(given: string | undefined, note: Note): string | undefined {
  const code = given?.trim() ?? ''
  if (code.length <= 64) return code || undefined
  note('code-dropped', code)
  return undefined
}

const townOf = (candidate: Candidate, note: Note): { town?: string } =>
  candidate.town ? { town: short(candidate.town, 100, note) } : {}

function regionOf(candidate: Candidate, byPlace: string | undefined, note: Note): string | undefined {
  const { grouping } = candidate
  if (grouping && REGIONS_IN_FORCE.has(grouping)) return grouping
  if (grouping) note('region-by-place', `${grouping} → ${byPlace ?? 'none'}`)
  return byPlace
}

function instructionsOf(candidate: Candidate, note: Note): Service['instructions'] {
  const given = candidate.instructions ?? {}
  return {
    ...(given.public ? { public: short(given.public, 4000, note) } : {}),
    ...(given.professional ? { professional: short(given.professional, 4000, note) } : {}),
    ...(given.referral ? { referral: short(given.referral, 4000, note) } : {}),
  }
}

/**
 * All ages and sexes unless the source says otherwise; free text stays text, for no machine should guess at it.
 * Ages that contradict each other serve no age, so that the service is offered to nobody of a known age.
 */
function eligibilityOf(candidate: Candidate, note: Note): Service['eligibility'] {
  const from = candidate.ages?.from ?? 0
  const to = candidate.ages?.to ?? 129
  const contradict = from < 0 || to < from || from >= 130
  const words = [candidate.eligibilityNotes ?? '']
  if (contradict) {
    note('ages-dropped', `${from} to ${to} years`)
    words.push(`Ages as given: ${from} to ${to} years.`)
  }
  const notes = short(words.filter(Boolean).join(' '), 2000, note)
  return {
    ageRanges: contradict ? [] : [ageRange(from, to)],
    sexes: [...(candidate.sexes ?? SEXES)],
    ...(notes ? { notes } : {}),
  }
}

/** As the DoS counts: up to a day before the birthday that is too many (sources, DoS 5.2). */
const ageRange = (from: number, to: number) => ({
  fromDays: from * YEAR_DAYS,
  toDays: to >= 129 ? AGE_DAYS_MAX : Math.min((Math.floor(to) + 1) * YEAR_DAYS - 1, AGE_DAYS_MAX),
})
