import { type CallerFacts, footprintOf } from '../../policy/index.ts'
import type { WatchedAccount } from '../detection/types.ts'

/**
 * An account as the detectors know it, from the facts its questions are decided on; null while it has no agreement and
 * is answered nothing. The same facts are kept with every entry, so the log can say it again.
 */
export function watchedAccount({
  account,
  organisation,
  product,
  agreement,
}: CallerFacts): WatchedAccount | null {
  if (agreement === null) return null
  const { sites, regions, national, volumePerDay, class: kind } = footprintOf(agreement)
  return {
    account: account.id,
    organisation: organisation.odsCode,
    product: product.id,
    class: kind,
    footprint: {
      sites: sites.map(({ eastingMetres, northingMetres, radiusMetres }) => ({
        easting: eastingMetres,
        northing: northingMetres,
        radiusMetres,
      })),
      regions,
      national,
    },
    volumePerDay,
    types: agreement.typeIds,
    k: agreement.resultsMax,
  }
}
