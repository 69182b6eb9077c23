import { type AreaCodes, type ClinicalReference, NO_AREAS, postcodeKeys } from '../directory/index.ts'
import type { LocatedPlace, PlaceAnswer } from '../places/index.ts'

/** What a clinical question needs to know of its origin beside the point. */
export type ClinicalOrigin = {
  /** A full postcode in capitals without spaces, `LS14AP`; null where the origin is none. */
  readonly postcode: string | null
  readonly areas: AreaCodes
}

/**
 * The postcode and the areas of a place that was asked about (sources, DoS 6, steps 2, 5 and 8). What the postcode file
 * says of the place itself comes first; where that is silent, and for each kind of area apart, the clinical lists are
 * asked by postcode, then sector, then outcode. An area that neither knows is null.
 */
export function clinicalOrigin(
  found: PlaceAnswer | LocatedPlace,
  reference: ClinicalReference,
): ClinicalOrigin {
  const place = 'outcome' in found ? placeIn(found) : found
  if (place === null) return NOWHERE
  const keys = keysOf(place)
  const sources = [place.areas ?? NO_AREAS, ...keys.map(key => reference.areas.get(key) ?? NO_AREAS)]
  return {
    postcode: place.kind === 'postcode' ? compact(place.label) : null,
    areas: {
      district: sources.find(({ district }) => district !== null)?.district ?? null,
      board: sources.find(({ board }) => board !== null)?.board ?? null,
    },
  }
}

const NOWHERE: ClinicalOrigin = Object.freeze({ postcode: null, areas: NO_AREAS })

const placeIn = (answer: PlaceAnswer): LocatedPlace | null =>
  answer.outcome === 'located' || answer.outcome === 'terminated' ? answer.place : null

const compact = (postcode: string): string => postcode.replaceAll(' ', '')

/** Under what the lists may know it, most exact first; nothing for a place that is no part of a postcode. */
function keysOf({ kind, label }: LocatedPlace): readonly string[] {
  switch (kind) {
    case 'postcode': {
      const { postcode, sector, outcode } = postcodeKeys(compact(label))
      return [postcode, sector, outcode]
    }
    case 'sector':
      return [label, label.slice(0, label.indexOf(' '))]
    case 'outcode':
      return [label]
    case 'area':
    case 'town':
    case 'grid':
    case 'coordinate':
      return []
  }
}
