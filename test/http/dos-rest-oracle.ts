import fc from 'fast-check'
import type { Service } from '../../src/directory/index.ts'

/** A search as a client writes it, each position a text, and what its account has. */
export type Asked = {
  readonly postcode: string
  readonly searchDistance: string
  readonly gpPracticeId: string
  readonly age: string
  readonly gender: string
  readonly disposition: string
  readonly numberPerType: string
  readonly by:
    | { readonly types: readonly number[] }
    | { readonly group: number; readonly discriminator: number }
}
export type Account = {
  readonly role: number
  readonly audience: 'public' | 'professional'
  readonly resultsMax: number
}

const PAIRS = [
  [900_001, 950_002],
  [900_003, 950_003],
  [900_005, 950_006],
  [900_009, 950_009],
  [900_012, 950_001],
] as const

/** Searches around places that there are services near. */
export function anyAsked(postcodes: readonly string[], practices: readonly string[]): fc.Arbitrary<Asked> {
  return fc.record({
    postcode: fc.constantFrom(...postcodes),
    searchDistance: fc.oneof(
      fc.constantFrom('0', '1', '100', '37.5', '0.000000'),
      fc.integer({ min: 1, max: 1000 }).map(tenths => (tenths / 10).toFixed(6)),
    ),
    gpPracticeId: fc.constantFrom('0', '0', ...practices),
    age: fc.constantFrom('0', '0', '1', '2', '3', '4', '8'),
    gender: fc.constantFrom('0', '0', 'M', 'F', 'I'),
    disposition: fc.constantFrom('0', 'Dx08', 'nothing'),
    numberPerType: fc.constantFrom('0', '1', '2', '7', '500'),
    by: fc.oneof(
      fc
        .subarray([13, 100, 105, 46, 12, 132, 25, 150, 19, -1, 4242], { minLength: 1 })
        .map(types => ({ types })),
      fc.constantFrom(...PAIRS).map(([group, discriminator]) => ({ group, discriminator })),
    ),
  })
}

export const anyAccount: fc.Arbitrary<Account> = fc.record({
  role: fc.constantFrom(1, 23, 26, 127),
  audience: fc.constantFrom('public', 'professional'),
  resultsMax: fc.constantFrom(3, 20, 100),
})

const AGES: Readonly<Record<string, readonly [from: number, to: number]>> = {
  4: [0, 0],
  3: [1, 4],
  2: [5, 15],
  1: [16, 129],
  8: [65, 129],
}
const SEXES: Readonly<Record<string, string>> = { M: 'male', F: 'female', I: 'indeterminate' }

/** What the search must give, by looking at every service in turn (sources, DoS 1.3); none of its own code takes part. */
export function bruteForce(
  services: readonly Service[],
  asked: Asked,
  account: Account,
  origin: { readonly easting: number; readonly northing: number },
): { id: string; patientDistance: string }[] {
  const miles = Number(asked.searchDistance)
  const half = miles === 0 ? 60_000 : Math.round(miles * 1609.344)
  const practice = services.find(({ uid }) => uid === asked.gpPracticeId)?.odsCode
  const perType = Number(asked.numberPerType) || 5
  const candidates = services
    .filter(service => mayBeFound(service, asked, account, practice))
    .flatMap(service => {
      const { easting, northing } = service.place
      if (easting === undefined || northing === undefined) return []
      const [across, up] = [Math.abs(easting - origin.easting), Math.abs(northing - origin.northing)]
      return across > half || up > half ? [] : [{ service, squared: across ** 2 + up ** 2 }]
    })
    .sort((a, b) => a.squared - b.squared || a.service.id - b.service.id)
  const taken = new Map<number, number>()
  const kept = candidates.filter(({ service: { typeId } }) => {
    const count = taken.get(typeId) ?? 0
    taken.set(typeId, count + 1)
    return count < perType && count < account.resultsMax
  })
  return [
    ...kept.filter(({ service }) => service.eligibility.practices),
    ...kept.filter(({ service }) => !service.eligibility.practices),
  ]
    .slice(0, account.resultsMax)
    .map(({ service, squared }) => ({
      id: service.uid,
      patientDistance: (Math.sqrt(squared) / 1609.344).toFixed(1),
    }))
}

function mayBeFound(
  service: Service,
  asked: Asked,
  { role, audience }: Account,
  practice: string | undefined,
): boolean {
  const { eligibility, clinicalProfile } = service
  const { by } = asked
  const ages = AGES[asked.age]
  return [
    service.status === 'active',
    // Nodes of the hierarchy are found by no search.
    service.typeId > 0 && service.typeId !== 22,
    service.audience === 'public' || audience === 'professional',
    service.referralRoles.includes(role),
    eligibility.practices === undefined ||
      (practice !== undefined && eligibility.practices.includes(practice)),
    asked.gender === '0' || eligibility.sexes.some(sex => sex === SEXES[asked.gender]),
    ages === undefined ||
      eligibility.ageRanges.some(
        ({ fromDays, toDays }) =>
          Math.floor(toDays) >= Math.floor(ages[0] * 365.25) &&
          Math.floor(fromDays) < Math.floor((ages[1] + 1) * 365.25),
      ),
    'types' in by
      ? by.types.includes(service.typeId)
      : clinicalProfile.symptoms.some(
          one => one.group === by.group && one.discriminator === by.discriminator,
        ),
  ].every(Boolean)
}

/** The address that asks it. */
export function pathOf(asked: Asked, caseId = '0'): string {
  const { postcode, searchDistance, gpPracticeId, age, gender, disposition, numberPerType, by } = asked
  const head = [caseId, postcode, searchDistance, gpPracticeId, age, gender, disposition]
  const wanted = 'types' in by ? by.types.join(',') : `${by.group}=${by.discriminator}`
  const name = 'types' in by ? 'byServiceType' : 'byClinicalTerm'
  return `/services/${name}/${[...head, wanted, numberPerType].map(encodeURIComponent).join('/')}`
}
