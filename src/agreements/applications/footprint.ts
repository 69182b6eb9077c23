import type { FootprintFacts } from '../../policy/index.ts'
import type { CompleteForm } from './form.ts'

/** A point on the plane: metres of the National Grid. */
type Point = { readonly easting: number; readonly northing: number }

/** Where a postcode lies; null: nobody knows. Places are read by whoever calls: agreements know of none. */
export type PointOf = (postcode: string) => Point | null

export type ReadFootprint =
  | { readonly outcome: 'read'; readonly footprint: FootprintFacts }
  /** Postcodes of sites that lie nowhere we know of. */
  | { readonly outcome: 'unknown-sites'; readonly postcodes: readonly string[] }

/**
 * The footprint an application describes (AUP25-28). A site is kept as the middle of its 1 km square: the watch needs no
 * finer, and what is not kept cannot leak. Sites speak instead of the regions they lie in; without sites the regions do.
 */
export function readFootprint(form: CompleteForm, pointOf: PointOf): ReadFootprint {
  const national = form.footprint === 'national'
  const located = (form.footprint === 'sites' ? (form.sites ?? []) : []).map(site => ({
    ...site,
    point: pointOf(site.postcode),
  }))
  const unknown = located.filter(site => site.point === null)
  if (unknown.length > 0) {
    return { outcome: 'unknown-sites', postcodes: unknown.map(site => site.postcode) }
  }
  const sites = located.flatMap(({ point, radiusMetres }) =>
    point === null
      ? []
      : [
          {
            eastingMetres: middleOfSquare(point.easting),
            northingMetres: middleOfSquare(point.northing),
            radiusMetres,
          },
        ],
  )
  return {
    outcome: 'read',
    footprint: {
      sites,
      regions: national || sites.length > 0 ? [] : (form.regionIds ?? []),
      national,
      volumePerDay: Math.min(form.expectedPerDay ?? form.perDay, form.perDay),
      class: form.useLike ?? 'other',
    },
  }
}

const middleOfSquare = (metres: number): number => Math.floor(metres / 1000) * 1000 + 500
