import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { audienceAt, issuerAt, openAccounts, TOKEN_ALGORITHM, TOKEN_SECONDS } from '../src/accounts/index.ts'
import { type ActivityEntry, assertSpeakable } from '../src/activity/index.ts'
import { migrate, openPglite } from '../src/database/index.ts'
import {
  type CallerFacts,
  decide,
  explain,
  policyInForce,
  type QuestionFacts,
  type RestrictionFacts,
} from '../src/policy/index.ts'
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

const DATED = { from: 0, until: NOW + 86_400_000 }
const RESTRICTION: RestrictionFacts = {
  id: 'bench-1',
  regions: null,
  typeIds: null,
  resultsMax: null,
  volume: null,
  audience: null,
  hours: null,
  from: 0,
  until: null,
  reviewBy: NOW,
}

/** The same with everything that can lie over an agreement: it is for the public, and a person asks. */
const FULL_CALLER: CallerFacts = {
  ...CALLER,
  account: {
    ...CALLER.account,
    kind: 'individual',
    status: 'restricted',
    regionIds: ['Y63', 'Y62'],
    restrictions: [
      { ...RESTRICTION, regions: ['Y63'], typeIds: [13, 105, 135] },
      { ...RESTRICTION, resultsMax: 30, volume: { perMinute: 100, perDay: 5_000 }, audience: 'public' },
      { ...RESTRICTION, hours: { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, untilMinute: 1440 } },
    ],
  },
  product: { ...CALLER.product, version: '7.1' },
  individual: { id: 'bench', role: 'R8000' },
  agreement: CALLER.agreement && {
    ...CALLER.agreement,
    audience: 'public',
    userRoles: ['R8001', 'R8000'],
    tailored: {
      id: 'bench',
      policyVersion: policyInForce(NOW).id,
      parameters: { resultsMax: 80, answerValidSeconds: 30 },
      waives: ['AUP25-25'],
      ...DATED,
    },
    permissions: [
      { id: 'bench-1', type: 'raised-quota', volume: { perMinute: 600, perDay: 40_000 }, ...DATED },
      { id: 'bench-2', type: 'unattended-service', ...DATED },
      { id: 'bench-3', type: 'dataset-snapshot', ...DATED },
      { id: 'bench-4', type: 'publication-opt-out', ...DATED },
      { id: 'bench-5', type: 'synthetic-monitoring', ...DATED },
      { id: 'bench-6', type: 'care-record-extract', fields: ['id', 'name'], ...DATED },
      {
        id: 'bench-7',
        type: 'cache-exception',
        fields: ['id', 'name', 'openingTimes'],
        purposes: ['care-coordination'],
        maxAgeSeconds: 300,
        derogation: 'bench',
        ...DATED,
      },
      {
        id: 'bench-8',
        type: 'public-display',
        grants: [
          { regionIds: ['Y62', 'Y63'], ...DATED },
          { regionIds: ['Y61'], ...DATED },
        ],
        productVersion: '7.1',
        safetyCaseUntil: NOW + 86_400_000,
        ...DATED,
      },
    ],
  },
}

const FULL_QUESTION: QuestionFacts = { ...QUESTION, fields: ['id', 'name'], kind: 'test' }

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
  for (const decision of [
    decide(CALLER, QUESTION, policy, NOW),
    decide(FULL_CALLER, FULL_QUESTION, policy, NOW),
  ])
    if (decision.outcome !== 'allow') throw new Error(`The bench is refused: ${decision.detail}`)
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
      name: 'decide() with tailored terms, 8 permissions, 3 restrictions and a person as well',
      run: turn => {
        sink += decide(FULL_CALLER, FULL_QUESTION, policy, NOW + (turn & 1)).clauses.length
      },
    },
    {
      name: 'explain() of the same',
      run: turn => {
        sink += explain(FULL_CALLER, FULL_QUESTION, policy, NOW + (turn & 1)).checks.length
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
