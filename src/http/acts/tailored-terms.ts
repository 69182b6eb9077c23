import Type, { type Static } from 'typebox'
import {
  endTailored,
  readTailored,
  TAILORED_STATES,
  type TailoredRecord,
  tailorTerms,
} from '../../agreements/index.ts'
import { connectionReader } from '../../connection-reader.ts'
import { clauseOf, isTailorable, type PolicyParameters, TAILORABLE } from '../../policy/index.ts'
import { type ClauseId, holds, unreachable } from '../../vocabulary/index.ts'
import type { ParameterError } from '../problem.ts'
import { type Act, act, notTaken } from './act.ts'
import { isOwnCauseOf, OWN_SIDE, seesConnection } from './permission-reach.ts'
import { EUO, OPERATOR, reachOf } from './reach.ts'
import { JustReason, PAGE } from './register-words.ts'
import {
  ClauseRef,
  choice,
  closed,
  Id,
  Instant,
  iso,
  isoOrNull,
  ListOf,
  Nullable,
  PolicyId,
  Prose,
  Reason,
  Text,
} from './words.ts'

const TAG = 'Tailored terms'
const Setting = Type.String({
  minLength: 3,
  maxLength: 80,
  pattern: '^[A-Za-z]+=[A-Za-z0-9]+$',
  description: `A parameter and its value, such as resultsMax=40. Any of: ${TAILORABLE.join(', ')}.`,
})
const Summary = Text(300, 'In plain words, for the published list.')

const TailoredView = Type.Object(
  {
    id: Id('The tailored terms.'),
    agreement: Id('The agreement.'),
    connection: Id('The connection.'),
    state: choice(TAILORED_STATES, 'Whether they stand, or how they ended.'),
    policyVersion: PolicyId,
    set: ListOf(Text(100, 'A parameter and its value.'), 50, 'Parameters that differ.'),
    waives: ListOf(ClauseRef, 50, 'Clauses that do not bind.'),
    reason: Prose(1000, 'Why.'),
    summary: Prose(300, 'In plain words, as the published list has it.'),
    proposedBy: Id('Who proposed them.'),
    approvedBy: Id('Who agreed.'),
    approvedAt: Instant('When.'),
    from: Instant('From when.'),
    until: Instant('Until when.'),
    endedAt: Nullable(Instant('When they ended.')),
  },
  closed,
)
const view = (terms: TailoredRecord): Static<typeof TailoredView> => ({
  id: terms.id,
  agreement: terms.agreementId,
  connection: terms.connectionId,
  state: terms.state,
  policyVersion: terms.policyVersion,
  set: Object.entries(terms.parameters).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
  waives: [...terms.waives],
  reason: terms.reason,
  summary: terms.summary,
  proposedBy: terms.proposedBy,
  approvedBy: terms.approvedBy,
  approvedAt: iso(terms.approvedAt),
  from: iso(terms.from),
  until: iso(terms.until),
  endedAt: isoOrNull(terms.endedAt),
})

export const tailoredTermActs: readonly Act[] = [
  act({
    command: 'tailored-terms list',
    method: 'GET',
    path: '/tailored-terms',
    tag: TAG,
    summary: 'Terms laid over the policy for one consumer, and when they end',
    roles: [...OPERATOR, ...EUO, 'supplier-admin'],
    clauses: ['AUP18-09', 'AUP18-10'],
    query: Type.Object({ agreement: Type.Optional(Id('Only of this agreement.')) }, closed),
    answer: Type.Object({ tailoredTerms: ListOf(TailoredView, PAGE, 'Newest first.') }, closed),
    run: async ({ rooms, actor, query: { agreement } }) => {
      const { query } = rooms.database
      const reach = reachOf(actor)
      const all = await readTailored(query, agreement === undefined ? {} : { agreementIds: [agreement] })
      const entries = await connectionReader(query, [...new Set(all.map(one => one.connectionId))])
      const own = new Set(entries.filter(entry => seesConnection(reach, entry)).map(one => one.connectionId))
      const seen = all.filter(one => own.has(one.connectionId)).slice(0, PAGE)
      return { outcome: 'done', body: { tailoredTerms: seen.map(view) } }
    },
  }),
  act({
    command: 'tailored-terms propose',
    method: 'POST',
    path: '/tailored-terms',
    tag: TAG,
    summary: 'Lay terms over a policy version for one agreement',
    description:
      'Parameters, and waivers of clauses that the version lets be waived; with an end, always. Those that stood before are superseded. When they end, the common terms hold again.',
    roles: ['access-manager'],
    secondPerson: ['decision-owner'],
    clauses: ['AUP18-10'],
    body: Type.Object(
      {
        agreement: Id('The agreement.'),
        version: PolicyId,
        set: Type.Optional(ListOf(Setting, 50, 'Parameters that differ.')),
        waives: Type.Optional(ListOf(ClauseRef, 50, 'Clauses that are not to bind.')),
        summary: Summary,
        from: Type.Optional(Instant('From when; at once unless told.')),
        until: Instant('Until when.'),
        reason: Reason,
      },
      closed,
    ),
    answer: Type.Object(
      { id: Id('The tailored terms.'), superseded: Nullable(Id('Those they take the place of.')) },
      closed,
    ),
    run: async ({ rooms, actor, approvedBy, now, body, deed }) => {
      if (await isOwnCauseOf(rooms.database.query, body.agreement, actor, approvedBy, now)) {
        return { outcome: 'own-cause', detail: OWN_SIDE }
      }
      const policy = rooms.policyOf(body.version)
      const { parameters, errors } = readSettings(body.set ?? [])
      const waives = (body.waives ?? []).flatMap(id => clauseOf(id)?.id ?? strange(id, errors))
      if (!policy)
        errors.push({ parameter: 'version', in: 'body', message: 'No such version was published.' })
      if (!policy || errors.length > 0) return { outcome: 'wrong', errors }
      const draft = {
        id: rooms.newId(),
        agreementId: body.agreement,
        policyVersion: policy.id,
        parameters,
        waives: [...new Set(waives)],
        reason: body.reason,
        summary: body.summary,
        from: body.from === undefined ? now : Date.parse(body.from),
        until: Date.parse(body.until),
      }
      const tailored = await tailorTerms(rooms.database, draft, policy, deed('access-manager'))
      switch (tailored.outcome) {
        case 'tailored':
          return {
            outcome: 'done',
            status: 201,
            body: { id: draft.id, superseded: tailored.superseded },
          }
        case 'unmet':
          return tailored
        case 'unknown-agreement':
          return { outcome: 'no-such' }
        case 'too-early':
          return {
            outcome: 'conflict',
            detail: `${tailored.other} stand now, and these begin later: end those, or let these begin at once.`,
          }
        case 'id-taken':
          return { outcome: 'conflict', detail: 'Try again.' }
        case 'one-person':
          return { outcome: 'own-cause', detail: 'Tailored terms take two people.' }
        default:
          return unreachable(tailored)
      }
    },
  }),
  act({
    command: 'tailored-terms end',
    method: 'POST',
    path: '/tailored-terms/:id/end',
    tag: TAG,
    summary: 'End tailored terms before their time: the common terms hold again',
    roles: ['access-manager', 'decision-owner'],
    clauses: ['AUP18-09', 'AUP18-10'],
    params: Type.Object({ id: Id('The tailored terms.') }, closed),
    body: JustReason,
    answer: Type.Object({ state: choice(TAILORED_STATES, 'How they stand.') }, closed),
    run: async ({ rooms, params, deed, actor, now }) => {
      const { query } = rooms.database
      const [terms] = await readTailored(query, { ids: [params.id] })
      if (terms && (await isOwnCauseOf(query, terms.agreementId, actor, null, now))) {
        return { outcome: 'own-cause', detail: OWN_SIDE }
      }
      const role = holds(actor, 'access-manager') ? 'access-manager' : 'decision-owner'
      const ended = await endTailored(rooms.database, params.id, 'end', deed(role))
      if (ended.outcome === 'changed') return { outcome: 'done', body: { state: 'ended' } }
      return ended.outcome === 'unknown-terms' ? { outcome: 'no-such' } : notTaken(ended)
    },
  }),
]

function strange(id: string, errors: ParameterError[]): ClauseId[] {
  errors.push({ parameter: 'waives', in: 'body', message: `No policy has a clause ${id}.` })
  return []
}

/** Reads `name=value` with the value as JSON; whether it may be set, and to that, the policy judges. */
function readSettings(settings: readonly string[]): {
  readonly parameters: Partial<PolicyParameters>
  readonly errors: ParameterError[]
} {
  const errors: ParameterError[] = []
  const read = settings.flatMap(setting => {
    const [name = '', text = ''] = setting.split('=')
    const value = VALUES.get(text) ?? (/^\d{1,9}$/.test(text) ? Number(text) : undefined)
    if (isTailorable(name) && value !== undefined) return [[name, value] as const]
    const message = isTailorable(name)
      ? `${setting}: the value is true, false or a whole number.`
      : `${name} is the same for everybody; these may be set: ${TAILORABLE.join(', ')}.`
    errors.push({ parameter: 'set', in: 'body', message })
    return []
  })
  const parameters: Partial<PolicyParameters> = Object.fromEntries(read)
  return { parameters, errors }
}

const VALUES: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])
