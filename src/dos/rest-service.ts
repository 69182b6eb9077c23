import { AGE_GROUPS, type Endpoint, servesAgeGroup, serviceTypeById } from '../directory/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { SeenService } from './seen-service.ts'
import {
  CAPACITY_WORDS,
  dashedDate,
  dosContacts,
  dosSession,
  endpointLine,
  LETTER_OF_SEX,
  milesText,
  sessionsByDay,
  slashedMoment,
  upperDisposition,
} from './words.ts'

/** What belongs to the service but stands in other records: names, and what is above it. Empty where there is none. */
export type RestSurroundings = {
  readonly symptomGroupName: (id: number) => string
  readonly discriminatorName: (id: number) => string
  readonly dispositionName: (code: string) => string
  readonly referralRoleName: (id: number) => string
  /** The root of the hierarchy above it, by its uid. */
  readonly region: { readonly id: string; readonly name: string }
  /** Uid of the service above it. */
  readonly parentId: string
  /** The services that a practice code of the list stands for. */
  readonly practices: readonly { readonly id: string; readonly name: string }[]
  readonly createdAt: EpochMillis
  readonly updatedAt: EpochMillis
}

/** A service as the two searches give it (sources, DoS 1.4): type id, easting and northing are strings. */
export function restFoundService(seen: SeenService, distanceMetres: number, now: EpochMillis) {
  const { easting, northing } = seen.place ?? {}
  return {
    ...restService(seen, now, {
      typeId: String(seen.typeId ?? ''),
      easting: String(easting ?? ''),
      northing: String(northing ?? ''),
    }),
    patientDistance: milesText(distanceMetres),
  }
}
export type RestFoundService = ReturnType<typeof restFoundService>

/** A service as looking it up gives it: those three are numbers, and there is more of it. */
export function restWholeService(seen: SeenService, around: RestSurroundings, now: EpochMillis) {
  const { easting, northing, town } = seen.place ?? {}
  const common = restService(seen, now, {
    typeId: seen.typeId ?? '',
    easting: easting ?? '',
    northing: northing ?? '',
  })
  return {
    ...common,
    capacity: { ...common.capacity, updated: writtenAt(seen.capacity?.updatedAt) },
    // Nothing that is kept here says that a service is a national one.
    isNational: false,
    created: { ...slashedMoment(around.createdAt), by: '' },
    updated: { ...slashedMoment(around.updatedAt), by: '' },
    town: town ?? '',
    country: 'England',
    email: dosContacts(seen).email,
    region: seen.regionId === undefined ? { id: '', name: '' } : around.region,
    parent: { id: seen.parentId === undefined ? '' : around.parentId },
    symptomGroups: symptomGroups(seen, around),
    dispositions: (seen.clinicalProfile?.dispositions ?? []).map(code => ({
      id: upperDisposition(code),
      name: around.dispositionName(code),
    })),
    referralRoles: (seen.referralRoles ?? []).map(id => ({
      id: String(id),
      name: around.referralRoleName(id),
    })),
    serviceReferrals: {
      restricted: seen.eligibility?.practices !== undefined,
      services: seen.eligibility?.practices === undefined ? [] : around.practices,
    },
    ...servedPeople(seen),
  }
}
export type RestWholeService = ReturnType<typeof restWholeService>

/** What every answer has of a service, in the order of the recorded answers; text that is not there is empty, never null. */
function restService<N extends string | number>(
  seen: SeenService,
  now: EpochMillis,
  numbers: { readonly typeId: N; readonly easting: N; readonly northing: N },
) {
  const { publicPhone, nonPublicPhone, fax, web } = dosContacts(seen)
  return {
    id: seen.uid ?? '',
    name: seen.name ?? '',
    type: { id: numbers.typeId, name: serviceTypeById(seen.typeId ?? Number.NaN)?.name ?? '' },
    odsCode: seen.odsCode ?? '',
    address: seen.place?.address ?? [],
    postcode: seen.place?.postcode ?? '',
    easting: numbers.easting,
    northing: numbers.northing,
    phone: { public: publicPhone, nonPublic: nonPublicPhone, fax },
    web,
    openingTimes: openingTimes(seen),
    // Its name notwithstanding, what the call handler reads out is for the public (sources, DoS 1.5).
    referralInstructions: {
      callHandler: seen.instructions?.public ?? '',
      other: seen.instructions?.professional ?? '',
    },
    capacity: { status: capacityStatus(seen, now) },
    endpoints: (seen.endpoints ?? [])
      .toSorted((one, other) => one.order - other.order)
      .map((endpoint: Endpoint) => ({
        tag: endpoint.transport,
        order: endpoint.order,
        value: endpointLine(endpoint),
      })),
    // Documented without their keys, and no recorded answer has them: these two names are inferred (sources, DoS 1.4).
    publicName: seen.publicName ?? '',
    professionalReferralInformation: seen.instructions?.referral ?? '',
  }
}

function openingTimes({ openingTimes: times }: SeenService) {
  const { allHours = false, weekly = [], bankHolidays = [], specifiedDates = [] } = times ?? {}
  return {
    allHours,
    days: sessionsByDay({ weekly, bankHolidays }),
    specifiedDates: specifiedDates.map(({ date, sessions }) => ({
      date: dashedDate(date),
      sessions: sessions.map(dosSession),
    })),
  }
}

/** A status is told for a day; then its three words are empty (sources, DoS 1.3). */
const CAPACITY_TOLD_MILLIS = 24 * 3_600_000
/** No recorded answer shows the colours: the ones of a traffic light on the web. */
const HEX = { green: '#008000', amber: '#FFBF00', red: '#FF0000' } as const

function capacityStatus({ capacity }: SeenService, now: EpochMillis) {
  const { status, updatedAt } = capacity ?? {}
  if (status === undefined || updatedAt === undefined || now - Date.parse(updatedAt) > CAPACITY_TOLD_MILLIS) {
    return { rag: '', human: '', hex: '' }
  }
  const { rag, human } = CAPACITY_WORDS[status]
  return { rag, human, hex: HEX[status] }
}

/** Who wrote something is for those who run the directory, so `by` is there and empty. */
const writtenAt = (instant: string | undefined) =>
  instant === undefined ? { date: '', time: '', by: '' } : { ...slashedMoment(Date.parse(instant)), by: '' }

function symptomGroups({ clinicalProfile }: SeenService, around: RestSurroundings) {
  const byGroup = new Map<number, { id: number; name: string }[]>()
  for (const { group, discriminator } of clinicalProfile?.symptoms ?? []) {
    const pair = { id: discriminator, name: around.discriminatorName(discriminator) }
    const known = byGroup.get(group)
    if (known) known.push(pair)
    else byGroup.set(group, [pair])
  }
  return [...byGroup].map(([id, symptomDiscriminators]) => ({
    id,
    name: around.symptomGroupName(id),
    symptomDiscriminators,
  }))
}

const SEX_NAMES = { male: 'Male', female: 'Female', indeterminate: 'Indeterminate' } as const

function servedPeople({ eligibility }: SeenService) {
  const { ageRanges = [], sexes = [] } = eligibility ?? {}
  return {
    ageGroups: AGE_GROUPS.filter(group => servesAgeGroup(ageRanges, group)).map(({ id, name }) => ({
      id,
      name,
    })),
    genders: sexes.map(sex => ({ id: LETTER_OF_SEX[sex], name: SEX_NAMES[sex] })),
  }
}
