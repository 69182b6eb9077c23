/** What there is and what is asked for. Numbers of types are invented but stable; counts add up to 60,000, and smaller directories keep the proportions. */
export type Kind = { readonly type: number; readonly name: string; readonly count: number }

const kind = (type: number, name: string, count: number): Kind => ({ type, name, count })

export const KINDS: readonly Kind[] = [
  kind(13, 'pharmacy', 10_500),
  kind(12, 'dental practice', 9_500),
  kind(100, 'GP practice', 7_000),
  kind(11, 'optician', 6_500),
  kind(131, 'care home', 4_500),
  kind(132, 'social care', 3_500),
  kind(28, 'community mental health', 3_000),
  kind(52, 'physiotherapy', 2_200),
  kind(21, 'district nursing', 1_700),
  kind(119, 'voluntary service', 1_500),
  kind(53, 'podiatry', 1_300),
  kind(117, 'stop smoking', 1_200),
  kind(22, 'sexual health', 950),
  kind(29, 'drug and alcohol', 900),
  kind(54, 'audiology', 800),
  kind(137, 'minor illness', 700),
  kind(60, 'palliative care', 600),
  kind(23, 'maternity', 520),
  kind(25, 'GP out of hours', 420),
  kind(139, 'mental health crisis', 360),
  kind(47, 'urgent dental', 330),
  kind(122, 'falls', 300),
  kind(123, 'stoma care', 280),
  kind(124, 'tissue viability', 260),
  kind(46, 'urgent treatment centre', 210),
  kind(40, 'emergency department', 190),
  kind(138, 'eye casualty', 150),
  kind(125, 'respiratory', 140),
  kind(126, 'wheelchair', 130),
  kind(127, 'stroke', 120),
  kind(128, 'burns', 110),
  kind(129, 'sexual assault referral', 130),
]

export const SERVICE_COUNT = KINDS.reduce((sum, { count }) => sum + count, 0)

/** Clinical needs: several types asked for at once, as a triage does. By type number. */
const NEEDS: readonly (readonly number[])[] = [
  [13, 100, 137],
  [100, 25, 46],
  [46, 40],
  [12, 47],
  [11, 138],
  [28, 139],
  [13, 137],
  [21, 60],
  [22, 23],
  [100, 13, 46, 25],
  [132, 119],
  [52, 53, 122],
]

/** What can be asked for: first each type, then each composite need. */
export type Wanted = {
  /** As it stands in the log: the type, or a number from 1,000,000 on for a need. */
  readonly number: number
  readonly types: readonly number[]
  readonly isNeed: boolean
}

export const WANTED: readonly Wanted[] = [
  ...KINDS.map(({ type }) => ({ number: type, types: [type], isNeed: false })),
  ...NEEDS.map((types, at) => ({ number: 1_000_000 + at, types, isNeed: true })),
]
