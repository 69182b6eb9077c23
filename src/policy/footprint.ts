import type { AgreementFacts } from './facts.ts'

/** Where a connection expects to ask and how much: what the watch measures its questions by (AUP25-28). */
export type FootprintFacts = {
  /** The middle of the 1 km squares of the National Grid its sites lie in, and how far around them; metres. */
  readonly sites: readonly {
    readonly eastingMetres: number
    readonly northingMetres: number
    readonly radiusMetres: number
  }[]
  /** Beside the sites, or instead of them: whole regions (ODS codes). */
  readonly regions: readonly string[]
  readonly national: boolean
  /** Searches expected in one day; the agreement's volume is how many may be asked at most. */
  readonly volumePerDay: number
  /** Which kind of use it is most like (FOOTPRINT_CLASSES). */
  readonly class: string
}

/**
 * Kinds of use that thresholds of the watch are shared among. Data, not law: a kind that was never calibrated is
 * measured by what all have in common.
 */
export const FOOTPRINT_CLASSES = [
  'clinician',
  'gp',
  'pharmacy',
  'locum',
  'mover',
  'remote-clinician',
  'trust',
  'regional-call-centre',
  'call-centre',
  'dos-lead',
  'pharmacy-app',
  'national-app',
  'other',
] as const
export type FootprintClass = (typeof FOOTPRINT_CLASSES)[number]

/** What an agreement says of where and how much will be asked; `derived`: it says nothing itself, and its scope stands for it. */
export type Footprint = FootprintFacts & { readonly derived: boolean }

/**
 * The footprint by which the watch measures a connection (AUP25-28). It refuses nothing: patients travel, and what may
 * be asked is for the agreement to say. One without a footprint is measured by what it may ask: its regions and its
 * volume, the whole of England where it is national.
 */
export function footprintOf(agreement: AgreementFacts): Footprint {
  const { footprint, regions, volume } = agreement
  if (footprint) return { ...footprint, derived: false }
  const national = regions === 'national'
  return {
    sites: [],
    regions: national ? [] : regions,
    national,
    volumePerDay: volume.perDay,
    class: 'other',
    derived: true,
  }
}
