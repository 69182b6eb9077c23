import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type AgreementDraft,
  acceptAgreement,
  agreementAt,
  draftAgreement,
  endAgreement,
  issueAgreement,
  openAgreements,
  putInForce,
  readAgreements,
} from '../../src/agreements/index.ts'
import { newestChange, readChanges } from '../../src/database/index.ts'
import type { AgreementFacts } from '../../src/policy/index.ts'
import type { Deed } from '../../src/vocabulary/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 2, 1)
const DAY = 86_400_000
const POLICY = { version: '2025-02-25', hash: 'sha256:abc' }
const deed: Deed = { who: 'signatory-7', actingAs: 'euo-signatory', why: 'onboarding', at: START }

const draft = (id: string, over: Partial<AgreementDraft> = {}): AgreementDraft => ({
  id,
  connectionId: `connection-${id}`,
  useCase: 'Call handlers find a service for a caller',
  purposes: ['urgent-care-referral', 'emergency-treatment'],
  audience: 'professional',
  regions: 'national',
  typeIds: null,
  resultsMax: 50,
  distanceMetresMax: 100_000,
  volume: { perMinute: 600, perDay: 200_000 },
  lookUps: 'follow-up',
  origins: 'postcode-or-town',
  from: START,
  until: null,
  ...over,
})

describe('agreements', async () => {
  const database = await testDatabase()
  const agreements = await openAgreements(database)

  const inForce = async (id: string, over: Partial<AgreementDraft> = {}): Promise<void> => {
    assert.equal(await draftAgreement(database, draft(id, over), deed), 'drafted')
    for (const step of [issueAgreement, acceptAgreement]) {
      assert.deepEqual(await step(database, id, POLICY, deed), { outcome: 'changed' })
    }
    assert.deepEqual(await putInForce(database, id, deed), { outcome: 'changed' })
  }

  it('go from draft to in force, each step to be seen by whoever decides', async () => {
    const before = await newestChange(database.query)
    assert.equal(await draftAgreement(database, draft('a'), deed), 'drafted')
    const steps = [
      ['drafted', null, () => issueAgreement(database, 'a', POLICY, deed)],
      ['issued', null, () => acceptAgreement(database, 'a', POLICY, deed)],
      ['accepted', POLICY.version, () => putInForce(database, 'a', deed)],
      ['in-force', POLICY.version, () => endAgreement(database, 'a', deed)],
      ['ended', POLICY.version, undefined],
    ] as const
    for (const [status, policyVersion, next] of steps) {
      await agreements.reload(['connection-a'])
      const found = agreements.agreementFor('connection-a', START)
      const { connectionId: _connectionId, ...terms } = draft('a')
      assert.deepEqual(found, { ...terms, status, policyVersion })
      assert.ok(Object.isFrozen(found))
      assert.equal(agreements.agreementFor('connection-a', START), found)
      if (next) assert.deepEqual(await next(), { outcome: 'changed' })
    }
    const changes = await readChanges(database.query, before, 100)
    assert.deepEqual(
      changes.map(({ topic, key }) => `${topic} ${key}`),
      Array.from({ length: 5 }, () => 'agreement connection-a'),
    )
    const events = (await readActs(database.query, 'agreement', 'a')).map(row => row.event)
    assert.deepEqual(events, ['draft', 'issue', 'accept', 'put-in-force', 'end'])
  })

  it('keep who accepted, in which role, which version and text, and when', async () => {
    await inForce('kept')
    const [agreement] = await readAgreements(database.query, ['connection-kept'])
    assert.deepEqual(agreement?.issued, { ...POLICY, at: START })
    assert.deepEqual(agreement?.accepted, { ...POLICY, at: START, by: 'signatory-7', as: 'euo-signatory' })
  })

  it('are accepted only as issued, to the letter', async () => {
    await draftAgreement(database, draft('hash'), deed)
    await issueAgreement(database, 'hash', POLICY, deed)
    for (const other of [
      { ...POLICY, hash: 'sha256:abd' },
      { ...POLICY, version: '2018-11-01' },
    ]) {
      assert.deepEqual(await acceptAgreement(database, 'hash', other, deed), {
        outcome: 'not-as-issued',
        issued: POLICY,
      })
    }
    assert.deepEqual(
      (await readActs(database.query, 'agreement', 'hash')).map(row => row.event),
      ['draft', 'issue'],
    )
  })

  it('skip no step and come back from none', async () => {
    const acts = {
      issue: (id: string) => issueAgreement(database, id, POLICY, deed),
      accept: (id: string) => acceptAgreement(database, id, POLICY, deed),
      'put in force': (id: string) => putInForce(database, id, deed),
      end: (id: string) => endAgreement(database, id, deed),
    }
    const legal: Record<string, readonly string[]> = {
      drafted: ['issue', 'end'],
      issued: ['issue', 'accept', 'end'],
      accepted: ['put in force', 'end'],
      'in-force': ['end'],
      superseded: [],
      ended: [],
    }
    for (const [status, allowed] of Object.entries(legal)) {
      for (const [name, act] of Object.entries(acts)) {
        const id = `${status} ${name}`
        await draftAgreement(database, draft(id), deed)
        await database.query(
          `update agreements.agreement set status = $2, issued_version = $3, issued_hash = $4 where id = $1`,
          [id, status, POLICY.version, POLICY.hash],
        )
        const before = await newestChange(database.query)
        const expected = allowed.includes(name) ? { outcome: 'changed' } : { outcome: 'not-in-state', status }
        assert.deepEqual(await act(id), expected, id)
        if (!allowed.includes(name)) assert.equal(await newestChange(database.query), before)
      }
    }
    assert.deepEqual(await endAgreement(database, 'none', deed), { outcome: 'unknown-agreement' })
    assert.equal(await draftAgreement(database, draft('drafted end'), deed), 'id-taken')
  })

  it('supersede the one before on the same connection, one at a time however many try', async () => {
    const connectionId = 'connection-shared'
    await inForce('s0', { connectionId })
    for (const id of ['s1', 's2', 's3']) {
      await draftAgreement(database, draft(id, { connectionId }), deed)
      await issueAgreement(database, id, POLICY, deed)
      await acceptAgreement(database, id, POLICY, deed)
    }
    const outcomes = await Promise.all(['s1', 's2', 's3'].map(id => putInForce(database, id, deed)))
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['changed', 'changed', 'changed'],
    )
    const all = await readAgreements(database.query, [connectionId])
    const states = all.map(({ facts }) => facts.status).sort()
    assert.deepEqual(states, ['in-force', 'superseded', 'superseded', 'superseded'])
  })

  it('do not end the one that serves before the one that follows has begun', async () => {
    const connectionId = 'connection-renewed'
    await inForce('this year', { connectionId, until: START + 10 * DAY })
    await draftAgreement(database, draft('next year', { connectionId, from: START + 10 * DAY }), deed)
    await issueAgreement(database, 'next year', POLICY, deed)
    await acceptAgreement(database, 'next year', POLICY, deed)
    const early = await putInForce(database, 'next year', deed)
    assert.deepEqual(early, { outcome: 'too-early', from: START + 10 * DAY })
    await agreements.reload([connectionId])
    assert.equal(agreements.agreementFor(connectionId, START)?.id, 'this year')
    const inTime = await putInForce(database, 'next year', { ...deed, at: START + 10 * DAY })
    assert.deepEqual(inTime, { outcome: 'changed' })
  })

  it('may be put in force ahead of their first day where no other serves', async () => {
    await inForce('ahead', { from: START + DAY })
    await agreements.reload(['connection-ahead'])
    assert.equal(agreements.agreementFor('connection-ahead', START)?.status, 'in-force')
  })

  it('cannot hold a purpose that is not direct care, whoever writes it', async () => {
    await assert.rejects(
      database.query(`update agreements.agreement set purposes = '{research}' where id = 'a'`),
      /check constraint/,
    )
  })

  it('keep narrower terms as they were written', async () => {
    const terms = {
      regions: ['Y63', 'Y60'],
      typeIds: [13, 100],
      until: START + 30 * DAY,
      lookUps: 'declared',
    } as const
    await inForce('narrow', terms)
    await agreements.reload(['*'])
    const found = agreements.agreementFor('connection-narrow', START)
    assert.deepEqual({ ...found, ...terms }, found)
    assert.equal(agreements.agreementFor('connection-none', START), null)
  })

  it('speak for a connection: the one in force if there is one, whatever else there is', () => {
    const { connectionId: _connectionId, ...terms } = draft('x')
    const any = fc.record({
      status: fc.constantFrom<AgreementFacts['status']>(
        'drafted',
        'issued',
        'accepted',
        'in-force',
        'superseded',
        'ended',
      ),
      from: fc.integer({ min: -3, max: 3 }),
      length: fc.option(fc.integer({ min: 1, max: 4 })),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), list => {
        const all = list.map(({ status, from, length }, index): AgreementFacts => {
          const first = START + from * DAY
          const until = length === null ? null : first + length * DAY
          return { ...terms, id: `${index}`, policyVersion: null, status, from: first, until }
        })
        const speaks = agreementAt(all, START)
        const good = all.filter(
          one =>
            one.status === 'in-force' && one.from <= START && (one.until ?? Number.POSITIVE_INFINITY) > START,
        )
        if (all.length === 0) assert.equal(speaks, null)
        else if (good.length > 0) assert.ok(speaks && good.includes(speaks))
        else {
          const telling = all.filter(one => one.status !== 'superseded')
          const newest = Math.max(...(telling.length > 0 ? telling : all).map(one => one.from))
          assert.equal(speaks?.from, newest)
          assert.equal(speaks?.status === 'superseded', telling.length === 0)
        }
      }),
    )
  })
})
