import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRegion } from '../../../src/accounts/index.ts'
import { peopleActs } from '../../../src/http/acts/people.ts'
import {
  beginRecovery,
  checkPassword,
  endRole,
  readAlerts,
  readPerson,
  readRoles,
  readSessionById,
  setPassword,
} from '../../../src/people/index.ts'
import { ROLE_NAMES, ROLES, type Role } from '../../../src/vocabulary/index.ts'
import { openHouse, signInAs, type TestPerson, type TestRole } from '../../support/house.ts'

/** Organisations of the demonstration. */
const OURS = 'XO001'
const THEIRS = 'XO002'
const REASON = { reason: 'a test asks for it' }

describe('people and their roles', async () => {
  const house = await openHouse()
  const { database } = house.rooms
  const { query } = database
  const deed = () => ({ who: 'test', actingAs: 'system', why: 'a test', at: house.clock.now() })
  await createRegion(database, { id: 'Y63', name: 'North East and Yorkshire' }, deed())

  const manager = await house.person([{ role: 'access-manager' }])
  const owner = await house.person([{ role: 'decision-owner' }])
  const admin = await house.person([{ role: 'euo-admin', scope: OURS }])
  const otherAdmin = await house.person([{ role: 'euo-admin', scope: THEIRS }])

  type Seen = { readonly id: string; readonly roles: { role: Role; scope: string | null }[]; status: string }
  const listed = async (who: TestPerson, filter = ''): Promise<Seen[]> => {
    const answer = await who.ask('GET', `/api/v1/people?limit=500${filter}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<{ people: Seen[] }>().people
  }
  const post = (who: TestPerson, path: string, body: object = {}) =>
    who.ask('POST', `/api/v1${path}`, { ...REASON, ...body })
  let names = 0
  /** Somebody whom an administrator enters for our organisation, who signs in with that user name. */
  const colleague = async (over: object = {}): Promise<{ id: string; code: string }> => {
    names += 1
    const userName = `colleague-${names}`
    const email = `${userName}@example.org`
    const body = {
      name: `Colleague ${names}`,
      email,
      userName,
      role: 'individual-end-user',
      scope: OURS,
      ...over,
    }
    const answer = await post(admin, '/people', body)
    assert.equal(answer.statusCode, 201, answer.body)
    const { person, invitation } = answer.json<{ person: Seen; invitation: { code: string } }>()
    return { id: person.id, code: invitation.code }
  }
  /** Proposes an act as an access manager and has somebody agree. */
  const agreedBy = async (second: TestPerson, path: string, body: object, proposer = manager) => {
    const left = await post(proposer, path, body)
    assert.equal(left.statusCode, 202, left.body)
    const { proposal } = left.json<{ proposal: string }>()
    return { answer: await post(second, `/proposals/${proposal}/approval`), proposal }
  }
  const holdsNow = async (id: string): Promise<string[]> =>
    (await readRoles(query, id)).map(({ role }) => role)

  it('let each role try what is its own to try, and nothing else', async () => {
    const OPERATOR: Role[] = ROLE_NAMES.filter(role => ROLES[role].scope === 'operator')
    const MANAGE: Role[] = ['access-manager', 'euo-admin']
    const MAY: Readonly<Record<string, readonly Role[]>> = {
      'person list': [...OPERATOR, 'euo-admin', 'supplier-admin'],
      'person show': [...OPERATOR, 'euo-admin', 'supplier-admin'],
      'person create': MANAGE,
      'person lock': MANAGE,
      'person unlock': MANAGE,
      'person leave': MANAGE,
      'person link': ['access-manager'],
      'person recover': MANAGE,
      'person recover-operator': ['access-manager'],
      'alert list': OPERATOR,
      'role grant': [...MANAGE, 'dos-lead'],
      'role appoint': ['access-manager'],
      'role end': ROLE_NAMES,
    }
    const bodies: Readonly<Record<string, object>> = {
      'person create': { name: 'Nobody' },
      'person link': { issuer: 'https://care.identity.test', subject: 's' },
      'role grant': { role: 'individual-end-user', scope: OURS },
      'role appoint': { role: 'auditor' },
      'role end': { role: 'auditor' },
    }
    const who = new Map<Role, TestPerson>()
    for (const role of ROLE_NAMES) {
      const { scope } = ROLES[role]
      const held: TestRole =
        scope === 'operator' ? { role } : { role, scope: scope === 'region' ? 'Y63' : OURS }
      who.set(role, await house.person([held]))
    }
    assert.deepEqual(peopleActs.map(act => act.command).sort(), Object.keys(MAY).sort())
    for (const act of peopleActs) {
      const url = `/api/v1${act.path.replace(':id', 'nobody-of-that-id')}`
      for (const role of ROLE_NAMES) {
        const own = act.command === 'person create' ? { email: `${role}@example.org` } : {}
        const body = act.method === 'GET' ? undefined : { ...REASON, ...bodies[act.command], ...own }
        const answer = await who.get(role)?.ask(act.method, url, body)
        const said = answer?.json<{ reason?: string; detail?: string }>()
        const kept = said?.reason === 'role-missing' && /It takes one of these roles/.test(said.detail ?? '')
        assert.equal(!kept, MAY[act.command]?.includes(role), `${act.command} as ${role}: ${answer?.body}`)
      }
    }
  })

  it('show an administrator those with a role for their organisation, and of them no other roles', async () => {
    const both = await house.person([
      { role: 'individual-end-user', scope: OURS },
      { role: 'individual-end-user', scope: THEIRS },
      { role: 'compliance-reviewer' },
    ])
    const hidden = await house.person([{ role: 'individual-end-user', scope: THEIRS }])
    const past = await house.person([
      { role: 'individual-end-user', scope: OURS, until: house.clock.now() + 1 },
    ])
    house.clock.advance(1)
    const seen = await listed(admin)
    for (const person of seen) for (const { scope } of person.roles) assert.equal(scope, OURS)
    const ids = seen.map(({ id }) => id)
    assert.ok(ids.includes(both.id) && ids.includes(admin.id))
    assert.ok(!ids.includes(hidden.id) && !ids.includes(past.id) && !ids.includes(manager.id))
    assert.deepEqual(await listed(admin, `&organisation=${THEIRS}`), [], 'a filter widens nothing')
    assert.deepEqual(await listed(admin, '&role=compliance-reviewer'), [])
    const all = await listed(manager)
    assert.equal(all.find(({ id }) => id === both.id)?.roles.length, 3)
    assert.deepEqual(
      (await listed(manager, '&role=euo-admin&organisation=XO001')).map(({ id }) => id).includes(admin.id),
      true,
    )
  })

  it('make somebody hidden look like nobody at all', async () => {
    const hidden = await house.person([{ role: 'individual-end-user', scope: THEIRS }])
    const asks: [method: 'GET' | 'POST', path: string, body?: object][] = [
      ['GET', ''],
      ['POST', '/lock', REASON],
      ['POST', '/leaving', REASON],
      ['POST', '/recovery', REASON],
      ['POST', '/roles/end', { ...REASON, role: 'individual-end-user', scope: THEIRS }],
    ]
    for (const [method, path, body] of asks) {
      const answers = await Promise.all(
        [hidden.id, 'nobody'].map(id => admin.ask(method, `/api/v1/people/${id}${path}`, body)),
      )
      const [one, other] = answers.map(answer => ({ ...answer.json<object>(), requestId: '' }))
      assert.equal(answers[0]?.statusCode, 404, answers[0]?.body)
      assert.deepEqual(one, other)
    }
    assert.equal((await readPerson(query, hidden.id))?.status, 'active')
  })

  it('are entered by an administrator for their own organisation, with a one-time code', async () => {
    const { id, code } = await colleague()
    assert.deepEqual(await holdsNow(id), ['individual-end-user'])
    assert.equal((await readPerson(query, id))?.homeOdsCode, OURS)
    const begin = { userName: `colleague-${names}`, code, network: 'n' }
    assert.equal((await beginRecovery(database, begin, 'D', house.clock.now())).outcome, 'begun')
  })

  it('are entered wholly or not at all', async () => {
    const { id } = await colleague()
    const count = async () =>
      (await query<{ n: number }>('select count(*)::int as n from people.person'))[0]?.n
    const before = await count()
    const attempts: [body: object, status: number][] = [
      [{ role: 'individual-end-user', scope: THEIRS }, 403],
      [{ role: 'euo-signatory', scope: OURS, evidence: 'letter' }, 403],
      [{ role: 'auditor' }, 403],
      [{}, 400],
      [{ role: 'individual-end-user' }, 400],
      [{ role: 'individual-end-user', scope: OURS, userName: `colleague-${names}` }, 409],
      [{ role: 'individual-end-user', scope: OURS, email: `COLLEAGUE-${names}@example.org` }, 409],
      [{ role: 'individual-end-user', scope: OURS, userName: 'a b c' }, 400],
      [{ role: 'individual-end-user', scope: OURS, issuer: 'https://i.test', subject: 's' }, 403],
      [
        { role: 'individual-end-user', scope: OURS, userName: 'abc', issuer: 'https://i.test', subject: 's' },
        400,
      ],
      [{ role: 'individual-end-user', scope: OURS, issuer: 'https://i.test' }, 400],
    ]
    for (const [over, status] of attempts) {
      const answer = await post(admin, '/people', { name: 'New', email: 'new@example.org', ...over })
      assert.equal(answer.statusCode, status, `${JSON.stringify(over)}: ${answer.body}`)
    }
    assert.equal(await count(), before)
    const byOperator = await post(manager, '/people', { name: 'New', email: 'new@example.org' })
    assert.equal(byOperator.statusCode, 201, byOperator.body)
    assert.equal(byOperator.json<{ invitation: unknown }>().invitation, null)
    assert.ok(id)
  })

  it('give an organisation its first administrator by the operator, and the next by itself', async () => {
    const first = await house.person([])
    const second = await house.person([])
    const grant = (who: TestPerson, id: string) =>
      post(who, `/people/${id}/roles`, { role: 'euo-admin', scope: 'XO003' })
    assert.equal((await grant(manager, first.id)).statusCode, 201)
    const refused = await grant(manager, second.id)
    assert.equal(refused.statusCode, 409, refused.body)
    assert.match(refused.body, /an administrator of the organisation/)
    assert.equal((await grant(first, second.id)).statusCode, 201)
    house.clock.advance(1)
    for (const { id } of [second, first]) {
      const end = { role: 'euo-admin', scope: 'XO003' }
      assert.equal((await post(manager, `/people/${id}/roles/end`, end)).statusCode, 200)
    }
    const third = await grant(manager, second.id)
    assert.equal(third.statusCode, 409, 'ending those there are makes no room for one of the operator’s own')
    assert.equal((await grant(otherAdmin, (await house.person([])).id)).statusCode, 403)
  })

  it('give an organisation one first administrator when two are asked for at once', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => house.person([])))
    const answers = await Promise.all(
      people.map(({ id }) => post(manager, `/people/${id}/roles`, { role: 'euo-admin', scope: 'XO005' })),
    )
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [201, 409, 409, 409, 409])
  })

  it('take evidence of authority for signatories and clinical safety officers, and keep it on record', async () => {
    const { id } = await house.person([])
    for (const role of ['euo-signatory', 'clinical-safety-officer']) {
      const without = await post(manager, `/people/${id}/roles`, { role, scope: OURS })
      assert.equal(without.statusCode, 409)
      assert.match(without.body, /evidence/)
      const given = await post(manager, `/people/${id}/roles`, {
        role,
        scope: OURS,
        evidence: 'letter 7 of the board',
      })
      assert.equal(given.statusCode, 201, given.body)
    }
    const [act] = await query<{ evidence: string[] }>(
      `select evidence from workflow.act where entity_id = $1 and event = 'grant-role' order by id desc limit 1`,
      [id],
    )
    assert.deepEqual(act?.evidence, ['letter 7 of the board'])
  })

  it('are given no role for what is not in the register, nor for the past, nor twice', async () => {
    const { id } = await house.person([])
    const grant = (body: object) => post(manager, `/people/${id}/roles`, body)
    assert.equal((await grant({ role: 'euo-admin', scope: 'NOSUCH' })).statusCode, 400)
    assert.equal((await grant({ role: 'supplier-admin', scope: 'nobody' })).statusCode, 400)
    const past = new Date(house.clock.now() - 1).toISOString()
    const role = { role: 'supplier-admin', scope: 'demonstration-supplier' }
    assert.equal((await grant({ ...role, from: past })).statusCode, 400)
    assert.equal((await grant({ ...role, until: past })).statusCode, 400)
    assert.equal(
      (await grant({ role: 'auditor', scope: 'x' })).statusCode,
      400,
      'operator roles are appointed',
    )
    assert.equal((await grant(role)).statusCode, 201)
    assert.equal((await grant(role)).statusCode, 409)
    assert.equal((await post(manager, '/people/nobody/roles', role)).statusCode, 404)
  })

  it('appoint nobody to the operator, nor to a region, without a second person', async () => {
    for (const [role, scope] of [
      ['auditor', undefined],
      ['access-manager', undefined],
      ['dos-lead', 'Y63'],
    ] as const) {
      const { id } = await house.person([])
      const body = { role, ...(scope ? { scope } : {}) }
      const left = await post(manager, `/people/${id}/appointments`, body)
      assert.equal(left.statusCode, 202, left.body)
      assert.deepEqual(await holdsNow(id), [])
      const { proposal } = left.json<{ proposal: string }>()
      const own = await post(manager, `/proposals/${proposal}/approval`)
      assert.equal(own.statusCode, 403)
      const agreed = await post(owner, `/proposals/${proposal}/approval`)
      assert.equal(agreed.statusCode, 201, agreed.body)
      assert.deepEqual(await holdsNow(id), [role])
      const [act] = await query<{ who: string; approved_by: string; acting_as: string }>(
        `select who, approved_by, acting_as from workflow.act where entity_id = $1 and event = 'grant-role'`,
        [id],
      )
      assert.deepEqual(act, { who: manager.id, approved_by: owner.id, acting_as: 'access-manager' })
    }
  })

  it('begin anew when appointed: whoever entered them cannot act as them', async () => {
    const entered = await post(manager, '/people', {
      name: 'P',
      email: 'p@example.org',
      userName: 'planted',
    })
    const { person, invitation } = entered.json<{ person: Seen; invitation: { code: string } }>()
    const { id } = person
    const password = 'known to the manager'
    const now = () => house.clock.now()
    assert.equal(
      (await setPassword(database, { personId: id, userName: 'planted', password }, deed())).outcome,
      'set',
    )
    const signIn = (tried: string) =>
      checkPassword(database, { userName: 'planted', password: tried, code: null, network: 'n' }, now())
    assert.equal((await signIn(password)).outcome, 'known')
    const sid = await signInAs(house.rooms, id, now())
    const left = await post(manager, `/people/${id}/appointments`, { role: 'decision-owner' })
    const agreed = await post(owner, `/proposals/${left.json<{ proposal: string }>().proposal}/approval`)
    assert.equal(agreed.statusCode, 201, agreed.body)
    const { code } = agreed.json<{ signIn: { code: string } }>().signIn
    assert.ok(!left.body.includes(code))
    assert.equal((await signIn(password)).outcome, 'refused')
    assert.equal(await readSessionById(query, sid ?? '', now()), undefined)
    const begin = (given: string) =>
      beginRecovery(database, { userName: 'planted', code: given, network: 'm' }, 'D', now())
    assert.equal((await begin(invitation.code)).outcome, 'refused')
    assert.equal((await begin(code)).outcome, 'begun')
    const kept = await agreedBy(owner, `/people/${id}/appointments`, { role: 'ig-officer' })
    assert.equal(kept.answer.json<{ signIn: unknown }>().signIn, null, 'they hold such a role already')
    assert.equal((await begin(code)).outcome, 'begun')
  })

  it('are not appointed while they are locked, with what they signed in with before', async () => {
    const { id } = await colleague()
    assert.equal((await post(manager, `/people/${id}/lock`)).statusCode, 200)
    const { answer } = await agreedBy(owner, `/people/${id}/appointments`, { role: 'ig-officer' })
    assert.equal(answer.statusCode, 409, answer.body)
    assert.deepEqual(await holdsNow(id), ['individual-end-user'])
  })

  it('appoint neither who proposes it nor who agrees to it', async () => {
    const self = await agreedBy(owner, `/people/${manager.id}/appointments`, { role: 'ig-officer' })
    assert.equal(self.answer.statusCode, 403, self.answer.body)
    assert.equal(self.answer.json<{ reason: string }>().reason, 'own-cause')
    const second = await agreedBy(owner, `/people/${owner.id}/appointments`, { role: 'ig-officer' })
    assert.equal(second.answer.json<{ reason: string }>().reason, 'own-cause')
    assert.deepEqual(await holdsNow(manager.id), ['access-manager'])
    assert.deepEqual(await holdsNow(owner.id), ['decision-owner'])
  })

  it('appoint nobody in the name of one who is no access manager any more by then', async () => {
    const former = await house.person([{ role: 'access-manager' }])
    const { id } = await house.person([])
    const left = await post(former, `/people/${id}/appointments`, { role: 'auditor' })
    const which = { role: 'access-manager', scope: { kind: 'operator' } } as const
    house.clock.advance(1)
    assert.equal(await endRole(database, former.id, which, house.clock.now(), deed()), 'ended')
    const { proposal } = left.json<{ proposal: string }>()
    assert.equal((await post(owner, `/proposals/${proposal}/approval`)).statusCode, 409)
    assert.deepEqual(await holdsNow(id), [])
  })

  it('keep auditors independent, and auditors from changing anything', async () => {
    const auditor = await house.person([{ role: 'auditor' }])
    const refused = await agreedBy(owner, `/people/${auditor.id}/appointments`, {
      role: 'compliance-reviewer',
    })
    assert.equal(refused.answer.statusCode, 409, refused.answer.body)
    assert.equal((await post(auditor, `/people/${admin.id}/lock`)).statusCode, 403)
    assert.ok((await listed(auditor)).length > 1)
  })

  it('lose a role with the very next request', async () => {
    const leaver = await house.person([{ role: 'euo-admin', scope: OURS }])
    assert.ok((await listed(leaver)).length > 0)
    house.clock.advance(1)
    const ended = await post(admin, `/people/${leaver.id}/roles/end`, { role: 'euo-admin', scope: OURS })
    assert.equal(ended.statusCode, 200, ended.body)
    assert.equal((await leaver.ask('GET', '/api/v1/people')).statusCode, 403)
    const own = await house.person([{ role: 'ig-officer' }])
    assert.equal((await post(own, `/people/${own.id}/roles/end`, { role: 'ig-officer' })).statusCode, 200)
    const mine = await house.person([{ role: 'euo-admin', scope: OURS }])
    assert.equal(
      (await post(mine, `/people/${manager.id}/roles/end`, { role: 'access-manager' })).statusCode,
      404,
      'what is not theirs to end',
    )
  })

  it('are kept out, and let in again, by who looks after them', async () => {
    const { id } = await colleague()
    const known = await house.person([], id)
    assert.equal((await known.ask('GET', '/api/v1/proposals')).statusCode, 200)
    assert.equal((await post(admin, `/people/${id}/lock`)).json<{ status: string }>().status, 'locked')
    assert.equal((await known.ask('GET', '/api/v1/proposals')).statusCode, 401)
    assert.equal((await post(admin, `/people/${id}/lock`)).statusCode, 409)
    assert.equal((await post(admin, `/people/${id}/unlock`)).statusCode, 200)
    assert.equal((await known.ask('GET', '/api/v1/proposals')).statusCode, 200)
    assert.equal((await post(admin, `/people/${admin.id}/lock`)).statusCode, 403)
    // What the operator did, an employer does not undo.
    assert.equal((await post(manager, `/people/${id}/lock`)).statusCode, 200)
    const refused = await post(admin, `/people/${id}/unlock`)
    assert.equal(refused.statusCode, 409)
    assert.match(refused.body, /operator keeps them out/)
    assert.equal((await post(manager, `/people/${id}/unlock`)).statusCode, 200)
    const left = await post(admin, `/people/${id}/leaving`)
    assert.equal(left.json<{ status: string }>().status, 'left')
    assert.equal((await known.ask('GET', '/api/v1/proposals')).statusCode, 401)
  })

  it('look after nobody who holds more than an administrator gives, or came from elsewhere', async () => {
    const { id: signatory } = await colleague()
    await post(manager, `/people/${signatory}/roles`, {
      role: 'euo-signatory',
      scope: OURS,
      evidence: 'letter',
    })
    const stranger = await house.person([{ role: 'individual-end-user', scope: OURS }])
    for (const id of [signatory, stranger.id]) {
      for (const path of ['lock', 'leaving', 'recovery']) {
        assert.equal((await post(admin, `/people/${id}/${path}`)).statusCode, 403, path)
      }
      assert.equal((await post(manager, `/people/${id}/lock`)).statusCode, 200)
    }
  })

  it('recover with a one-time code, and whoever holds a role that takes two to give, by two', async () => {
    const { id } = await colleague()
    const recovered = await post(admin, `/people/${id}/recovery`)
    assert.equal(recovered.statusCode, 201, recovered.body)
    assert.match(recovered.json<{ code: string }>().code, /^(\w{5}-){4}\w{5}$/)
    assert.equal((await readAlerts(query, id, 1))[0]?.kind, 'recovery')

    const operator = await house.person([{ role: 'ig-officer' }])
    const given = { personId: operator.id, userName: operator.id, password: 'a kettle on the hob' }
    assert.equal((await setPassword(database, given, deed())).outcome, 'set')
    const alone = await post(manager, `/people/${operator.id}/recovery`)
    assert.equal(alone.statusCode, 409)
    assert.match(alone.body, /recover-operator/)
    const both = await agreedBy(owner, `/people/${operator.id}/operator-recovery`, {})
    assert.equal(both.answer.statusCode, 201, both.answer.body)
    assert.ok(
      !JSON.stringify(await query('select * from workflow.act')).includes(
        both.answer.json<{ code: string }>().code,
      ),
    )
    const own = await agreedBy(owner, `/people/${owner.id}/operator-recovery`, {})
    assert.equal(own.answer.json<{ reason: string }>().reason, 'own-cause')
    const alerts = await manager.ask('GET', `/api/v1/alerts?person=${operator.id}`)
    assert.match(alerts.body, /"kind":"recovery"/)
  })

  it('are tied to an identity elsewhere by two people, once', async () => {
    const { id } = await house.person([])
    const body = { issuer: 'https://care.identity.test', subject: 'uid-1' }
    const linked = await agreedBy(owner, `/people/${id}/identity`, body)
    assert.equal(linked.answer.statusCode, 200, linked.answer.body)
    const shown = await manager.ask('GET', `/api/v1/people/${id}`)
    assert.equal(shown.json<{ person: { linked: boolean } }>().person.linked, true)
    const again = await agreedBy(owner, `/people/${id}/identity`, { ...body, subject: 'uid-2' })
    assert.equal(again.answer.statusCode, 409)
    const other = await agreedBy(owner, `/people/${(await house.person([])).id}/identity`, body)
    assert.equal(other.answer.statusCode, 409)
  })
})
