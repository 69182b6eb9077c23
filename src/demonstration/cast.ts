import type { Organisation, SecretInterface } from '../accounts/index.ts'
import type { AgreementDraft } from '../agreements/index.ts'
import type { AccountStatus, CallerFacts, FootprintClass, FootprintFacts } from '../policy/index.ts'

/**
 * The demonstration accounts: each shows one way of being answered or refused, so that a newcomer can meet them all
 * within a minute. The first is the one the README asks with.
 */
export type Part = {
  readonly name: string
  /** What it may do, or why it may not, in one sentence; it goes into demo.json. */
  readonly can: string
  readonly organisation: { readonly name: string; readonly status?: Organisation['status'] }
  readonly product: { readonly name: string; readonly status?: CallerFacts['product']['status'] }
  readonly status?: AccountStatus
  readonly referralRoleIds?: readonly number[]
  /** What differs from a national professional agreement; null: none was ever drafted. */
  readonly agreement: Partial<AgreementDraft> | null
  /** How far the agreement got; `in-force` unless said. */
  readonly agreementState?: 'issued' | 'in-force' | 'ended'
  /** What the older interfaces know it by, under its own name as user name. */
  readonly secret?: { readonly kind: 'password' | 'api-key'; readonly interfaces: readonly SecretInterface[] }
  /** The regions whose services it keeps right. */
  readonly maintains?: 'every-region' | readonly string[]
  /** Whether it may watch that the directory answers (sources, use D5). */
  readonly monitors?: boolean
}

const PASSWORD = { kind: 'password', interfaces: ['dos-rest', 'dos-soap'] } as const
/** Search roles (sources, DoS 5.7): telephone advice, and professionals. */
const TELEPHONY = 23
const PROFESSIONAL = 24

/** Middles of the 1 km squares that the demonstration's sites stand in. */
const LEEDS = { eastingMetres: 430_500, northingMetres: 433_500 }
const RIPON = { eastingMetres: 431_500, northingMetres: 471_500 }

const national = (volumePerDay: number, kind: FootprintClass): FootprintFacts => ({
  sites: [],
  regions: [],
  national: true,
  volumePerDay,
  class: kind,
})
const around = (
  site: typeof LEEDS,
  radiusMetres: number,
  volumePerDay: number,
  kind: FootprintClass,
): FootprintFacts => ({
  sites: [{ ...site, radiusMetres }],
  regions: [],
  national: false,
  volumePerDay,
  class: kind,
})

export const CAST: readonly Part[] = [
  {
    name: 'call-centre',
    can: 'Search all of England as a professional; look up what a search returned.',
    organisation: { name: 'National Telephone Advice (demonstration)' },
    product: { name: 'Call Handler Desk' },
    agreement: {},
  },
  {
    name: 'symptom-checker',
    can: 'Search all of England for the public, by postcode or town; sees public services and fields only.',
    organisation: { name: 'Online Symptom Checker (demonstration)' },
    product: { name: 'Symptom Pages' },
    agreement: {
      useCase: 'Members of the public find a service for themselves on a website.',
      purposes: ['self-care-signposting'],
      audience: 'public',
      resultsMax: 20,
      origins: 'postcode-or-town',
      footprint: national(1_000_000, 'national-app'),
    },
  },
  {
    name: 'yorkshire-urgent-care',
    can: 'Search near places in the North East and Yorkshire only.',
    organisation: { name: 'Yorkshire Urgent Care (demonstration)' },
    product: { name: 'Regional Triage' },
    agreement: {
      useCase: 'Regional urgent care desk.',
      regions: ['Y63'],
      footprint: {
        sites: [],
        regions: ['Y63'],
        national: false,
        volumePerDay: 8000,
        class: 'regional-call-centre',
      },
    },
  },
  {
    name: 'gp-software',
    can: 'Search for one of three purposes, so that each question must name one.',
    organisation: { name: 'Hollow Lane Group Practice (demonstration)' },
    product: { name: 'Practice Desktop' },
    agreement: {
      useCase: 'Clinicians refer, coordinate care and book during consultations.',
      purposes: ['urgent-care-referral', 'care-coordination', 'appointment-booking'],
      resultsMax: 20,
      footprint: around(LEEDS, 20_000, 60, 'gp'),
    },
  },
  {
    name: 'pharmacy-finder',
    can: 'Search for pharmacies only, within 16 km.',
    organisation: { name: 'Medicines Helpline (demonstration)' },
    product: { name: 'Pharmacy Finder' },
    agreement: {
      useCase: 'Finding a pharmacy for a caller.',
      typeIds: [13],
      distanceMetresMax: 16_000,
      resultsMax: 10,
      footprint: national(20_000, 'pharmacy-app'),
    },
  },
  {
    name: 'booking-desk',
    can: 'Look services up by id without a search before: booking is a use case of its own here.',
    organisation: { name: 'Appointment Booking Desk (demonstration)' },
    product: { name: 'Slot Booker' },
    agreement: {
      useCase: 'Booking people into services already chosen.',
      purposes: ['appointment-booking'],
      lookUps: 'declared',
      footprint: national(20_000, 'call-centre'),
    },
  },
  {
    name: 'ambulance-desk',
    can: 'Search as a professional, but find only services that take referrals from ambulance crews.',
    organisation: { name: 'Ambulance Clinical Desk (demonstration)' },
    product: { name: 'Crew Companion' },
    referralRoleIds: [26],
    agreement: {
      useCase: 'Ambulance crews refer to other services.',
      purposes: ['emergency-treatment'],
      footprint: { sites: [], regions: ['Y63'], national: false, volumePerDay: 1500, class: 'trust' },
    },
  },
  {
    name: 'small-volume',
    can: 'Ask five questions a minute; the sixth is refused with a time to wait.',
    organisation: { name: 'Village Volunteer Line (demonstration)' },
    product: { name: 'Small Switchboard' },
    agreement: { volume: { perMinute: 5, perDay: 100 }, footprint: around(RIPON, 25_000, 40, 'clinician') },
  },
  {
    name: 'suspended',
    can: 'Nothing for now: the account is suspended.',
    organisation: { name: 'Paused Services (demonstration)' },
    product: { name: 'Paused Product' },
    status: 'suspended',
    agreement: {},
  },
  {
    name: 'terms-not-accepted',
    can: 'Nothing yet: nobody has accepted the policy.',
    organisation: { name: 'Hesitant Hospital (demonstration)' },
    product: { name: 'Ward Round' },
    agreement: {},
    agreementState: 'issued',
  },
  {
    name: 'no-agreement',
    can: 'Nothing yet: there is no agreement for its connection.',
    organisation: { name: 'Early Applicant (demonstration)' },
    product: { name: 'Early Build' },
    agreement: null,
  },
  {
    name: 'agreement-ended',
    can: 'Nothing any more: the agreement has ended.',
    organisation: { name: 'Former Partner (demonstration)' },
    product: { name: 'Old Faithful' },
    agreement: {},
    agreementState: 'ended',
  },
  {
    name: 'closed-organisation',
    can: 'Nothing: its organisation has closed.',
    organisation: { name: 'Closed Clinic (demonstration)', status: 'closed' },
    product: { name: 'Clinic Manager' },
    agreement: {},
  },
  {
    name: 'suspended-product',
    can: 'Nothing for now: the product is suspended everywhere.',
    organisation: { name: 'Faithful Customer (demonstration)' },
    product: { name: 'Faulty Software', status: 'suspended' },
    agreement: {},
  },
  {
    name: 'terminated',
    can: 'Not even fetch a token: the account has ended.',
    organisation: { name: 'Departed Trust (demonstration)' },
    product: { name: 'Departed Product' },
    status: 'terminated',
    agreement: {},
  },
  {
    name: 'legacy-desk',
    can: 'Ask the DoS REST and SOAP interfaces with user name and password; finds what takes telephone referrals (search role 23).',
    organisation: { name: 'Long-standing Advice Line (demonstration)' },
    product: { name: 'Desk of Old' },
    referralRoleIds: [TELEPHONY],
    secret: PASSWORD,
    agreement: {
      useCase: 'Call handlers find a service with software they have long had.',
      lookUps: 'declared',
    },
  },
  {
    name: 'legacy-professional',
    can: 'The same for professionals: finds what takes their referrals (search role 24).',
    organisation: { name: 'Long-standing Clinic (demonstration)' },
    product: { name: 'Finder of Old' },
    referralRoleIds: [PROFESSIONAL],
    secret: PASSWORD,
    agreement: {
      useCase: 'Clinicians find a service with software they have long had.',
      lookUps: 'declared',
      footprint: around(LEEDS, 30_000, 60, 'clinician'),
    },
  },
  {
    name: 'monitor',
    can: 'Watch that the DoS REST and SOAP interfaces answer, with case id MONITORING, once a minute.',
    organisation: { name: 'Night Watch (demonstration)' },
    product: { name: 'Heartbeat' },
    referralRoleIds: [TELEPHONY],
    secret: PASSWORD,
    monitors: true,
    agreement: {
      useCase: 'Watching that the directory answers.',
      resultsMax: 5,
      footprint: national(1440, 'other'),
    },
  },
  {
    name: 'capacity-updater',
    can: 'Set the capacity of every service in the North East and Yorkshire with an API key; read that of any.',
    organisation: { name: 'Operational Control Room (demonstration)' },
    product: { name: 'Capacity Board' },
    secret: { kind: 'api-key', interfaces: ['capacity'] },
    maintains: ['Y63'],
    agreement: { useCase: 'Providers of care say how much room they have.', lookUps: 'declared' },
  },
  {
    name: 'fhir-app',
    can: 'Read and search the FHIR interfaces as a professional, with a bearer token.',
    organisation: { name: 'Referral Hub (demonstration)' },
    product: { name: 'Referral Assistant' },
    agreement: { useCase: 'Clinicians refer with software that speaks FHIR.', lookUps: 'declared' },
  },
  {
    name: 'ingest-app',
    can: 'Keep organisations of every region right through the FHIR ingest interface, with a bearer token.',
    organisation: { name: 'Register of Registers (demonstration)' },
    product: { name: 'Upstream Feed' },
    maintains: 'every-region',
    agreement: { useCase: 'The facts of organisations come from their own register.', lookUps: 'declared' },
  },
  {
    name: 'care-navigator',
    can: 'Search as a professional, and be told of services by handles that mean nothing elsewhere; lists hold little of each, a look-up the whole.',
    organisation: { name: 'Community Care Navigation (demonstration)' },
    product: { name: 'Navigator Notes' },
    agreement: {
      useCase: 'Care navigators choose a service with the person beside them.',
      purposes: ['care-coordination'],
      resultsMax: 20,
      origins: 'postcode-or-town',
      serviceIds: 'handles',
      listMembers: ['open', 'contacts', 'place', 'publicName', 'typeId'],
      footprint: around(LEEDS, 30_000, 200, 'clinician'),
    },
  },
]
