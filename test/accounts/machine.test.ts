import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AccountEvent, AccountEvents } from '../../src/accounts/account-events.ts'
import {
  ACCOUNT_EVENTS,
  ACCOUNT_KINDS,
  ACCOUNT_MACHINES,
  type AccountKind,
} from '../../src/accounts/index.ts'
import { takeStep, withAccount } from '../../src/accounts/step-store.ts'
import { newestChange } from '../../src/database/index.ts'
import { ACCOUNT_STATUSES, type AccountStatus, CLAUSES } from '../../src/policy/index.ts'
import { readActs, step } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { DAY, goodFacts, NOW } from './good-facts.ts'
import { deedAt, openAccount } from './some-accounts.ts'

const LIVE = ['approved', 'active', 'restricted', 'suspended'] as const

/** Sources, use 4.1, written down once more by hand: event → the states it leads on from, and where to. */
const common: Partial<Record<AccountEvent, Partial<Record<AccountStatus, AccountStatus>>>> = {
  submit: { draft: 'submitted' },
  activate: { approved: 'active' },
  restrict: { active: 'restricted', restricted: 'restricted', suspended: 'suspended' },
  lift: { restricted: 'active' },
  suspend: { active: 'suspended', restricted: 'suspended', suspended: 'suspended' },
  'settle-ground': { suspended: 'suspended' },
  reinstate: { suspended: 'active' },
  'reinstate-restricted': { suspended: 'restricted' },
  cease: { active: 'terminated', restricted: 'terminated', suspended: 'terminated' },
  'terminate-inactive': { active: 'terminated', restricted: 'terminated' },
  revoke: { approved: 'terminated', active: 'terminated', restricted: 'terminated', suspended: 'terminated' },
  withdraw: {
    draft: 'withdrawn',
    submitted: 'withdrawn',
    'email-validated': 'withdrawn',
    'regional-review': 'withdrawn',
    approved: 'withdrawn',
  },
}
const stays = Object.fromEntries(LIVE.map(status => [status, status]))
const EXPECTED: Record<AccountKind, typeof common> = {
  individual: {
    ...common,
    'resend-email': { submitted: 'submitted' },
    'validate-email': { submitted: 'email-validated' },
    route: { 'email-validated': 'regional-review', 'regional-review': 'regional-review' },
    approve: { 'regional-review': 'approved' },
    reject: { submitted: 'rejected', 'email-validated': 'rejected', 'regional-review': 'rejected' },
    expire: { submitted: 'expired-unvalidated' },
    'request-region': stays,
    'decline-region': stays,
    'authorise-region': stays,
    'withdraw-region': stays,
    'accept-policy': stays,
  },
  'web-service': {
    ...common,
    approve: { submitted: 'approved' },
    reject: { submitted: 'rejected' },
    'authorise-region': stays,
    'withdraw-region': stays,
  },
  product: { ...common, approve: { submitted: 'approved' }, reject: { submitted: 'rejected' } },
}

const FINAL: readonly AccountStatus[] = ['terminated', 'rejected', 'expired-unvalidated', 'withdrawn']

describe('the life of an account', () => {
  for (const kind of ACCOUNT_KINDS) {
    it(`takes every state and event of a ${kind} account as the sources have it, and no other`, () => {
      const facts = goodFacts(kind)
      let legal = 0
      for (const from of ACCOUNT_STATUSES) {
        for (const event of ACCOUNT_EVENTS) {
          const taken = step(ACCOUNT_MACHINES[kind], from, event, { [event]: facts[event] })
          const to = EXPECTED[kind][event]?.[from]
          const label = `${kind}: ${event} from ${from}`
          if (to === undefined) {
            assert.equal(taken.outcome, 'not-legal', label)
            continue
          }
          legal += 1
          assert.ok(taken.outcome === 'moved', `${label}: ${JSON.stringify(taken)}`)
          assert.equal(taken.to, to, label)
          assert.ok(taken.clauses.length > 0 && taken.clauses.every(id => CLAUSES.some(one => one.id === id)))
        }
      }
      assert.equal(legal, Object.values(EXPECTED[kind]).flatMap(row => Object.keys(row)).length)
    })
  }

  it('has no way out of an end, and reaches each of its states from a draft', () => {
    for (const kind of ACCOUNT_KINDS) {
      const machine = ACCOUNT_MACHINES[kind]
      assert.deepEqual([...machine.final].sort(), [...FINAL].sort())
      for (const edge of machine.transitions) {
        assert.deepEqual(
          edge.from.filter(state => FINAL.includes(state)),
          [],
          edge.event,
        )
      }
      const reached = new Set<AccountStatus>(['draft'])
      for (let before = 0; before < reached.size; ) {
        before = reached.size
        for (const { from, to } of machine.transitions) {
          if (to !== 'same' && from.some(state => reached.has(state))) reached.add(to)
        }
      }
      const people: readonly AccountStatus[] = ['email-validated', 'regional-review', 'expired-unvalidated']
      const never = ACCOUNT_STATUSES.filter(state => !reached.has(state))
      assert.deepEqual(never, kind === 'individual' ? [] : people)
    }
  })

  it('takes no step on facts that are not those of the event', () => {
    for (const kind of ACCOUNT_KINDS) {
      for (const [event, row] of Object.entries(EXPECTED[kind])) {
        const known = ACCOUNT_EVENTS.find(one => one === event)
        assert.ok(known)
        for (const from of ACCOUNT_STATUSES.filter(state => row[state] !== undefined)) {
          assert.equal(step(ACCOUNT_MACHINES[kind], from, known, {}).outcome, 'unmet')
        }
      }
    }
  })
})

/** What each guard refuses: the good facts with one thing wrong, and a word of what it then says. */
const WRONG: { [E in AccountEvent]?: readonly (readonly [Partial<AccountEvents[E]>, RegExp])[] } = {
  submit: [
    [{ organisation: 'closed' }, /organisation is closed/],
    [{ organisation: 'suspended' }, /organisation is suspended/],
    [{ belongs: false }, /not one of that organisation/],
    [{ predecessor: 'not-ended' }, /has not ended/],
    [{ predecessor: 'somebody-elses' }, /not one of theirs/],
  ],
  'resend-email': [[{ sentAt: NOW - 60_000 }, /minutes old/]],
  'validate-email': [
    [{ token: 'wrong' }, /not the one last sent/],
    [{ until: NOW }, /is over/],
    [{ until: null }, /is over/],
  ],
  route: [
    [{ regions: [] }, /one region/],
    [{ regions: [{ id: 'Y99', state: 'unknown' }] }, /Y99 is no region/],
    [{ regions: [{ id: 'Y54', state: 'merged' }] }, /Y54 has been merged/],
  ],
  approve: [
    [{ regions: [] }, /at least one region/],
    [{ regions: [{ id: 'Y56', state: 'current' }] }, /Y56 is not one of your regions/],
    [{ applicant: { personId: 'lead', odsCode: 'TRUST' } }, /their own account/],
    [{ applicant: { personId: 'clinician', odsCode: 'OTHER' } }, /hand it over/],
    [{ judge: { personId: 'a', reach: 'operator', organisations: [] } }, /Only a DoS Lead/],
  ],
  reject: [[{ applicant: { personId: 'lead', odsCode: null } }, /their own account/]],
  expire: [[{ until: NOW + 1 }, /time left/]],
  activate: [
    [{ regions: 0 }, /No region/],
    [{ standing: null }, /No agreement is in force.*listed publicly/],
    [{ standing: { agreement: null, publication: 'open', publicDisplay: false } }, /No agreement.*listed/],
  ],
  'request-region': [
    [{ held: true }, /authorised there already/],
    [{ regions: [{ id: 'Y99', state: 'unknown' }] }, /Y99 is no region/],
  ],
  'decline-region': [
    [{ requested: false }, /No region has been asked/],
    [{ applicant: { personId: 'lead', odsCode: null } }, /their own account/],
  ],
  'withdraw-region': [[{ held: false }, /not authorised there/]],
  'accept-policy': [[{ offered: '2018-07-03' }, /version in force/]],
  restrict: [
    [{ limits: 0 }, /narrows nothing/],
    [{ reviewBy: NOW }, /review is to come/],
    [{ until: NOW }, /end is to come/],
  ],
  lift: [[{ othersOpen: 1 }, /Another restriction/]],
  suspend: [
    [{ open: ['credential-compromise'] }, /already/],
    [{ suspension: { ground: 'significant-risk', assessment: ' ' } }, /impact assessment/],
    [{ suspension: { ground: 'expired-intention-notice', notice: '' } }, /notice of intention/],
    [{ by: 'employer' }, /not for the employer/],
    [{ suspension: { ground: 'employer-instruction' } }, /not for the operator/],
  ],
  'settle-ground': [[{ by: 'employer' }, /not for the employer/]],
  reinstate: [
    [{ ground: 'significant-risk' }, /closed as remedied/],
    [{ ground: 'expired-intention-notice' }, /closed as remedied/],
    [{ ground: 'employer-instruction' }, /not for the operator/],
    [{ agreementInForce: false }, /No agreement/],
    [{ regions: 0 }, /No region/],
    [{ ground: 'no-region-left', regions: 0 }, /No region/],
    [{ finding: { inactive: true, logWhole: true, caseOpen: false } }, /six months/],
    [{ othersOpen: ['significant-risk'] }, /significant-risk as well/],
    [{ restrictions: 1 }, /restriction stands/],
  ],
  'reinstate-restricted': [[{ restrictions: 0 }, /No restriction/]],
  'terminate-inactive': [
    [{ finding: null }, /Nobody has found/],
    [{ finding: { inactive: false, logWhole: true, caseOpen: false } }, /Nobody has found/],
    [{ finding: { inactive: true, logWhole: false, caseOpen: false } }, /gap/],
    [{ finding: { inactive: true, logWhole: true, caseOpen: true } }, /case is open/],
  ],
  revoke: [
    [{ approvedBy: null }, /second person/],
    [{ approvedBy: 'one' }, /second person/],
  ],
}

describe('what a step of an account takes', () => {
  const said = (kind: AccountKind, event: AccountEvent, wrong: object | null): string => {
    const from = ACCOUNT_STATUSES.find(state => EXPECTED[kind][event]?.[state] !== undefined)
    assert.ok(from)
    const facts = { ...goodFacts(kind)[event], ...wrong }
    const taken = step(ACCOUNT_MACHINES[kind], from, event, { [event]: facts })
    assert.ok(taken.outcome === 'unmet', `${event} ${JSON.stringify(wrong)}: ${taken.outcome}`)
    assert.ok(taken.unmet.every(item => item.clauses.length > 0 && item.whoCanFix !== ''))
    return taken.unmet.map(item => item.what).join(' ')
  }

  it('is refused by name, each with its clauses and who can put it right', () => {
    const unguarded: readonly AccountEvent[] = ['withdraw', 'cease', 'authorise-region']
    for (const event of ACCOUNT_EVENTS) {
      const cases = WRONG[event] ?? []
      assert.equal(cases.length === 0, unguarded.includes(event), event)
      for (const [wrong, word] of cases) assert.match(said('individual', event, wrong), word)
    }
  })

  it('differs by kind where the sources do', () => {
    assert.match(said('web-service', 'activate', { keys: 0 }), /No public key/)
    assert.match(said('product', 'activate', { keys: 0 }), /No public key/)
    assert.match(
      said('web-service', 'activate', { predecessorEndedAt: NOW - DAY }),
      /accepted for the account before/,
    )
    const product = goodFacts('product').activate
    const alone = { activate: { ...product, standing: null } }
    assert.equal(step(ACCOUNT_MACHINES.product, 'approved', 'activate', alone).outcome, 'moved')
    const region = [{ id: 'Y63', state: 'current' }]
    assert.match(said('product', 'approve', { regions: region }), /no regions of its own/)
    assert.match(said('web-service', 'withdraw-region', { left: 0 }), /last region/)
    assert.match(
      said('web-service', 'suspend', { suspension: { ground: 'employer-instruction' }, by: 'employer' }),
      /instructs its people/,
    )
    assert.match(said('web-service', 'restrict', { by: 'employer' }), /not a person/)
    assert.match(said('web-service', 'reinstate', { keys: 0 }), /public key registered since/)
  })

  it('lists everything that is missing for activation, not only the first thing', () => {
    const agreement = { audience: 'public', issuedAt: null, acceptedVersion: null, acceptedAt: null } as const
    const facts = {
      ...goodFacts('web-service').activate,
      keys: 0,
      standing: { agreement, publication: 'open', publicDisplay: false } as const,
    }
    const taken = step(ACCOUNT_MACHINES['web-service'], 'approved', 'activate', { activate: facts })
    assert.ok(taken.outcome === 'unmet')
    assert.equal(taken.unmet.length, 5)
    const inTrial = step(ACCOUNT_MACHINES['web-service'], 'approved', 'activate', {
      activate: { ...facts, environment: 'integration' },
    })
    assert.equal(inTrial.outcome === 'unmet' && inTrial.unmet.length, 4)
  })
})

describe('accounts in storage', async () => {
  const database = await testDatabase()
  const deed = { ...deedAt(NOW), approvedBy: 'another' }
  const { connectionId } = await openAccount(database, 'base', NOW, { status: 'terminated' })
  let made = 0

  const place = async (kind: AccountKind, status: AccountStatus): Promise<string> => {
    made += 1
    const id = `${kind}-${made}`
    const product = kind === 'product'
    await database.query(
      `insert into accounts.account (id, kind, connection_id, product_id, environment, name, status, person_id)
       values ($1, $2, $3, $4, $5, $1, $6, $1)`,
      [
        id,
        kind,
        product ? null : connectionId,
        product ? 'product-base' : null,
        product ? 'production' : null,
        status,
      ],
    )
    return id
  }
  const statusOf = async (id: string) =>
    (await database.query<{ status: string }>('select status from accounts.account where id = $1', [id]))[0]
      ?.status

  for (const kind of ACCOUNT_KINDS) {
    it(`move and are recorded on every legal edge of a ${kind}, and are untouched by any other`, async () => {
      const facts = goodFacts(kind)
      for (const from of ACCOUNT_STATUSES) {
        for (const event of ACCOUNT_EVENTS) {
          const id = await place(kind, from)
          const to = EXPECTED[kind][event]?.[from]
          const change = await newestChange(database.query)
          const taken = await withAccount(database, id, (query, account) =>
            takeStep(query, account, event, facts[event], deed),
          )
          const acts = await readActs(database.query, 'account', id)
          const label = `${kind}: ${event} from ${from}`
          assert.equal(taken.outcome, to === undefined ? 'not-legal' : 'moved', label)
          assert.equal(await statusOf(id), to ?? from, label)
          assert.equal(acts.length, to === undefined ? 0 : 1, label)
          assert.equal((await newestChange(database.query)) - change, to === undefined ? 0 : 1, label)
          if (acts[0]) {
            const [{ who, acting_as, why, approved_by, before, after, event: noted, clauses }] = [acts[0]]
            assert.deepEqual(
              [who, acting_as, why, approved_by, noted],
              ['tester', 'access-manager', 'a test', 'another', event],
            )
            assert.deepEqual([before, after], [{ status: from }, { status: to }])
            assert.ok(clauses.length > 0)
          }
          // Leaves the one place of its kind to the next.
          await database.query("update accounts.account set status = 'terminated' where id = $1", [id])
        }
      }
    })
  }
})
