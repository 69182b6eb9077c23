import type { Service } from '../../../src/directory/index.ts'
import {
  areaLocationOf,
  areaOf,
  type DirectoryResource,
  endpointsOf,
  type Graph,
  healthcareServiceOf,
  locationOf,
  organisationOf,
  referenceTo,
} from '../../../src/fhir/index.ts'
import { someService } from '../../directory/some-services.ts'

/** Thursday 3 December 2026, noon. */
export const NOW = Date.parse('2026-12-03T12:00:00Z')

const NAMES = [
  "St. Mary's Pharmacy",
  'ST MARYS HEALTH CENTRE',
  'Señor Núñez Clínica',
  'Stoke-on-Trent Walk-in',
  'Ann, Bob | Co',
  'Ärztehaus',
  'Zoë & Sons',
  'Leeds Teaching',
  'x',
]
const TOWNS = ['Leeds', 'Stoke-on-Trent', "King's Lynn", undefined]
const POSTCODES = ['LS1 4AP', 'LS14 6PF', 'ST4 1AA', undefined]
const CODES = ['FQW63', 'FQW63RPX', 'B86001', 'RR8', undefined, 'not a code at all, really']

const at = <T>(list: readonly T[], index: number): T => {
  const one = list[index % list.length]
  if (one === undefined && !list.includes(one as T)) throw new Error('An empty list.')
  return one as T
}

/** Two dozen services that differ in all that is searched by, some of them of one organisation. */
export const SERVICES: readonly Service[] = Array.from({ length: 24 }, (_, index): Service => {
  const [odsCode, town, postcode] = [at(CODES, index), at(TOWNS, index), at(POSTCODES, index + (index % 3))]
  return someService(index + 1, {
    uid: `20000${index + 1}`,
    ...(odsCode === undefined ? {} : { odsCode }),
    name: at(NAMES, index),
    ...(index % 4 === 0 ? { publicName: `Public ${at(NAMES, index + 1)}` } : {}),
    typeId: at([13, 100, 105, 7], index),
    source: { name: index % 2 === 0 ? 'demonstration' : 'register' },
    place: {
      address: index % 5 === 0 ? [] : [`${index} High Street`, 'Old Town'],
      ...(town === undefined ? {} : { town }),
      ...(postcode === undefined ? {} : { postcode }),
    },
    endpoints: Array.from({ length: index % 3 }, (_, order) => ({
      order,
      transport: at(['itk', 'email', 'telno', 'http'], index + order),
      interaction: at(['urn:nhs-itk:interaction:one', 'scheduling'], index),
      address: `https://example.org/${index}`,
      ...(order === 0 ? { comment: `Comment ${index}` } : {}),
    })),
    ...(index % 3 === 0 ? { coverage: [{ kind: 'outcode', code: at(['LS1', 'ST4'], index / 3) }] } : {}),
  })
})

/** When each was written: days and moments apart. */
export const writtenAt = (index: number): string =>
  new Date(Date.parse('2026-10-24T22:30:00Z') + index * 5_400_123 * (index % 7)).toISOString()

const context = (service: Service, index: number) => ({
  version: service.id,
  updatedAt: writtenAt(index),
  now: NOW,
})

/** Every resource of the world, as a professional sees it. */
export const RESOURCES: readonly DirectoryResource[] = everything()

function everything(): DirectoryResource[] {
  const own = SERVICES.flatMap((service, index): DirectoryResource[] => [
    healthcareServiceOf(service, 'professional', context(service, index)),
    locationOf(service, 'professional', context(service, index)),
    ...endpointsOf(service, 'professional', context(service, index)),
  ])
  const organisations = ['FQW63', 'B86001', 'RR8'].flatMap(code => {
    const services = SERVICES.map((service, index) => ({ service, updatedAt: writtenAt(index) })).filter(
      ({ service }) => service.odsCode?.startsWith(code),
    )
    const one = organisationOf(code, services, 'professional', {})
    return one ? [one] : []
  })
  const areas = (['LS1', 'ST4'] as const).flatMap(code => {
    const area = areaOf({ kind: 'outcode', code }, 1)
    const one = area && areaLocationOf(area, 'professional', { updatedAt: writtenAt(0) })
    return one ? [one] : []
  })
  // Read back, as a client would have them.
  return JSON.parse(JSON.stringify([...own, ...organisations, ...areas])) as DirectoryResource[]
}

const byReference = new Map(RESOURCES.map(resource => [referenceTo(resource), resource]))

/** The whole world, without any knowledge of which resources belong together. */
export const GRAPH: Graph = {
  follow: reference => byReference.get(reference),
  around: (_, type) => RESOURCES.filter(one => one.resourceType === type),
}
