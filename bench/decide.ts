import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { audienceAt, issuerAt, openAccounts, TOKEN_ALGORITHM, TOKEN_SECONDS } from '../src/accounts/index.ts'
import { type ActivityEntry, assertSpeakable } from '../src/activity/index.ts'
import { migrate, openPglite } from '../src/database/index.ts'
import { type CallerFacts, decide, policyInForce, type QuestionFacts } from '../src/policy/index.ts'
import { systemClock, uuidv7 } from '../src/vocabulary/index.ts'
import type { Report } from './report.ts'
import { interleaved, median } from './rounds.ts'

const ROUNDS = 7
const CALLS = 50_000
const NOW = Date.now()
const BASE_URL = 'http://127.0.0.1:8080'

const CALLER: CallerFacts = {
  account: { id: 'bench', name: 'Bench', kind: 'web-service', status: 'active' },
  organisation: { odsCode: 'XB001', name: 'Bench', status: 'active' },
  product: { id: 'bench', name: 'Bench', status: 'active' },
  connection: { id: 'bench', environment: 'production' },
  referralRoleIds: [1, 23, 24],
  // Everything an agreement can narrow is narrowed, so that every check has something to look at.
  agreement: {
    id: 'bench',
    status: 'in-force',
    policyVersion: policyInForce(NOW).id,
    useCase: 'Measuring how fast a question is decided.',
    purposes: ['urgent-care-referral', 'care-coordination', 'appointment-booking'],
    audience: 'professional',
    regions: ['Y63', 'Y62', 'Y61'],
    typeIds: [13, 14, 100, 105, 135],
    resultsMax: 50,
    distanceMetresMax: 100_000,
    volume: { perMinute: 300, perDay: 20_000 },
    lookUps: 'follow-up',
    origins: 'postcode-or-town',
    from: 0,
    until: NOW + 86_400_000,
  },
}

const QUESTION: QuestionFacts = {
  action: 'search',
  purpose: 'care-coordination',
  origin: { outcome: 'located', kind: 'named', regionId: 'Y63' },
  audience: 'public',
  typeIds: [13, 105],
  limit: 20,
  withinMetres: 20_000,
}

/** What deciding, knowing a caller again and laying out an entry cost, in process. */
export async function benchDecide(): Promise<Report> {
  const database = await openPglite({ folder: 'memory' })
  await migrate(database)
  const { tokens, signingKeys } = await openAccounts({
    database,
    clock: systemClock,
    baseUrl: () => BASE_URL,
  })
  const token = await signToken(signingKeys.signer(NOW))
  const policy = policyInForce(NOW)
  const outcome = decide(CALLER, QUESTION, policy, NOW).outcome
  if (outcome !== 'allow') throw new Error('The question of the bench is refused.')
  const first = await tokens.read(token)
  if (first.outcome !== 'known') throw new Error(`The token of the bench is ${first.outcome}.`)

  let sink = 0
  const steps: readonly { readonly name: string; readonly run: (turn: number) => void }[] = [
    {
      name: 'decide() with an agreement that narrows everything',
      run: turn => {
        sink += decide(CALLER, QUESTION, policy, NOW + (turn & 1)).clauses.length
      },
    },
    {
      name: 'reading a token seen before',
      run: () => {
        if (!(tokens.read(token) instanceof Promise)) sink += 1
      },
    },
    {
      name: 'laying out an activity entry of 20 results',
      run: turn => {
        const entry = entryOf(turn)
        assertSpeakable(entry)
        sink += JSON.stringify(entry).length
      },
    },
  ]
  const measured = await interleaved(steps, ROUNDS, ({ run }) => {
    const began = performance.now()
    for (let turn = 0; turn < CALLS; turn += 1) run(turn)
    return ((performance.now() - began) * 1000) / CALLS
  })
  await database.close()
  if (sink === 0) throw new Error('Nothing was done.')
  return {
    part: 'decide',
    tables: [
      {
        title: 'Steps of a question, in process',
        columns: ['', 'µs'],
        rows: steps.map(({ name }, index) => [name, median(measured[index] ?? [])]),
      },
    ],
    goals: [],
    notes: [`Medians of ${ROUNDS} rounds of ${CALLS.toLocaleString('en-GB')} calls.`],
  }
}

async function signToken(key: { readonly kid: string; readonly privateJwk: object }): Promise<string> {
  const { importJWK } = await import('jose')
  return new SignJWT({ client_id: 'bench' })
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: 'at+jwt', kid: key.kid })
    .setIssuer(issuerAt(BASE_URL))
    .setAudience(audienceAt(BASE_URL))
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
    .sign(await importJWK(key.privateJwk, TOKEN_ALGORITHM))
}

const ID = uuidv7(NOW, randomBytes(10))
const RESULTS = Array.from({ length: 20 }, (_, index) => 10_000 + index * 997)

const entryOf = (turn: number): ActivityEntry => ({
  id: ID,
  at: new Date(NOW + turn).toISOString(),
  account: 'bench',
  organisation: 'XB001',
  product: 'bench',
  connection: 'bench',
  individual: null,
  agreement: 'bench',
  policyVersion: '2025-02-25',
  interface: 'native',
  action: 'search',
  purpose: 'care-coordination',
  decision: 'allow',
  refusal: null,
  clauses: ['AUP25-02', 'AUP25-08', 'AUP25-09', 'AUP25-10', 'AUP25-20', 'AUP25-25', 'AUP25-27'],
  audience: 'professional',
  question: {
    cell: 'LS1 4',
    typeIds: [13, 105],
    withinMetres: 20_000,
    limit: 20,
    filters: ['open'],
    target: null,
  },
  results: RESULTS,
  change: 60_068,
  durationMicros: 412,
  flags: [],
  requestId: ID,
})
