import type { Act } from './act.ts'
import { decideActs } from './applications/decide.ts'
import { draftActs } from './applications/draft.ts'
import { reviewActs } from './applications/review.ts'
import { talkActs } from './applications/talk.ts'

/** Applications for access (sources, use 3.1 to 3.3): drafted, handed in, asked about, reviewed, decided. */
export const applicationActs: readonly Act[] = [...draftActs, ...talkActs, ...decideActs, ...reviewActs]
