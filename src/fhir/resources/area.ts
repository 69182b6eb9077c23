import type { Location } from '@medplum/fhirtypes'
import type { Coverage, Service } from '../../directory/index.ts'
import type { Audience } from '../../vocabulary/index.ts'
import { type Area, areaId } from '../ids.ts'
import { OWN, PHYSICAL_TYPE, PROFILES } from '../systems.ts'
import { seenService } from './context.ts'
import { displayName } from './display-name.ts'
import { positionOf } from './location.ts'
import { filled, textOf } from './text.ts'

/** One place a service serves, as an area; undefined for one that lacks its code or its metres. */
export function areaOf({ kind, code, metres }: Coverage, serviceId: number): Area | undefined {
  if (kind === 'radius') return metres === undefined ? undefined : { kind, metres, serviceId }
  return code === undefined ? undefined : { kind, code }
}

const NAMES = {
  postcode: 'Postcode',
  sector: 'Postcode sector',
  outcode: 'Postcode district',
  district: 'Local authority district',
  board: 'Integrated care board',
  region: 'DoS region',
} as const satisfies Record<Exclude<Area['kind'], 'radius'>, string>

/** What people call the area. */
export function areaName(area: Area, around: string | undefined): string {
  if (area.kind !== 'radius') return `${NAMES[area.kind]} ${textOf(area.code) ?? ''}`.trim()
  return `Within ${area.metres} metres of ${around ?? 'the service'}`
}

/**
 * An area that services cover, as a Location. An area by its code is made of nothing but the code. For a circle hand in
 * the service in its middle; without it there is no such Location.
 */
export function areaLocationOf(
  area: Area,
  audience: Audience,
  context: { readonly service?: Service | undefined; readonly updatedAt: string },
): Location | undefined {
  const id = areaId(area)
  const seen = context.service && seenService(context.service, audience)
  if (id === undefined || (area.kind === 'radius' && seen?.id !== area.serviceId)) return undefined
  return filled({
    resourceType: 'Location' as const,
    id,
    meta: { versionId: '1', lastUpdated: context.updatedAt, profile: [PROFILES.Location] },
    status: 'active' as const,
    name: areaName(area, seen && displayName(seen)),
    mode: 'instance' as const,
    type: [{ coding: [{ system: OWN.area, code: area.kind }] }],
    physicalType:
      area.kind === 'district' || area.kind === 'board' || area.kind === 'region'
        ? { coding: [{ system: PHYSICAL_TYPE, code: 'jdn', display: 'Jurisdiction' }] }
        : { coding: [{ system: PHYSICAL_TYPE, code: 'area', display: 'Area' }] },
    position: area.kind === 'radius' ? positionOf(seen?.place) : undefined,
  })
}
