import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  createAccount,
  createConnection,
  saveOrganisation,
  saveProduct,
  saveSupplier,
} from '../../../src/accounts/index.ts'
import {
  type AgreementDraft,
  acceptAgreement,
  addEvidence,
  CHECKLIST_IDS,
  draftAgreement,
  type Evidence,
  issueAgreement,
  type PermissionScope,
  type PermissionSurroundings,
  putInForce,
  requestPermission,
  signDerogation,
} from '../../../src/agreements/index.ts'
import { connectionReader } from '../../../src/connection-reader.ts'
import type { Database } from '../../../src/database/index.ts'
import { type AccountStatus, type PolicyVersion, policyInForce } from '../../../src/policy/index.ts'
import type { Deed } from '../../../src/vocabulary/index.ts'

export const START = Date.UTC(2026, 2, 2, 10)
export const DAY = 86_400_000
export const POLICY = policyInForce(START)
const TEXT = { version: POLICY.id, hash: POLICY.hash }

/** A deed at a time: of an access manager unless told. */
export const by = (at: number, over: Partial<Deed> = {}): Deed => ({
  who: 'manager-1',
  actingAs: 'access-manager',
  why: 'a test needs it',
  at,
  ...over,
})

export const surroundings = (policy: PolicyVersion = POLICY): PermissionSurroundings => ({
  connections: connectionReader,
  policy: () => policy,
})

/** An organisation, a product at version 1.0, a connection between them and an agreement in force; all named after `name`. */
export async function aConnection(
  database: Database,
  name: string,
  over: {
    readonly agreement?: Partial<AgreementDraft>
    readonly account?: AccountStatus
    readonly version?: string | null
  } = {},
): Promise<{ readonly agreementId: string; readonly connectionId: string; readonly productId: string }> {
  const deed = by(START)
  const odsCode = odsOf(name)
  const ids = {
    agreementId: `agreement-${name}`,
    connectionId: `connection-${name}`,
    productId: `product-${name}`,
  }
  const organisation = { odsCode, name: `Organisation ${name}`, addressLines: [], postcode: null }
  await saveOrganisation(database, { ...organisation, status: 'active' }, deed)
  await saveSupplier(database, { id: 'supplier', name: 'A Supplier' }, deed)
  await saveVersion(database, name, over.version === undefined ? '1.0' : over.version)
  const connection = { id: ids.connectionId, odsCode, productId: ids.productId } as const
  assert.equal(
    await createConnection(database, { ...connection, environment: 'production' }, deed),
    'created',
  )
  await anAgreement(database, ids.agreementId, { connectionId: ids.connectionId, ...over.agreement })
  if (over.account) {
    const account = {
      id: `account-${name}`,
      kind: 'web-service',
      connectionId: ids.connectionId,
      name,
    } as const
    const opened = { ...account, status: over.account, referralRoleIds: null, regionIds: null }
    assert.equal(await createAccount(database, opened, deed), 'created')
  }
  return ids
}

export const odsOf = (name: string): string =>
  `T${createHash('sha256').update(name).digest('hex').slice(0, 8).toUpperCase()}`

/** Says which version of the product is in use. */
export const saveVersion = (database: Database, name: string, version: string | null): Promise<unknown> =>
  saveProduct(
    database,
    { id: `product-${name}`, supplierId: 'supplier', name: `Product ${name}`, version, status: 'active' },
    by(START),
  )

/** An agreement in force on a connection. */
export async function anAgreement(
  database: Database,
  id: string,
  over: Partial<AgreementDraft>,
  at = START,
): Promise<void> {
  const draft: AgreementDraft = {
    id,
    connectionId: `connection-${id}`,
    useCase: 'People find a service for themselves',
    purposes: ['self-care-signposting'],
    audience: 'public',
    regions: 'national',
    typeIds: null,
    resultsMax: 20,
    distanceMetresMax: 50_000,
    volume: { perMinute: 60, perDay: 10_000 },
    lookUps: 'follow-up',
    origins: 'postcode-or-town',
    from: at,
    until: null,
    ...over,
  }
  assert.equal(await draftAgreement(database, draft, by(at)), 'drafted')
  for (const step of [issueAgreement, acceptAgreement])
    assert.deepEqual(await step(database, id, TEXT, by(at)), { outcome: 'changed' })
  assert.deepEqual(await putInForce(database, id, by(at)), { outcome: 'changed' })
}

export const ALL_DONE = CHECKLIST_IDS

/** A clinical safety case for a version of a product, signed, for a year. */
export async function aSafetyCase(
  database: Database,
  id: string,
  productId: string,
  over: Partial<Evidence> = {},
): Promise<Evidence> {
  const evidence: Evidence = {
    id,
    kind: 'clinical-safety-case',
    standard: 'DCB0129',
    standardVersion: '4.2',
    productId,
    productVersion: '1.0',
    odsCode: null,
    reference: `file:${id}`,
    sha256: createHash('sha256').update(id).digest('hex'),
    issuedAt: START - DAY,
    expiresAt: START + 365 * DAY,
    officer: { name: 'Dr Officer', registration: 'GMC 1234567' },
    addedBy: 'officer-1',
    addedAt: START,
    ...over,
  }
  assert.equal(await addEvidence(database, evidence, by(START)), 'added')
  return evidence
}

/** Enters a request, of an administrator of the organisation. */
export async function aRequest(
  database: Database,
  id: string,
  agreementId: string,
  scope: PermissionScope,
  at = START,
): Promise<void> {
  const asked = await requestPermission(
    database,
    { id, agreementId, scope, reason: 'we need it' },
    async () => null,
    by(at, { who: 'admin-1', actingAs: 'euo-admin' }),
  )
  assert.equal(asked.outcome, 'requested')
}

export const display = (...regionIds: readonly string[]): PermissionScope => ({
  type: 'public-display',
  regionIds,
  checklist: ALL_DONE,
})

export const quota = (perMinute: number, perDay: number): PermissionScope => ({
  type: 'raised-quota',
  perMinute,
  perDay,
})

/** A derogation that lets two fields be cached for five minutes. */
export async function aDerogation(
  database: Database,
  id: string,
  agreementId: string,
  permits: 'cache-exception' | 'dataset-snapshot' = 'cache-exception',
): Promise<void> {
  const draft = {
    id,
    agreementId,
    permits,
    reason: 'a line that fails often',
    pattern: 'A kiosk that is without a line for minutes',
    fields: ['id', 'name'],
    purposes: ['self-care-signposting'],
    maxAgeSeconds: 300,
    purgeOnSignal: true,
    reviewBy: START + 150 * DAY,
  }
  const signed = await signDerogation(database, draft, POLICY, by(START, { approvedBy: 'owner-1' }))
  assert.deepEqual(signed, { outcome: 'signed' })
}
