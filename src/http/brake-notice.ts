import type { FastifyReply } from 'fastify'
import { type ClauseId, type OperatorContact, unreachable } from '../vocabulary/index.ts'
import type { InForce } from '../watch/index.ts'

/** The most services an answer holds under a brake: enough to send a person somewhere, too few to copy with. */
export const BRAKED_RESULTS = 3

const CLAUSES: readonly ClauseId[] = ['AUP25-28', 'AUP25-29', 'AUP25-30', 'AUP25-31']

/** A brake as the caller is told of it: which, why, what it rests on, whom to ask, and how it ends. */
export type BrakeNotice = {
  readonly name: InForce['brake']
  readonly says: string
  readonly why: string
  readonly clauses: readonly ClauseId[]
  readonly findings: readonly string[]
  readonly ends: string
  readonly contact: OperatorContact
}

const WHY = 'What this account, or those it belongs to, asked lately looks like crawling of the directory.'
const ENDS =
  'A person looks into it, and ends it when it is mistaken; it ends by itself seven days after the last of it. Ask the contact, and name the findings.'

/** Nothing of how it was noticed: thresholds are for those who judge (draft-ietf-httpapi-ratelimit-headers, security). */
export const brakeNotice = ({ brake, findings }: InForce, contact: OperatorContact): BrakeNotice => ({
  name: brake,
  says: effectOf(brake),
  why: WHY,
  clauses: CLAUSES,
  findings,
  ends: ENDS,
  contact,
})

/** What a brake does, in a sentence. */
export function effectOf(brake: InForce['brake']): string {
  const fewer = `Answers hold at most ${BRAKED_RESULTS} services`
  switch (brake) {
    case 'smaller-k':
      return `${fewer}.`
    case 'footprint-only':
      return `${fewer}, and nothing outside the declared footprint is answered.`
    case 'throttle':
      return `${fewer}, nothing outside the declared footprint is answered, and no more than the declared volume; clinical searches within the footprint go on.`
    default:
      return unreachable(brake)
  }
}

/** On every answer given under a brake, in every interface: a dictionary of RFC 9651. */
export function brakeHeader(reply: FastifyReply, { brake, findings }: InForce): void {
  const named = findings.map(id => `"${id}"`).join(' ')
  reply.header('signpost-brake', `brake=${brake}, clauses=("${CLAUSES.join('" "')}"), findings=(${named})`)
}
