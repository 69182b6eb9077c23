import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, type Step, step } from '../workflow/index.ts'
import type { Product, Supplier } from './records.ts'
import { PRODUCT, type ProductEvent } from './register-machines.ts'

const SUPPLIER = 'select id, name from accounts.supplier where id = $1 for update'

/** Writes a supplier, new or changed. */
export const saveSupplier = (
  database: Database,
  supplier: Supplier,
  deed: Deed,
): Promise<'created' | 'saved'> =>
  database.transaction(async query => {
    const [before] = await query<Supplier>(SUPPLIER, [supplier.id])
    await query(
      `insert into accounts.supplier (id, name) values ($1, $2)
       on conflict (id) do update set name = excluded.name`,
      [supplier.id, supplier.name],
    )
    await recordAct(query, 'supplier', supplier.id, 'save', deed, before ?? null, supplier)
    return before ? 'saved' : 'created'
  })

const EVERY = { ids: null, after: '', limit: 10_000 }

/** Suppliers by id, of these or of all, past `after`. */
export const readSuppliers = (
  query: Query,
  wanted: { readonly ids: readonly string[] | null; readonly after: string; readonly limit: number } = EVERY,
): Promise<Supplier[]> =>
  query<Supplier>(
    `select id, name from accounts.supplier where ($1::text[] is null or id = any($1::text[])) and id > $2
     order by id limit $3`,
    [wanted.ids, wanted.after, wanted.limit],
  )

/** Writes a product, new or changed, in whatever state. Every account that uses it hears of it through the change feed. */
export const saveProduct = (
  database: Database,
  product: Product,
  deed: Deed,
): Promise<'saved' | 'unknown-supplier'> =>
  database.transaction(async query => {
    const [supplier] = await query(SUPPLIER, [product.supplierId])
    if (!supplier) return 'unknown-supplier'
    const before = await lockProduct(query, product.id)
    await write(query, before, product, deed)
    if (product.version !== null && product.version !== before?.version)
      await addVersion(query, product.id, product.version, '', deed)
    await appendAccountsUsing(query, product.id)
    return 'saved'
  })

/** Adds a product, which has no version yet, or writes what it is called. It stays its supplier's. */
export const describeProduct = (
  database: Database,
  product: Pick<Product, 'id' | 'supplierId' | 'name'>,
  deed: Deed,
): Promise<'created' | 'saved' | 'unknown-supplier' | 'id-taken'> =>
  database.transaction(async query => {
    const [supplier] = await query(SUPPLIER, [product.supplierId])
    if (!supplier) return 'unknown-supplier'
    const before = await lockProduct(query, product.id)
    if (before && before.supplierId !== product.supplierId) return 'id-taken'
    await write(query, before, { version: null, status: 'active', ...before, ...product }, deed)
    await appendAccountsUsing(query, product.id)
    return before ? 'saved' : 'created'
  })

export type Release =
  | { readonly outcome: 'released'; readonly from: string | null }
  | { readonly outcome: 'unknown' | 'withdrawn' | 'in-use' }

/**
 * Puts a version of a product in use, from now on, for everybody who uses it. Permissions that rest on a safety case
 * for another version then speak no longer (AUP18-17): policy compares the two.
 */
export const releaseVersion = (
  database: Database,
  productId: string,
  { version, note }: { readonly version: string; readonly note: string },
  deed: Deed,
): Promise<Release> =>
  database.transaction(async query => {
    const before = await lockProduct(query, productId)
    if (!before) return { outcome: 'unknown' }
    if (before.status === 'withdrawn') return { outcome: 'withdrawn' }
    if (before.version === version) return { outcome: 'in-use' }
    await query('update accounts.product set version = $2 where id = $1', [productId, version])
    await addVersion(query, productId, version, note, deed)
    const was = { version: before.version }
    await recordAct(query, 'product', productId, 'release', deed, was, { version, note })
    await appendAccountsUsing(query, productId)
    return { outcome: 'released', from: before.version }
  })

export type ProductStep = Step<Product['status'], ProductEvent> | { readonly outcome: 'unknown' }

/** Takes a product from one state to another, for all organisations that use it. */
export const moveProduct = (
  database: Database,
  productId: string,
  event: ProductEvent,
  deed: Deed,
): Promise<ProductStep> =>
  database.transaction(async query => {
    const before = await lockProduct(query, productId)
    if (!before) return { outcome: 'unknown' }
    const taken = step(PRODUCT, before.status, event, undefined)
    if (taken.outcome !== 'moved') return taken
    await query('update accounts.product set status = $2 where id = $1', [productId, taken.to])
    const clauses = [...new Set([...(deed.clauses ?? []), ...taken.clauses])]
    const was = { status: before.status }
    await recordAct(query, 'product', productId, event, { ...deed, clauses }, was, { status: taken.to })
    await appendAccountsUsing(query, productId)
    return taken
  })

export const readProduct = (query: Query, id: string): Promise<Product | undefined> => one(query, id, '')

/** Holds a product's row until the transaction ends. */
export const lockProduct = (query: Query, id: string): Promise<Product | undefined> =>
  one(query, id, 'for update')

/** Products by id, of these suppliers or of all, past `after`. */
export const readProducts = (
  query: Query,
  wanted: { readonly supplierIds: readonly string[] | null; readonly after: string; readonly limit: number },
): Promise<Product[]> =>
  query<Product>(
    `select ${COLUMNS} from accounts.product where ($1::text[] is null or supplier_id = any($1::text[]))
     and id > $2 order by id limit $3`,
    [wanted.supplierIds, wanted.after, wanted.limit],
  )

export type ProductVersion = {
  readonly version: string
  readonly releasedAt: EpochMillis
  readonly note: string
}

/** Which version was put in use when, the newest first. */
export async function readProductVersions(
  query: Query,
  productId: string,
  limit: number,
): Promise<ProductVersion[]> {
  const rows = await query<{ version: string; released_at: Date; note: string }>(
    `select version, released_at, note from accounts.product_version where product_id = $1
     order by id desc limit $2`,
    [productId, limit],
  )
  return rows.map(row => ({ version: row.version, releasedAt: row.released_at.getTime(), note: row.note }))
}

const COLUMNS = 'id, supplier_id as "supplierId", name, version, status'

async function one(query: Query, id: string, hold: '' | 'for update'): Promise<Product | undefined> {
  const [row] = await query<Product>(`select ${COLUMNS} from accounts.product where id = $1 ${hold}`, [id])
  return row
}

async function write(query: Query, before: Product | undefined, product: Product, deed: Deed): Promise<void> {
  const { id, supplierId, name, version, status } = product
  await query(
    `insert into accounts.product (id, supplier_id, name, version, status) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set supplier_id = excluded.supplier_id, name = excluded.name,
       version = excluded.version, status = excluded.status`,
    [id, supplierId, name, version, status],
  )
  await recordAct(query, 'product', id, 'save', deed, before ?? null, product)
}

const addVersion = (query: Query, productId: string, version: string, note: string, deed: Deed) =>
  query(
    `insert into accounts.product_version (product_id, version, released_at, note) values ($1, $2, $3, $4)`,
    [productId, version, new Date(deed.at), note],
  )

/** Tells the feed of every account that uses a product: on its connections, and its own clients. Called last. */
async function appendAccountsUsing(query: Query, productId: string): Promise<void> {
  const rows = await query<{ id: string }>(
    `select a.id from accounts.account a left join accounts.connection c on c.id = a.connection_id
     where coalesce(c.product_id, a.product_id) = $1 order by a.id`,
    [productId],
  )
  const ids = rows.map(row => row.id)
  if (ids.length > 0) await appendChanges(query, 'account', ids)
}
