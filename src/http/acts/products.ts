import Type from 'typebox'
import {
  describeProduct,
  moveProduct,
  type ProductEvent,
  readProduct,
  readProducts,
  readProductVersions,
  readSuppliers,
  releaseVersion,
  saveSupplier,
} from '../../accounts/index.ts'
import { type ClauseId, holds, type Role } from '../../vocabulary/index.ts'
import { type Act, act, notTaken } from './act.ts'
import { manages, OPERATOR, reachesSupplier, reachOf } from './reach.ts'
import {
  After,
  JustReason,
  Limit,
  Name,
  Next,
  PAGE,
  ProductPath,
  ProductStatus,
  ProductView,
  paged,
  productView,
  SupplierPath,
  SupplierView,
  Version,
  VersionView,
  versionView,
} from './register-words.ts'
import { closed, Id, ListOf, Prose, Reason } from './words.ts'

const TAG = 'Suppliers and products'
const SEE: readonly Role[] = [...OPERATOR, 'supplier-admin']
const MAKE: readonly Role[] = ['access-manager', 'supplier-admin']
const VERSIONS_SHOWN = 100

const supplierActs: readonly Act[] = [
  act({
    command: 'supplier list',
    method: 'GET',
    path: '/suppliers',
    tag: TAG,
    summary: 'Suppliers of products',
    roles: SEE,
    clauses: ['AUP25-02'],
    query: Type.Object({ after: After, limit: Limit }, closed),
    answer: Type.Object({ suppliers: ListOf(SupplierView, PAGE, 'In order of id.'), next: Next }, closed),
    run: async ({ rooms, actor, query: { after = '', limit = PAGE } }) => {
      const ids = reachOf(actor)?.supplierIds ?? null
      const rows = await readSuppliers(rooms.database.query, { ids, after, limit: limit + 1 })
      const { page, next } = paged(rows, limit, row => row.id)
      return { outcome: 'done', body: { suppliers: page, next } }
    },
  }),
  act({
    command: 'supplier save',
    method: 'PUT',
    path: '/suppliers/:id',
    tag: TAG,
    summary: 'Add a supplier, or correct what it is called',
    roles: ['access-manager'],
    clauses: ['AUP25-02'],
    params: SupplierPath,
    body: Type.Object({ name: Name, reason: Reason }, closed),
    answer: SupplierView,
    run: async ({ rooms, params, body, deed }) => {
      const supplier = { id: params.id, name: body.name }
      const done = await saveSupplier(rooms.database, supplier, deed('access-manager'))
      return { outcome: 'done', body: supplier, status: done === 'created' ? 201 : 200 }
    },
  }),
]

const seeingActs: readonly Act[] = [
  act({
    command: 'product list',
    method: 'GET',
    path: '/products',
    tag: TAG,
    summary: 'Products that organisations use the directory through',
    description: 'The operator sees all; a supplier sees its own.',
    roles: SEE,
    clauses: ['AUP25-02'],
    query: Type.Object({ after: After, limit: Limit }, closed),
    answer: Type.Object({ products: ListOf(ProductView, PAGE, 'In order of id.'), next: Next }, closed),
    run: async ({ rooms, actor, query: { after = '', limit = PAGE } }) => {
      const supplierIds = reachOf(actor)?.supplierIds ?? null
      const rows = await readProducts(rooms.database.query, { supplierIds, after, limit: limit + 1 })
      const { page, next } = paged(rows, limit, row => row.id)
      return { outcome: 'done', body: { products: page.map(productView), next } }
    },
  }),
  act({
    command: 'product show',
    method: 'GET',
    path: '/products/:id',
    tag: TAG,
    summary: 'One product, and which version of it was in use when',
    roles: SEE,
    clauses: ['AUP18-17'],
    params: ProductPath,
    answer: Type.Object(
      { product: ProductView, versions: ListOf(VersionView, VERSIONS_SHOWN, 'The newest first.') },
      closed,
    ),
    run: async ({ rooms, actor, params }) => {
      const { query } = rooms.database
      const product = await readProduct(query, params.id)
      if (!product || !reachesSupplier(reachOf(actor), product.supplierId)) return { outcome: 'no-such' }
      const versions = await readProductVersions(query, product.id, VERSIONS_SHOWN)
      return {
        outcome: 'done',
        body: { product: productView(product), versions: versions.map(versionView) },
      }
    },
  }),
]

const makingActs: readonly Act[] = [
  act({
    command: 'product save',
    method: 'POST',
    path: '/products',
    tag: TAG,
    summary: 'Add a product, or correct what one is called',
    description: 'Without "id" a product is added, and is given one; with it, that product is renamed.',
    roles: MAKE,
    clauses: ['AUP25-02'],
    body: Type.Object(
      {
        id: Type.Optional(Id('A product there is.')),
        supplierId: Id('Who makes it.'),
        name: Name,
        reason: Reason,
      },
      closed,
    ),
    answer: ProductView,
    run: async context => {
      const { rooms, body, deed } = context
      const { supplierId, name } = body
      const role = manages(context, { supplierId })
      const known = body.id === undefined ? undefined : await readProduct(rooms.database.query, body.id)
      const isOther = body.id !== undefined && known?.supplierId !== supplierId
      if (!role || isOther) return { outcome: 'no-such' }
      const id = body.id ?? rooms.newId()
      const done = await describeProduct(rooms.database, { id, supplierId, name }, deed(role))
      if (done === 'unknown-supplier' || done === 'id-taken') return { outcome: 'no-such' }
      const fresh = { version: null, status: 'active' } as const
      const product = { ...(known ?? fresh), id, supplierId, name }
      return { outcome: 'done', body: productView(product), status: done === 'created' ? 201 : 200 }
    },
  }),
  act({
    command: 'product release',
    method: 'POST',
    path: '/products/:id/versions',
    tag: TAG,
    summary: 'Put a version of a product in use, for every organisation that uses it',
    description:
      'Permission to show services to the public is for the version that its clinical safety case was made for: with another in use it rests until there is a case for that one.',
    roles: MAKE,
    clauses: ['AUP18-17'],
    params: ProductPath,
    body: Type.Object(
      { version: Version, note: Type.Optional(Prose(2000, 'What changed.')), reason: Reason },
      closed,
    ),
    answer: Type.Object({ version: Version }, closed),
    run: async context => {
      const { rooms, params, body, deed } = context
      const product = await readProduct(rooms.database.query, params.id)
      const role = product && manages(context, { supplierId: product.supplierId })
      if (!role) return { outcome: 'no-such' }
      const { version, note = '' } = body
      const done = await releaseVersion(rooms.database, params.id, { version, note }, deed(role))
      switch (done.outcome) {
        case 'released':
          return { outcome: 'done', body: { version }, status: 201 }
        case 'unknown':
          return { outcome: 'no-such' }
        case 'withdrawn':
          return { outcome: 'not-legal', detail: 'The product is withdrawn.' }
        case 'in-use':
          return { outcome: 'conflict', detail: `Version ${version} is in use already.` }
      }
    },
  }),
]

/** What only the operator does to a product. */
const stepAct = (
  event: ProductEvent,
  path: string,
  summary: string,
  clauses: readonly ClauseId[],
  who: { readonly roles: readonly Role[]; readonly secondPerson?: readonly Role[] },
): Act =>
  act({
    command: `product ${event}`,
    method: 'POST',
    path: `/products/:id/${path}`,
    tag: TAG,
    summary,
    ...who,
    clauses,
    params: ProductPath,
    body: JustReason,
    answer: Type.Object({ status: ProductStatus }, closed),
    run: async ({ rooms, params, deed, actor }) => {
      // Whoever proposed what a second person agreed to comes without roles: theirs were judged at the time.
      const role = who.roles.find(one => holds(actor, one)) ?? who.roles[0] ?? 'holder'
      const step = await moveProduct(rooms.database, params.id, event, deed(role))
      if (step.outcome === 'unknown') return { outcome: 'no-such' }
      return step.outcome === 'moved' ? { outcome: 'done', body: { status: step.to } } : notTaken(step)
    },
  })

const STOP: readonly Role[] = ['access-manager', 'decision-owner']

export const productActs: readonly Act[] = [
  ...supplierActs,
  ...seeingActs,
  ...makingActs,
  stepAct('suspend', 'suspension', 'Stop a product for every organisation that uses it', ['AUP25-42'], {
    roles: STOP,
  }),
  stepAct('reinstate', 'reinstatement', 'Let a suspended product be used again', ['AUP25-42'], {
    roles: STOP,
  }),
  // There is no way back from here, for any organisation: two people.
  stepAct('withdraw', 'withdrawal', 'End a product for good', ['AUP25-04'], {
    roles: ['access-manager'],
    secondPerson: ['decision-owner'],
  }),
]
