import type { HoursPattern } from './hours.ts'

/** A kind of service of the demonstration world. */
export type Kind = {
  readonly typeId: number
  /** How many there are in the full world: real counts where published, else a choice (sources, data 6). */
  readonly fullCount: number
  /** Urgent kinds are there in full even in the standard world; of the others, every fourth. */
  readonly urgent: boolean
  readonly names: readonly string[]
  readonly hours: HoursPattern
  /** The share of them that only professionals may be told of. */
  readonly professionalShare: number
  readonly ages: 'all' | 'adults' | 'children' | 'mixed' | 'over-thirteen'
  readonly hasCapacity: boolean
}

const kind = (
  typeId: number,
  fullCount: number,
  names: string,
  hours: HoursPattern,
  more: Partial<Omit<Kind, 'typeId' | 'fullCount' | 'names' | 'hours'>> = {},
): Kind => ({
  typeId,
  fullCount,
  names: names.split('; '),
  hours,
  urgent: false,
  professionalShare: 0,
  ages: 'all',
  hasCapacity: false,
  ...more,
})

const URGENT = { urgent: true, hasCapacity: true }

/** About 76,000 services in full, about 19,000 in the standard world. */
export const KINDS: readonly Kind[] = [
  kind(13, 10_500, 'Pharmacy; Chemist; Late Night Pharmacy', 'pharmacy'),
  kind(100, 8_900, 'Surgery; Medical Practice; Health Centre; Family Practice', 'practice'),
  kind(12, 7_800, 'Dental Practice; Dental Care; Dental Surgery', 'dentist'),
  kind(14, 6_300, 'Opticians; Eye Care', 'optician'),
  kind(17, 4_900, 'Clinic; Community Clinic; Wellbeing Clinic', 'office', {
    professionalShare: 0.2,
    ages: 'mixed',
  }),
  kind(29, 900, 'Sexual Health Clinic', 'office', { ages: 'over-thirteen' }),
  kind(20, 1_200, 'Community Team; Community Service', 'office', { professionalShare: 0.6, ages: 'mixed' }),
  kind(48, 700, 'Specialist Unit', 'office', { professionalShare: 1, ages: 'mixed' }),
  kind(28, 500, 'Community Hospital', 'always', { professionalShare: 0.3, hasCapacity: true }),
  kind(140, 210, 'Same Day Emergency Care', 'long-day', { ...URGENT, professionalShare: 1 }),
  kind(105, 170, 'Emergency Department', 'always', URGENT),
  kind(150, 86, 'Urgent Treatment Centre at the Emergency Department', 'always', URGENT),
  kind(135, 104, 'Urgent Treatment Centre', 'long-day', URGENT),
  kind(46, 100, 'Minor Injuries Unit; Walk-in Centre', 'long-day', URGENT),
  kind(25, 180, 'Out of Hours Primary Care', 'out-of-hours', { ...URGENT, professionalShare: 1 }),
  kind(133, 42, 'Clinical Assessment Service', 'always', { ...URGENT, professionalShare: 1 }),
  kind(142, 42, 'Mental Health Crisis Line', 'always', URGENT),
  kind(47, 60, 'Emergency Dental Service', 'long-day', URGENT),
  kind(146, 84, 'Urgent Community Response', 'long-day', { ...URGENT, professionalShare: 1, ages: 'adults' }),
  kind(24, 14_400, 'Care Home; Nursing Home', 'always', { ages: 'adults', professionalShare: 0.1 }),
  kind(8, 14_100, 'Home Care; Care at Home', 'office', { ages: 'adults', professionalShare: 0.1 }),
  kind(11, 5_000, 'Befriending Group; Community Hub; Carers Group; Advice Centre', 'office'),
]

/** How many of a kind a world of that scale has; `share` scales it down further, for tests. */
export const countOf = (of: Kind, scale: 'standard' | 'full', share = 1): number =>
  Math.ceil((of.urgent || scale === 'full' ? of.fullCount : of.fullCount / 4) * share)
