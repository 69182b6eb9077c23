import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CHECKLIST_IDS } from '../../../src/agreements/index.ts'
import { openHouse, type TestPerson } from '../../support/house.ts'

const DAY = 86_400_000
const REASON = 'it is needed'
type View = {
  readonly id: string
  readonly state: string
  readonly grants: readonly { readonly region: string; readonly endedAt: string | null }[]
}
type Problem = {
  readonly reason: string
  readonly unmet?: readonly { readonly what: string }[]
  readonly errors?: readonly { readonly parameter: string }[]
}

describe('acts on permissions', async () => {
  const house = await openHouse()
  const { rooms } = house
  const iso = (days: number) => new Date(house.clock.now() + days * DAY).toISOString()
  // The practice of the demonstration, fourth of its cast.
  const admin = await house.person([{ role: 'euo-admin', scope: 'XO004' }])
  const officer = await house.person([{ role: 'clinical-safety-officer', scope: 'XO004' }])
  const other = await house.person([{ role: 'euo-admin', scope: 'XO001' }])
  const manager = await house.person([{ role: 'access-manager' }])
  const owner = await house.person([{ role: 'decision-owner' }])
  const auditor = await house.person([{ role: 'auditor' }])
  const lead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
  const elsewhere = await house.person([{ role: 'dos-lead', scope: 'Y62' }])
  const agreement = 'agreement-gp-software'

  const ask = async (members: object, who: TestPerson = admin): Promise<View> => {
    const answer = await who.ask('POST', '/api/v1/permissions', { agreement, reason: REASON, ...members })
    assert.equal(answer.statusCode, 201, answer.body)
    return answer.json<View>()
  }
  const post = (who: TestPerson, path: string, body: object = {}) =>
    who.ask('POST', `/api/v1/permissions/${path}`, { reason: REASON, ...body })
  const permissionsNow = () =>
    rooms.agreements.agreementFor('connection-gp-software', house.clock.now())?.permissions ?? []

  it('take a public display from request to grant, and its region away again, at once', async () => {
    const { id } = await ask({ type: 'public-display', regions: ['Y62', 'Y63'] })
    assert.equal((await post(manager, `${id}/discussion`)).statusCode, 200)
    const early = await post(manager, `${id}/grant`)
    assert.equal(early.statusCode, 409, early.body)
    const missing = early.json<Problem>().unmet?.map(one => one.what) ?? []
    assert.ok(missing.some(what => what.includes('clinical safety case')))
    assert.equal(missing.filter(what => what.startsWith('Not ticked')).length, 6)
    assert.equal(missing.filter(what => what.startsWith('No DoS Lead')).length, 2)

    await post(admin, `${id}/amendment`, { checklist: CHECKLIST_IDS })
    const caseNow = {
      kind: 'clinical-safety-case',
      product: 'product-gp-software',
      productVersion: '1.0',
      organisation: 'XO004',
      standard: 'DCB0129',
      standardVersion: '4.2',
      reference: 'file:case',
      sha256: 'a'.repeat(64),
      issuedAt: iso(-10),
      expiresAt: iso(300),
      officerName: 'Dr Planted Officer',
      reason: REASON,
    }
    const add = (who: TestPerson, over: object = {}) =>
      who.ask('POST', '/api/v1/evidence', { ...caseNow, ...over })
    const register = { regulator: 'GMC', number: '7654321', reason: REASON }
    const stranger = await house.person([{ role: 'clinical-safety-officer', scope: 'XO001' }])
    const wrong = async (who: TestPerson, over: object = {}) => {
      const answer = await add(who, over)
      assert.deepEqual([answer.statusCode, answer.json<Problem>().errors?.[0]?.parameter], [400, 'officer'])
    }
    await wrong(officer)
    assert.equal((await officer.ask('POST', '/api/v1/me/registrations', register)).statusCode, 201)
    const theirs = { ...register, number: '7654322' }
    assert.equal((await stranger.ask('POST', '/api/v1/me/registrations', theirs)).statusCode, 201)
    await wrong(admin)
    await wrong(admin, { officer: stranger.id })
    await wrong(admin, { officer: 'nobody' })
    await wrong(officer, { officerRegistration: 'GMC 7654322' })
    const both = await house.person([{ role: 'access-manager' }])
    const evidence = await add(both, { officer: officer.id })
    assert.equal(evidence.statusCode, 201, evidence.body)
    assert.ok(!evidence.body.includes('Planted'))
    assert.equal(evidence.json<{ officerRegistration: string }>().officerRegistration, 'GMC 7654321')
    assert.equal((await post(lead, `${id}/regions/Y63/grant`)).statusCode, 200)
    assert.equal((await post(manager, `${id}/grant`)).json<Problem>().unmet?.length, 1)
    const restsOnOwn = await post(both, `${id}/grant`, { regions: ['Y63'] })
    assert.equal(restsOnOwn.json<Problem>().reason, 'own-cause', restsOnOwn.body)
    const granted = await post(manager, `${id}/grant`, { regions: ['Y63'], conditions: ['as shown'] })
    assert.equal(granted.statusCode, 200, granted.body)
    const shown = () =>
      permissionsNow().flatMap(one =>
        one.type === 'public-display' ? one.grants.flatMap(g => g.regionIds) : [],
      )
    assert.deepEqual(shown(), ['Y63'])
    assert.equal((await post(elsewhere, `${id}/regions/Y62/grant`)).statusCode, 200)
    assert.deepEqual(shown(), ['Y62', 'Y63'])
    assert.equal((await post(lead, `${id}/regions/Y63/withdrawal`)).statusCode, 200)
    assert.deepEqual(shown(), ['Y62'])
    const told = await admin.ask('GET', '/api/v1/me/notices')
    assert.match(told.body, /Y63 is no longer shown to the public/)
    assert.equal((await post(manager, `${id}/suspension`)).statusCode, 200)
    assert.deepEqual(permissionsNow(), [])
    assert.equal((await post(both, `${id}/reaffirmation`)).json<Problem>().reason, 'own-cause')
    assert.equal((await post(manager, `${id}/reaffirmation`)).statusCode, 200)
    assert.deepEqual(shown(), ['Y62'])
    assert.equal((await post(admin, `${id}/withdrawal`)).statusCode, 200)
    assert.deepEqual(permissionsNow(), [])
  })

  it('let a lead grant their own region only, and answer for another as if there were no such thing', async () => {
    const { id } = await ask({ type: 'public-display', regions: ['Y63', 'Y60'] })
    assert.equal((await post(lead, `${id}/regions/Y60/grant`)).statusCode, 404)
    assert.equal((await post(elsewhere, `${id}/regions/Y63/grant`)).statusCode, 404)
    assert.equal((await elsewhere.ask('GET', `/api/v1/permissions/${id}`)).statusCode, 404)
    assert.equal((await lead.ask('GET', `/api/v1/permissions/${id}`)).statusCode, 200)
    for (const who of [manager, admin, owner])
      assert.equal((await post(who, `${id}/regions/Y63/grant`)).statusCode, 403)
    const wrong = await post(lead, `${id}/regions/Y63/grant`, { until: iso(500) })
    assert.equal(wrong.json<Problem>().errors?.[0]?.parameter, 'until')
    assert.equal((await post(elsewhere, `${id}/regions/Y63/withdrawal`)).statusCode, 404)
  })

  it('refuse by name dates that cannot be, and one that begins later beside one that stands', async () => {
    const { id } = await ask({ type: 'raised-quota', perMinute: 60_001, perDay: 20_000_001 })
    const past = await post(manager, `${id}/grant`, { from: iso(-1) })
    assert.deepEqual([past.statusCode, past.json<Problem>().errors?.[0]?.parameter], [400, 'from'])
    assert.equal((await post(manager, `${id}/grant`)).statusCode, 200)
    const second = await ask({ type: 'raised-quota', perMinute: 60_002, perDay: 20_000_002 })
    const early = await post(manager, `${second.id}/grant`, { from: iso(3) })
    assert.deepEqual([early.statusCode, early.json<Problem>().reason], [409, 'conflict'], early.body)
    assert.equal(permissionsNow()[0]?.id, id)
    assert.equal((await post(manager, `${second.id}/grant`)).statusCode, 200)
    assert.equal((await post(admin, `${second.id}/withdrawal`)).statusCode, 200)
    assert.deepEqual(permissionsNow(), [])
    const later = await ask({ type: 'public-display', regions: ['Y63'] })
    const wrong = await post(lead, `${later.id}/regions/Y63/grant`, { from: iso(-1) })
    assert.deepEqual([wrong.statusCode, wrong.json<Problem>().errors?.[0]?.parameter], [400, 'from'])
  })

  it('let no lead grant to an organisation or supplier they act for', async () => {
    const { id } = await ask({ type: 'public-display', regions: ['Y61', 'Y59'] })
    const torn = await house.person([
      { role: 'dos-lead', scope: 'Y61' },
      { role: 'euo-signatory', scope: 'XO004' },
    ])
    const sold = await house.person([
      { role: 'dos-lead', scope: 'Y59' },
      { role: 'supplier-admin', scope: 'demonstration-supplier' },
    ])
    for (const [who, region] of [
      [torn, 'Y61'],
      [sold, 'Y59'],
    ] as const) {
      const refused = await post(who, `${id}/regions/${region}/grant`)
      assert.equal(refused.statusCode, 403)
      assert.equal(refused.json<Problem>().reason, 'own-cause')
    }
  })

  it('are not granted by whoever wrote into what was asked', async () => {
    const { id } = await ask({ type: 'raised-quota', perMinute: 60_001 })
    assert.equal((await post(manager, `${id}/amendment`, { perDay: 20_000_001 })).statusCode, 200)
    const own = await post(manager, `${id}/grant`)
    assert.equal(own.json<Problem>().reason, 'own-cause', own.body)
    const another = await house.person([{ role: 'access-manager' }])
    assert.equal((await post(another, `${id}/grant`)).statusCode, 200)
    assert.equal((await post(admin, `${id}/withdrawal`)).statusCode, 200)
  })

  it('keep from each what is another’s, as if it were not there', async () => {
    const { id } = await ask({ type: 'raised-quota', perMinute: 60_001, perDay: 20_000_001 })
    for (const url of [`/api/v1/permissions/${id}`, '/api/v1/permissions/none']) {
      const answer = await other.ask('GET', url)
      assert.equal(answer.statusCode, 404)
      assert.equal(answer.json<Problem>().reason, 'no-such-record')
    }
    assert.equal((await lead.ask('GET', `/api/v1/permissions/${id}`)).statusCode, 404)
    for (const path of ['amendment', 'withdrawal'])
      assert.equal((await post(other, `${id}/${path}`)).statusCode, 404, path)
    const listed = async (who: TestPerson) =>
      (await who.ask('GET', '/api/v1/permissions'))
        .json<{ permissions: View[] }>()
        .permissions.map(one => one.id)
    assert.ok(!(await listed(other)).includes(id))
    for (const who of [admin, officer, manager, auditor]) assert.ok((await listed(who)).includes(id))
    assert.equal(
      (
        await other.ask('POST', '/api/v1/permissions', {
          agreement,
          type: 'dataset-snapshot',
          reason: REASON,
        })
      ).statusCode,
      404,
    )
  })

  it('have an auditor look and change nothing', async () => {
    const { id } = await ask({ type: 'raised-quota', perMinute: 60_001, perDay: 20_000_001 })
    for (const path of ['grant', 'refusal', 'withdrawal', 'discussion', 'suspension', 'amendment'])
      assert.equal((await post(auditor, `${id}/${path}`)).statusCode, 403, path)
    assert.equal(
      (await auditor.ask('GET', `/api/v1/permissions/${id}`)).json<{ permission: View }>().permission.state,
      'requested',
    )
  })

  it('refuse by name what a type does not have', async () => {
    const body = { agreement, type: 'raised-quota', regions: ['Y63'], everyMinutes: 5, reason: REASON }
    const wrong = await admin.ask('POST', '/api/v1/permissions', body)
    assert.equal(wrong.statusCode, 400)
    assert.deepEqual(
      wrong.json<Problem>().errors?.map(one => one.parameter),
      ['regions', 'everyMinutes'],
    )
  })

  it('do not let whoever asked decide', async () => {
    const { id } = await ask({ type: 'raised-quota', perMinute: 60_001, perDay: 20_000_001 }, manager)
    const refused = await post(manager, `${id}/grant`)
    assert.equal(refused.json<Problem>().reason, 'own-cause')
    const colleague = await house.person([{ role: 'access-manager' }])
    assert.equal((await post(colleague, `${id}/grant`)).statusCode, 200)
    assert.equal((await post(colleague, `${id}/grant`)).json<Problem>().reason, 'not-possible-now')
    await post(colleague, `${id}/withdrawal`)
  })

  it('cache nothing without a derogation that a second person signed', async () => {
    const fields = ['id', 'name']
    const purposes = ['care-coordination']
    const members = { pattern: 'a kiosk', fields, purposes, maxAgeSeconds: 60, purgeOnSignal: true }
    const { id } = await ask({ type: 'cache-exception', ...members })
    const bare = await post(manager, `${id}/grant`)
    assert.match(bare.body, /No signed derogation/)
    const proposed = await manager.ask('POST', '/api/v1/derogations', {
      agreement,
      permits: 'cache-exception',
      ...members,
      reviewBy: iso(100),
      reason: REASON,
    })
    assert.equal(proposed.statusCode, 202, proposed.body)
    const { proposal } = proposed.json<{ proposal: string }>()
    const approve = (who: TestPerson) =>
      who.ask('POST', `/api/v1/proposals/${proposal}/approval`, { reason: REASON })
    assert.equal((await approve(manager)).statusCode, 403)
    const signed = await approve(owner)
    assert.equal(signed.statusCode, 201, signed.body)
    const derogation = signed.json<{ id: string }>().id
    await post(admin, `${id}/amendment`, { derogation })
    assert.match(
      (await post(manager, `${id}/grant`)).body,
      /No signed derogation for it is in date to its end/,
    )
    const granted = await post(manager, `${id}/grant`, { until: iso(100) })
    assert.equal(granted.statusCode, 200, granted.body)
    const [facts] = permissionsNow()
    assert.ok(facts?.type === 'cache-exception' && facts.derogation === derogation)
    const listed = await auditor.ask('GET', `/api/v1/derogations?agreement=${agreement}`)
    assert.match(listed.body, /"cites":\["AUP25-25","AUP18-10","AUP18-20"\]/)
    await post(manager, `${id}/withdrawal`)
  })

  it('refuse, as out of time, a wish not to be listed that comes after the first use', async () => {
    const early = await ask({ type: 'publication-opt-out' })
    assert.equal(early.state, 'requested')
    const searched = await house.ask('gp-software', '/api/v1/services?near=LS1&purpose=care-coordination')
    assert.equal(searched.statusCode, 200, searched.body)
    await rooms.recorder.settle()
    const late = await ask({ type: 'publication-opt-out' })
    assert.equal(late.state, 'refused')
    const taken = await post(owner, `${late.id}/taking-up`)
    assert.equal(taken.json<View>().state, 'discussing')
    assert.equal((await post(manager, `${late.id}/grant`)).statusCode, 200)
    await post(manager, `${late.id}/withdrawal`)
  })

  it('tell what is missing to whoever looks', async () => {
    const { id } = await ask({ type: 'synthetic-monitoring' })
    const shown = await admin.ask('GET', `/api/v1/permissions/${id}`)
    assert.equal(shown.json<{ missing: unknown[] }>().missing.length, 1)
    const checklist = await admin.ask('GET', '/api/v1/permission-checklist')
    assert.equal(checklist.json<{ items: unknown[] }>().items.length, CHECKLIST_IDS.length)
  })

  it('take evidence from those it is theirs to show, and show it to no stranger', async () => {
    const draft = {
      kind: 'hazard-log',
      reference: 'file:log',
      sha256: 'b'.repeat(64),
      issuedAt: iso(-1),
      expiresAt: iso(100),
      reason: REASON,
    }
    const supplier = await house.person([{ role: 'supplier-admin', scope: 'demonstration-supplier' }])
    const add = async (who: TestPerson, members: object) =>
      (await who.ask('POST', '/api/v1/evidence', { ...draft, ...members })).statusCode
    assert.equal(await add(supplier, { product: 'product-gp-software' }), 201)
    assert.equal(await add(supplier, { product: 'product-gp-software', organisation: 'XO004' }), 404)
    assert.equal(await add(admin, { product: 'product-gp-software' }), 404)
    assert.equal(await add(admin, { product: 'product-call-centre', organisation: 'XO004' }), 404)
    assert.equal(await add(admin, { organisation: 'XO004' }), 201)
    assert.equal(await add(manager, { product: 'none' }), 404)
    assert.equal(await add(manager, {}), 400)
    assert.equal(await add(manager, { product: 'product-gp-software', expiresAt: iso(-2) }), 400)
    const kinds = async (who: TestPerson) =>
      (await who.ask('GET', '/api/v1/evidence')).json<{ evidence: { organisation: string | null }[] }>()
        .evidence
    assert.ok((await kinds(admin)).length > (await kinds(other)).length)
    assert.deepEqual(await kinds(other), [])
    assert.ok((await kinds(supplier)).every(one => one.organisation === null))
  })
})
