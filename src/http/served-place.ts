import { type ClinicalReference, postcodeKeys, type ServedPlace } from '../directory/index.ts'
import type { LocatedPlace } from '../places/index.ts'
import { clinicalOrigin } from './clinical-origin.ts'

type PostcodeParts = Pick<ServedPlace, 'postcode' | 'sector' | 'outcode'>

/** A place as the entries of services speak of places they serve: parts of its postcode, its areas, its point. */
export function servedPlace(place: LocatedPlace, reference: ClinicalReference): ServedPlace {
  const { postcode, areas } = clinicalOrigin(place, reference)
  const { easting, northing, regionId, precision, errorMetres } = place
  return {
    ...partsOf(place, postcode),
    ...areas,
    regionId,
    easting,
    northing,
    // The middle of a postcode stands for all of it, as it does for distances.
    errorMetres: precision === 'unit' || precision === 'exact' ? 0 : errorMetres,
  }
}

function partsOf({ kind, label }: LocatedPlace, postcode: string | null): PostcodeParts {
  if (postcode !== null) return postcodeKeys(postcode)
  switch (kind) {
    case 'sector':
      return { postcode: null, sector: label, outcode: label.slice(0, label.indexOf(' ')) }
    case 'outcode':
      return { postcode: null, sector: null, outcode: label }
    case 'postcode':
    case 'area':
    case 'town':
    case 'grid':
    case 'coordinate':
      return { postcode: null, sector: null, outcode: null }
  }
}
