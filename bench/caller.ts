import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  createAccount,
  createConnection,
  createKeyPair,
  issueSecret,
  readKeySet,
  registerKeys,
  saveOrganisation,
  saveProduct,
  saveSupplier,
} from '../src/accounts/index.ts'
import { acceptAgreement, draftAgreement, issueAgreement, putInForce } from '../src/agreements/index.ts'
import type { Database } from '../src/database/index.ts'
import { policyInForce } from '../src/policy/index.ts'
import type { Deed } from '../src/vocabulary/index.ts'

const DAY = 86_400_000
const NAME = 'bench'
const ODS_CODE = 'XB001'

const ROLE_111 = 23

export const BENCH_CALLER = {
  clientId: NAME,
  keyFile: 'keys/bench.pem',
  keyIdFile: 'keys/bench.kid',
  /** Of the older interfaces, whose user name is the client's id. */
  passwordFile: 'keys/bench.password',
}

/**
 * A national professional account under an agreement in force, as the call centre of the demonstration has, with a
 * volume no machine can use up. Its private key goes into `folder`.
 */
export async function openBenchCaller(database: Database, folder: string, now: number): Promise<void> {
  const deed: Deed = { who: NAME, actingAs: 'system', why: 'the bench', at: now }
  await saveSupplier(database, { id: NAME, name: NAME }, deed)
  const organisation = { odsCode: ODS_CODE, name: NAME, addressLines: [], postcode: null, status: 'active' }
  await saveOrganisation(database, { ...organisation, status: 'active' }, deed)
  await saveProduct(
    database,
    { id: NAME, supplierId: NAME, name: NAME, version: '1.0', status: 'active' },
    deed,
  )
  const connection = { id: NAME, odsCode: ODS_CODE, productId: NAME, environment: 'production' } as const
  await createConnection(database, connection, deed)
  await agree(database, deed)
  const account = { id: NAME, kind: 'web-service', connectionId: NAME, name: NAME, status: 'active' } as const
  // One search role, as the older interfaces want it; every service that is open to more than the public has it.
  await createAccount(database, { ...account, referralRoleIds: [ROLE_111], regionIds: null }, deed)
  const wanted = { id: NAME, accountId: NAME, kind: 'password', username: NAME, purpose: null } as const
  const dates = { from: now - DAY, until: now + 365 * DAY }
  const issued = await issueSecret(
    database,
    { ...wanted, ...dates, interfaces: ['dos-rest', 'dos-soap'] },
    deed,
    randomBytes,
  )
  if (issued.outcome !== 'issued') throw new Error(`The bench has no password: ${issued.outcome}.`)

  const pair = await createKeyPair('EdDSA')
  const keys = await readKeySet({ keys: [pair.publicJwk] })
  if (keys.outcome !== 'read') throw new Error(keys.problems.join(' '))
  await registerKeys(database, NAME, keys.keys, { from: now - DAY, until: null }, deed)
  const keyFile = join(folder, BENCH_CALLER.keyFile)
  await mkdir(dirname(keyFile), { recursive: true })
  await writeFile(keyFile, pair.privateKeyPem, { mode: 0o600 })
  await writeFile(join(folder, BENCH_CALLER.keyIdFile), pair.kid)
  await writeFile(join(folder, BENCH_CALLER.passwordFile), issued.secret, { mode: 0o600 })
}

async function agree(database: Database, deed: Deed): Promise<void> {
  const policy = policyInForce(deed.at)
  const text = { version: policy.id, hash: policy.hash }
  await draftAgreement(
    database,
    {
      id: NAME,
      connectionId: NAME,
      useCase: 'Measuring how fast a question is answered.',
      purposes: ['urgent-care-referral'],
      audience: 'professional',
      regions: 'national',
      typeIds: null,
      resultsMax: 100,
      distanceMetresMax: 160_934,
      volume: { perMinute: 2_000_000_000, perDay: 2_000_000_000 },
      lookUps: 'declared',
      origins: 'any',
      from: deed.at - DAY,
      until: null,
    },
    deed,
  )
  await issueAgreement(database, NAME, text, deed)
  await acceptAgreement(database, NAME, text, { ...deed, actingAs: 'euo-signatory' })
  await putInForce(database, NAME, deed)
}
