import assert from 'node:assert/strict'
import {
  type Account,
  createAccount,
  createConnection,
  createKeyPair,
  type KeyPair,
  readKeySet,
  registerKeys,
  saveOrganisation,
  saveProduct,
  saveSupplier,
} from '../../src/accounts/index.ts'
import type { Database } from '../../src/database/index.ts'
import type { Deed } from '../../src/vocabulary/index.ts'

/** A deed for tests, at that time. */
export const deedAt = (at: number, why = 'a test'): Deed => ({
  who: 'tester',
  actingAs: 'access-manager',
  why,
  at,
})

/** Opens organisation, supplier, product, connection and a web service account, all named after the client id. */
export async function openAccount(
  database: Database,
  clientId: string,
  at: number,
  over: Partial<Account> = {},
): Promise<{ connectionId: string; odsCode: string; productId: string }> {
  const deed = deedAt(at)
  const short = clientId
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 12)
  const ids = { connectionId: `connection-${clientId}`, odsCode: short, productId: `product-${clientId}` }
  await saveOrganisation(
    database,
    {
      odsCode: ids.odsCode,
      name: `Trust ${short}`,
      addressLines: ['1 High Street'],
      postcode: 'LS1 4AP',
      status: 'active',
    },
    deed,
  )
  await saveSupplier(database, { id: 'supplier', name: 'Example Software' }, deed)
  assert.equal(
    await saveProduct(
      database,
      { id: ids.productId, supplierId: 'supplier', name: 'Example 111', version: '1', status: 'active' },
      deed,
    ),
    'saved',
  )
  const connection = {
    id: ids.connectionId,
    odsCode: ids.odsCode,
    productId: ids.productId,
    environment: 'production',
  } as const
  assert.equal(await createConnection(database, connection, deed), 'created')
  const account: Account = {
    id: clientId,
    kind: 'web-service',
    connectionId: ids.connectionId,
    name: `Account ${clientId}`,
    status: 'active',
    referralRoleIds: null,
    regionIds: null,
    ...over,
  }
  assert.equal(await createAccount(database, account, deed), 'created')
  return ids
}

/** Makes a key pair and registers its public half. */
export async function addKey(
  database: Database,
  clientId: string,
  algorithm: 'RS512' | 'ES256' | 'EdDSA',
  at: number,
  validity: { from?: number; until?: number | null; kid?: string } = {},
): Promise<KeyPair> {
  const pair = await createKeyPair(algorithm, validity.kid, 2048)
  const read = await readKeySet({ keys: [pair.publicJwk] })
  assert.ok(read.outcome === 'read')
  const { from = at, until = null } = validity
  assert.deepEqual(await registerKeys(database, clientId, read.keys, { from, until }, deedAt(at)), {
    outcome: 'registered',
  })
  return pair
}
