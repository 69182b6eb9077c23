import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Account,
  createAccount,
  createConnection,
  createKeyPair,
  readKeySet,
  registerKeys,
  saveOrganisation,
  saveProduct,
  saveSupplier,
  setAccountStatus,
} from '../accounts/index.ts'
import {
  type AgreementDraft,
  acceptAgreement,
  draftAgreement,
  endAgreement,
  issueAgreement,
  putInForce,
} from '../agreements/index.ts'
import type { Database } from '../database/index.ts'
import { policyInForce } from '../policy/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { CAST, type Part } from './cast.ts'
import type { DemonstrationAccount } from './file.ts'
import { giveSecret, letMonitor, maintain } from './seed-secrets.ts'

const DAY = 86_400_000
const SUPPLIER = { id: 'demonstration-supplier', name: 'Demonstration Software Ltd (demonstration)' }

/**
 * Opens the demonstration accounts through the same doors real ones use, and writes their private keys into
 * `keyFolder`, readable by this user only. Keys are new for every world; everything else is always the same.
 */
export async function seedAccounts(
  database: Database,
  keyFolder: string,
  deed: Deed,
): Promise<DemonstrationAccount[]> {
  await mkdir(keyFolder, { recursive: true, mode: 0o700 })
  await saveSupplier(database, SUPPLIER, deed)
  const accounts: DemonstrationAccount[] = []
  for (const [index, part] of CAST.entries()) {
    accounts.push(await play(database, part, index + 1, keyFolder, deed))
  }
  accounts.push(await seedSharedDesk(database, CAST.length + 1, keyFolder, deed))
  return accounts
}

async function play(
  database: Database,
  part: Part,
  number: number,
  keyFolder: string,
  deed: Deed,
): Promise<DemonstrationAccount> {
  const { name } = part
  const odsCode = odsCodeOf(number)
  await saveOrganisation(
    database,
    {
      odsCode,
      name: part.organisation.name,
      addressLines: [],
      postcode: null,
      status: part.organisation.status ?? 'active',
    },
    deed,
  )
  await saveProduct(
    database,
    {
      id: `product-${name}`,
      supplierId: SUPPLIER.id,
      name: `${part.product.name} (demonstration)`,
      version: '1.0',
      status: part.product.status ?? 'active',
    },
    deed,
  )
  const connectionId = `connection-${name}`
  expectOutcome(
    await createConnection(
      database,
      { id: connectionId, odsCode, productId: `product-${name}`, environment: 'production' },
      deed,
    ),
    'created',
    'already-connected',
    'id-taken',
  )
  const agreement = part.agreement
  if (agreement)
    await agree(
      database,
      part.agreementState ?? 'in-force',
      { ...NATIONAL_PROFESSIONAL, ...agreement, connectionId, id: `agreement-${name}` },
      deed,
    )
  const clientId = `demo-${name}`
  const { referralRoleIds = null } = part
  await open(database, { id: clientId, kind: 'web-service', connectionId, name, referralRoleIds }, deed)
  const key = await giveKey(database, clientId, name, keyFolder, deed)
  await maintain(database, clientId, part.maintains ?? [], deed)
  const secret = part.secret ? await giveSecret(database, clientId, name, part.secret, deed) : {}
  if (part.monitors) await letMonitor(database, `agreement-${name}`, deed)
  if (part.status && part.status !== 'active') await setAccountStatus(database, clientId, part.status, deed)
  return {
    name,
    kind: 'web-service',
    clientId,
    ...key,
    audience: agreement?.audience ?? NATIONAL_PROFESSIONAL.audience,
    can: part.can,
    ...secret,
  }
}

/** A key of the account's own, its private half in a file readable by this user only. */
async function giveKey(
  database: Database,
  clientId: string,
  name: string,
  keyFolder: string,
  deed: Deed,
): Promise<{ keyId: string; privateKeyFile: string }> {
  // Named after itself, so that a second node, or a start that was cut short, adds a key of its own.
  const pair = await createKeyPair('EdDSA')
  const keys = await readKeySet({ keys: [pair.publicJwk] })
  if (keys.outcome !== 'read') throw new Error(keys.problems.join(' '))
  expectOutcome(
    (await registerKeys(database, clientId, keys.keys, { from: deed.at - DAY, until: null }, deed)).outcome,
    'registered',
    'account-ended',
  )
  await writeFile(join(keyFolder, `${name}.pem`), pair.privateKeyPem, { mode: 0o600 })
  return { keyId: pair.kid, privateKeyFile: join('keys', `${name}.pem`) }
}

const SHARED = 'shared-desk'

/** A product whose one client asks for two organisations, of which one is suspended: the other goes on (AUP25-02). */
async function seedSharedDesk(
  database: Database,
  number: number,
  keyFolder: string,
  deed: Deed,
): Promise<DemonstrationAccount> {
  const productId = `product-${SHARED}`
  const product = { id: productId, supplierId: SUPPLIER.id, name: 'Shared Desk (demonstration)' }
  await saveProduct(database, { ...product, version: '1.0', status: 'active' }, deed)
  for (const [index, status] of (['active', 'suspended'] as const).entries()) {
    const odsCode = odsCodeOf(number + index)
    const name = `${status === 'active' ? 'Open' : 'Shut'} Door Practice (demonstration)`
    await saveOrganisation(database, { odsCode, name, addressLines: [], postcode: null, status }, deed)
    const id = `${SHARED}-${odsCode.toLowerCase()}`
    const connection = { id: `connection-${id}`, odsCode, productId, environment: 'production' } as const
    expectOutcome(
      await createConnection(database, connection, deed),
      'created',
      'already-connected',
      'id-taken',
    )
    const draft = { ...NATIONAL_PROFESSIONAL, connectionId: connection.id, id: `agreement-${id}` }
    await agree(database, 'in-force', draft, deed)
    await open(
      database,
      { id: `demo-${id}`, kind: 'web-service', connectionId: connection.id, name: id },
      deed,
    )
  }
  const clientId = `demo-${SHARED}`
  const client = { id: clientId, kind: 'product', connectionId: null, productId, name: SHARED } as const
  await open(database, { ...client, environment: 'production' }, deed)
  const [open1, shut] = [odsCodeOf(number), odsCodeOf(number + 1)]
  return {
    name: SHARED,
    kind: 'product',
    clientId,
    ...(await giveKey(database, clientId, SHARED, keyFolder, deed)),
    audience: NATIONAL_PROFESSIONAL.audience,
    can: `Search for the organisation named in the header NHSD-End-User-Organisation-ODS: ${open1} is answered, ${shut} is suspended.`,
  }
}

const odsCodeOf = (number: number): string => `XO${String(number).padStart(3, '0')}`

async function open(
  database: Database,
  account: Omit<Account, 'status' | 'referralRoleIds' | 'regionIds'> & Partial<Account>,
  deed: Deed,
): Promise<void> {
  const whole: Account = { status: 'active', referralRoleIds: null, regionIds: null, ...account }
  expectOutcome(await createAccount(database, whole, deed), 'created', 'id-taken', 'connection-has-account')
}

const NATIONAL_PROFESSIONAL: Omit<AgreementDraft, 'id' | 'connectionId'> = {
  useCase: 'Call handlers find a service for the person they speak with.',
  purposes: ['urgent-care-referral'],
  audience: 'professional',
  regions: 'national',
  typeIds: null,
  resultsMax: 100,
  distanceMetresMax: 160_934,
  volume: { perMinute: 60_000, perDay: 20_000_000 },
  lookUps: 'follow-up',
  origins: 'any',
  serviceIds: 'directory',
  from: 0,
  until: null,
  footprint: { sites: [], regions: [], national: true, volumePerDay: 60_000, class: 'call-centre' },
}

/** How many steps lead from a draft to that state. */
const STEPS = { issued: 1, 'in-force': 3, ended: 4 } as const

/** Takes an agreement as far as its part says: drafted, issued, accepted, in force, ended. */
async function agree(
  database: Database,
  state: keyof typeof STEPS,
  draft: AgreementDraft,
  deed: Deed,
): Promise<void> {
  const policy = policyInForce(deed.at)
  const text = { version: policy.id, hash: policy.hash }
  const signatory: Deed = { ...deed, actingAs: 'euo-signatory' }
  await draftAgreement(database, { ...draft, from: deed.at - DAY }, deed)
  // One that is there already may have been left anywhere on the way: a step it has behind it is passed over.
  const steps = [
    () => issueAgreement(database, draft.id, text, deed),
    () => acceptAgreement(database, draft.id, text, signatory),
    () => putInForce(database, draft.id, deed),
    () => endAgreement(database, draft.id, deed),
  ]
  for (const step of steps.slice(0, STEPS[state]))
    expectOutcome((await step()).outcome, 'changed', 'not-in-state')
}

function expectOutcome(outcome: string, ...expected: string[]): void {
  if (!expected.includes(outcome)) {
    throw new Error(`The demonstration world could not be made: ${outcome}, not ${expected.join(' or ')}.`)
  }
}
