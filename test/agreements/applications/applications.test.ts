import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { APPLICATION, type ApplicationState } from '../../../src/agreements/applications/machine.ts'
import type { CompleteForm } from '../../../src/agreements/index.ts'
import {
  type Application,
  type ApplicationChange,
  acceptAgreement,
  answerQuestion,
  approveApplication,
  askQuestion,
  attest,
  createApplication,
  giveReview,
  issueAgreement,
  noteChecks,
  noteLive,
  passToReview,
  putInForce,
  readAgreement,
  readApplication,
  readApplications,
  refuseApplication,
  saveForm,
  submitApplication,
  withdrawApplication,
} from '../../../src/agreements/index.ts'
import { legalEvents, readActs, readDue } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'
import {
  ADMIN,
  checked,
  DAY,
  deedOf,
  drafted,
  expectChanged,
  FORM,
  inReview,
  MANAGER,
  PUBLIC,
  START,
  submitted,
} from './some-application.ts'

const POLICY = { version: '2025-02-25', hash: 'sha256:abc' }
const LEAD = deedOf('lead-63', 'dos-lead')
const SIGNATORY = deedOf('signatory-7', 'euo-signatory')
const MOST = { results: 100, distanceMetres: 160_934 }
const FOOTPRINT = { sites: [], regions: ['Y63'], national: false, volumePerDay: 40, class: 'gp' }
const approval = (id: string, connectionId = `connection-${id}`) => ({
  connectionId,
  agreementId: `agreement-${id}`,
  termMonths: 12,
  most: MOST,
  footprint: FOOTPRINT,
})
const AGREE = { kind: 'region', regionId: 'Y63', decision: 'agree', conditions: null } as const

describe('applications', async () => {
  const database = await testDatabase()
  const { query } = database

  const read = async (id: string): Promise<Application> => {
    const application = await readApplication(query, id)
    assert.ok(application)
    return application
  }
  const approved = async (
    id: string,
    over: Partial<CompleteForm> = {},
    connectionId?: string,
  ): Promise<void> => {
    await inReview(database, id, over)
    expectChanged(await giveReview(database, id, AGREE, LEAD))
    expectChanged(await approveApplication(database, id, approval(id, connectionId), MANAGER))
  }
  const accepted = async (
    id: string,
    over: Partial<CompleteForm> = {},
    connectionId?: string,
  ): Promise<void> => {
    await approved(id, over, connectionId)
    await issueAgreement(database, `agreement-${id}`, POLICY, MANAGER)
    await acceptAgreement(database, `agreement-${id}`, POLICY, SIGNATORY, '2026-11-22')
    assert.deepEqual(await putInForce(database, `agreement-${id}`, SIGNATORY), { outcome: 'changed' })
  }
  const copyOf = async (pattern: string, id: string): Promise<void> => {
    for (const table of ['application', 'application_review', 'attestation'] as const) {
      const own = table === 'application' ? 'id' : 'application_id'
      await query(
        `insert into agreements.${table} overriding system value
         select (jsonb_populate_record(null::agreements.${table}, to_jsonb(t) || jsonb_build_object('${own}', $2::text)
           ${table === 'attestation' ? " || jsonb_build_object('id', t.id + 1000000 + floor(random() * 1000000000))" : ''})).*
         from agreements.${table} t where ${own} = $1`,
        [pattern, id],
      )
    }
  }
  const events = async (id: string) => (await readActs(query, 'application', id)).map(act => act.event)
  const dates = async (id: string) =>
    Object.fromEntries((await readDue(query, 'application', id)).map(due => [due.event, due.dueAt]))

  it('go from a draft to a live connection, each step on record', async () => {
    await accepted('whole')
    assert.equal((await read('whole')).state, 'accepted')
    assert.equal(await noteLive(database, 'connection-whole', MANAGER), 'noted')
    assert.equal(await noteLive(database, 'connection-whole', MANAGER), 'nothing-to-note')
    assert.equal((await read('whole')).state, 'live')
    assert.deepEqual(await events('whole'), [
      'create',
      'attest',
      'submit',
      'take-up',
      'pass',
      'review',
      'approve',
      'issue',
      'accept',
      'go-live',
    ])
    assert.deepEqual(await dates('whole'), {})
  })

  it('give the agreement the words of the form, within what the policy lets anybody have', async () => {
    const wide: Partial<CompleteForm> = { declaredLookUps: true, rawCoordinates: true, allTypes: true }
    await inReview(database, 'terms', wide)
    expectChanged(await giveReview(database, 'terms', AGREE, LEAD))
    const most = { results: 15, distanceMetres: 30_000 }
    expectChanged(await approveApplication(database, 'terms', { ...approval('terms'), most }, MANAGER))
    const { facts } = (await readAgreement(query, 'agreement-terms')) ?? {}
    assert.deepEqual(facts, {
      id: 'agreement-terms',
      status: 'drafted',
      policyVersion: null,
      useCase: FORM.useCase,
      purposes: FORM.purposes,
      audience: 'professional',
      regions: ['Y63'],
      typeIds: null,
      resultsMax: 15,
      distanceMetresMax: 30_000,
      volume: { perMinute: 60, perDay: 4000 },
      lookUps: 'declared',
      origins: 'any',
      serviceIds: 'handles',
      userRoles: ['R8000'],
      footprint: { class: 'gp', sites: [], regions: ['Y63'], national: false, volumePerDay: 40 },
      from: START,
      until: null,
    })
  })

  it('give directory ids, and whole lists, only as the form asks for them', async () => {
    const asked: Partial<CompleteForm> = { directoryIds: true, listMembers: ['open', 'contacts'] }
    await inReview(database, 'levers', asked)
    expectChanged(await giveReview(database, 'levers', AGREE, LEAD))
    expectChanged(await approveApplication(database, 'levers', approval('levers'), MANAGER))
    const { facts } = (await readAgreement(query, 'agreement-levers')) ?? {}
    assert.equal(facts?.serviceIds, 'directory')
    assert.deepEqual(facts?.listMembers, ['open', 'contacts'])
  })

  it('leave no answer and no name in the record of acts', async () => {
    await inReview(database, 'names', PUBLIC)
    const acts = await query('select * from workflow.act')
    assert.ok(acts.length > 10)
    const text = JSON.stringify(acts)
    for (const planted of ['example.org', 'A clinician', 'GMC 0000000', 'safety-case-7']) {
      assert.ok(!text.includes(planted), planted)
    }
  })

  it('are saved half-filled, and refuse what is not direct care by its name', async () => {
    const draft = { id: 'half', kind: 'new', odsCode: 'XO004', form: {}, parentAgreementId: null } as const
    await createApplication(database, draft, ADMIN)
    const saved = await saveForm(database, 'half', { set: { perDay: 7 }, clear: [], revision: 1 }, ADMIN)
    assert.deepEqual(expectChanged(saved).form, { perDay: 7 })
    const research = await saveForm(
      database,
      'half',
      { set: { purposes: ['research'] }, clear: [], revision: 2 },
      ADMIN,
    )
    assert.equal(research.outcome, 'unmet')
    assert.match(JSON.stringify(research), /research/)
    const cleared = await saveForm(database, 'half', { set: {}, clear: ['perDay'], revision: 2 }, ADMIN)
    assert.deepEqual(expectChanged(cleared).form, {})
    const half = await submitApplication(database, 'half', ADMIN)
    assert.equal(half.outcome, 'unmet')
    if (half.outcome === 'unmet') assert.ok(half.unmet.length > 25)
  })

  it('keep what one saved when another had not read it', async () => {
    await drafted(database, 'stale')
    const each = Array.from({ length: 20 }, (_, index) => index)
    const outcomes = await Promise.all(
      each.map(index =>
        saveForm(database, 'stale', { set: { perDay: index + 1 }, clear: [], revision: 1 }, ADMIN),
      ),
    )
    assert.equal(outcomes.filter(one => one.outcome === 'changed').length, 1)
    assert.equal(outcomes.filter(one => one.outcome === 'stale').length, 19)
    assert.equal((await read('stale')).revision, 2)
  })

  it('in every state take the steps that lead on from there, record them, and refuse all others unchanged', async () => {
    const at = (id: string, state: ApplicationState) =>
      query('update agreements.application set state = $2 where id = $1', [id, state])
    const operator = { id: 'q', side: 'operator', question: 'Why?' } as const
    const acts: Record<string, (id: string) => Promise<ApplicationChange>> = {
      save: id => saveForm(database, id, { set: { perDay: 9 }, clear: [], revision: 1 }, ADMIN),
      attest: id => attest(database, id, ['no-resale'], ADMIN),
      submit: id => submitApplication(database, id, ADMIN),
      check: async id => noteChecks(database, id, [], (await read(id)).checkedHash ?? '', MANAGER),
      ask: id => askQuestion(database, id, { ...operator, id: `${id}-q` }, MANAGER),
      enquire: id => askQuestion(database, id, { ...operator, id: `${id}-e`, side: 'applicant' }, ADMIN),
      resume: id => answerQuestion(database, id, `${id}-open`, 'Because.', ADMIN),
      pass: id => passToReview(database, id, [], MANAGER),
      review: id => giveReview(database, id, AGREE, LEAD),
      approve: id => approveApplication(database, id, approval(id), MANAGER),
      refuse: id => refuseApplication(database, id, ['No.'], MANAGER),
      withdraw: id => withdrawApplication(database, id, ADMIN),
    }
    await inReview(database, 'pattern')
    expectChanged(await giveReview(database, 'pattern', AGREE, LEAD))
    for (const state of APPLICATION.states) {
      const legal: readonly string[] = legalEvents(APPLICATION, state)
      for (const [event, act] of Object.entries(acts)) {
        const id = `${state}.${event}`
        await copyOf('pattern', id)
        await query(
          `insert into agreements.application_question (id, application_id, side, question, asked_at, asked_by, asked_as)
           values ($1, $2, 'operator', 'Why?', $3, 'manager-1', 'access-manager')`,
          [`${id}-open`, id, new Date(START)],
        )
        await at(id, state)
        const before = { application: await read(id), acts: await events(id), dates: await dates(id) }
        const done = await act(id)
        const may =
          event === 'check' ? legal.includes('check') || legal.includes('take-up') : legal.includes(event)
        if (may) {
          assert.equal(done.outcome, 'changed', `${id}: ${JSON.stringify(done)}`)
          assert.equal((await events(id)).length, before.acts.length + 1, id)
        } else {
          assert.equal(done.outcome, 'not-legal', `${id}: ${JSON.stringify(done)}`)
          if (done.outcome === 'not-legal' && done.from === state) assert.deepEqual(done.legal, legal)
          const after = { application: await read(id), acts: await events(id), dates: await dates(id) }
          assert.deepEqual(after, before, id)
        }
      }
    }
    assert.deepEqual(await withdrawApplication(database, 'none', ADMIN), { outcome: 'unknown-application' })
  })

  it('stop the operator’s clock while a question waits, and let it go on by as much later', async () => {
    await submitted(database, 'paused')
    const due = (await dates('paused'))['decision-due']
    assert.equal(due, START + 28 * DAY)
    const ask = (id: string, at: number) =>
      askQuestion(database, 'paused', { id, side: 'operator', question: 'Which?' }, { ...MANAGER, at })
    const answer = (id: string, at: number) =>
      answerQuestion(database, 'paused', id, 'That one.', { ...ADMIN, at })
    expectChanged(await ask('q1', START + 2 * DAY))
    expectChanged(await ask('q2', START + 3 * DAY))
    assert.deepEqual(Object.keys(await dates('paused')), ['expire'])
    assert.equal(expectChanged(await answer('q1', START + 4 * DAY)).state, 'questions')
    assert.equal(expectChanged(await answer('q2', START + 7 * DAY)).state, 'eligibility-check')
    // Paused from the second to the seventh day: five days, counted once where the questions overlap.
    assert.deepEqual(await dates('paused'), { 'decision-due': START + 33 * DAY })
    const enquiry = { id: 'e1', side: 'applicant', question: 'When?' } as const
    expectChanged(await askQuestion(database, 'paused', enquiry, { ...ADMIN, at: START + 8 * DAY }))
    assert.deepEqual(await dates('paused'), { 'decision-due': START + 33 * DAY })
    assert.equal((await answerQuestion(database, 'paused', 'q1', 'Again.', ADMIN)).outcome, 'no-such-part')
    assert.equal((await answerQuestion(database, 'paused', 'none', 'Again.', ADMIN)).outcome, 'no-such-part')
  })

  it('go on from a question only with a form that is whole', async () => {
    await submitted(database, 'open-form')
    const question = { id: 'of', side: 'operator', question: 'Which?' } as const
    expectChanged(await askQuestion(database, 'open-form', question, MANAGER))
    const clear = { set: {}, clear: ['dsptUntil'], revision: 1 } as const
    expectChanged(await saveForm(database, 'open-form', clear, ADMIN))
    const refused = await answerQuestion(database, 'open-form', 'of', 'None.', ADMIN)
    assert.equal(refused.outcome, 'unmet')
    assert.equal((await read('open-form')).questions[0]?.answer, null)
    const fill = { set: { dsptUntil: '2027-06-30' }, clear: [], revision: 2 }
    expectChanged(await saveForm(database, 'open-form', fill, ADMIN))
    expectChanged(await answerQuestion(database, 'open-form', 'of', 'This.', ADMIN))
  })

  it('are checked and reviewed anew when they change, as far as it touches what was agreed to', async () => {
    const regions = { regionIds: ['Y60', 'Y63'] }
    const change = async (id: string, set: Partial<CompleteForm>): Promise<ApplicationChange> => {
      await inReview(database, id, regions)
      expectChanged(await giveReview(database, id, AGREE, LEAD))
      expectChanged(await giveReview(database, id, { ...AGREE, regionId: 'Y60' }, LEAD))
      const question = { id: `${id}-q`, side: 'operator', question: 'Really?' } as const
      expectChanged(await askQuestion(database, id, question, MANAGER))
      expectChanged(await saveForm(database, id, { set, clear: [], revision: 1 }, ADMIN))
      expectChanged(await answerQuestion(database, id, `${id}-q`, 'Yes.', ADMIN))
      assert.equal(
        (await passToReview(database, id, [], MANAGER)).outcome,
        'unmet',
        'before it is checked anew',
      )
      await checked(database, id)
      expectChanged(await passToReview(database, id, [], MANAGER))
      return approveApplication(database, id, approval(id), MANAGER)
    }
    const aside = await change('aside', { perDay: 5000 })
    assert.equal(aside.outcome, 'changed', 'a volume is not what leads agree to')
    const touched = await change('touched', { useCase: 'Something else altogether.' })
    assert.equal(touched.outcome, 'unmet')
    if (touched.outcome === 'unmet') assert.equal(touched.unmet.length, 2)
    const dropped = await change('dropped', { regionIds: ['Y63'] })
    assert.equal(dropped.outcome, 'unmet')
    if (dropped.outcome === 'unmet') assert.match(dropped.unmet[0]?.what ?? '', /Y63/)
  })

  it('take the agreement with them when they are refused or withdrawn before it is accepted', async () => {
    for (const [id, close] of [
      ['late-no', () => refuseApplication(database, 'late-no', ['Not after all.'], MANAGER)],
      ['late-back', () => withdrawApplication(database, 'late-back', ADMIN)],
    ] as const) {
      await approved(id)
      await issueAgreement(database, `agreement-${id}`, POLICY, MANAGER)
      expectChanged(await close())
      const outcome = await acceptAgreement(database, `agreement-${id}`, POLICY, SIGNATORY)
      assert.deepEqual(outcome, { outcome: 'not-in-state', status: 'ended' })
    }
    assert.deepEqual((await read('late-no')).refusals, ['Not after all.'])
  })

  it('are approved once, and accepted once, however many try at once', async () => {
    const id = 'crowd'
    await inReview(database, id)
    expectChanged(await giveReview(database, id, AGREE, LEAD))
    const each = Array.from({ length: 20 }, (_, index) => index)
    const approvals = await Promise.all(
      each.map(index =>
        approveApplication(database, id, { ...approval(id), agreementId: `crowd-${index}` }, MANAGER),
      ),
    )
    assert.equal(approvals.filter(one => one.outcome === 'changed').length, 1)
    const drafts = await query<{ id: string }>(
      `select id from agreements.agreement where application_id = 'crowd'`,
    )
    assert.equal(drafts.length, 1)
    const agreementId = drafts[0]?.id ?? ''
    await issueAgreement(database, agreementId, POLICY, MANAGER)
    const acceptances = await Promise.all(
      each.map(index =>
        acceptAgreement(database, agreementId, POLICY, deedOf(`signatory-${index}`, 'euo-signatory')),
      ),
    )
    assert.equal(acceptances.filter(one => one.outcome === 'changed').length, 1)
    const forces = await Promise.all(each.map(() => putInForce(database, agreementId, SIGNATORY)))
    assert.equal(forces.filter(one => one.outcome === 'changed').length, 1)
    const acts = await readActs(query, 'agreement', agreementId)
    assert.deepEqual(
      acts.map(act => act.event),
      ['draft', 'issue', 'accept', 'put-in-force'],
    )
    assert.equal((await read(id)).state, 'accepted')
  })

  it('change the use of a connection in one step, the old use going on until then', async () => {
    await accepted('first', {}, 'connection-change')
    const child = {
      id: 'second',
      kind: 'change-of-use',
      odsCode: 'XO004',
      form: { ...FORM, resultsMax: 50 },
      parentAgreementId: 'agreement-first',
    } as const
    assert.equal(await createApplication(database, child, ADMIN), 'created')
    assert.equal(await createApplication(database, { ...child, id: 'third' }, ADMIN), 'already-open')
    const orphan = { ...child, id: 'orphan', parentAgreementId: 'none' }
    assert.equal(await createApplication(database, orphan, ADMIN), 'unknown-agreement')
    const promises = ['no-storage', 'no-resale', 'professional-role', 'clinical-responsibility'] as const
    expectChanged(await attest(database, 'second', [...promises, 'non-use-after-cessation'], ADMIN))
    expectChanged(await submitApplication(database, 'second', ADMIN))
    await checked(database, 'second')
    expectChanged(await passToReview(database, 'second', [], MANAGER))
    expectChanged(await giveReview(database, 'second', AGREE, LEAD))
    const of = approval('second', 'connection-change')
    expectChanged(await approveApplication(database, 'second', of, MANAGER))
    await issueAgreement(database, 'agreement-second', POLICY, MANAGER)
    await acceptAgreement(database, 'agreement-second', POLICY, SIGNATORY)
    assert.equal((await readAgreement(query, 'agreement-first'))?.facts.status, 'in-force')
    await putInForce(database, 'agreement-second', SIGNATORY)
    assert.equal((await readAgreement(query, 'agreement-first'))?.facts.status, 'superseded')
    assert.equal((await readAgreement(query, 'agreement-second'))?.facts.resultsMax, 50)
    assert.equal(await createApplication(database, { ...child, id: 'fourth' }, ADMIN), 'created')
  })

  it('are seen by those whom they concern', async () => {
    await drafted(database, 'seen-draft', { supplierId: 'maker-a' })
    await inReview(database, 'seen-review', { regionIds: ['Y56'] })
    const ids = async (seenBy: { odsCodes?: string[]; supplierIds?: string[]; regionIds?: string[] }) => {
      const all = { odsCodes: [], supplierIds: [], regionIds: [], ...seenBy }
      const found = await readApplications(query, { seenBy: all, limit: 1000 })
      return found.map(one => one.id).filter(id => id.startsWith('seen'))
    }
    assert.deepEqual(await ids({}), [])
    assert.deepEqual(await ids({ odsCodes: ['XO999'] }), [])
    assert.deepEqual(await ids({ odsCodes: ['XO004'] }), ['seen-draft', 'seen-review'])
    assert.deepEqual(await ids({ supplierIds: ['maker-a'] }), ['seen-draft'])
    assert.deepEqual(await ids({ regionIds: ['Y56'] }), ['seen-review'])
    assert.deepEqual(await ids({ regionIds: ['Y60'] }), [])
  })
})
