import Type from 'typebox'
import {
  amendRequest,
  CLAUSES_OF_TYPE,
  CONTACT_CHECKLIST,
  PRESENTATION_CHECKLIST,
  readDerogations,
  readPermissions,
  readUnmet,
  requestPermission,
} from '../../agreements/index.ts'
import { connectionReader, firstUseReader } from '../../connection-reader.ts'
import type { Query } from '../../database/index.ts'
import { type Role, unreachable } from '../../vocabulary/index.ts'
import type { ParameterError } from '../problem.ts'
import { type Act, act } from './act.ts'
import { changed } from './permission-outcome.ts'
import {
  asksAs,
  asksLead,
  leadsOf,
  seeAgreement,
  seePermission,
  seesConnection,
  surroundingsOf,
} from './permission-reach.ts'
import {
  emptyScope,
  PermissionPath,
  PermissionView,
  permissionView,
  SCOPE_PROPERTIES,
  StateName,
  strangeMembers,
  TypeName,
  UnmetView,
  unmetView,
  withMembers,
} from './permission-words.ts'
import { EUO, OPERATOR, reachOf } from './reach.ts'
import { After, Limit, Next, PAGE, paged } from './register-words.ts'
import { ClauseRef, closed, Flag, Id, ListOf, Reason, Text } from './words.ts'

const TAG = 'Permissions'
export const SEE: readonly Role[] = [...OPERATOR, ...EUO, 'supplier-admin', 'dos-lead']
const ASK: readonly Role[] = ['euo-admin', 'euo-signatory', 'access-manager']

const seeingActs: readonly Act[] = [
  act({
    command: 'permission list',
    method: 'GET',
    path: '/permissions',
    tag: TAG,
    summary: 'Permissions beside agreements',
    description:
      'The operator sees all; an organisation and a supplier those of their connections; a DoS Lead the public displays that ask for a region of theirs.',
    roles: SEE,
    clauses: ['AUP18-10', 'AUP18-16'],
    query: Type.Object(
      {
        connection: Type.Optional(Id('Only of this connection.')),
        type: Type.Optional(TypeName),
        state: Type.Optional(StateName),
        after: After,
        limit: Limit,
      },
      closed,
    ),
    answer: Type.Object({ permissions: ListOf(PermissionView, PAGE, 'In order of id.'), next: Next }, closed),
    run: async ({ rooms, actor, now, query: wanted }) => {
      const { query } = rooms.database
      const { connection, type, state, after = '', limit = PAGE } = wanted
      const reach = reachOf(actor)
      const regions = await leadsOf(query, actor, now)
      const all = await readPermissions(
        query,
        connection === undefined ? {} : { connectionIds: [connection] },
      )
      const entries = await connectionReader(query, [...new Set(all.map(one => one.connectionId))])
      const own = new Set(entries.filter(entry => seesConnection(reach, entry)).map(one => one.connectionId))
      const seen = all
        .filter(one => own.has(one.connectionId) || asksLead(one, regions))
        .filter(one => (type ?? one.scope.type) === one.scope.type && (state ?? one.state) === one.state)
        .filter(one => one.id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
      const { page, next } = paged(seen, limit, one => one.id)
      return { outcome: 'done', body: { permissions: page.map(permissionView), next } }
    },
  }),
  act({
    command: 'permission show',
    method: 'GET',
    path: '/permissions/:id',
    tag: TAG,
    summary: 'One permission, and all that still stands in the way of granting it',
    roles: SEE,
    clauses: ['AUP18-10', 'AUP18-16'],
    params: PermissionPath,
    answer: Type.Object(
      { permission: PermissionView, missing: ListOf(UnmetView, 200, 'Empty when it may be granted.') },
      closed,
    ),
    run: async ({ rooms, actor, now, params }) => {
      const { query } = rooms.database
      const seen = await seePermission(query, actor, params.id, now)
      if (!seen) return { outcome: 'no-such' }
      const missing = await readUnmet(query, seen.permission, surroundingsOf(rooms), now)
      return {
        outcome: 'done',
        body: { permission: permissionView(seen.permission), missing: missing.map(unmetView) },
      }
    },
  }),
  act({
    command: 'permission checklist',
    method: 'GET',
    path: '/permission-checklist',
    tag: TAG,
    summary: 'What whoever shows services to the public must see to',
    roles: 'anyone',
    clauses: ['AUP25-21', 'AUP25-23', 'AUP25-24'],
    answer: Type.Object(
      {
        items: ListOf(
          Type.Object(
            {
              id: Id('The item.'),
              asks: Text(300, 'What it asks.'),
              clauses: ListOf(ClauseRef, 20, 'By these clauses.'),
              needed: Flag('Whether the policy in force asks for it.'),
            },
            closed,
          ),
          50,
          'In order.',
        ),
      },
      closed,
    ),
    run: ({ rooms, now }) => {
      const { publicDisplayNationalContact } = rooms.policy(now).parameters
      const items = [
        ...PRESENTATION_CHECKLIST.map(item => ({ ...item, needed: true })),
        ...CONTACT_CHECKLIST.map(item => ({ ...item, needed: publicDisplayNationalContact })),
      ]
      return { outcome: 'done', body: { items } }
    },
  }),
]

/** A derogation is of the agreement: one of another agreement answers as one there is not. */
async function strangeDerogation(
  query: Query,
  agreementId: string,
  { derogation }: { readonly derogation?: string },
): Promise<readonly ParameterError[]> {
  if (derogation === undefined) return []
  const known = await readDerogations(query, [agreementId])
  if (known.some(one => one.id === derogation)) return []
  return [{ parameter: 'derogation', in: 'body', message: 'is no derogation of that agreement' }]
}

const askingActs: readonly Act[] = [
  act({
    command: 'permission request',
    method: 'POST',
    path: '/permissions',
    tag: TAG,
    summary: 'Ask for a permission beside an agreement',
    description:
      'What only some types have is given by name and refused for others. A request not to be listed is out of time once the connection has been used in production: it is recorded and refused (AUP25-61).',
    roles: ASK,
    clauses: ['AUP18-10', 'AUP18-11'],
    body: Type.Object(
      { agreement: Id('The agreement.'), type: TypeName, ...SCOPE_PROPERTIES, reason: Reason },
      closed,
    ),
    answer: PermissionView,
    run: async ({ rooms, actor, body, deed }) => {
      const { agreement: agreementId, type, reason, ...members } = body
      const seen = await seeAgreement(rooms.database.query, actor, agreementId)
      if (!seen) return { outcome: 'no-such' }
      const role = asksAs(actor, seen.connection)
      if (!role) return { outcome: 'not-entitled', detail: 'It is for the organisation itself to ask.' }
      const { query } = rooms.database
      const errors = [
        ...strangeMembers(type, members),
        ...(await strangeDerogation(query, agreementId, members)),
      ]
      if (errors.length > 0) return { outcome: 'wrong', errors }
      const scope = withMembers(emptyScope(type), members)
      const onBehalfOf = role === 'access-manager' ? { onBehalfOf: seen.connection.organisation.odsCode } : {}
      const asked = await requestPermission(
        rooms.database,
        { id: rooms.newId(), agreementId, scope, reason },
        firstUseReader,
        deed(role, { clauses: CLAUSES_OF_TYPE[type], ...onBehalfOf }),
      )
      switch (asked.outcome) {
        case 'requested':
        case 'out-of-time':
          return { outcome: 'done', status: 201, body: permissionView(asked.permission) }
        case 'agreement-over':
          return { outcome: 'not-legal', detail: `The agreement is ${asked.status}.` }
        case 'unknown-agreement':
        case 'id-taken':
          return { outcome: 'no-such' }
        default:
          return unreachable(asked)
      }
    },
  }),
  act({
    command: 'permission amend',
    method: 'POST',
    path: '/permissions/:id/amendment',
    tag: TAG,
    summary: 'Complete or change a request that is not decided yet',
    roles: ASK,
    clauses: ['AUP18-11'],
    params: PermissionPath,
    body: Type.Object({ ...SCOPE_PROPERTIES, reason: Reason }, closed),
    answer: PermissionView,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const seen = await seePermission(rooms.database.query, actor, params.id, now)
      const role = seen && asksAs(actor, seen.connection)
      if (!seen || !role) return { outcome: 'no-such' }
      const { reason: _reason, ...members } = body
      const { agreementId, scope: asked } = seen.permission
      const { query } = rooms.database
      const errors = [
        ...strangeMembers(asked.type, members),
        ...(await strangeDerogation(query, agreementId, members)),
      ]
      if (errors.length > 0) return { outcome: 'wrong', errors }
      const amend = (scope: typeof seen.permission.scope) => withMembers(scope, members)
      return changed(await amendRequest(rooms.database, params.id, amend, surroundingsOf(rooms), deed(role)))
    },
  }),
]

export const permissionRequestActs: readonly Act[] = [...seeingActs, ...askingActs]
