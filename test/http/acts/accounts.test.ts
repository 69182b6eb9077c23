import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountActs } from '../../../src/http/acts/accounts.ts'
import { grantRole } from '../../../src/people/index.ts'
import { openHouse, type TestPerson } from '../../support/house.ts'
import {
  applied,
  codeOf,
  post,
  REASON,
  settlePublication,
  someRegions,
  statusAfter,
} from './some-accounts.ts'

const OURS = 'XO001'
const DAY = 86_400_000

describe('accounts over the API', async () => {
  const house = await openHouse()
  await someRegions(house, 'TRA', 'TRB')
  await settlePublication(house, 'call-centre')
  const admin = await house.person([{ role: 'euo-admin', scope: OURS }])
  const signatory = await house.person([{ role: 'euo-signatory', scope: OURS }])
  const leadA = await house.person([{ role: 'dos-lead', scope: 'TRA' }])
  const leadB = await house.person([{ role: 'dos-lead', scope: 'TRB' }])
  const manager = await house.person([{ role: 'access-manager' }])
  const owner = await house.person([{ role: 'decision-owner' }])
  const secondOwner = await house.person([{ role: 'decision-owner' }])
  const auditor = await house.person([{ role: 'auditor' }])
  const clinician = () => house.person([{ role: 'individual-end-user', scope: OURS }])

  type Shown = {
    readonly status: string
    readonly regions: { region: string; grantedBy: string | null }[]
    readonly suspensions: { ground: string }[]
    readonly restrictions: { id: string }[]
    readonly missing: { what: string }[]
    readonly predecessor: string | null
    readonly acceptances: { version: string }[]
  }
  const shown = async (who: TestPerson, id: string): Promise<Shown> => {
    const answer = await who.ask('GET', `/api/v1/accounts/${id}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<Shown>()
  }
  const queue = async (who: TestPerson): Promise<string[]> =>
    (await who.ask('GET', '/api/v1/account-queue'))
      .json<{ waiting: { id: string }[] }>()
      .waiting.map(({ id }) => id)
  const approved = async (): Promise<{ person: TestPerson; id: string }> => {
    const person = await clinician()
    const id = await applied(house, person, 'TRA')
    assert.equal(await statusAfter(leadA, `/accounts/${id}/approval`, { regions: ['TRA'] }), 'active')
    return { person, id }
  }

  it('takes a clinician from applying to being answered in one region, and into another', async () => {
    const person = await clinician()
    const id = await applied(house, person, 'TRA')
    assert.ok((await queue(leadA)).includes(id))
    assert.deepEqual(await queue(leadB), [])
    assert.equal((await leadB.ask('GET', `/api/v1/accounts/${id}`)).statusCode, 404)
    const wide = await post(leadA, `/accounts/${id}/approval`, { regions: ['TRA', 'TRB'] })
    assert.equal(wide.statusCode, 409, wide.body)
    assert.match(wide.body, /TRB is not one of your regions/)
    const status = await statusAfter(leadA, `/accounts/${id}/approval`, {
      regions: ['TRA'],
      searchRoles: [1],
    })
    assert.equal(status, 'active')
    const facts = house.rooms.accounts.registry.findIndividual('demo-call-centre', person.id)
    assert.deepEqual([facts?.account.id, facts?.account.regionIds], [id, ['TRA']])

    assert.equal(await statusAfter(person, `/accounts/${id}/region-request`, { region: 'TRB' }), 'active')
    assert.deepEqual(await queue(leadB), [id])
    assert.equal(await statusAfter(leadB, `/accounts/${id}/regions`, { region: 'TRB' }), 'active')
    assert.deepEqual(await queue(leadB), [])
    const view = await shown(person, id)
    assert.deepEqual(
      view.regions.map(({ region, grantedBy }) => [region, grantedBy]),
      [
        ['TRA', leadA.id],
        ['TRB', leadB.id],
      ],
    )
  })

  it('lets each lead withdraw their own region only, at once', async () => {
    const { id } = await approved()
    const others = await post(leadB, `/accounts/${id}/region-withdrawal`, { region: 'TRA' })
    assert.equal(others.statusCode, 404)
    assert.equal(
      await statusAfter(leadA, `/accounts/${id}/region-withdrawal`, { region: 'TRA' }),
      'suspended',
    )
    const view = await shown(admin, id)
    assert.deepEqual(
      view.suspensions.map(({ ground }) => ground),
      ['no-region-left'],
    )
    assert.equal((await leadA.ask('GET', `/api/v1/accounts/${id}`)).statusCode, 404)
  })

  it('has no lead decide about themselves or about somebody from their own organisation', async () => {
    const own = await house.person([
      { role: 'dos-lead', scope: 'TRA' },
      { role: 'individual-end-user', scope: OURS },
    ])
    const id = await applied(house, own, 'TRA')
    const themselves = await post(own, `/accounts/${id}/approval`, { regions: ['TRA'] })
    assert.equal(themselves.statusCode, 409)
    assert.match(themselves.body, /own account/)
    const colleague = await clinician()
    const theirs = await applied(house, colleague, 'TRA')
    const conflict = await post(own, `/accounts/${theirs}/approval`, { regions: ['TRA'] })
    assert.match(conflict.body, /hand it over/)
    assert.equal(await statusAfter(own, `/accounts/${theirs}/route`, { region: 'TRB' }), 'regional-review')
    assert.ok((await queue(leadB)).includes(theirs))
    const operator = await post(manager, `/accounts/${theirs}/approval`, { regions: ['TRB'] })
    assert.equal(operator.statusCode, 403)
    assert.equal(await statusAfter(leadB, `/accounts/${theirs}/rejection`), 'rejected')
  })

  it('gives a lead no say over accounts that they see for another reason', async () => {
    const { id } = await approved()
    const elsewhere = await house.person([
      { role: 'dos-lead', scope: 'TRB' },
      { role: 'euo-admin', scope: OURS },
    ])
    assert.equal((await elsewhere.ask('GET', `/api/v1/accounts/${id}`)).statusCode, 200)
    const roles = { ...REASON, searchRoles: [1] }
    const refused = await elsewhere.ask('PUT', `/api/v1/accounts/${id}/search-roles`, roles)
    assert.equal(refused.statusCode, 403, refused.body)
    assert.equal((await leadA.ask('PUT', `/api/v1/accounts/${id}/search-roles`, roles)).statusCode, 200)
  })

  it('has no administrator let themselves in again, or lift what narrows them', async () => {
    const { person, id } = await approved()
    const { rooms } = house
    const deed = { who: 'test', actingAs: 'system', why: 'a test', at: house.clock.now() }
    const held = {
      role: 'euo-admin',
      scope: { kind: 'organisation', id: OURS },
      from: deed.at,
      until: null,
    } as const
    assert.equal(await grantRole(rooms.database, person.id, held, deed), 'granted')
    const reviewBy = new Date(house.clock.now() + DAY).toISOString()
    await statusAfter(admin, `/accounts/${id}/restrictions`, { resultsMax: 1, reviewBy })
    const [restriction] = (await shown(admin, id)).restrictions
    const lift = await post(person, `/accounts/${id}/restrictions/${restriction?.id}/lifting`)
    assert.equal(lift.json<{ reason: string }>().reason, 'own-cause', lift.body)
    await statusAfter(admin, `/accounts/${id}/suspension`, { ground: 'employer-instruction' })
    const reinstate = await post(person, `/accounts/${id}/reinstatement`)
    assert.equal(reinstate.json<{ reason: string }>().reason, 'own-cause', reinstate.body)
    assert.equal(await statusAfter(admin, `/accounts/${id}/reinstatement`), 'restricted')
  })

  it('lets an administrator register, narrow, switch off and see off their people', async () => {
    const person = await clinician()
    const made = await post(admin, '/accounts/individuals', {
      connection: 'connection-call-centre',
      region: 'TRA',
      accessReason: 'Covers the week-ends',
      person: person.id,
    })
    assert.equal(made.statusCode, 201, made.body)
    const { id } = made.json<{ id: string }>()
    const code = await codeOf(house, person.id)
    const byAdmin = await admin.ask('POST', `/api/v1/accounts/${id}/email-validation`, { code })
    assert.equal(byAdmin.statusCode, 403)
    await person.ask('POST', `/api/v1/accounts/${id}/email-validation`, { code })
    await statusAfter(leadA, `/accounts/${id}/approval`, { regions: ['TRA'] })

    const limits = { days: [1, 2, 3, 4, 5], fromMinute: 480, untilMinute: 1080 }
    const reviewBy = new Date(house.clock.now() + DAY).toISOString()
    assert.equal(
      await statusAfter(admin, `/accounts/${id}/restrictions`, { ...limits, reviewBy }),
      'restricted',
    )
    const [restriction] = (await shown(person, id)).restrictions
    assert.ok(restriction)
    const byOwner = await post(owner, `/accounts/${id}/restrictions/${restriction.id}/lifting`)
    assert.equal(byOwner.statusCode, 409)
    const lifting = `/accounts/${id}/restrictions/${restriction.id}/lifting`
    assert.equal(await statusAfter(admin, lifting), 'active')

    const off = { ground: 'employer-instruction' }
    assert.equal(await statusAfter(admin, `/accounts/${id}/suspension`, off), 'suspended')
    const facts = house.rooms.accounts.registry.findIndividual('demo-call-centre', person.id)
    assert.equal(facts?.account.status, 'suspended')
    assert.equal((await post(owner, `/accounts/${id}/reinstatement`)).statusCode, 403)
    assert.equal(await statusAfter(admin, `/accounts/${id}/reinstatement`), 'active')
    assert.equal(
      (await post(admin, `/accounts/${id}/suspension`, { ground: 'significant-risk' })).statusCode,
      403,
    )
    assert.equal(await statusAfter(admin, `/accounts/${id}/cessation`), 'terminated')
  })

  it('says what a restriction lacks, parameter by parameter', async () => {
    const { id } = await approved()
    const reviewBy = new Date(house.clock.now() + DAY).toISOString()
    const answer = await post(owner, `/accounts/${id}/restrictions`, {
      regions: ['NOWHERE'],
      types: [],
      perMinute: 5,
      days: [1],
      fromMinute: 600,
      untilMinute: 500,
      reviewBy,
    })
    assert.equal(answer.statusCode, 400)
    const named = answer.json<{ errors: { parameter: string }[] }>().errors.map(({ parameter }) => parameter)
    assert.deepEqual(named, ['regions', 'types', 'perDay', 'untilMinute'])
    const nothing = await post(owner, `/accounts/${id}/restrictions`, { reviewBy })
    assert.match(nothing.body, /narrows nothing/)
    const past = new Date(house.clock.now()).toISOString()
    const late = await post(owner, `/accounts/${id}/restrictions`, { resultsMax: 1, reviewBy: past })
    assert.match(late.body, /review is to come/)
  })

  it('suspends on an assessment and reinstates with the closed case', async () => {
    const { id } = await approved()
    const risk = { ground: 'significant-risk' }
    const bare = await post(owner, `/accounts/${id}/suspension`, risk)
    assert.match(bare.body, /impact assessment/)
    const suspend = { ...risk, reference: 'assessment-1' }
    assert.equal(await statusAfter(owner, `/accounts/${id}/suspension`, suspend), 'suspended')
    const lost = { ground: 'credential-compromise' }
    assert.equal(await statusAfter(manager, `/accounts/${id}/suspension`, lost), 'suspended')
    const which = await post(owner, `/accounts/${id}/reinstatement`, { closedCase: 'case-1' })
    assert.equal(which.statusCode, 400)
    assert.match(which.body, /"parameter":"ground"/)
    assert.equal(await statusAfter(manager, `/accounts/${id}/reinstatement`, lost), 'suspended')
    assert.match((await post(owner, `/accounts/${id}/reinstatement`)).body, /closed as remedied/)
    const closed = { closedCase: 'case-1' }
    assert.equal(await statusAfter(owner, `/accounts/${id}/reinstatement`, closed), 'active')
  })

  it('ends an account for good with a second person only', async () => {
    const { person, id } = await approved()
    const proposed = await post(owner, `/accounts/${id}/revocation`)
    assert.equal(proposed.statusCode, 202, proposed.body)
    assert.equal((await shown(person, id)).status, 'active')
    const { proposal } = proposed.json<{ proposal: string }>()
    assert.equal((await post(owner, `/proposals/${proposal}/approval`)).statusCode, 403)
    const agreed = await post(secondOwner, `/proposals/${proposal}/approval`)
    assert.equal(agreed.statusCode, 200, agreed.body)
    assert.equal((await shown(person, id)).status, 'terminated')
    const after = await post(admin, `/accounts/${id}/suspension`, { ground: 'employer-instruction' })
    assert.match(after.body, /Nothing leads out of it/)
  })

  it('is left by its holder without a reason, and come back to as another account', async () => {
    const { person, id } = await approved()
    const left = await person.ask('POST', `/api/v1/accounts/${id}/cessation`, {})
    assert.equal(left.statusCode, 200, left.body)
    const again = await applied(house, person, 'TRA')
    const view = await shown(person, again)
    assert.deepEqual([view.predecessor, view.regions, view.status], [id, [], 'regional-review'])
    assert.equal((await person.ask('POST', `/api/v1/accounts/${again}/withdrawal`, {})).statusCode, 200)
  })

  it('records that a holder accepts the policy in force, and no other text', async () => {
    const { person, id } = await approved()
    const { id: version, hash } = house.rooms.policies.inForce(house.clock.now())
    const accept = (body: object) => person.ask('POST', `/api/v1/accounts/${id}/policy-acceptance`, body)
    assert.equal((await accept({ version, hash: 'other' })).statusCode, 412)
    assert.equal((await accept({ version, hash })).statusCode, 200)
    assert.equal((await accept({ version, hash })).statusCode, 409)
    assert.deepEqual(
      (await shown(person, id)).acceptances.map(one => one.version),
      [version],
    )
  })

  it('takes a web service account from its draft, and lists all that activation lacks', async () => {
    const connection = await post(manager, '/connections', {
      odsCode: OURS,
      productId: 'product-symptom-checker',
      environment: 'production',
    })
    const { id: connectionId } = connection.json<{ id: string }>()
    const drafted = await post(admin, `/connections/${connectionId}/web-service-accounts`, {
      name: 'New desk',
    })
    assert.ok([200, 201].includes(drafted.statusCode), `${connection.body} ${drafted.body}`)
    const { id } = drafted.json<{ id: string }>()
    assert.equal(await statusAfter(admin, `/accounts/${id}/submission`), 'submitted')
    assert.equal((await post(leadA, `/accounts/${id}/approval`)).statusCode, 404)
    assert.equal(await statusAfter(manager, `/accounts/${id}/approval`, { regions: ['TRA'] }), 'approved')
    const activation = await post(manager, `/accounts/${id}/activation`)
    const missing = activation.json<{ unmet: { whoCanFix: string }[] }>().unmet
    assert.deepEqual([activation.statusCode, missing.length], [409, 3])
    assert.ok(missing.every(({ whoCanFix }) => whoCanFix !== ''))
    assert.equal((await shown(admin, id)).missing.length, 3)
    assert.deepEqual(
      (await shown(admin, id)).regions.map(({ region }) => region),
      ['TRA'],
    )
    assert.equal(await statusAfter(manager, `/accounts/${id}/regions`, { region: 'TRB' }), 'approved')
    assert.equal(
      await statusAfter(manager, `/accounts/${id}/region-withdrawal`, { region: 'TRA' }),
      'approved',
    )
    assert.match(
      (await post(manager, `/accounts/${id}/region-withdrawal`, { region: 'TRB' })).body,
      /last region/,
    )
    assert.equal((await post(signatory, `/accounts/${id}/withdrawal`)).statusCode, 403)
    assert.equal(await statusAfter(admin, `/accounts/${id}/withdrawal`), 'withdrawn')
  })

  it('keeps a history with every step, who took it and why, and nobody’s name', async () => {
    const { person, id } = await approved()
    await statusAfter(admin, `/accounts/${id}/suspension`, {
      ground: 'employer-instruction',
      reason: 'Left us',
    })
    const answer = await auditor.ask('GET', `/api/v1/accounts/${id}/history`)
    const { history } = answer.json<{
      history: { event: string; who: string; why: string; after: string }[]
    }>()
    assert.deepEqual(
      history.map(({ event, who }) => [event, who]),
      [
        ['create', person.id],
        ['submit', person.id],
        ['validate-email', person.id],
        ['route', person.id],
        ['approve', leadA.id],
        ['activate', leadA.id],
        ['suspend', admin.id],
      ],
    )
    assert.equal(history.at(-1)?.why, 'Left us')
    assert.match(history.at(-1)?.after ?? '', /"status":"suspended"/)
    assert.doesNotMatch(answer.body, /Person \d|@example\.org/)
  })

  it('lists to each what is theirs to see, a page at a time', async () => {
    const list = async (who: TestPerson, filter = ''): Promise<string[]> => {
      const answer = await who.ask('GET', `/api/v1/accounts?limit=200${filter}`)
      assert.equal(answer.statusCode, 200, answer.body)
      return answer.json<{ accounts: { id: string }[] }>().accounts.map(({ id }) => id)
    }
    const { person, id } = await approved()
    assert.deepEqual(await list(person), [id])
    const ours = await list(admin)
    assert.ok(
      ours.includes(id) && ours.includes('demo-call-centre') && !ours.includes('demo-symptom-checker'),
    )
    const supplier = await list(
      await house.person([{ role: 'supplier-admin', scope: 'demonstration-supplier' }]),
    )
    assert.ok(supplier.includes('demo-call-centre') && supplier.includes('demo-symptom-checker'))
    assert.ok(!supplier.includes(id))
    assert.ok((await list(leadA)).includes(id) && !(await list(leadB)).includes(id))
    assert.deepEqual(await list(await house.person([{ role: 'dos-lead', scope: 'TRC' }])), [])
    assert.ok((await list(auditor)).includes(id))
    assert.deepEqual(await list(auditor, `&person=${person.id}&status=active`), [id])
    const first = await auditor.ask('GET', '/api/v1/accounts?limit=1')
    const { accounts, next } = first.json<{ accounts: { id: string }[]; next: string }>()
    assert.equal(accounts[0]?.id, next)
    const second = await auditor.ask('GET', `/api/v1/accounts?limit=1&after=${next}`)
    assert.ok((second.json<{ accounts: { id: string }[] }>().accounts[0]?.id ?? '') > next)
  })

  it('answers for somebody else’s account as for one that does not exist, whatever is tried', async () => {
    const { id } = await approved()
    const reviewBy = new Date(house.clock.now() + DAY).toISOString()
    const bodies: Readonly<Record<string, object | undefined>> = {
      'account show': undefined,
      'account history': undefined,
      'account submit': REASON,
      'account validate-email': { code: 'guess' },
      'account resend': REASON,
      'account withdraw': REASON,
      'account request-region': { ...REASON, region: 'TRB' },
      'account accept-policy': { version: '2025-02-25', hash: 'x' },
      'account approve': { ...REASON, regions: ['TRB'] },
      'account reroute': { ...REASON, region: 'TRB' },
      'account reject': REASON,
      'account decline-region': REASON,
      'account authorise-region': { ...REASON, region: 'TRB' },
      'account withdraw-region': { ...REASON, region: 'TRB' },
      'account activate': REASON,
      'account set-search-roles': { ...REASON, searchRoles: [1] },
      'account restrict': { ...REASON, resultsMax: 1, reviewBy },
      'account lift': REASON,
      'account suspend': { ...REASON, ground: 'employer-instruction' },
      'account reinstate': REASON,
      'account cease': REASON,
      'account revoke': REASON,
      'account maintained': undefined,
      'account let-maintain': { ...REASON, service: 1 },
      'account stop-maintaining': REASON,
    }
    const strangers = [
      await house.person([]),
      await house.person([
        { role: 'euo-admin', scope: 'XO002' },
        { role: 'euo-signatory', scope: 'XO002' },
        { role: 'supplier-admin', scope: 'demonstration-supplier' },
        { role: 'dos-lead', scope: 'TRB' },
      ]),
    ]
    const tried = accountActs.filter(one => one.path.includes(':id'))
    assert.deepEqual(tried.map(({ command }) => command).sort(), Object.keys(bodies).sort())
    for (const { command, method, path } of tried) {
      for (const stranger of strangers) {
        const answers = []
        for (const which of [id, 'no-such-account']) {
          const url = `/api/v1${path.replace(':id', which).replace(':restriction', 'no-such').replace(':service', '1')}`
          const answer = await stranger.ask(method, url, bodies[command])
          const { requestId: _, instance: _instance, ...rest } = answer.json<Record<string, unknown>>()
          answers.push([answer.statusCode, JSON.stringify(rest).replaceAll(which, 'X')])
        }
        assert.deepEqual(answers[0], answers[1], command)
        assert.ok([403, 404].includes(Number(answers[0]?.[0])), `${command}: ${answers[0]}`)
      }
    }
    assert.equal((await shown(admin, id)).status, 'active')
  })

  it('lets an auditor see everything and write nothing', async () => {
    const { id } = await approved()
    for (const { command, method, path, roles } of accountActs) {
      if (method === 'GET' || !path.includes(':id')) continue
      if (roles !== 'anyone') assert.ok(!roles.includes('auditor'), command)
    }
    for (const path of ['cessation', 'withdrawal', 'email-code']) {
      assert.equal((await auditor.ask('POST', `/api/v1/accounts/${id}/${path}`, {})).statusCode, 403, path)
    }
  })

  it('does not say who is somebody’s colleague, nor which connections there are', async () => {
    const apply = (who: TestPerson, over: object) =>
      post(who, '/accounts/individuals', {
        connection: 'connection-call-centre',
        region: 'TRA',
        accessReason: 'to see',
        ...over,
      })
    const outsider = await house.person([{ role: 'euo-admin', scope: 'XO002' }])
    const plain = (body: string) => body.replaceAll(/"requestId":"[^"]*"/g, '')
    const there = await apply(outsider, {})
    const nowhere = await apply(outsider, { connection: 'connection-none' })
    assert.equal(there.statusCode, 404)
    assert.equal(plain(there.body), plain(nowhere.body))
    const someone = await apply(admin, { person: outsider.id })
    const nobody = await apply(admin, { person: 'nobody-at-all' })
    assert.equal(someone.statusCode, 409)
    assert.equal(plain(someone.body), plain(nobody.body))
    const region = await apply(await clinician(), { region: 'NOWHERE' })
    assert.equal(region.statusCode, 400)
    assert.match(region.body, /"parameter":"region"/)
  })
})
