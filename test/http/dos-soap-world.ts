import type { ClinicalReference, Service } from '../../src/directory/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import type { House } from '../support/house.ts'
import { standing } from './native-door.ts'

/** A small world around LS1 4AP (430000, 433600), invented for the SOAP interface. */
export const GROUP = 900_001
export const DISCRIMINATOR = 950_002
export const OTHER_DISCRIMINATOR = 950_003
export const DISPOSITION = 91_001

const anyRole = [1, 23, 26]

export const service = (id: number, changes: Partial<Service> = {}): Service => ({
  id,
  uid: String(2_000_000_000 + id),
  odsCode: `XO${id}`,
  name: `Service ${id}`,
  typeId: 135,
  status: 'active',
  audience: 'public',
  regionId: 'Y63',
  place: {
    address: ['1 Infirmary Street'],
    town: 'Leeds',
    postcode: 'LS1 2JT',
    easting: 429_900,
    northing: 433_500,
    precision: 'unit',
  },
  contacts: [],
  instructions: {},
  openingTimes: { allHours: true, weekly: [], bankHolidays: [], specifiedDates: [] },
  eligibility: { ageRanges: [{ fromDays: 0, toDays: 47_481.5 }], sexes: ['female', 'male', 'indeterminate'] },
  clinicalProfile: { symptoms: [{ group: GROUP, discriminator: DISCRIMINATOR }], dispositions: ['DXD02'] },
  referralRoles: anyRole,
  endpoints: [],
  attributes: [],
  verification: {},
  alignments: [],
  source: { name: 'test', key: String(id) },
  ...changes,
})

/** Something in every field that the interface shows. */
export const WHOLE: Service = service(48, {
  odsCode: 'FQW63<&>',
  name: 'Leeds & District UTC <main>',
  publicName: 'Leeds Treatment Centre',
  place: {
    address: ['1 Infirmary Street'],
    town: 'Leeds',
    postcode: 'LS1 2JT',
    easting: 433_000,
    northing: 437_600,
    precision: 'unit',
  },
  contacts: [
    { kind: 'phone', value: '0113 496 0001', audience: 'public' },
    { kind: 'phone', value: '0113 496 0002', audience: 'professional' },
    { kind: 'phone', value: '0113 496 0003', audience: 'operator' },
    { kind: 'fax', value: '0113 496 0004', audience: 'professional' },
    { kind: 'web', value: 'https://utc.example/?a=1&b=2', audience: 'public' },
  ],
  instructions: {
    public: 'Walk in.',
    professional: 'Ring first.\nAsk for the lead.',
    referral: 'By letter.',
  },
  openingTimes: {
    allHours: false,
    weekly: [
      {
        day: 'wednesday',
        sessions: [{ opens: '11:00', closes: '24:00' }],
      },
      { day: 'sunday', sessions: [{ opens: '09:05', closes: '17:00' }] },
    ],
    bankHolidays: [{ opens: '10:00', closes: '16:00' }],
    specifiedDates: [
      { date: '2026-05-01', sessions: [] },
      { date: '2026-12-24', sessions: [{ opens: '00:00', closes: '24:00' }] },
      { date: '2026-12-25', sessions: [] },
    ],
  },
  eligibility: {
    ageRanges: [
      { fromDays: 0, toDays: 364.25 },
      { fromDays: 5844, toDays: 47_481.5 },
    ],
    sexes: ['female', 'male', 'indeterminate'],
  },
  endpoints: [
    {
      order: 2,
      transport: 'email',
      format: 'PDF',
      interaction: 'copyRecipient',
      businessScenario: 'Copy',
      address: 'utc@example.org',
      compressed: false,
    },
    {
      order: 1,
      transport: 'itk',
      format: 'CDA',
      interaction: 'primaryRecipient',
      businessScenario: 'Primary',
      address: 'https://itk.example/',
      compressed: true,
      comment: 'Day and night',
    },
  ],
  attributes: [
    { name: 'requirebooking', value: 'TRUE' },
    { name: 'floor', value: 'first' },
  ],
  capacity: { status: 'amber', updatedAt: '2026-06-03T10:00:00Z', updatedBy: 'somebody' },
})

const ed = (id: number, changes: Partial<Service> = {}) =>
  service(id, {
    typeId: 105,
    name: `Emergency Department ${id}`,
    clinicalProfile: { symptoms: [], dispositions: [] },
    ...changes,
  })

const scored = (score: string, note?: string) => [
  { name: 'oha_score', value: score },
  ...(note === undefined ? [] : [{ name: 'oha_note', value: note }]),
]

export const SERVICES: readonly Service[] = [
  WHOLE,
  ed(60, { attributes: scored('12', 'Queueing & waiting') }),
  ed(61, { attributes: scored('40') }),
  ed(62, { attributes: scored('very busy') }),
  ed(63, { typeId: 40, attributes: scored('7'), regionId: 'Y60' }),
  ed(64, { attributes: scored('99'), audience: 'professional' }),
  service(70, { typeId: 100, name: 'Own Practice', odsCode: 'B86001' }),
  service(71, {
    typeId: 25,
    name: 'Out of Hours',
    eligibility: { ...WHOLE.eligibility, practices: ['B86001'] },
  }),
  service(72, { typeId: 13, odsCode: 'FXX99', name: 'Pharmacy' }),
  service(73, { typeId: 132, odsCode: 'fxx99', name: 'Pharmacy, enhanced' }),
  service(74, { typeId: 135, name: 'Closed long ago', status: 'closed' }),
]

export const REFERENCE: ClinicalReference = {
  symptomGroups: new Map([[GROUP, { name: 'Demonstration: sore throat', zCode: false }]]),
  discriminators: new Map([
    [DISCRIMINATOR, { name: 'Demonstration: minor', synonyms: [] }],
    [OTHER_DISCRIMINATOR, { name: 'Demonstration: other', synonyms: [] }],
  ]),
  pairs: new Map([[GROUP, new Set([DISCRIMINATOR])]]),
  dispositions: new Map([['DXD02', { code: 'DXD02', name: 'Demonstration', minutes: 120 }]]),
  dispositionGroups: new Map([
    [DISPOSITION, { uid: DISPOSITION, name: 'Demonstration', minutes: 120, codes: ['DXD02'] }],
  ]),
  searchDistances: new Map([
    ['YO17HH', 11_000],
    ['YO1 8', 12_000],
    ['YO1', 13_000],
  ]),
  areas: new Map(),
  nationalRanks: new Map(),
  localRanks: new Map(),
}

let made = 0

/** An account in good standing with one search role, and the right to look up. */
export function asker(
  house: House,
  changes: Partial<CallerFacts> = {},
  agreed: Partial<NonNullable<CallerFacts['agreement']>> = {},
): CallerFacts {
  made += 1
  const terms = { lookUps: 'declared', distanceMetresMax: 160_934, resultsMax: 100, ...agreed } as const
  const facts = standing(house, { referralRoleIds: [23], ...changes }, terms)
  // A connection of its own, so that its volume is its own.
  const connection = { ...facts.connection, id: `connection-of-asker-${made}` }
  return { ...facts, connection, account: { ...facts.account, id: `asker-${made}` } }
}
