import { AGE_DAYS_MAX, demonstrationProfile, type Service } from '../directory/index.ts'
import { type Places, REGIONS } from '../places/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { type Chance, createChance } from './chance.ts'
import { demonstrationEndpoints } from './endpoints.ts'
import { hoursOf } from './hours.ts'
import { countOf, KINDS, type Kind } from './kinds.ts'
import { phoneNumber, serviceName } from './names.ts'
import { createSites, type Site } from './sites.ts'

export type Scale = { readonly scale: 'standard' | 'full'; readonly share?: number }

/** Marks every invented service, in the record itself. */
export const DEMONSTRATION_SOURCE = 'demonstration'

const SEED = 20_261_122
const DAY = 86_400_000
const COMMISSIONERS_PER_REGION = 6
const TYPE_REGION = -1
const TYPE_COMMISSIONER = 22
const TYPE_EMERGENCY = 105

/** The entry of the n-th commissioner of a region, from 1: regions come first, then theirs, region by region. */
export const commissionerId = (regionId: string, n: number): number =>
  REGIONS.length + REGIONS.findIndex(({ id }) => id === regionId) * COMMISSIONERS_PER_REGION + n

/** Roles (sources, DoS 5.7): anybody; 111 telephony; professionals; ambulance. */
const ROLES_FOR_ALL = [1, 23, 24, 25, 26]
const ROLES_FOR_PROFESSIONALS = [23, 24, 25, 26]

/**
 * The services of the demonstration world, in id order from 1: regions, commissioners, then the rest. The same at
 * every start but for dates of verification and capacity, which count back from `now`.
 */
export function* demonstrationServices(world: Scale, places: Places, now: EpochMillis): Generator<Service> {
  const chance = createChance(SEED)
  const site = createSites(places, chance)
  let id = 0
  const regionIds = new Map<string, number>()
  const commissioners = new Map<string, number[]>()
  for (const region of REGIONS) {
    id += 1
    regionIds.set(region.id, id)
    yield structure(id, TYPE_REGION, `${region.name} (demonstration)`, region.id)
  }
  for (const region of REGIONS) {
    const under: number[] = []
    for (let n = 1; n <= COMMISSIONERS_PER_REGION; n += 1) {
      id += 1
      under.push(id)
      const name = `${region.name} commissioner ${n} (demonstration)`
      yield structure(id, TYPE_COMMISSIONER, name, region.id, regionIds.get(region.id))
    }
    commissioners.set(region.id, under)
  }
  for (const kind of KINDS) {
    for (let n = countOf(kind, world.scale, world.share); n > 0; n -= 1) {
      id += 1
      const at = site()
      const parents = commissioners.get(at.regionId)
      yield service(id, kind, at, parents ? chance.pick(parents) : undefined, chance, now)
    }
  }
}

/** A node of the hierarchy: never found by search, there so that others can hang from it. */
function structure(id: number, typeId: number, name: string, regionId: string, parentId?: number): Service {
  return {
    ...identity(id, name, typeId),
    audience: 'professional',
    ...(parentId === undefined ? {} : { parentId }),
    regionId,
    place: { address: [] },
    contacts: [],
    instructions: {},
    openingTimes: { allHours: true, weekly: [], bankHolidays: [], specifiedDates: [] },
    eligibility: { ageRanges: [], sexes: [] },
    clinicalProfile: { symptoms: [], dispositions: [] },
    referralRoles: [],
    verification: {},
  }
}

const identity = (id: number, name: string, typeId: number) => ({
  id,
  uid: String(2_009_000_000 + id),
  name,
  typeId,
  status: 'active' as const,
  endpoints: [],
  attributes: [],
  alignments: [],
  source: { name: DEMONSTRATION_SOURCE, key: String(id) },
})

function service(
  id: number,
  kind: Kind,
  site: Site,
  parentId: number | undefined,
  chance: Chance,
  now: EpochMillis,
): Service {
  const professional = chance.yes(kind.professionalShare)
  const name = serviceName(chance.pick(kind.names), chance)
  const verified = now - chance.below(500) * DAY
  return {
    ...identity(id, name, kind.typeId),
    // Digits only: with letters at the end, as in XD001PB, it would read as a postcode.
    odsCode: `XD${String(id).padStart(5, '0')}`,
    ...(professional ? {} : { publicName: name }),
    audience: professional ? 'professional' : 'public',
    ...(parentId === undefined ? {} : { parentId }),
    regionId: site.regionId,
    place: {
      address: [...site.address],
      town: site.town,
      postcode: site.postcode,
      easting: site.easting,
      northing: site.northing,
      latitude: site.latitude,
      longitude: site.longitude,
      precision: 'exact',
    },
    contacts: contacts(id, professional, chance),
    instructions: instructions(professional),
    openingTimes: hoursOf(kind.hours, chance),
    eligibility: { ageRanges: ageRanges(kind, chance), sexes: ['female', 'male', 'indeterminate'] },
    clinicalProfile: demonstrationProfile(kind.typeId),
    referralRoles: professional ? ROLES_FOR_PROFESSIONALS : ROLES_FOR_ALL,
    endpoints: chance.yes(0.3) ? demonstrationEndpoints(id, kind.typeId) : [],
    attributes: kind.typeId === TYPE_EMERGENCY && id % 3 === 0 ? scores(id) : [],
    ...(kind.hasCapacity ? { capacity: capacity(chance, now) } : {}),
    verification: { lastVerifiedOn: date(verified), nextDueOn: date(verified + 365 * DAY) },
  }
}

function contacts(id: number, professional: boolean, chance: Chance): Service['contacts'] {
  const all: Service['contacts'] = []
  if (!professional) {
    all.push({ kind: 'phone', value: phoneNumber(chance), audience: 'public' })
    all.push({ kind: 'web', value: `https://service-${id}.example.org`, audience: 'public' })
  }
  if (professional || chance.yes(0.5)) {
    all.push({
      kind: 'phone',
      value: phoneNumber(chance),
      label: 'Clinicians only',
      audience: 'professional',
    })
  }
  all.push({ kind: 'email', value: `service-${id}@example.org`, audience: 'professional' })
  return all
}

const instructions = (professional: boolean): Service['instructions'] => ({
  ...(professional
    ? {}
    : { public: 'Demonstration: ring first, then attend with a list of your medicines.' }),
  professional: 'Demonstration: confirm by telephone that the person can be seen.',
  referral: 'Demonstration: refer by telephone or by the electronic endpoint.',
})

function ageRanges(kind: Kind, chance: Chance): Service['eligibility']['ageRanges'] {
  const adults = [{ fromDays: 5844, toDays: AGE_DAYS_MAX }]
  const everybody = [{ fromDays: 0, toDays: AGE_DAYS_MAX }]
  switch (kind.ages) {
    case 'all':
      return everybody
    case 'adults':
      return adults
    case 'children':
      return [{ fromDays: 0, toDays: 5843 }]
    case 'over-thirteen':
      return [{ fromDays: 4748.25, toDays: AGE_DAYS_MAX }]
    case 'mixed':
      return chance.yes(0.2) ? [{ fromDays: 0, toDays: 5843 }] : chance.yes(0.4) ? adults : everybody
  }
}

function capacity(chance: Chance, now: EpochMillis): NonNullable<Service['capacity']> {
  const roll = chance.next()
  const updatedAt = new Date(now - (1 + chance.below(180)) * 60_000).toISOString()
  const updatedBy = 'demonstration'
  if (roll < 0.9) return { status: 'green', updatedAt, updatedBy }
  return {
    status: roll < 0.97 ? 'amber' : 'red',
    notes: 'Demonstration: longer waits than usual.',
    updatedAt,
    updatedBy,
    resetAt: new Date(now + (60 + chance.below(1200)) * 60_000).toISOString(),
  }
}

/** How pressed an emergency department is, as GetHospitalScores tells it (src/http/routes/dos-soap/hospitals.ts). */
const scores = (id: number): Service['attributes'] => [
  { name: 'oha_score', value: String((id * 7) % 41) },
  { name: 'oha_note', value: 'Demonstration: invented.' },
]

const date = (instant: EpochMillis): string => new Date(instant).toISOString().slice(0, 10)
