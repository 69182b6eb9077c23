import { type FeedbackContent, mayGive, readsAsPatient, rejectReasonById } from '../../../directory/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { ParameterError } from '../../problem.ts'
import { membersSeen } from '../../service-members.ts'
import type { FeedbackBody } from './feedback-words.ts'

/** Stands for the entry as a whole among its members. */
export const WHOLE_ENTRY = 'entry'

export type FeedbackRead =
  | { readonly outcome: 'read'; readonly content: FeedbackContent }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

type Member = keyof FeedbackBody
type Wrong = (parameter: Member, message: string) => void

const OF_KIND = {
  reject: ['reason', 'comment'],
  error: ['member', 'problem'],
} as const satisfies Record<FeedbackBody['kind'], readonly Member[]>

/** Reads what passed the schema: members of the other kind, and details of a patient, are refused by name. */
export function readFeedbackBody(body: FeedbackBody): FeedbackRead {
  const errors: ParameterError[] = []
  const wrong: Wrong = (parameter, message) => errors.push({ parameter, in: 'body', message })
  const others = OF_KIND[body.kind === 'reject' ? 'error' : 'reject']
  for (const name of others) {
    if (body[name] !== undefined) wrong(name, `It does not go with the kind "${body.kind}".`)
  }
  for (const name of ['comment', 'problem'] as const) {
    if (readsAsPatient(body[name] ?? '')) {
      wrong(name, 'It reads as the details of a patient, which have no place in a report (AUP25-58).')
    }
  }
  const content = body.kind === 'reject' ? rejection(body, wrong) : mistake(body, wrong)
  return errors.length > 0 || content === null ? { outcome: 'wrong', errors } : { outcome: 'read', content }
}

/** A comment is asked for by some reasons and taken by no others (sources, DoS 5.10). */
function rejection({ reason: id, comment }: FeedbackBody, wrong: Wrong): FeedbackContent | null {
  const reason = id === undefined ? undefined : rejectReasonById(id)
  if (id === undefined || reason === undefined) {
    wrong('reason', id === undefined ? 'It is required.' : `There is no reason ${id}.`)
    return null
  }
  if (reason.comment && comment === undefined) wrong('comment', `Reason ${id} asks for a comment.`)
  if (!reason.comment && comment !== undefined) wrong('comment', `Reason ${id} takes no comment.`)
  return { kind: 'reject', reason: reason.id, text: comment?.trim() ?? null }
}

function mistake({ member, problem }: FeedbackBody, wrong: Wrong): FeedbackContent | null {
  if (member === undefined) wrong('member', 'It is required.')
  if (problem === undefined) wrong('problem', 'It is required.')
  return member === undefined || problem === undefined
    ? null
    : { kind: 'error', member, text: problem.trim() }
}

/** What this audience cannot say: of a member it is never shown, or for a reason that is a clinician's. */
export function unfitFeedback(content: FeedbackContent, audience: Allowed['audience']): ParameterError[] {
  if (content.kind === 'error') {
    const { member } = content
    const seen = membersSeen(audience, 'full')
    if (member === WHOLE_ENTRY || seen.has(member)) return []
    const message = `There is no such member here: ${member}. There are: ${[...seen, WHOLE_ENTRY].sort().join(', ')}.`
    return [{ parameter: 'member', in: 'body', message }]
  }
  const reason = rejectReasonById(content.reason)
  if (reason && mayGive(reason, audience)) return []
  const message = `Reason ${content.reason} is for clinicians to give.`
  return [{ parameter: 'reason', in: 'body', message }]
}
