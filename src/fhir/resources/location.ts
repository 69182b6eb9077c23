import type { Address, Location, LocationPosition } from '@medplum/fhirtypes'
import type { Service } from '../../directory/index.ts'
import type { Audience } from '../../vocabulary/index.ts'
import { locationId, organisationIdOf } from '../ids.ts'
import { PHYSICAL_TYPE, PROFILES } from '../systems.ts'
import { type ResourceContext, type SeenService, seenService } from './context.ts'
import { displayName } from './display-name.ts'
import { metaOf } from './meta.ts'
import { organisationReference } from './reference.ts'
import { filled, textOf } from './text.ts'

/** Where a service stands. Each service has a Location of its own. */
export function locationOf(service: Service, audience: Audience, context: ResourceContext): Location {
  const seen = seenService(service, audience)
  const name = displayName(seen)
  const ownName = textOf(seen.name)
  const active = service.status === 'active'
  return filled({
    resourceType: 'Location' as const,
    id: locationId(seen.id),
    meta: metaOf(seen, context, PROFILES.Location),
    status: active ? ('active' as const) : ('inactive' as const),
    name,
    alias: ownName === undefined || ownName === name ? [] : [ownName],
    description: exactness(seen.place?.precision),
    mode: 'instance' as const,
    address: addressOf(seen.place),
    physicalType: { coding: [{ system: PHYSICAL_TYPE, code: 'si', display: 'Site' }] },
    position: positionOf(seen.place),
    managingOrganization: organisationReference(organisationIdOf(seen), seen.odsCode, context.organisation),
  })
}

/** Undefined when nothing is known of where it is. */
export function addressOf(place: SeenService['place']): Address | undefined {
  const line = (place?.address ?? []).map(textOf).filter(one => one !== undefined)
  const city = textOf(place?.town)
  const postalCode = textOf(place?.postcode)
  const text = [...line, city, postalCode].filter(one => one !== undefined).join(', ')
  if (text === '') return undefined
  return filled({ use: 'work' as const, type: 'physical' as const, text, line, city, postalCode })
}

/** Degrees of WGS84. */
export function positionOf(place: SeenService['place']): LocationPosition | undefined {
  const { latitude, longitude } = place ?? {}
  return latitude === undefined || longitude === undefined ? undefined : { longitude, latitude }
}

/** A position is read as exact, so one that is not says so. */
function exactness(precision: Service['place']['precision']): string | undefined {
  if (precision === undefined || precision === 'exact' || precision === 'unit') return undefined
  return `The position is that of its ${precision === 'outcode' ? 'postcode district' : precision}, not of the site.`
}
