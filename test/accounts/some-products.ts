import assert from 'node:assert/strict'
import { createConnection, saveOrganisation, saveProduct, saveSupplier } from '../../src/accounts/index.ts'
import type { Database } from '../../src/database/index.ts'
import type { AccountStatus } from '../../src/policy/index.ts'
import { deedAt } from './some-accounts.ts'

/** One product that serves several organisations: its client, and a connection and web service account for each. */
export async function openProduct(
  database: Database,
  productId: string,
  odsCodes: readonly string[],
  at: number,
): Promise<{ clientId: string; accountOf: (odsCode: string) => string }> {
  const deed = deedAt(at)
  const supplierId = `supplier-of-${productId}`
  await saveSupplier(database, { id: supplierId, name: 'Several Customers Ltd' }, deed)
  const product = { id: productId, supplierId, name: 'For All', version: '1', status: 'active' } as const
  assert.equal(await saveProduct(database, product, deed), 'saved')
  const clientId = `${productId}-client`
  await insertAccount(database, { id: clientId, kind: 'product', productId, environment: 'production' })
  const accountOf = (odsCode: string) => `${productId}-${odsCode}`
  for (const odsCode of odsCodes) {
    const organisation = { odsCode, name: `Trust ${odsCode}`, addressLines: [], postcode: null } as const
    await saveOrganisation(database, { ...organisation, status: 'active' }, deed)
    const id = `connection-${productId}-${odsCode}`
    const connection = { id, odsCode, productId, environment: 'production' } as const
    assert.equal(await createConnection(database, connection, deed), 'created')
    await insertAccount(database, { id: accountOf(odsCode), kind: 'web-service', connectionId: id })
  }
  return { clientId, accountOf }
}

/** An account as the register holds it, in whatever state a test wants, past the doors that lead there. */
export async function insertAccount(
  database: Database,
  account: {
    readonly id: string
    readonly kind: 'web-service' | 'individual' | 'product'
    readonly status?: AccountStatus
    readonly connectionId?: string
    readonly productId?: string
    readonly environment?: 'production' | 'integration'
    readonly personId?: string
    readonly referralRoleIds?: readonly number[]
  },
): Promise<void> {
  await database.query(
    `insert into accounts.account (id, kind, name, status, connection_id, product_id, environment, person_id, referral_role_ids)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      account.id,
      account.kind,
      `Account ${account.id}`,
      account.status ?? 'active',
      account.connectionId ?? null,
      account.productId ?? null,
      account.environment ?? null,
      account.personId ?? null,
      account.referralRoleIds ?? null,
    ],
  )
}

/** Narrows an account to so many results. */
export const insertRestriction = (
  database: Database,
  accountId: string,
  id: string,
  resultsMax: number,
  at: number,
) =>
  database.query(
    `insert into accounts.restriction (id, account_id, results_max, reason, held_from, review_by)
     values ($1, $2, $3, 'a test', $4, $5)`,
    [id, accountId, resultsMax, new Date(at), new Date(at + 1000)],
  )
