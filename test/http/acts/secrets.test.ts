import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openHouse } from '../../support/house.ts'
import { DAY, done, post, refused, seen } from '../../support/journey.ts'

type Issued = {
  readonly id: string
  readonly username: string
  readonly secret: string
  readonly until: string
}
type Listed = {
  readonly secrets: readonly { readonly id: string; readonly kind: string; readonly state: string }[]
}

describe('acts on passwords and keys', async () => {
  const house = await openHouse()
  const { rooms } = house
  const manager = await house.person([{ role: 'access-manager' }])
  // The organisation of the account, and another.
  const [{ odsCode = '' } = {}] = await rooms.database.query<{ odsCode: string }>(
    `select ods_code as "odsCode" from accounts.connection where id = 'connection-legacy-desk'`,
  )
  const admin = await house.person([{ role: 'euo-admin', scope: odsCode }])
  const stranger = await house.person([{ role: 'euo-admin', scope: 'XO001' }])
  const ACCOUNT = 'demo-ambulance-desk'
  const at = (account: string) => `/accounts/${account}/secrets`
  const reason = 'It asks as it always has.'
  const username = 'ambulance'
  const isLetIn = (password: string, name = username) =>
    rooms.accounts.secrets.byPassword(name, password).outcome === 'known'

  it('issue a password that is shown once, known at once, and revoked at once', async () => {
    const answer = await post(manager, `${at(ACCOUNT)}/passwords`, { username, reason })
    assert.equal(answer.statusCode, 201)
    assert.match(String(answer.headers['cache-control']), /no-store/)
    const issued = answer.json<Issued>()
    assert.equal(issued.username, username)
    assert.equal(Date.parse(issued.until), house.clock.now() + 365 * DAY)
    assert.ok(isLetIn(issued.secret))
    const list = await manager.ask('GET', `/api/v1${at(ACCOUNT)}`)
    assert.ok(!list.body.includes(issued.secret))
    const [one] = list.json<Listed>().secrets
    assert.deepEqual([one?.id, one?.kind, one?.state], [issued.id, 'password', 'holds'])
    await done(post(manager, `${at(ACCOUNT)}/${issued.id}/revocation`, { reason }))
    assert.ok(!isLetIn(issued.secret))
    const [after] = (await seen<Listed>(manager, at(ACCOUNT))).secrets
    assert.equal(after?.state, 'revoked')
    const again = await refused(post(manager, `${at(ACCOUNT)}/${issued.id}/revocation`, { reason }))
    assert.equal(again.status, 404)
    const history = await manager.ask('GET', `/api/v1/accounts/${ACCOUNT}/history`)
    assert.match(history.body, /issue-secret/)
    assert.match(history.body, /revoke-secret/)
    assert.ok(!history.body.includes(issued.secret))
  })

  it('issue a third of a kind to nobody, and a password only to an account with one search role', async () => {
    const passwords = `${at(ACCOUNT)}/passwords`
    const one = await done<Issued>(post(manager, passwords, { reason }))
    const other = await done<Issued>(post(manager, passwords, { reason, interfaces: ['dos-soap'] }))
    assert.ok(isLetIn(one.secret) && isLetIn(other.secret))
    assert.equal((await refused(post(manager, passwords, { reason }))).status, 409)
    const roles = await refused(
      post(manager, `${at('demo-call-centre')}/passwords`, { username: 'cc1', reason }),
    )
    assert.match(roles.detail, /exactly one search role/)
    const key = await done<Issued>(
      post(manager, `${at('demo-call-centre')}/keys`, { username: 'cc1', reason }),
    )
    assert.equal(rooms.accounts.secrets.byKey(key.secret).outcome, 'known')
  })

  it('say what is wrong with what is asked for, and take nothing else', async () => {
    const passwords = `${at('demo-legacy-professional')}/passwords`
    const now = house.clock.now()
    const iso = (millis: number) => new Date(millis).toISOString()
    for (const [body, status] of [
      [{ reason, username: 'legacy-desk' }, 409],
      [{ reason, username: 'other-name' }, 409],
      [{ reason, username: 'with:colon' }, 400],
      [{ reason, until: iso(now - 1) }, 400],
      [{ reason, until: iso(now + 3 * 365 * DAY) }, 400],
      [{ reason, from: iso(now + DAY), until: iso(now + DAY) }, 400],
      [{ reason, interfaces: [] }, 400],
      [{ reason, interfaces: ['capacity'] }, 400],
      [{ reason, interfaces: ['dos-rest', 'dos-rest'] }, 400],
      [{ reason, purpose: 'marketing' }, 400],
      [{ reason, password: 'of-my-own' }, 400],
      [{ username: 'x' }, 400],
    ] as const) {
      assert.equal((await refused(post(manager, passwords, body))).status, status, JSON.stringify(body))
    }
    const none = await refused(post(manager, `${at('demo-gp-software')}/keys`, { reason }))
    assert.match(JSON.stringify(none), /username/)
  })

  it('are for those who manage the account, and tell others nothing', async () => {
    const passwords = `${at('demo-legacy-desk')}/passwords`
    const own = await done<Issued>(post(admin, passwords, { reason }))
    assert.equal(own.username, 'legacy-desk')
    for (const path of [
      passwords,
      `${at('demo-legacy-desk')}/keys`,
      `${at('demo-legacy-desk')}/${own.id}/revocation`,
    ]) {
      const there = await refused(post(stranger, path, { reason }))
      const not = await refused(post(stranger, path.replace('demo-legacy-desk', 'demo-nobody'), { reason }))
      assert.deepEqual([there.status, there.detail], [404, not.detail])
    }
    assert.equal((await refused(stranger.ask('GET', `/api/v1${at('demo-legacy-desk')}`))).status, 404)
    assert.ok(isLetIn(own.secret, 'legacy-desk'))
    const crossed = await refused(post(admin, `${at(ACCOUNT)}/${own.id}/revocation`, { reason }))
    assert.equal(crossed.status, 404)
  })

  it('let an account maintain services: the operator any, a lead those of their own regions', async () => {
    const yorkshire = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
    const { memory, accounts } = rooms
    const ids = Array.from({ length: memory.size() }, (_, index) => index + 1)
    const inRegion = (region: string) => ids.filter(id => memory.recordOf(id)?.regionId === region)
    const [ours = 0, another = 0] = inRegion('Y63').slice(-2)
    const [theirs = 0] = inRegion('Y58').slice(-1)
    const path = '/accounts/demo-booking-desk/maintained'
    const kept = () => accounts.registry.find('demo-booking-desk')?.maintains
    await done(post(yorkshire, path, { service: ours, reason }))
    assert.deepEqual(kept(), [ours])
    assert.equal((await refused(post(yorkshire, path, { service: ours, reason }))).status, 409)
    const [away, none] = [
      await refused(post(yorkshire, path, { service: theirs, reason })),
      await refused(post(yorkshire, path, { service: 999_999_999, reason })),
    ]
    assert.deepEqual([away.status, away.detail], [404, none.detail])
    await done(post(manager, path, { service: theirs, reason }))
    await done(post(manager, path, { service: another, reason }))
    assert.equal((await refused(post(yorkshire, `${path}/${theirs}/end`, { reason }))).status, 404)
    type Maintained = {
      readonly maintained: readonly { readonly service: number; readonly until: string | null }[]
    }
    const [all, led] = [await seen<Maintained>(manager, path), await seen<Maintained>(yorkshire, path)]
    assert.deepEqual(all.maintained.map(one => one.service).sort(), [ours, another, theirs].sort())
    assert.deepEqual(led.maintained.map(one => one.service).sort(), [ours, another].sort())
    await done(post(yorkshire, `${path}/${ours}/end`, { reason }))
    assert.deepEqual(
      kept(),
      [another, theirs].sort((a, b) => a - b),
    )
    for (const service of [0, -1, 1.5, '7', Number.MAX_SAFE_INTEGER + 1]) {
      assert.equal((await refused(post(manager, path, { service, reason }))).status, 400, String(service))
    }
    assert.equal((await refused(post(manager, `${path}/07/end`, { reason }))).status, 400)
    const product = await refused(
      post(manager, '/accounts/demo-shared-desk/maintained', { service: ours, reason }),
    )
    assert.equal(product.status, 404)
  })
})
