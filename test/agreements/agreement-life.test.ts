import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AGREEMENT, type AgreementState } from '../../src/agreements/agreement-machine.ts'
import {
  type AgreementChange,
  type AgreementDraft,
  acceptAgreement,
  agreementDueHandlers,
  askReacceptance,
  draftAgreement,
  endAgreement,
  issueAgreement,
  noteRead,
  putInForce,
  reacceptAgreement,
  readAcceptances,
  readAgreement,
  readLives,
  recordDeemedAcceptance,
  standingOf,
  sweepDeemedAcceptances,
} from '../../src/agreements/index.ts'
import { newestChange } from '../../src/database/index.ts'
import type { Deed } from '../../src/vocabulary/index.ts'
import { legalEvents, readActs, readDue, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'

/** A year that begins in winter and ends after a leap day has passed. */
const START = Date.UTC(2027, 1, 28, 12)
const DAY = 86_400_000
const OLD = { version: '2018-07-03', hash: 'of 2018' }
const POLICY = { version: '2025-02-25', hash: 'of 2025' }
const NEWER = { version: '2027-06-01', hash: 'of 2027' }
const deed: Deed = { who: 'signatory-7', actingAs: 'euo-signatory', why: 'onboarding', at: START }
const SYSTEM: Deed = { who: 'system', actingAs: 'system', why: 'it is time', at: START }

const draft = (id: string, over: Partial<AgreementDraft> = {}): AgreementDraft => ({
  id,
  connectionId: `connection-${id}`,
  useCase: 'Call handlers find a service for a caller',
  purposes: ['urgent-care-referral'],
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

describe('agreements in force', async () => {
  const database = await testDatabase()
  const { query } = database
  const told: string[] = []
  const parts = {
    connections: async () => [],
    holdersOf: async (_query: unknown, role: string) => {
      told.push(role)
      return []
    },
  }
  const inForce = async (id: string, over: Partial<AgreementDraft> = {}, policy = POLICY): Promise<void> => {
    assert.equal(await draftAgreement(database, draft(id, over), deed), 'drafted')
    for (const step of [issueAgreement, acceptAgreement]) {
      assert.deepEqual(await step(database, id, policy, deed), { outcome: 'changed' })
    }
    assert.deepEqual(await putInForce(database, id, deed), { outcome: 'changed' })
  }
  const state = async (id: string): Promise<AgreementState | undefined> =>
    (await readLives(query, [id]))[0]?.state
  const events = async (id: string) => (await readActs(query, 'agreement', id)).map(act => act.event)
  const sweep = (now: number) =>
    workThroughDue(database, now, agreementDueHandlers(parts), (due, error) => {
      throw new Error(`${due.event} ${due.entityId}`, { cause: error })
    })

  it('take in every state the steps that lead on from there, and refuse all others unchanged', async () => {
    const acts: Record<string, (id: string) => Promise<AgreementChange>> = {
      issue: id => issueAgreement(database, id, POLICY, deed),
      read: id => noteRead(database, id, deed),
      accept: id => acceptAgreement(database, id, POLICY, deed),
      'put-in-force': id => putInForce(database, id, deed),
      reaccept: id => reacceptAgreement(database, id, NEWER, deed),
      end: id => endAgreement(database, id, deed),
    }
    for (const from of AGREEMENT.states) {
      for (const [event, act] of Object.entries(acts)) {
        const id = `${from} ${event}`
        await draftAgreement(database, draft(id), deed)
        const asked = from === 'reaccept-due' ? NEWER : null
        await query(
          `update agreements.agreement set status = $2, issued_version = $3, issued_hash = $4, reaccept_version = $5,
             reaccept_hash = $6 where id = $1`,
          [
            id,
            from === 'reaccept-due' ? 'in-force' : from,
            POLICY.version,
            POLICY.hash,
            asked?.version ?? null,
            asked?.hash ?? null,
          ],
        )
        assert.equal(await state(id), from)
        const change = await newestChange(query)
        const legal: readonly string[] = legalEvents(AGREEMENT, from)
        if (legal.includes(event)) {
          assert.deepEqual(await act(id), { outcome: 'changed' }, id)
          assert.deepEqual(await events(id), ['draft', event])
        } else {
          assert.deepEqual(await act(id), { outcome: 'not-in-state', status: from }, id)
          assert.deepEqual(await events(id), ['draft'])
          assert.equal(await state(id), from)
          assert.equal(await newestChange(query), change)
        }
      }
    }
  })

  it('keep who issued the policy, by which way, and when a signatory first opened it', async () => {
    await draftAgreement(database, draft('opened'), deed)
    await issueAgreement(database, 'opened', POLICY, { ...deed, who: 'manager-1' }, 'post')
    await noteRead(database, 'opened', { ...deed, at: START + 5 })
    await noteRead(database, 'opened', { ...deed, who: 'signatory-8', at: START + 9 })
    const [life] = await readLives(query, ['opened'])
    assert.deepEqual(life?.issued, { by: 'manager-1', via: 'post' })
    assert.deepEqual(life?.read, { at: START + 5, by: 'signatory-7' })
    await issueAgreement(database, 'opened', POLICY, deed)
    assert.equal((await readLives(query, ['opened']))[0]?.read, null, 'what is issued anew has not been read')
  })

  it('are asked to accept a newer version, go on meanwhile, and carry it once a signatory has', async () => {
    await inForce('asked')
    await inForce('newer already', {}, NEWER)
    const asked = await askReacceptance(database, NEWER, parts, SYSTEM)
    assert.ok(asked.includes('asked') && !asked.includes('newer already'))
    assert.ok(!(await askReacceptance(database, NEWER, parts, SYSTEM)).includes('asked'), 'asked once')
    assert.ok(
      !(await askReacceptance(database, OLD, parts, SYSTEM)).includes('asked'),
      'never for an older one',
    )
    assert.equal(await state('asked'), 'reaccept-due')
    const facts = async () => (await readAgreement(query, 'asked'))?.facts
    assert.deepEqual([(await facts())?.status, (await facts())?.policyVersion], ['in-force', POLICY.version])
    for (const other of [POLICY, { ...NEWER, hash: 'of another' }]) {
      const refused = await reacceptAgreement(database, 'asked', other, deed)
      assert.deepEqual(refused, { outcome: 'not-as-issued', issued: NEWER })
    }
    const later = { ...deed, at: START + DAY }
    assert.deepEqual(await reacceptAgreement(database, 'asked', NEWER, later, '2026-11-22'), {
      outcome: 'changed',
    })
    assert.equal(await state('asked'), 'in-force')
    assert.deepEqual([(await facts())?.status, (await facts())?.policyVersion], ['in-force', NEWER.version])
    const kept = await readAcceptances(query, 'asked')
    assert.deepEqual(
      kept.map(({ version, kind, by, privacyNotice }) => ({ version, kind, by, privacyNotice })),
      [
        { version: POLICY.version, kind: 'signed', by: 'signatory-7', privacyNotice: null },
        { version: NEWER.version, kind: 'signed', by: 'signatory-7', privacyNotice: '2026-11-22' },
      ],
    )
  })

  it('are deemed to accept a newer version by use, once for each version, and the prompt goes on', async () => {
    await inForce('used')
    await askReacceptance(database, NEWER, parts, SYSTEM)
    const each = Array.from({ length: 20 }, (_, index) => index)
    const outcomes = await Promise.all(
      each.map(index => recordDeemedAcceptance(database, 'used', NEWER, `decision-${index}`, SYSTEM)),
    )
    assert.equal(outcomes.filter(one => one === 'recorded').length, 1)
    assert.equal(outcomes.filter(one => one === 'recorded-already').length, 19)
    assert.equal(await state('used'), 'reaccept-due')
    assert.equal((await readAgreement(query, 'used'))?.facts.policyVersion, POLICY.version)
    assert.equal((await events('used')).filter(event => event === 'deem-accepted').length, 1)
    assert.deepEqual(await reacceptAgreement(database, 'used', NEWER, deed), { outcome: 'changed' })
    const again = await recordDeemedAcceptance(database, 'used', NEWER, 'decision-99', SYSTEM)
    assert.equal(again, 'recorded-already')
    const signed = await recordDeemedAcceptance(database, 'used', POLICY, 'decision-99', SYSTEM)
    assert.equal(signed, 'accepted-already')
    assert.equal(await recordDeemedAcceptance(database, 'none', NEWER, 'd', SYSTEM), 'unknown-agreement')
    await endAgreement(database, 'used', deed)
    assert.equal(await recordDeemedAcceptance(database, 'used', NEWER, 'd', SYSTEM), 'not-in-force')
  })

  it('are swept for first use under the version in force, by the log and by nothing else', async () => {
    const VERSION = { version: '2028-01-01', hash: 'of 2028', effectiveFrom: START + 30 * DAY }
    await inForce('swept')
    await inForce('idle')
    const since: number[] = []
    const firstUse = async (connectionId: string, from: number) => {
      since.push(from)
      return connectionId === 'connection-swept' ? { decisionId: 'first', at: from + 1 } : null
    }
    const first = await sweepDeemedAcceptances(database, VERSION, firstUse, SYSTEM)
    assert.equal(first, 1)
    assert.equal(await sweepDeemedAcceptances(database, VERSION, firstUse, SYSTEM), 0)
    assert.ok(since.length > 1 && since.every(from => from === VERSION.effectiveFrom))
    const kept = await readAcceptances(query, 'swept')
    assert.deepEqual(
      kept.filter(one => one.kind === 'deemed').map(({ version, decisionId }) => ({ version, decisionId })),
      [{ version: '2028-01-01', decisionId: 'first' }],
    )
    assert.deepEqual(
      (await readAcceptances(query, 'idle')).map(one => one.kind),
      ['signed'],
    )
  })

  it('hold for their term from the day they come into force, with dates for what comes before the end', async () => {
    await draftAgreement(database, draft('year'), deed)
    await query(`update agreements.agreement set term_months = 12 where id = 'year'`)
    await issueAgreement(database, 'year', POLICY, deed)
    await acceptAgreement(database, 'year', POLICY, deed)
    await putInForce(database, 'year', deed, 30)
    const end = Date.UTC(2028, 1, 28, 12)
    assert.equal((await readAgreement(query, 'year'))?.facts.until, end)
    const dates = (await readDue(query, 'agreement', 'year')).map(({ event, dueAt }) => [event, dueAt])
    assert.deepEqual(dates, [
      ['renewal-window', end - 30 * DAY],
      ['renewal-last-call', end - 14 * DAY],
      ['lapse', end],
    ])
    const begun = told.length
    await sweep(end - 30 * DAY - 1)
    assert.equal(told.length, begun)
    await sweep(end - 30 * DAY)
    await sweep(end - 14 * DAY)
    assert.deepEqual((await events('year')).slice(-2), ['open-renewal', 'recommend-restriction'])
    assert.ok(told.length > begun)
    await sweep(end - 1)
    assert.equal(await state('year'), 'in-force')
    await sweep(end)
    assert.equal(await state('year'), 'ended')
    assert.equal((await events('year')).at(-1), 'lapse')
  })

  it('recommend no restriction while a renewal is under way, and lapse at the same hour all the same', async () => {
    const until = START + 100 * DAY
    await inForce('renewing', { until })
    await query(
      `insert into agreements.application (id, kind, ods_code, state, form, form_hash, revision, parent_agreement_id,
         created_at, created_by, created_as, touched_at)
       values ('next', 'renewal', 'XO004', 'review', '{}', '', 1, 'renewing', $1, 'a', 'euo-admin', $1)`,
      [new Date(START)],
    )
    await sweep(until - 14 * DAY)
    assert.deepEqual((await events('renewing')).slice(-1), ['open-renewal'])
    await sweep(until)
    assert.equal(await state('renewing'), 'ended')
  })

  it('have no dates any more once they are ended or superseded', async () => {
    const connectionId = 'connection-dated'
    await inForce('dated 1', { connectionId, until: START + 100 * DAY })
    assert.equal((await readDue(query, 'agreement', 'dated 1')).length, 3)
    await inForce('dated 2', { connectionId, until: START + 200 * DAY })
    assert.equal((await readDue(query, 'agreement', 'dated 1')).length, 0)
    await endAgreement(database, 'dated 2', deed)
    assert.equal((await readDue(query, 'agreement', 'dated 2')).length, 0)
  })

  describe('the standing of a connection', () => {
    const OPEN = { agreement: null, publication: 'open', publicDisplay: false }

    it('is nothing without an agreement in force at that moment', async () => {
      assert.deepEqual(await standingOf(query, 'connection-nowhere', START), OPEN)
      await draftAgreement(database, draft('stands 1'), deed)
      assert.deepEqual(await standingOf(query, 'connection-stands 1', START), OPEN)
      await inForce('stands 2', { from: START, until: START + DAY })
      assert.deepEqual(await standingOf(query, 'connection-stands 2', START - 1), OPEN)
      assert.deepEqual(await standingOf(query, 'connection-stands 2', START + DAY), OPEN)
      const standing = await standingOf(query, 'connection-stands 2', START)
      assert.deepEqual(standing.agreement, {
        id: 'stands 2',
        audience: 'professional',
        issuedAt: START,
        acceptedVersion: POLICY.version,
        acceptedAt: START,
        purposes: ['urgent-care-referral'],
        useCase: 'Call handlers find a service for a caller',
      })
    })

    const wishing = async (id: string, publication: string): Promise<void> => {
      await inForce(id)
      await query(
        `insert into agreements.application (id, kind, ods_code, state, form, form_hash, revision, created_at,
           created_by, created_as, touched_at)
         values ($1, 'new', 'XO004', 'accepted', jsonb_build_object('publication', $2::text), '', 1, $3, 'a',
           'euo-admin', $3)`,
        [`of-${id}`, publication, new Date(START)],
      )
      await query('update agreements.agreement set application_id = $2 where id = $1', [id, `of-${id}`])
    }
    const permit = (id: string, type: string, from: number, until: number) =>
      query(
        `insert into agreements.permission (id, agreement_id, type, state, reason, requested_by, requested_at,
           valid_from, valid_until) values ($1, $2, $3, 'granted', 'r', 'p', $4, $4, $5)`,
        [`${type}-${id}`, id, type, new Date(from), new Date(until)],
      )

    it('is to be published by the wish of the application, and withheld by permission alone', async () => {
      await wishing('publish', 'publish')
      await wishing('withhold', 'withhold')
      const publication = async (id: string, now = START) =>
        (await standingOf(query, `connection-${id}`, now)).publication
      assert.equal(await publication('publish'), 'publish')
      assert.equal(await publication('withhold'), 'open', 'the wish settles nothing')
      await permit('withhold', 'publication-opt-out', START, START + DAY)
      assert.equal(await publication('withhold'), 'withhold')
      assert.equal(await publication('withhold', START + DAY), 'open', 'the permission is over')
    })

    it('may display to the public while a permission, its safety case and a region’s grant hold', async () => {
      await inForce('displays', { audience: 'public' })
      const shows = async (now: number) => (await standingOf(query, 'connection-displays', now)).publicDisplay
      await query(
        `insert into agreements.evidence (id, kind, product_id, product_version, reference, sha256, issued_at,
           expires_at, added_by, added_at)
         values ('case', 'clinical-safety-case', 'p', '1.0', 'r', repeat('a', 64), $1, $2, 'a', $1)`,
        [new Date(START - DAY), new Date(START + 5 * DAY)],
      )
      await permit('displays', 'public-display', START, START + 9 * DAY)
      await query(
        `update agreements.permission set evidence_id = 'case', region_ids = '{Y63}' where agreement_id = 'displays'`,
      )
      assert.equal(await shows(START), false, 'no region has granted it')
      await query(
        `insert into agreements.region_grant (id, permission_id, region_id, granted_by, granted_at, valid_from,
           valid_until) values ('g', 'public-display-displays', 'Y63', 'lead', $1, $1, $2)`,
        [new Date(START), new Date(START + 3 * DAY)],
      )
      assert.equal(await shows(START), true)
      assert.equal(await shows(START + 3 * DAY), false, 'the grant is over')
      await query(`update agreements.region_grant set valid_until = $1`, [new Date(START + 8 * DAY)])
      assert.equal(await shows(START + 4 * DAY), true)
      assert.equal(await shows(START + 5 * DAY), false, 'the safety case is over')
    })
  })
})
