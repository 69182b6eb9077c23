import type { EpochMillis } from '../../vocabulary/index.ts'

/** The searches that surprised most lately, for people to look at. Places to a kilometre, as the activity log has them. */
export type Surprises = { values: Float64Array; next: number }

const KEPT = 6
const FIELDS = 5

export const createSurprises = (): Surprises => ({ values: new Float64Array(0), next: 0 })

export function addSurprise(
  surprises: Surprises,
  at: EpochMillis,
  easting: number,
  northing: number,
  type: number,
  ratio: number,
): void {
  if (surprises.values.length === 0) surprises.values = new Float64Array(KEPT * FIELDS)
  const { values, next } = surprises
  const first = next * FIELDS
  values[first] = at
  values[first + 1] = Math.floor(easting / 1000)
  values[first + 2] = Math.floor(northing / 1000)
  values[first + 3] = type
  values[first + 4] = ratio
  surprises.next = (next + 1) % KEPT
}

export function listSurprises({ values, next }: Surprises): {
  at: string
  eastingKm: number
  northingKm: number
  type: number
  timesLikelier: number
}[] {
  const found = []
  for (let step = 1; step <= KEPT; step += 1) {
    const first = ((next - step + KEPT) % KEPT) * FIELDS
    const at = values[first]
    if (at === undefined || at === 0) continue
    found.push({
      at: new Date(at).toISOString(),
      eastingKm: values[first + 1] ?? 0,
      northingKm: values[first + 2] ?? 0,
      type: values[first + 3] ?? 0,
      timesLikelier: Math.round((values[first + 4] ?? 0) * 10) / 10,
    })
  }
  return found
}

export const surprisesBytes = ({ values }: Surprises): number => values.byteLength
