import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { applicationDueHandlers } from '../../../src/agreements/index.ts'
import { workThroughDue } from '../../../src/workflow/index.ts'
import { openHouse } from '../../support/house.ts'
import {
  type Applicant,
  applicant,
  FORM,
  get,
  handedIn,
  inReview,
  ok,
  operators,
  PROMISES,
  PUBLIC,
  post,
  REASON,
} from './some-applicant.ts'

type Unmet = { what: string; clauses: string[]; whoCanFix: string }
type Problem = { reason: string; detail: string; clauses: string[]; unmet?: Unmet[]; contact: object }
type Changed = { id: string; state: string; revision: number; dueAt: string | null; missing: Unmet[] }
type Shown = Changed & {
  agreementId: string | null
  form: Record<string, unknown>
  questions: { id: string; side: string; answer: string | null }[]
  reviews: { kind: string; regionId: string | null; reviewerRegionId: string | null; state: string }[]
  promises: { promise: string; words: string; stands: boolean; needed: boolean; madeBy: string | null }[]
  checks: { name: string; outcome: string }[]
  refusals: string[]
  missingBeforeUse: Unmet[]
}

describe('applications, as people make and decide them', async () => {
  const house = await openHouse()
  const by = await operators(house)
  const practice = await applicant(house, 'practice')
  const neighbour = await applicant(house, 'neighbour')
  const { manager, owner, auditor, lead } = by

  const show = async (id: string, person = practice.admin) =>
    ok<Shown>(await get(person, `/applications/${id}`))
  const problem = (answer: { statusCode: number; body: string; json: <T>() => T }, status: number) => {
    assert.equal(answer.statusCode, status, answer.body)
    return answer.json<Problem>()
  }

  it('tell from the first answer on everything that is missing, with clauses and who can put it right', async () => {
    const begun = ok<Changed>(await post(practice.admin, '/applications', { odsCode: practice.odsCode }), 201)
    assert.equal(begun.state, 'draft')
    assert.ok(begun.missing.length > 25)
    for (const { clauses, whoCanFix } of begun.missing) assert.ok(clauses.length > 0 && whoCanFix !== '')
    const update = { revision: 1, ...practice.form, ...REASON }
    const saved = ok<Changed>(
      await practice.admin.ask('PUT', `/api/v1/applications/${begun.id}/form`, update),
    )
    assert.deepEqual(
      saved.missing.map(one => one.what.split(' ')[2]),
      PROMISES,
    )
    const again = await practice.admin.ask('PUT', `/api/v1/applications/${begun.id}/form`, update)
    assert.equal(problem(again, 412).reason, 'changed-meanwhile')
    const early = problem(await post(practice.admin, `/applications/${begun.id}/submission`), 409)
    assert.equal(early.unmet?.length, PROMISES.length)
    ok(await post(practice.signatory, `/applications/${begun.id}/promises`, { promises: PROMISES }))
    const submitted = ok<Changed>(await post(practice.admin, `/applications/${begun.id}/submission`))
    assert.equal(submitted.state, 'submitted')
    assert.equal(submitted.dueAt, new Date(house.clock.now() + 28 * 86_400_000).toISOString())
    assert.deepEqual(submitted.missing, [])
  })

  it('refuse by name a purpose that is not direct care, at once', async () => {
    const body = { odsCode: practice.odsCode, purposes: ['urgent-care-referral', 'service-mapping'] }
    const refused = problem(await post(practice.admin, '/applications', body), 409)
    assert.match(refused.detail, /service-mapping/)
    assert.deepEqual(refused.clauses, ['AUP25-10', 'AUP25-12'])
    const unknown = await post(practice.admin, '/applications', {
      odsCode: practice.odsCode,
      purposes: ['fun'],
    })
    assert.equal(unknown.statusCode, 400)
  })

  it('say what a promise means, and take each from those alone who can make it', async () => {
    const body = { odsCode: practice.odsCode, ...practice.form, ...PUBLIC }
    const { id } = ok<Changed>(await post(practice.admin, '/applications', body), 201)
    const refused = problem(
      await post(practice.admin, `/applications/${id}/promises`, { promises: ['risk-acceptance'] }),
      403,
    )
    assert.match(refused.detail, /clinical-safety-officer/)
    const other = { promises: ['no-storage'] }
    assert.equal((await post(neighbour.admin, `/applications/${id}/promises`, other)).statusCode, 404)
    ok(await post(practice.safetyOfficer, `/applications/${id}/promises`, { promises: ['risk-acceptance'] }))
    const promise = (await show(id)).promises.find(one => one.promise === 'risk-acceptance')
    assert.equal(promise?.stands, true)
    assert.equal(promise?.madeBy, practice.safetyOfficer.id)
    assert.match(promise?.words ?? '', /clinical lead/)
    ok(
      await practice.admin.ask('PUT', `/api/v1/applications/${id}/form`, {
        ...REASON,
        revision: 1,
        useCase: 'Something else is shown.',
      }),
    )
    assert.equal((await show(id)).promises.find(one => one.promise === 'risk-acceptance')?.stands, false)
  })

  it('let a supplier draft for an organisation, which hands it in itself', async () => {
    const body = { odsCode: practice.odsCode, ...practice.form }
    const { id } = ok<Changed>(await post(practice.supplier, '/applications', body), 201)
    const update = { ...REASON, revision: 1, perDay: 900 }
    ok(await practice.supplier.ask('PUT', `/api/v1/applications/${id}/form`, update))
    assert.equal((await post(practice.supplier, `/applications/${id}/submission`)).statusCode, 403)
    assert.equal(
      (await post(practice.supplier, `/applications/${id}/promises`, { promises: PROMISES })).statusCode,
      403,
    )
    const stolen = { ...REASON, revision: 2, supplierId: neighbour.supplierId }
    assert.equal(
      (await practice.supplier.ask('PUT', `/api/v1/applications/${id}/form`, stolen)).statusCode,
      403,
    )
    ok(await post(practice.admin, `/applications/${id}/promises`, { promises: PROMISES }))
    ok(await post(practice.admin, `/applications/${id}/submission`))
    const late = { ...REASON, revision: 2, perDay: 901 }
    assert.equal(
      (await practice.supplier.ask('PUT', `/api/v1/applications/${id}/form`, late)).statusCode,
      403,
    )
    const foreign = { odsCode: practice.odsCode, ...practice.form, productId: neighbour.productId }
    assert.equal((await post(practice.supplier, '/applications', foreign)).statusCode, 404)
    assert.equal(
      (await post(practice.supplier, '/applications', { odsCode: practice.odsCode })).statusCode,
      400,
    )
  })

  it('stop the clock for a question and go on with its answer; the applicant’s own stops nothing', async () => {
    const id = await handedIn(practice)
    const due = (await show(id)).dueAt
    const enquiry = await post(practice.admin, `/applications/${id}/questions`, { question: 'How long?' })
    assert.equal(ok<Changed>(enquiry, 201).dueAt, due)
    const asked = await post(manager, `/applications/${id}/questions`, { question: 'Which sites?' })
    assert.deepEqual([ok<Changed>(asked, 201).state, ok<Changed>(asked, 201).dueAt], ['questions', null])
    const questions = (await show(id)).questions
    const of = (side: string) => questions.find(one => one.side === side)?.id ?? ''
    const path = (side: string) => `/applications/${id}/questions/${of(side)}/answer`
    assert.equal((await post(manager, path('operator'), { answer: 'Mine.' })).statusCode, 403)
    assert.equal((await post(practice.admin, path('applicant'), { answer: 'Mine.' })).statusCode, 403)
    ok(await post(manager, path('applicant'), { answer: 'Four weeks.' }))
    await house.advance(3 * 86_400_000)
    const resumed = ok<Changed>(await post(practice.admin, path('operator'), { answer: 'These.' }))
    assert.equal(resumed.state, 'eligibility-check')
    assert.equal(resumed.dueAt, new Date(Date.parse(due ?? '') + 3 * 86_400_000).toISOString())
  })

  it('find open duties, wrong makers and outside places by the registers, and stop there', async () => {
    const id = await handedIn(practice, {
      supplierId: neighbour.supplierId,
      footprint: 'sites',
      sites: [
        { postcode: 'CF10 1AA', radiusMetres: 1000 },
        { postcode: 'LS1 4AP', radiusMetres: 1000 },
      ],
      predecessorId: 'demo-call-centre',
    })
    const checked = ok<Shown>(await post(manager, `/applications/${id}/checks`))
    const failed = checked.checks.filter(one => one.outcome === 'failed').map(one => one.name)
    assert.deepEqual(failed, ['supplier-makes-product', 'within-england', 'no-open-duties'])
    const stopped = problem(await post(manager, `/applications/${id}/reviews/opening`), 409)
    assert.equal(stopped.unmet?.length, 3)
    assert.match(stopped.detail, /CF10 1AA/)
    assert.doesNotMatch(stopped.detail, /LS1/)
    const refused = ok<{ state: string; reasons: string[]; contact: { email: string } }>(
      await post(manager, `/applications/${id}/refusal`, { reasons: ['Not its product.'] }),
    )
    assert.equal(refused.state, 'refused')
    assert.match(refused.contact.email, /@/)
    assert.deepEqual((await show(id)).refusals, ['Not its product.'])
  })

  it('know an account that has ended, by which a return names itself', async () => {
    const admin = await house.person([{ role: 'euo-admin', scope: 'XO015' }])
    const safetyOfficer = practice.safetyOfficer
    const former: Applicant = {
      ...practice,
      odsCode: 'XO015',
      admin,
      safetyOfficer,
      form: { ...FORM, productId: 'product-terminated', supplierId: 'demonstration-supplier' },
    }
    const silent = await handedIn(former)
    const checks = ok<Shown>(await post(manager, `/applications/${silent}/checks`)).checks
    assert.equal(checks.find(one => one.name === 'no-open-duties')?.outcome, 'failed')
    const open = await handedIn(former, { predecessorId: 'demo-terminated' })
    const told = ok<Shown>(await post(manager, `/applications/${open}/checks`)).checks
    assert.equal(told.find(one => one.name === 'no-open-duties')?.outcome, 'to-judge')
    const judged = { judged: ['no-open-duties'] }
    assert.equal((await post(manager, `/applications/${open}/reviews/opening`)).statusCode, 409)
    ok(await post(manager, `/applications/${open}/reviews/opening`, judged))
  })

  it('are reviewed by the lead of each region named, who hands over where they act for the applicant', async () => {
    const id = await inReview(practice, by)
    const review = { regionId: 'Y63', decision: 'agree-with-conditions' }
    const bare = problem(await post(lead, `/applications/${id}/reviews`, review), 409)
    assert.equal(bare.unmet?.length, 1)
    const stranger = await house.person([{ role: 'dos-lead', scope: 'Y56' }])
    assert.equal((await post(stranger, `/applications/${id}/reviews`, review)).statusCode, 404)
    const both = await house.person([
      { role: 'dos-lead', scope: 'Y63' },
      { role: 'individual-end-user', scope: practice.odsCode },
    ])
    const own = problem(
      await post(both, `/applications/${id}/reviews`, { ...review, decision: 'agree' }),
      403,
    )
    assert.equal(own.reason, 'own-cause')
    ok(await post(both, `/applications/${id}/hand-over`, { regionId: 'Y63', toRegionId: 'Y56' }))
    assert.equal((await show(id)).reviews[0]?.reviewerRegionId, 'Y56')
    assert.equal(
      (await post(lead, `/applications/${id}/reviews`, { ...review, decision: 'agree' })).statusCode,
      404,
    )
    ok(await post(stranger, `/applications/${id}/reviews`, { ...review, conditions: 'In the north only.' }))
    assert.equal((await show(id)).reviews[0]?.state, 'agreed-with-conditions')
    assert.equal((await show(id, stranger)).id, id)
  })

  it('are approved by somebody who neither drafted, nor reviewed, nor acts for the applicant', async () => {
    const id = await inReview(practice, by)
    const leadAndManager = await house.person([
      { role: 'dos-lead', scope: 'Y63' },
      { role: 'access-manager' },
    ])
    ok(await post(leadAndManager, `/applications/${id}/reviews`, { regionId: 'Y63', decision: 'agree' }))
    assert.equal(problem(await post(leadAndManager, `/applications/${id}/approval`), 403).reason, 'own-cause')
    const colleague = await house.person([
      { role: 'access-manager' },
      { role: 'individual-end-user', scope: practice.odsCode },
    ])
    assert.equal(problem(await post(colleague, `/applications/${id}/approval`), 403).reason, 'own-cause')
    const maker = await house.person([
      { role: 'access-manager' },
      { role: 'supplier-admin', scope: practice.supplierId },
    ])
    assert.equal(problem(await post(maker, `/applications/${id}/approval`), 403).reason, 'own-cause')
    const approved = ok<Changed>(await post(manager, `/applications/${id}/approval`))
    assert.equal(approved.state, 'approved')
    const { agreementId, missingBeforeUse } = await show(id)
    assert.ok(agreementId)
    assert.deepEqual(
      missingBeforeUse.map(one => one.what),
      ['No agreement is in force.', 'No web service account has been opened on the connection.'],
    )
  })

  it('that show to the public take a clinical safety officer and two people of the operator', async () => {
    const id = await inReview(practice, by, PUBLIC)
    ok(await post(lead, `/applications/${id}/reviews`, { regionId: 'Y63', decision: 'agree' }))
    assert.equal(problem(await post(manager, `/applications/${id}/approval`), 409).reason, 'conflict')
    const propose = async () =>
      ok<{ proposal: string }>(await post(manager, `/applications/${id}/public-display-approval`), 202)
        .proposal
    const agree = (person: typeof owner, proposal: string) => post(person, `/proposals/${proposal}/approval`)
    const early = problem(await agree(owner, await propose()), 409)
    assert.match(early.detail, /clinical safety/)
    const drafter = await house.person([
      { role: 'clinical-safety-officer', scope: practice.odsCode },
      { role: 'euo-admin', scope: practice.odsCode },
    ])
    assert.equal(
      (await post(neighbour.safetyOfficer, `/applications/${id}/reviews`, { decision: 'agree' })).statusCode,
      404,
    )
    assert.equal((await post(drafter, `/applications/${id}/reviews`, { decision: 'agree' })).statusCode, 200)
    const proposal = await propose()
    assert.equal((await agree(manager, proposal)).statusCode, 403)
    // What was proposed is the form as it stood, whichever way it came to stand otherwise.
    const { query } = house.rooms.database
    const write = (form: string) =>
      query('update agreements.application set form = $2::jsonb where id = $1', [id, form])
    const [stood] = await query<{ form: string }>(
      'select form::text as form from agreements.application where id = $1',
      [id],
    )
    assert.ok(stood)
    await write(JSON.stringify({ ...JSON.parse(stood.form), perDay: 901 }))
    assert.equal(problem(await agree(owner, proposal), 412).reason, 'changed-meanwhile')
    await write(stood.form)
    const theirs = await house.person([
      { role: 'decision-owner' },
      { role: 'euo-signatory', scope: practice.odsCode },
    ])
    assert.equal((await agree(theirs, proposal)).statusCode, 403)
    ok(await agree(owner, proposal))
    assert.equal((await show(id)).state, 'approved')
  })

  it('take two people of the operator for all of England, where no lead is asked', async () => {
    const id = await inReview(practice, by, { footprint: 'national', regionIds: undefined })
    const alone = problem(await post(manager, `/applications/${id}/approval`), 409)
    assert.deepEqual([alone.reason, alone.clauses[0]], ['conflict', 'AUP18-16'])
    const { proposal } = ok<{ proposal: string }>(
      await post(manager, `/applications/${id}/public-display-approval`),
      202,
    )
    assert.equal((await post(manager, `/proposals/${proposal}/approval`)).statusCode, 403)
    ok(await post(owner, `/proposals/${proposal}/approval`))
    assert.equal((await show(id)).state, 'approved')
  })

  it('are not decided by whoever wrote or promised something in them', async () => {
    const begun = await post(practice.admin, '/applications', { odsCode: practice.odsCode, ...practice.form })
    const { id } = ok<Changed>(begun, 201)
    // They held the role for a day, and have moved to the operator since.
    const until = house.clock.now() + 86_400_000
    const hand = (role: 'euo-admin' | 'euo-signatory') =>
      house.person([{ role, scope: practice.odsCode, until }])
    const writer = await hand('euo-admin')
    const signer = await hand('euo-signatory')
    ok(await writer.ask('PUT', `/api/v1/applications/${id}/form`, { ...REASON, revision: 1, perDay: 900 }))
    ok(await post(signer, `/applications/${id}/promises`, { promises: PROMISES }))
    ok(await post(practice.admin, `/applications/${id}/submission`))
    await house.advance(2 * 86_400_000)
    for (const { id: person } of [writer, signer]) {
      const moved = await house.person([{ role: 'access-manager' }], person)
      assert.equal(problem(await post(moved, `/applications/${id}/checks`), 403).reason, 'own-cause')
    }
    ok(await post(manager, `/applications/${id}/checks`))
  })

  it('do not review their own drafting', async () => {
    const both = await house.person([
      { role: 'clinical-safety-officer', scope: practice.odsCode },
      { role: 'euo-admin', scope: practice.odsCode },
    ])
    const id = await inReview({ ...practice, admin: both }, by, PUBLIC)
    const refused = problem(await post(both, `/applications/${id}/reviews`, { decision: 'agree' }), 403)
    assert.equal(refused.reason, 'own-cause')
  })

  it('of others look like none at all, whatever is asked of them', async () => {
    const marker = 'PLANTED-SECRET'
    const contact = { name: marker, email: 'planted-secret@example.org' }
    const id = await inReview(practice, by, {
      useCase: marker,
      technicalContact: contact,
      securityContact: contact,
      endUserRoles: [marker],
    })
    ok(await post(manager, `/applications/${id}/questions`, { question: `${marker}?` }), 201)
    const strangers = [
      neighbour.admin,
      neighbour.signatory,
      neighbour.safetyOfficer,
      neighbour.supplier,
      await house.person([{ role: 'dos-lead', scope: 'Y56' }]),
    ]
    const without = (body: string) => body.replaceAll(/"requestId":"[^"]*"/g, '')
    for (const person of strangers) {
      const list = await get(person, '/applications?limit=200')
      assert.equal(list.statusCode, 200)
      assert.doesNotMatch(list.body, /PLANTED/i)
      const there = await get(person, `/applications/${id}`)
      const none = await get(person, `/applications/${randomUUID()}`)
      assert.equal(there.statusCode, 404)
      assert.equal(without(there.body), without(none.body))
    }
    const writes: [string, object][] = [
      [`/applications/${id}/promises`, { promises: ['no-storage'] }],
      [`/applications/${id}/submission`, {}],
      [`/applications/${id}/withdrawal`, {}],
      [`/applications/${id}/questions`, { question: 'What?' }],
      [`/applications/${id}/questions/none/answer`, { answer: 'That.' }],
    ]
    for (const [url, body] of writes) {
      assert.equal((await post(neighbour.admin, url, body)).statusCode, 404, url)
    }
    const seen = await get(auditor, `/applications/${id}`)
    assert.match(seen.body, /PLANTED-SECRET/)
  })

  it('are written by no auditor and by nobody without a role', async () => {
    const id = await handedIn(practice)
    const nobody = await house.person([])
    const acts: [string, object][] = [
      ['/applications', { odsCode: practice.odsCode }],
      [`/applications/${id}/promises`, { promises: ['no-storage'] }],
      [`/applications/${id}/submission`, {}],
      [`/applications/${id}/withdrawal`, {}],
      [`/applications/${id}/questions`, { question: 'What?' }],
      [`/applications/${id}/checks`, {}],
      [`/applications/${id}/reviews/opening`, {}],
      [`/applications/${id}/reviews`, { decision: 'agree' }],
      [`/applications/${id}/hand-over`, { regionId: 'Y63', toRegionId: 'Y56' }],
      [`/applications/${id}/approval`, {}],
      [`/applications/${id}/public-display-approval`, {}],
      [`/applications/${id}/refusal`, { reasons: ['No.'] }],
    ]
    for (const [url, body] of acts) {
      for (const person of [auditor, nobody]) {
        assert.equal(problem(await post(person, url, body), 403).reason, 'role-missing', url)
      }
    }
    assert.equal((await get(nobody, `/applications/${id}`)).statusCode, 403)
    assert.equal((await show(id, auditor)).state, 'submitted')
  })

  it('are listed with what is overdue, and granted nothing for it', async () => {
    const id = await inReview(practice, by)
    const escalations = async (person: typeof lead) =>
      ok<{ escalations: { application: string; what: string }[] }>(
        await get(person, '/application-escalations'),
      ).escalations.filter(one => one.application === id)
    assert.deepEqual(await escalations(manager), [])
    await house.advance(10 * 86_400_000)
    const handlers = applicationDueHandlers(async () => [])
    await workThroughDue(house.rooms.database, house.clock.now(), handlers, (_due, error) => {
      throw error
    })
    assert.deepEqual(
      (await escalations(lead)).map(one => one.what),
      ['review-of-region'],
    )
    assert.equal((await show(id)).state, 'review')
    assert.equal((await escalations(manager)).length, 1)
    assert.equal((await post(manager, `/applications/${id}/approval`)).statusCode, 409)
  })

  it('are taken back by those who made them', async () => {
    const id = await handedIn(practice)
    assert.equal((await post(practice.supplier, `/applications/${id}/withdrawal`)).statusCode, 403)
    assert.equal(
      ok<Changed>(await post(practice.signatory, `/applications/${id}/withdrawal`)).state,
      'withdrawn',
    )
    const over = problem(await post(practice.admin, `/applications/${id}/submission`), 409)
    assert.equal(over.reason, 'not-possible-now')
  })
})
