/** Who asks honestly, how many of them there are at scale 1, and how much. Figures of the fleet measured before this one. */
export const CLASSES = [
  'clinician',
  'gp',
  'pharmacy',
  'locum',
  'mover',
  'remote-clinician',
  'ambulance',
  'call-centre',
  'dos-lead',
  'pharmacy-app',
  'national-111',
  'public-app',
] as const
export type FleetClass = (typeof CLASSES)[number]

type Rhythm = 'office' | 'shop' | 'always'

export type ClassPlan = {
  readonly count: number
  /** Searches on an ordinary day, evenly between the two. */
  readonly volume: readonly [least: number, most: number]
  readonly rhythm: Rhythm
  /** How far one account's demand for types is from that of its class (spread of a log-normal). */
  readonly typeSpread: number
  /** Where: around a site, over regions, over a group of regions, over England. */
  readonly reach: 'site' | 'region' | 'group' | 'nation'
  /** At least so many however small the fleet. */
  readonly countMin: number
}

export const CLASS_PLANS: Readonly<Record<FleetClass, ClassPlan>> = {
  clinician: plan(4_000, 20, [5, 35], 'office', 0.7, 'site'),
  gp: plan(800, 10, [8, 58], 'office', 0.7, 'site'),
  pharmacy: plan(600, 20, [2, 16], 'shop', 0.7, 'site'),
  locum: plan(200, 10, [10, 35], 'office', 0.7, 'site'),
  mover: plan(40, 4, [10, 30], 'office', 0.7, 'site'),
  'remote-clinician': plan(150, 8, [15, 45], 'office', 0.4, 'group'),
  ambulance: plan(10, 2, [1_500, 1_500], 'always', 0.4, 'group'),
  'call-centre': plan(8, 2, [8_000, 8_000], 'always', 0.4, 'group'),
  'dos-lead': plan(42, 6, [15, 15], 'office', 0, 'region'),
  'pharmacy-app': plan(2, 1, [20_000, 20_000], 'always', 0.4, 'nation'),
  'national-111': plan(1, 1, [60_000, 60_000], 'always', 0.4, 'nation'),
  'public-app': plan(0, 0, [1_000_000, 1_000_000], 'always', 0.4, 'nation'),
}

function plan(
  count: number,
  countMin: number,
  volume: readonly [number, number],
  rhythm: Rhythm,
  typeSpread: number,
  reach: ClassPlan['reach'],
): ClassPlan {
  return { count, countMin, volume, rhythm, typeSpread, reach }
}

/** Agreements declare a little more than is needed. */
export const DECLARED_ABOVE_VOLUME = 1.5

export const countOf = (of: FleetClass, scale: number): number => {
  const { count, countMin } = CLASS_PLANS[of]
  return count === 0 ? 0 : Math.max(countMin, Math.round(count * scale))
}
