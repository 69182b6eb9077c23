import type { Service } from '../service.ts'

/** The areas a service is aligned with, codes as areaKey writes them: those it is promoted in, those it is limited to. */
export type Alignment = { readonly promotedIn: readonly string[]; readonly limitedTo: readonly string[] }

export const areaKey = (code: string): string => code.trim().toUpperCase()

export function alignmentOf(alignments: Service['alignments']): Alignment {
  const codes = (wanted: boolean): string[] =>
    alignments.filter(({ limited }) => limited === wanted).map(({ organisation }) => areaKey(organisation))
  return { promotedIn: codes(false), limitedTo: codes(true) }
}

/** The areas of the place asked about; none: not known, and nothing is then made of areas. */
export type Areas = ReadonlySet<string>

const isIn = (codes: readonly string[], areas: Areas): boolean => codes.some(code => areas.has(code))

/** Whether it may be offered there: what is limited to areas serves these alone (sources, DoS 6, step 5). */
export const servesAreas = ({ limitedTo }: Alignment, areas: Areas): boolean =>
  limitedTo.length === 0 || areas.size === 0 || isIn(limitedTo, areas)

/** Whether an area of the place keeps it for its own people. */
export const isKeptFor = ({ limitedTo }: Alignment, areas: Areas): boolean => isIn(limitedTo, areas)

/** Whether it is promoted, and only to others than the areas of the place (sources, DoS 6, step 9). */
export const isPromotedElsewhere = ({ promotedIn, limitedTo }: Alignment, areas: Areas): boolean =>
  promotedIn.length > 0 && areas.size > 0 && !isIn(promotedIn, areas) && !isIn(limitedTo, areas)
