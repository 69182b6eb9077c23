import { appendChanges, type Database, type Query, type Row } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import type { Connection, Organisation, Product, Supplier } from './records.ts'

const ORGANISATION = 'select * from accounts.organisation where ods_code = $1 for update'
const PRODUCT = 'select * from accounts.product where id = $1 for update'
const SUPPLIER = 'select * from accounts.supplier where id = $1 for update'

/** Writes an organisation, new or changed. Every account in its name hears of it through the change feed. */
export async function saveOrganisation(
  database: Database,
  organisation: Organisation,
  deed: Deed,
): Promise<void> {
  await database.transaction(async query => {
    const [before] = await query<Row>(ORGANISATION, [organisation.odsCode])
    await query(
      `insert into accounts.organisation (ods_code, name, address_lines, postcode, status)
       values ($1, $2, $3, $4, $5)
       on conflict (ods_code) do update set name = excluded.name, address_lines = excluded.address_lines,
         postcode = excluded.postcode, status = excluded.status`,
      [
        organisation.odsCode,
        organisation.name,
        organisation.addressLines,
        organisation.postcode,
        organisation.status,
      ],
    )
    await recordAct(query, 'organisation', organisation.odsCode, 'save', deed, before ?? null, organisation)
    await appendAccounts(query, 'c.ods_code = $1', organisation.odsCode)
  })
}

/** Writes a supplier, new or changed. */
export async function saveSupplier(database: Database, supplier: Supplier, deed: Deed): Promise<void> {
  await database.transaction(async query => {
    const [before] = await query<Row>(SUPPLIER, [supplier.id])
    await query(
      `insert into accounts.supplier (id, name) values ($1, $2)
       on conflict (id) do update set name = excluded.name`,
      [supplier.id, supplier.name],
    )
    await recordAct(query, 'supplier', supplier.id, 'save', deed, before ?? null, supplier)
  })
}

/** Writes a product, new or changed. Every account that uses it hears of it through the change feed. */
export async function saveProduct(
  database: Database,
  product: Product,
  deed: Deed,
): Promise<'saved' | 'unknown-supplier'> {
  return database.transaction(async query => {
    const [supplier] = await query(SUPPLIER, [product.supplierId])
    if (!supplier) return 'unknown-supplier'
    const [before] = await query<Row>(PRODUCT, [product.id])
    await query(
      `insert into accounts.product (id, supplier_id, name, version, status) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set supplier_id = excluded.supplier_id, name = excluded.name,
         version = excluded.version, status = excluded.status`,
      [product.id, product.supplierId, product.name, product.version, product.status],
    )
    await recordAct(query, 'product', product.id, 'save', deed, before ?? null, product)
    await appendAccounts(query, 'c.product_id = $1', product.id)
    return 'saved'
  })
}

/** Connects an organisation and a product in an environment. There is one connection for each such three. */
export async function createConnection(
  database: Database,
  connection: Connection,
  deed: Deed,
): Promise<'created' | 'unknown-organisation' | 'unknown-product' | 'already-connected' | 'id-taken'> {
  return database.transaction(async query => {
    const [organisation] = await query(ORGANISATION, [connection.odsCode])
    if (!organisation) return 'unknown-organisation'
    const [product] = await query(PRODUCT, [connection.productId])
    if (!product) return 'unknown-product'
    const made = await query(
      `insert into accounts.connection (id, ods_code, product_id, environment) values ($1, $2, $3, $4)
       on conflict do nothing returning id`,
      [connection.id, connection.odsCode, connection.productId, connection.environment],
    )
    if (made.length === 0) {
      const taken = await query('select 1 from accounts.connection where id = $1', [connection.id])
      return taken.length > 0 ? 'id-taken' : 'already-connected'
    }
    await recordAct(query, 'connection', connection.id, 'create', deed, null, connection)
    return 'created'
  })
}

/** Tells the feed of every account whose connection `c` meets a condition on `$1`. */
async function appendAccounts(
  query: Query,
  condition: 'c.ods_code = $1' | 'c.product_id = $1',
  value: string,
): Promise<void> {
  const rows = await query<{ id: string }>(
    `select a.id from accounts.account a join accounts.connection c on c.id = a.connection_id where ${condition}`,
    [value],
  )
  if (rows.length > 0)
    await appendChanges(
      query,
      'account',
      rows.map(row => row.id),
    )
}
