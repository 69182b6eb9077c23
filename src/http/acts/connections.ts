import Type from 'typebox'
import {
  createAccount,
  createConnection,
  readConnection,
  readConnections,
  readOrganisation,
  readProduct,
  withdrawConnection,
} from '../../accounts/index.ts'
import type { Role } from '../../vocabulary/index.ts'
import { inside } from '../../workflow/index.ts'
import { type Act, type ActOutcome, act, notTaken } from './act.ts'
import { EUO, manages, OPERATOR, reachOf } from './reach.ts'
import {
  After,
  ConnectionPath,
  ConnectionState,
  ConnectionView,
  connectionView,
  EnvironmentName,
  JustReason,
  Limit,
  Name,
  Next,
  PAGE,
  ProductPath,
  paged,
} from './register-words.ts'
import { choice, closed, Id, ListOf, OdsCode, Reason } from './words.ts'

const TAG = 'Connections'
const MAKE: readonly Role[] = ['access-manager', 'supplier-admin']
const OPEN: readonly Role[] = ['access-manager', 'euo-admin', 'supplier-admin']

const Draft = Type.Object(
  {
    id: Id('The account; it is its OAuth client id as well.'),
    status: choice(['draft'], 'Where it begins.'),
  },
  closed,
)
const draft = (id: string): ActOutcome => ({ outcome: 'done', body: { id, status: 'draft' }, status: 201 })

const connectionOnlyActs: readonly Act[] = [
  act({
    command: 'connection list',
    method: 'GET',
    path: '/connections',
    tag: TAG,
    summary: 'Connections: an organisation, a product, an environment',
    description: 'The operator sees all; an organisation its own; a supplier those with its products.',
    roles: [...OPERATOR, ...EUO, 'supplier-admin'],
    clauses: ['AUP25-02', 'AUP25-04'],
    query: Type.Object({ after: After, limit: Limit }, closed),
    answer: Type.Object({ connections: ListOf(ConnectionView, PAGE, 'In order of id.'), next: Next }, closed),
    run: async ({ rooms, actor, query: { after = '', limit = PAGE } }) => {
      const { odsCodes, supplierIds } = reachOf(actor) ?? { odsCodes: null, supplierIds: null }
      const wanted = { odsCodes, supplierIds, after, limit: limit + 1 }
      const { page, next } = paged(await readConnections(rooms.database.query, wanted), limit, row => row.id)
      return { outcome: 'done', body: { connections: page.map(connectionView), next } }
    },
  }),
  act({
    command: 'connection create',
    method: 'POST',
    path: '/connections',
    tag: TAG,
    summary: 'Connect an organisation and a product in an environment',
    description: 'It opens nothing by itself: that takes an agreement and an account.',
    roles: MAKE,
    clauses: ['AUP25-02', 'AUP25-04'],
    body: Type.Object(
      { odsCode: OdsCode, productId: Id('The product.'), environment: EnvironmentName, reason: Reason },
      closed,
    ),
    answer: ConnectionView,
    run: async context => {
      const { rooms, body, deed } = context
      const { odsCode, productId, environment } = body
      const { query } = rooms.database
      const product = await readProduct(query, productId)
      const role = product && manages(context, { supplierId: product.supplierId })
      if (!role) return { outcome: 'no-such' }
      if (product.status === 'withdrawn') return { outcome: 'not-legal', detail: 'The product is withdrawn.' }
      if ((await readOrganisation(query, odsCode))?.status === 'closed') return NOT_REGISTERED
      const id = rooms.newId()
      const made = await createConnection(rooms.database, { id, odsCode, productId, environment }, deed(role))
      if (made === 'already-connected') {
        return { outcome: 'conflict', detail: 'These are connected already, in that environment.' }
      }
      const connection = made === 'created' ? await readConnection(query, id) : undefined
      return connection ? { outcome: 'done', body: connectionView(connection), status: 201 } : NOT_REGISTERED
    },
  }),
  act({
    command: 'connection withdraw',
    method: 'POST',
    path: '/connections/:id/withdrawal',
    tag: TAG,
    summary: 'End a connection whose accounts have all ended',
    roles: OPEN,
    clauses: ['AUP25-04'],
    params: ConnectionPath,
    body: JustReason,
    answer: Type.Object({ status: ConnectionState }, closed),
    run: async context => {
      const { rooms, params, deed } = context
      const connection = await readConnection(rooms.database.query, params.id)
      const role = connection && manages(context, connection)
      if (!role) return { outcome: 'no-such' }
      const step = await withdrawConnection(rooms.database, params.id, deed(role))
      if (step.outcome === 'unknown') return { outcome: 'no-such' }
      return step.outcome === 'moved' ? { outcome: 'done', body: { status: step.to } } : notTaken(step)
    },
  }),
]

/** Said of organisations that are not there, and of those that are closed, alike. */
const NOT_REGISTERED: ActOutcome = {
  outcome: 'conflict',
  detail: 'No organisation of that code is in the register and open. Ask the operator to add it.',
}

const accountActs: readonly Act[] = [
  act({
    command: 'account create-web-service',
    method: 'POST',
    path: '/connections/:id/web-service-accounts',
    tag: TAG,
    summary: 'Draft the web service account of an organisation on a connection',
    roles: OPEN,
    clauses: ['AUP25-04'],
    params: ConnectionPath,
    body: Type.Object({ name: Name, reason: Reason }, closed),
    answer: Draft,
    run: async context => {
      const { rooms, params, body, deed } = context
      return rooms.database.transaction(async (query): Promise<ActOutcome> => {
        const connection = await readConnection(query, params.id)
        const role = connection && manages(context, connection)
        if (!role) return { outcome: 'no-such' }
        if (connection.status !== 'open') {
          return { outcome: 'not-legal', detail: `The connection is ${connection.status}.` }
        }
        const id = rooms.newId()
        const account = {
          id,
          kind: 'web-service',
          connectionId: connection.id,
          name: body.name,
          status: 'draft',
          referralRoleIds: null,
          regionIds: null,
        } as const
        const by = deed(role, { onBehalfOf: connection.odsCode })
        const made = await createAccount(inside(rooms.database, query), account, by)
        if (made === 'created') return draft(id)
        if (made !== 'connection-has-account') return { outcome: 'no-such' }
        return { outcome: 'conflict', detail: 'The connection has a web service account that has not ended.' }
      })
    },
  }),
  act({
    command: 'account create-product-client',
    method: 'POST',
    path: '/products/:id/clients',
    tag: TAG,
    summary: 'Draft the client of a product that asks in the name of several organisations',
    description:
      'Each question through it names one organisation, in the header NHSD-End-User-Organisation-ODS, and is decided as that of the organisation’s own web service account on its connection with the product.',
    roles: MAKE,
    clauses: ['AUP25-02'],
    params: ProductPath,
    body: Type.Object({ environment: EnvironmentName, name: Name, reason: Reason }, closed),
    answer: Draft,
    run: async context => {
      const { rooms, params, body, deed } = context
      const product = await readProduct(rooms.database.query, params.id)
      const role = product && manages(context, { supplierId: product.supplierId })
      if (!role) return { outcome: 'no-such' }
      if (product.status === 'withdrawn') return { outcome: 'not-legal', detail: 'The product is withdrawn.' }
      const id = rooms.newId()
      const account = {
        id,
        kind: 'product',
        connectionId: null,
        productId: product.id,
        environment: body.environment,
        name: body.name,
        status: 'draft',
        referralRoleIds: null,
        regionIds: null,
      } as const
      const made = await createAccount(rooms.database, account, deed(role))
      if (made === 'created') return draft(id)
      if (made !== 'connection-has-account') return { outcome: 'no-such' }
      return { outcome: 'conflict', detail: 'The product has a client there that has not ended.' }
    },
  }),
]

export const connectionActs: readonly Act[] = [...connectionOnlyActs, ...accountActs]
