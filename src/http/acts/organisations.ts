import Type, { type Static } from 'typebox'
import {
  closeOrganisation,
  describeOrganisation,
  moveOrganisation,
  type OrganisationStep,
  readOrganisation,
  readOrganisations,
} from '../../accounts/index.ts'
import { holds, type Role } from '../../vocabulary/index.ts'
import { type Act, type ActContext, type ActOutcome, act, notTaken } from './act.ts'
import { EUO, OPERATOR, reachesOrganisation, reachOf } from './reach.ts'
import {
  AddressLines,
  After,
  JustReason,
  Limit,
  Name,
  Next,
  ORGANISATION_STATUSES,
  OrganisationPath,
  OrganisationView,
  organisationView,
  PAGE,
  PostcodeText,
  paged,
} from './register-words.ts'
import { choice, closed, Day, ListOf, Reason, Text } from './words.ts'

const TAG = 'Organisations'
const SANCTION: readonly Role[] = ['decision-owner', 'access-manager']
const Status = Type.Object(
  { status: choice(ORGANISATION_STATUSES, 'Whether it may be asked for now.') },
  closed,
)

export const organisationActs: readonly Act[] = [
  act({
    command: 'organisation list',
    method: 'GET',
    path: '/organisations',
    tag: TAG,
    summary: 'End User Organisations in the register',
    description: 'The operator sees all; who speaks for an organisation sees that one.',
    roles: [...OPERATOR, ...EUO],
    clauses: ['AUP25-02'],
    query: Type.Object(
      {
        status: Type.Optional(choice(ORGANISATION_STATUSES, 'Only these.')),
        after: After,
        limit: Limit,
      },
      closed,
    ),
    answer: Type.Object(
      { organisations: ListOf(OrganisationView, PAGE, 'In order of ODS code.'), next: Next },
      closed,
    ),
    run: async ({ rooms, actor, query }) => {
      const { status = null, after = '', limit = PAGE } = query
      const odsCodes = reachOf(actor)?.odsCodes ?? null
      const wanted = { odsCodes, status, after, limit: limit + 1 }
      const rows = await readOrganisations(rooms.database.query, wanted)
      const { page, next } = paged(rows, limit, row => row.odsCode)
      return { outcome: 'done', body: { organisations: page.map(organisationView), next } }
    },
  }),
  act({
    command: 'organisation show',
    method: 'GET',
    path: '/organisations/:odsCode',
    tag: TAG,
    summary: 'One End User Organisation',
    roles: [...OPERATOR, ...EUO],
    clauses: ['AUP25-02'],
    params: OrganisationPath,
    answer: OrganisationView,
    run: async ({ rooms, actor, params }) => {
      const record = await readOrganisation(rooms.database.query, params.odsCode)
      if (!record || !reachesOrganisation(reachOf(actor), record.odsCode)) return { outcome: 'no-such' }
      return { outcome: 'done', body: organisationView(record) }
    },
  }),
  act({
    command: 'organisation save',
    method: 'PUT',
    path: '/organisations/:odsCode',
    tag: TAG,
    summary: 'Add an End User Organisation, or correct what it is called and where it is',
    roles: ['access-manager'],
    clauses: ['AUP25-02'],
    params: OrganisationPath,
    body: Type.Object(
      {
        name: Name,
        addressLines: Type.Optional(AddressLines),
        postcode: Type.Optional(PostcodeText),
        odsRole: Type.Optional(Text(20, 'Its kind, as ODS has it, such as RO76.')),
        openedOn: Type.Optional(Day('When it opened.')),
        reason: Reason,
      },
      closed,
    ),
    answer: OrganisationView,
    run: async ({ rooms, params, body, deed }) => {
      const { query } = rooms.database
      const { reason: _, ...given } = body
      const known = await readOrganisation(query, params.odsCode)
      const base = known ?? { addressLines: [], postcode: null }
      const organisation = { ...base, ...given, odsCode: params.odsCode }
      const done = await describeOrganisation(rooms.database, organisation, deed('access-manager'))
      const saved = await readOrganisation(query, params.odsCode)
      if (!saved) throw new Error('An organisation that was just saved is not there.')
      return { outcome: 'done', body: organisationView(saved), status: done === 'created' ? 201 : 200 }
    },
  }),
  act({
    command: 'organisation close',
    method: 'POST',
    path: '/organisations/:odsCode/closure',
    tag: TAG,
    summary: 'Close an organisation: its connections are put on hold, and nobody is answered in its name',
    roles: ['access-manager'],
    clauses: ['AUP25-02'],
    params: OrganisationPath,
    body: Type.Object(
      { closedOn: Type.Optional(Day('When it closed, if not today.')), reason: Reason },
      closed,
    ),
    answer: Status,
    run: async ({ rooms, params, body, deed }) => {
      const by = deed('access-manager')
      return stepped(await closeOrganisation(rooms.database, params.odsCode, by, body.closedOn ?? null))
    },
  }),
  act({
    command: 'organisation reopen',
    method: 'POST',
    path: '/organisations/:odsCode/reopening',
    tag: TAG,
    summary:
      'Take back that an organisation was closed: its connections resume, and it is what it was before',
    roles: ['access-manager'],
    clauses: ['AUP25-02'],
    params: OrganisationPath,
    body: JustReason,
    answer: Status,
    run: async ({ rooms, params, deed }) =>
      stepped(await moveOrganisation(rooms.database, params.odsCode, 'reopen', deed('access-manager'))),
  }),
  act({
    command: 'organisation suspend',
    method: 'POST',
    path: '/organisations/:odsCode/suspension',
    tag: TAG,
    summary: 'Suspend an organisation: nobody is answered in its name until it is reinstated',
    roles: SANCTION,
    clauses: ['AUP25-42'],
    params: OrganisationPath,
    body: JustReason,
    answer: Status,
    run: context => sanctioned(context, 'suspend'),
  }),
  act({
    command: 'organisation reinstate',
    method: 'POST',
    path: '/organisations/:odsCode/reinstatement',
    tag: TAG,
    summary: 'End the suspension of an organisation',
    roles: SANCTION,
    clauses: ['AUP25-42'],
    params: OrganisationPath,
    body: JustReason,
    answer: Status,
    run: context => sanctioned(context, 'reinstate'),
  }),
]

async function sanctioned(
  { rooms, actor, params, deed }: ActContext<Static<typeof OrganisationPath>, unknown, unknown>,
  event: 'suspend' | 'reinstate',
): Promise<ActOutcome> {
  const as = SANCTION.find(role => holds(actor, role))
  if (!as) return { outcome: 'no-such' }
  const isTheirs = actor.roles.some(
    ({ scope }) => scope.kind === 'organisation' && scope.id === params.odsCode,
  )
  if (isTheirs) {
    return { outcome: 'own-cause', detail: 'Nobody decides about an organisation they act for themselves.' }
  }
  return stepped(await moveOrganisation(rooms.database, params.odsCode, event, deed(as)))
}

function stepped(step: OrganisationStep): ActOutcome {
  if (step.outcome === 'unknown') return { outcome: 'no-such' }
  return step.outcome === 'moved' ? { outcome: 'done', body: { status: step.to } } : notTaken(step)
}
