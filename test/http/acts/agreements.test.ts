import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { askReacceptance } from '../../../src/agreements/index.ts'
import { openHouse } from '../../support/house.ts'
import {
  acceptedBy,
  applicant,
  get,
  issued,
  ok,
  operators,
  PROMISES,
  post,
  type ToRead,
} from './some-applicant.ts'

type Shown = {
  id: string
  state: string
  policyVersion: string | null
  until: string | null
  userRoles: string[]
  issued: { version: string; hash: string; by: string; via: string; readAt: string | null } | null
  asked: { version: string; hash: string } | null
  acceptances: { version: string; kind: string; by: string | null; privacyNotice: string | null }[]
  missingBeforeUse: { what: string; clauses: string[]; whoCanFix: string }[]
}
type Problem = { reason: string; detail: string; clauses: string[] }
const DAY = 86_400_000

describe('agreements, as people issue, accept, renew and change them', async () => {
  const house = await openHouse()
  const by = await operators(house)
  const practice = await applicant(house, 'practice')
  const neighbour = await applicant(house, 'neighbour')
  const { manager, auditor, lead } = by
  const { signatory, admin } = practice

  const show = async (id: string, person = admin) => ok<Shown>(await get(person, `/agreements/${id}`))
  const problem = (answer: { statusCode: number; body: string; json: <T>() => T }, status: number) => {
    assert.equal(answer.statusCode, status, answer.body)
    return answer.json<Problem>()
  }
  const noParts = { connections: async () => [], holdersOf: async () => [] }
  const main = await issued(practice, by)

  it('are issued with who, which version, when and by which way, and the receipt of the signatory', async () => {
    const before = await show(main.agreement)
    assert.equal(before.state, 'issued')
    assert.equal(before.issued?.by, manager.id)
    assert.equal(before.issued?.via, 'directory')
    assert.equal(before.issued?.readAt, null)
    assert.deepEqual(before.userRoles, ['R8000'])
    assert.equal((await post(admin, `/agreements/${main.agreement}/issue`)).statusCode, 403)
    assert.equal((await admin.ask('POST', `/api/v1/agreements/${main.agreement}/reading`)).statusCode, 403)
    const read = ok<ToRead>(await signatory.ask('POST', `/api/v1/agreements/${main.agreement}/reading`))
    const after = await show(main.agreement)
    assert.deepEqual([read.version, read.hash], [after.issued?.version, after.issued?.hash])
    assert.equal(after.issued?.readAt, new Date(house.clock.now()).toISOString())
    assert.match(read.asIs, /without warranty/)
  })

  it('are accepted by a signatory of that organisation only, at that moment, and by the text that was issued', async () => {
    const read = ok<ToRead>(await signatory.ask('POST', `/api/v1/agreements/${main.agreement}/reading`))
    const { version, hash, privacyNotice } = read
    const url = `/agreements/${main.agreement}/acceptance`
    const whole = { version, hash, privacyNotice }
    assert.equal((await post(admin, url, whole)).statusCode, 403)
    assert.equal((await post(neighbour.signatory, url, whole)).statusCode, 404)
    const past = await house.person([
      { role: 'euo-signatory', scope: practice.odsCode, until: house.clock.now() + 1 },
      { role: 'euo-admin', scope: practice.odsCode },
    ])
    await house.advance(2)
    assert.equal((await post(past, url, whole)).statusCode, 403)
    const other = problem(await post(signatory, url, { ...whole, hash: '0'.repeat(64) }), 409)
    assert.ok(other.detail.includes(hash) && other.detail.includes(version))
    assert.deepEqual(other.clauses, ['AUP18-08'])
    const older = problem(await post(signatory, url, { ...whole, version: '2018-07-03' }), 409)
    assert.ok(older.detail.includes(version))
    const notice = problem(await post(signatory, url, { ...whole, privacyNotice: '2020-01-01' }), 409)
    assert.deepEqual(notice.clauses, ['AUP25-59'])
    assert.equal((await show(main.agreement)).state, 'issued')
    const each = Array.from({ length: 20 }, () => post(signatory, url, whole))
    const statuses = (await Promise.all(each)).map(answer => answer.statusCode).sort()
    assert.deepEqual(statuses, [200, ...Array.from({ length: 19 }, () => 409)])
    const shown = await show(main.agreement)
    assert.equal(shown.state, 'in-force')
    assert.equal(shown.policyVersion, version)
    assert.deepEqual(
      shown.acceptances.map(one => ({ ...one, at: '', hash: '', as: '' })),
      [
        {
          version,
          hash: '',
          kind: 'signed',
          at: '',
          by: signatory.id,
          as: '',
          privacyNotice,
          decisionId: null,
        },
      ],
    )
  })

  it('say all that is missing before the first question can be answered', async () => {
    const { missingBeforeUse, until } = await show(main.agreement)
    assert.deepEqual(
      missingBeforeUse.map(one => one.what),
      ['No web service account has been opened on the connection.'],
    )
    assert.equal(until?.slice(0, 10), '2027-06-03')
    const application = ok<{ state: string }>(await get(admin, `/applications/${main.application}`))
    assert.equal(application.state, 'accepted')
  })

  it('are live at once where the account is active already', async () => {
    const admin = await house.person([{ role: 'euo-admin', scope: 'XO011' }])
    const signatory = await house.person([{ role: 'euo-signatory', scope: 'XO011' }])
    const form = {
      ...practice.form,
      productId: 'product-no-agreement',
      supplierId: 'demonstration-supplier',
    }
    const early = { ...practice, odsCode: 'XO011', form, admin, signatory }
    const ids = await issued(early, by)
    assert.equal(ids.connection, 'connection-no-agreement', 'the connection that was there')
    await acceptedBy(early, ids.agreement)
    const application = ok<{ state: string }>(await get(admin, `/applications/${ids.application}`))
    assert.equal(application.state, 'live')
    const search = await house.ask(
      'no-agreement',
      '/api/v1/services?near=LS1&purpose=care-coordination&type=13',
    )
    assert.equal(search.statusCode, 200, search.body)
    const again = await issued(early, by).catch((error: Error) => error.message)
    assert.match(String(again), /change of use/)
  })

  it('of others look like none at all', async () => {
    const without = (body: string) => body.replaceAll(/"requestId":"[^"]*"/g, '')
    for (const person of [neighbour.admin, neighbour.signatory, neighbour.supplier]) {
      const list = await get(person, '/agreements')
      assert.deepEqual(ok<{ agreements: unknown[] }>(list).agreements, [])
      const named = await get(person, `/agreements?odsCode=${practice.odsCode}`)
      assert.deepEqual(ok<{ agreements: unknown[] }>(named).agreements, [])
      const there = await get(person, `/agreements/${main.agreement}`)
      const none = await get(person, `/agreements/${randomUUID()}`)
      assert.equal(there.statusCode, 404)
      assert.equal(without(there.body), without(none.body))
    }
    for (const url of ['acceptance', 'reacceptance', 'end', 'renewal', 'change-of-use']) {
      const body = { version: '2025-02-25', hash: '0'.repeat(64), privacyNotice: 'x' }
      const person = url.endsWith('acceptance') ? neighbour.signatory : neighbour.admin
      const answer = await post(
        person,
        `/agreements/${main.agreement}/${url}`,
        url.endsWith('acceptance') ? body : {},
      )
      assert.equal(answer.statusCode, 404, url)
    }
    const own = ok<{ agreements: { id: string }[] }>(await get(practice.supplier, '/agreements'))
    assert.deepEqual(
      own.agreements.map(one => one.id),
      [main.agreement],
    )
    assert.equal((await get(lead, `/agreements/${main.agreement}`)).statusCode, 403)
  })

  it('are seen by auditors, a page at a time, and written by none', async () => {
    const ids: string[] = []
    let after = ''
    for (let page = 0; page < 20; page += 1) {
      const list = ok<{ agreements: { id: string }[]; next: string | null }>(
        await get(auditor, `/agreements?limit=5${after}`),
      )
      ids.push(...list.agreements.map(one => one.id))
      if (list.next === null) break
      after = `&after=${list.next}`
    }
    assert.ok(ids.length > 10 && ids.includes(main.agreement))
    assert.equal(new Set(ids).size, ids.length)
    for (const url of ['issue', 'end', 'renewal', 'change-of-use']) {
      assert.equal((await post(auditor, `/agreements/${main.agreement}/${url}`)).statusCode, 403, url)
    }
  })

  it('carry a newer policy version once a signatory has accepted that very text', async () => {
    const { database } = house.rooms
    const newer = { version: '2027-01-01', hash: 'f'.repeat(64) }
    const deed = { who: 'test', actingAs: 'system', why: 'a new version', at: house.clock.now() }
    await askReacceptance(database, newer, noParts, deed)
    const asked = await show(main.agreement)
    assert.equal(asked.state, 'reaccept-due')
    assert.deepEqual([asked.asked?.version, asked.asked?.hash], [newer.version, newer.hash])
    const url = `/agreements/${main.agreement}/reacceptance`
    const old = { version: asked.policyVersion, hash: asked.issued?.hash, privacyNotice: '2026-11-22' }
    assert.ok(problem(await post(signatory, url, old), 409).detail.includes(newer.hash))
    assert.equal((await post(admin, url, { ...newer, privacyNotice: '2026-11-22' })).statusCode, 403)
    ok(await post(signatory, url, { ...newer, privacyNotice: '2026-11-22' }))
    const shown = await show(main.agreement)
    assert.deepEqual([shown.state, shown.policyVersion, shown.asked], ['in-force', newer.version, null])
    assert.equal((await post(signatory, url, { ...newer, privacyNotice: '2026-11-22' })).statusCode, 409)
  })

  it('change their use by a child application, in one step at its acceptance', async () => {
    const begun = ok<{ application: string; items: { linkId: string; answer: string | null }[] }>(
      await post(admin, `/agreements/${main.agreement}/change-of-use`),
      201,
    )
    assert.equal(begun.items.find(item => item.linkId === 'perDay')?.answer, '4000')
    const twice = await post(admin, `/agreements/${main.agreement}/change-of-use`)
    assert.equal(twice.statusCode, 409)
    const of = `/applications/${begun.application}`
    ok(await admin.ask('PUT', `/api/v1${of}/form`, { revision: 1, perDay: 9000, reason: 'we have grown' }))
    ok(await post(admin, `${of}/promises`, { promises: PROMISES }))
    ok(await post(admin, `${of}/submission`))
    ok(await post(manager, `${of}/checks`))
    ok(await post(manager, `${of}/reviews/opening`))
    ok(await post(lead, `${of}/reviews`, { regionId: 'Y63', decision: 'agree' }))
    ok(await post(manager, `${of}/approval`))
    const child = ok<{ agreementId: string; connectionId: string }>(await get(admin, of))
    assert.equal(child.connectionId, main.connection)
    ok(await post(manager, `/agreements/${child.agreementId}/issue`))
    assert.equal((await show(main.agreement)).state, 'in-force', 'the old use goes on')
    await acceptedBy(practice, child.agreementId)
    assert.equal((await show(main.agreement)).state, 'superseded')
    assert.equal((await show(child.agreementId)).state, 'in-force')
    assert.equal((await post(admin, `/agreements/${main.agreement}/change-of-use`)).statusCode, 409)
    main.agreement = child.agreementId
  })

  it('open their renewal sixty days before the end, pre-filled, with what ages left open', async () => {
    const url = `/agreements/${main.agreement}/renewal`
    const early = problem(await post(admin, url), 409)
    assert.match(early.detail, /opens at/)
    const { until } = await show(main.agreement)
    const opens = Date.parse(until ?? '') - 61 * DAY
    await house.advance(opens - house.clock.now())
    assert.equal((await post(admin, url)).statusCode, 409)
    await house.advance(DAY)
    const begun = ok<{
      application: string
      items: { linkId: string; answer: string | null }[]
      missing: { what: string }[]
    }>(await post(admin, url), 201)
    assert.equal(begun.items.find(item => item.linkId === 'dsptUntil')?.answer, null)
    assert.equal(begun.items.find(item => item.linkId === 'perDay')?.answer, '9000')
    assert.ok(begun.missing.some(one => one.what.startsWith('dsptUntil')))
    const of = `/applications/${begun.application}`
    const fresh = { revision: 1, dsptStatus: 'met', dsptUntil: '2028-06-30', reason: 'renewal' }
    ok(await admin.ask('PUT', `/api/v1${of}/form`, fresh))
    ok(await post(admin, `${of}/promises`, { promises: PROMISES }))
    ok(await post(admin, `${of}/submission`))
    ok(await post(manager, `${of}/checks`))
    ok(await post(manager, `${of}/reviews/opening`))
    ok(await post(lead, `${of}/reviews`, { regionId: 'Y63', decision: 'agree' }))
    ok(await post(manager, `${of}/approval`))
    const child = ok<{ agreementId: string }>(await get(admin, of))
    ok(await post(manager, `/agreements/${child.agreementId}/issue`))
    await acceptedBy(practice, child.agreementId)
    const renewed = await show(child.agreementId)
    const year = (text: string | null | undefined) => Number(text?.slice(0, 4))
    assert.equal(year(renewed.until), year(until) + 1, 'the next year follows on this one')
    assert.equal(renewed.until?.slice(4), until?.slice(4))
    main.agreement = child.agreementId
  })

  it('are ended by the organisation at any time, and by the operator only before they are in force', async () => {
    const refused = problem(await post(manager, `/agreements/${main.agreement}/end`), 403)
    assert.match(refused.detail, /for the organisation/)
    const drafted = await issued(neighbour, by)
    ok(await post(manager, `/agreements/${drafted.agreement}/end`))
    const application = ok<{ state: string }>(
      await get(neighbour.admin, `/applications/${drafted.application}`),
    )
    assert.equal(application.state, 'expired')
    ok(await post(admin, `/agreements/${main.agreement}/end`))
    const over = problem(await post(signatory, `/agreements/${main.agreement}/end`), 409)
    assert.equal(over.reason, 'not-possible-now')
    assert.equal((await post(admin, `/agreements/${main.agreement}/renewal`)).statusCode, 409)
  })
})
