import type { Service } from '../../directory/index.ts'
import type { Audience, EpochMillis } from '../../vocabulary/index.ts'
import { seenService } from '../resources/context.ts'
import { displayName } from '../resources/display-name.ts'
import { addressOf } from '../resources/location.ts'
import { specialtyOf } from '../resources/specialty.ts'
import { filled, textOf } from '../resources/text.ts'
import { typeOf } from '../resources/type.ts'
import type { Criterion } from './criterion.ts'
import { type Graph, holds } from './holds.ts'
import type { DirectoryResource, ResourceType } from './resource-types.ts'

/** Part of a resource that a record gives at once, and the parameters that look at nothing else. */
type Quick = {
  readonly parameters: ReadonlySet<string>
  readonly part: (service: Service, audience: Audience) => DirectoryResource
}

const ADDRESS = ['address', 'address-city', 'address-postalcode', 'address-state', 'address-country']

const QUICK: Readonly<Record<ResourceType, Quick | null>> = {
  HealthcareService: {
    parameters: new Set(['name', 'active', 'service-type', 'specialty']),
    part: (service, audience) =>
      filled({
        resourceType: 'HealthcareService' as const,
        name: displayName(seenService(service, audience)),
        active: service.status === 'active',
        type: typeOf(service.typeId),
        specialty: specialtyOf(service.typeId),
      }),
  },
  Location: {
    parameters: new Set(['name', 'status', ...ADDRESS, 'address-use']),
    part: (service, audience) => {
      const seen = seenService(service, audience)
      const [name, ownName] = [displayName(seen), textOf(seen.name)]
      return filled({
        resourceType: 'Location' as const,
        name,
        alias: ownName === undefined || ownName === name ? [] : [ownName],
        status: service.status === 'active' ? ('active' as const) : ('inactive' as const),
        address: addressOf(seen.place),
      })
    },
  },
  Organization: null,
  Endpoint: null,
}

const NOTHING_AROUND: Graph = { follow: () => undefined, around: () => [] }

export type MayFit = (service: Service, audience: Audience, now: EpochMillis) => boolean

/**
 * Whether a resource of a service may fit, by those conditions that its record answers without the resource being made.
 * What fits by these has still to be held against the others.
 */
export function quickTest(type: ResourceType, criteria: readonly Criterion[]): MayFit {
  const quick = QUICK[type]
  const own = criteria.filter(
    ({ path, parameter }) => path.length === 0 && quick?.parameters.has(parameter.name),
  )
  if (quick === null || own.length === 0) return () => true
  return (service, audience, now) => {
    const part = quick.part(service, audience)
    return own.every(criterion => holds(part, criterion, NOTHING_AROUND, now))
  }
}
