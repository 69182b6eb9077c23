import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import {
  FEEDBACK,
  FEEDBACK_EVENTS,
  type FEEDBACK_STATES,
  REJECT_REASONS,
  receiveFeedback,
  writeServices,
} from '../../src/directory/index.ts'
import { legalEvents } from '../../src/workflow/index.ts'
import { someService } from '../directory/some-services.ts'
import { openHouse, type TestPerson } from '../support/house.ts'

const DAY = 86_400_000
const REASON = { reason: 'It was looked into.' }

type Report = {
  readonly id: string
  readonly service: number
  readonly kind: string
  readonly reason: number | null
  readonly member: string | null
  readonly status: string
  readonly receivedAt: string
  readonly takenUpAt: string | null
  readonly answeredAt: string | null
  readonly answer: string | null
  readonly version: number | null
}
type Group = {
  readonly id: string
  readonly service: number
  readonly member: string | null
  readonly count: number
  readonly organisations: readonly string[]
  readonly state: string
}
type Shown = { readonly text: string; readonly alike: readonly { readonly text: string }[] }
type Problem = {
  readonly reason: string
  readonly detail: string
  readonly errors?: readonly { readonly parameter: string }[]
}

describe('feedback', async () => {
  const house = await openHouse()
  const { database } = house.rooms
  const lead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
  const elsewhere = await house.person([{ role: 'dos-lead', scope: 'Y58' }])
  const manager = await house.person([{ role: 'access-manager' }])
  const auditor = await house.person([{ role: 'auditor' }])

  const found = await house.ask('call-centre', '/api/v1/services?near=LS1%204AP&limit=20')
  const ids = found.json<{ services: { id: number }[] }>().services.map(({ id }) => id)
  const decisionId = found.json<{ decisionId: string }>().decisionId
  const service = (n: number): number => ids[n] ?? 0

  const send = (id: number | string, payload: object, as = 'call-centre') =>
    house.ask(as, `/api/v1/services/${id}/feedback`, { method: 'POST', payload })
  const error = (problem: string, member = 'contacts') => ({ kind: 'error', member, problem })
  const reported = async (
    answer: LightMyRequestResponse | Promise<LightMyRequestResponse>,
  ): Promise<Report> => {
    const given = await answer
    assert.ok(given.statusCode < 300, given.body)
    return given.json<{ report: Report }>().report
  }
  const see = async (id: string, as = 'call-centre') => house.ask(as, `/api/v1/feedback/${id}`)
  const list = async (who: TestPerson, query = ''): Promise<readonly Group[]> => {
    const answer = await who.ask('GET', `/api/v1/feedback-reports${query}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<{ reports: Group[] }>().reports
  }
  const act = (who: TestPerson, id: string, what: string, body: object = {}) =>
    who.ask('POST', `/api/v1/feedback-reports/${id}/${what}`, body)
  const names = (answer: LightMyRequestResponse): string[] | undefined =>
    answer.json<Problem>().errors?.map(({ parameter }) => parameter)
  const inbox = async (who: TestPerson): Promise<readonly string[]> => {
    const answer = await who.ask('GET', '/api/v1/me/notices')
    return answer.json<{ notices: { kind: string }[] }>().notices.map(({ kind }) => kind)
  }

  it('goes from a search to a report, to the lead of the region, and back to whoever reported it', async () => {
    const sent = await send(service(0), { ...error('The number is not in use.'), decisionId })
    assert.equal(sent.statusCode, 201, sent.body)
    const report = await reported(sent)
    assert.equal(report.status, 'received')
    assert.equal(report.service, service(0))
    assert.deepEqual(await inbox(lead), ['feedback-received'])
    assert.deepEqual(await inbox(elsewhere), [])

    const [group] = await list(lead)
    assert.equal(group?.id, report.id)
    const shown = await lead.ask('GET', `/api/v1/feedback-reports/${report.id}`)
    assert.equal(shown.json<Shown>().text, 'The number is not in use.')
    const early = await act(lead, report.id, 'resolution', REASON)
    assert.equal(early.statusCode, 409, 'nobody has taken it up')
    assert.equal((await act(lead, report.id, 'take-up')).statusCode, 200)
    assert.equal((await reported(see(report.id))).status, 'taken-up')

    const put = await act(lead, report.id, 'resolution', { ...REASON, version: 9 })
    assert.deepEqual(names(put), ['version'])
    assert.equal((await act(lead, report.id, 'resolution', { ...REASON, version: 1 })).statusCode, 200)
    const told = await reported(see(report.id))
    assert.equal(told.status, 'resolved')
    assert.equal(told.answer, REASON.reason)
    assert.equal(told.version, 1)
    assert.deepEqual(await list(lead), [])
    const all = await house.ask('call-centre', '/api/v1/feedback')
    assert.deepEqual(all.json<{ reports: Report[] }>().reports, [told])
  })

  it('moves as its machine says and not otherwise, each step on record', async () => {
    const paths = { 'take-up': 'take-up', resolve: 'resolution', dismiss: 'dismissal' } as const
    for (const [n, end] of (['resolve', 'dismiss'] as const).entries()) {
      const { id } = await reported(send(service(1), error(`Wrong ${n}.`, 'name')))
      let state: (typeof FEEDBACK_STATES)[number] = 'received'
      for (const event of ['take-up', end] as const) {
        for (const other of FEEDBACK_EVENTS.filter(one => !legalEvents(FEEDBACK, state).includes(one))) {
          const refused = await act(lead, id, paths[other], other === 'take-up' ? {} : REASON)
          assert.equal(refused.statusCode, 409, `${state} ${other}: ${refused.body}`)
        }
        const done = await act(lead, id, paths[event], event === 'take-up' ? {} : REASON)
        state = done.json<{ state: typeof state }>().state
      }
      assert.equal(state, end === 'resolve' ? 'resolved' : 'dismissed')
      assert.deepEqual(legalEvents(FEEDBACK, state), [])
      const acts = await database.query<{ event: string }>(
        `select event from workflow.act where entity = 'feedback' and entity_id = $1 order by id`,
        [id],
      )
      assert.deepEqual(
        acts.map(({ event }) => event),
        ['take-up', end],
      )
    }
  })

  it('takes every reason of the list, with its comment where it has one, and none of the list’s gaps', async () => {
    for (const { id, comment } of REJECT_REASONS) {
      const bare = { kind: 'reject', reason: id }
      const said = { ...bare, comment: 'As they said.' }
      const right = await send(service(2), comment ? said : bare)
      assert.equal(right.statusCode, 201, right.body)
      const wrong = await send(service(2), comment ? bare : said)
      assert.deepEqual(names(wrong), ['comment'], String(id))
    }
    for (const reason of [1, 20, 25, 30, 43, 98, 100]) {
      assert.deepEqual(names(await send(service(2), { kind: 'reject', reason })), ['reason'])
    }
    const ofProfessionals = REJECT_REASONS.map(({ id }) => id)
    assert.deepEqual(ofProfessionals, [21, 22, 23, 24, 26, 27, 31, 32, 40, 41, 42, 99])
  })

  it('lets nobody but clinicians call a service clinically wrong, or speak of a member they never see', async () => {
    const answer = await house.ask('symptom-checker', '/api/v1/services?near=LS1%204AP')
    const [one] = answer.json<{ services: { id: number }[] }>().services
    const id = one?.id ?? 0
    const clinical = { kind: 'reject', reason: 23, comment: 'Too unwell.' }
    assert.deepEqual(names(await send(id, clinical, 'symptom-checker')), ['reason'])
    assert.deepEqual(names(await send(id, error('Wrong.', 'endpoints'), 'symptom-checker')), ['member'])
    const unknown = await send(id, error('Wrong.', 'nothing'), 'symptom-checker')
    const unseen = await send(id, error('Wrong.', 'endpoints'), 'symptom-checker')
    assert.equal(
      unknown.json<Problem>().detail.replace('nothing', 'endpoints'),
      unseen.json<Problem>().detail,
    )
    await reported(send(id, error('It has closed.', 'entry'), 'symptom-checker'))
    await reported(send(id, error('Wrong.', 'endpoints')))
  })

  it('refuses by name what belongs to the other kind, what is missing, and what is unknown', async () => {
    const cases: [object, string[]][] = [
      [{}, ['kind']],
      [{ kind: 'praise' }, ['kind']],
      [{ kind: 'reject' }, ['reason']],
      [{ kind: 'error' }, ['member', 'problem']],
      [{ kind: 'error', member: 'name' }, ['problem']],
      [{ kind: 'error', member: 'name', problem: '   ' }, ['problem']],
      [{ kind: 'error', member: 'name', problem: 'a\u0000b' }, ['problem']],
      [{ kind: 'error', member: 'name', problem: 'x'.repeat(1001) }, ['problem']],
      [{ kind: 'error', member: 'a.b', problem: 'x' }, ['member']],
      [{ ...error('x'), reason: 21 }, ['reason']],
      [{ ...error('x'), comment: 'x' }, ['comment']],
      [{ kind: 'reject', reason: 21, member: 'name', problem: 'x' }, ['member', 'problem']],
      [{ kind: 'reject', reason: '21' }, ['reason']],
      [{ kind: 'reject', reason: 21.5 }, ['reason']],
      [{ ...error('x'), decisionId: 'not-one' }, ['decisionId']],
      [{ ...error('x'), patient: 'x' }, ['patient']],
    ]
    for (const [body, wrong] of cases) {
      const answer = await send(service(3), body)
      assert.equal(answer.statusCode, 400, answer.body)
      assert.deepEqual(names(answer)?.sort(), wrong, JSON.stringify(body))
    }
    await reported(send(service(3), error('é'.repeat(1000))))
    await reported(send(service(3), error('half of a pair \ud800')))
  })

  it('has no place for the details of a patient, from whichever side', async () => {
    for (const text of ['Date of birth: 1 May 1970', 'for 401 023 2137', 'NHS number: 12']) {
      assert.deepEqual(names(await send(service(3), error(text))), ['problem'], text)
      const rejection = { kind: 'reject', reason: 99, comment: text }
      assert.deepEqual(names(await send(service(3), rejection)), ['comment'], text)
    }
    const { id } = await reported(send(service(4), error('Wrong.')))
    await act(lead, id, 'take-up')
    const reason = 'It was about date of birth 1 May 1970.'
    assert.deepEqual(names(await act(lead, id, 'dismissal', { reason })), ['reason'])
  })

  it('knows of no service that the account was not told of lately, as if there were none', async () => {
    const none = await send(999_999_999, error('Wrong.'))
    const [other] = (await house.ask('call-centre', '/api/v1/services?near=TR1%201AA&limit=1')).json<{
      services: { id: number }[]
    }>().services
    const notTold = await send(other?.id ?? 0, error('Wrong.'), 'gp-software')
    assert.equal(none.statusCode, 404)
    assert.equal(notTold.statusCode, 404)
    const said = (answer: LightMyRequestResponse) => answer.json<Problem>().detail.replace(/\d+/, 'N')
    assert.equal(said(none), said(notTold))
    assert.equal(none.json<Problem>().reason, notTold.json<Problem>().reason)
    // Nor by naming somebody else's answer.
    const borrowed = await send(service(0), { ...error('Wrong.'), decisionId }, 'gp-software')
    assert.equal(borrowed.statusCode, 404)
    for (const id of ['0', '-1', '1e3', 'abc', '9'.repeat(16)]) {
      assert.equal((await send(id, error('Wrong.'))).statusCode, 400, id)
    }
  })

  it('counts once what is sent again while it is open', async () => {
    const first = await send(service(5), error('Wrong day.', 'openingTimes'))
    const again = await send(service(5), error('Wrong day.', 'openingTimes'))
    assert.deepEqual([first.statusCode, again.statusCode], [201, 200])
    assert.equal((await reported(first)).id, (await reported(again)).id)
    const rejection = { kind: 'reject', reason: 22, decisionId }
    const one = await reported(send(service(5), rejection))
    assert.equal((await reported(send(service(5), rejection))).id, one.id)
    // Without the answer it is about, every rejection is one of its own.
    const [two, three] = [
      { kind: 'reject', reason: 22 },
      { kind: 'reject', reason: 22 },
    ]
    assert.notEqual((await reported(send(service(5), two))).id, (await reported(send(service(5), three))).id)
  })

  it('shows the same of the same entry together, told apart by organisation only', async () => {
    await house.ask('gp-software', '/api/v1/services?near=LS1%204AP&limit=20&purpose=care-coordination')
    const id = service(6)
    const first = await reported(send(id, error('One.')))
    await house.advance(1)
    await reported(send(id, error('Two.')))
    await reported(send(id, error('Three.'), 'gp-software'))
    const [group] = (await list(lead)).filter(one => one.service === id)
    assert.equal(group?.count, 3)
    assert.equal(group?.id, first.id)
    assert.equal(group?.organisations.length, 2)
    const shown = await lead.ask('GET', `/api/v1/feedback-reports/${first.id}`)
    assert.deepEqual(
      shown
        .json<Shown>()
        .alike.map(({ text }) => text)
        .sort(),
      ['Three.', 'Two.'],
    )
    for (const account of ['call-centre', 'gp-software']) assert.ok(!shown.body.includes(account))
    const closed = await act(lead, first.id, 'take-up', { alike: true })
    assert.equal(closed.json<{ alike: number }>().alike, 2)
    const [taken] = (await list(lead)).filter(one => one.service === id)
    assert.deepEqual([taken?.count, taken?.state], [3, 'taken-up'])
  })

  it('tells the lead of the first error of an entry, and of the next when that is answered', async () => {
    const before = (await inbox(lead)).length
    const id = service(7)
    const first = await reported(send(id, error('One.')))
    const second = await reported(send(id, error('Two.', 'name')))
    await reported(send(id, { kind: 'reject', reason: 21 }))
    assert.equal((await inbox(lead)).length, before + 1)
    await act(lead, first.id, 'take-up')
    await act(lead, first.id, 'dismissal', REASON)
    const third = await reported(send(id, error('Three.')))
    assert.equal((await inbox(lead)).length, before + 1, 'the second error is still open')
    for (const open of [second, third]) {
      await act(lead, open.id, 'take-up')
      await act(lead, open.id, 'dismissal', REASON)
    }
    await reported(send(id, error('Four.')))
    assert.equal((await inbox(lead)).length, before + 2)
  })

  it('is seen by the same account and nobody else', async () => {
    const { id } = await reported(send(service(8), error('Wrong.')))
    const [strange, none] = [await see(id, 'gp-software'), await see('no-such-report', 'gp-software')]
    assert.deepEqual([strange.statusCode, none.statusCode], [404, 404])
    assert.equal(strange.json<Problem>().detail, none.json<Problem>().detail)
    const theirs = await house.ask('gp-software', '/api/v1/feedback')
    assert.ok(!theirs.body.includes(id))
    assert.equal((await house.ask(null, '/api/v1/feedback')).statusCode, 401)
  })

  it('is paged, the newest first, every report once', async () => {
    const whole = (await house.ask('call-centre', '/api/v1/feedback')).json<{ reports: Report[] }>().reports
    const pages: Report[] = []
    for (let after = ''; ; ) {
      const page = await house.ask('call-centre', `/api/v1/feedback?limit=7${after}`)
      const { reports, next } = page.json<{ reports: Report[]; next: string | null }>()
      pages.push(...reports)
      if (next === null) break
      after = `&after=${next}`
    }
    assert.ok(whole.length > 14)
    assert.deepEqual(pages, whole)
    assert.deepEqual(
      whole.map(({ id }) => id),
      whole
        .map(({ id }) => id)
        .toSorted()
        .reverse(),
    )
    assert.equal((await house.ask('call-centre', '/api/v1/feedback?limit=0')).statusCode, 400)
    assert.equal((await house.ask('call-centre', '/api/v1/feedback?page=2')).statusCode, 400)
  })

  it('is handled by whoever looks after the entry, seen by operators, and hidden from all others', async () => {
    const entry = { ...someService(0), id: 900_001, uid: 'feedback-1', regionId: 'Y58' }
    const deed = { who: 'test', why: 'a test', at: new Date(house.clock.now()) }
    await writeServices(database, [entry], deed)
    const editor = await house.person([{ role: 'service-editor', scope: '900001' }])
    const { report } = await receiveFeedback(database, {
      id: 'report-of-the-south',
      serviceId: 900_001,
      typeId: 13,
      regionId: 'Y58',
      account: 'demo-call-centre',
      organisation: 'XO001',
      content: { kind: 'error', member: 'name', text: 'Wrong.' },
      decisionId: null,
      receivedAt: house.clock.now(),
    })
    const listed = async (who: TestPerson) => (await list(who)).some(({ id }) => id === report.id)
    assert.deepEqual(await Promise.all([elsewhere, editor, manager, auditor, lead].map(listed)), [
      ...[true, true, true, true],
      false,
    ])
    assert.ok(!(await listed(lead)) && !(await list(lead, '?region=Y58')).length)
    assert.equal((await act(lead, report.id, 'take-up')).statusCode, 404)
    assert.equal((await act(auditor, report.id, 'take-up')).statusCode, 403)
    assert.equal((await act(editor, report.id, 'take-up')).statusCode, 200)
    assert.equal((await act(elsewhere, report.id, 'dismissal', REASON)).statusCode, 200)
  })

  it('is on record as a question without a service in its answer, which counts for no use', async () => {
    const answer = await send(service(9), error('Wrong.'))
    await house.rooms.recorder.settle()
    const [row] = await database.query<{ entry: Record<string, unknown> }>(
      'select entry from activity.entry where id = $1::uuid',
      [answer.json<{ decisionId: string }>().decisionId],
    )
    assert.equal(row?.entry['action'], 'feedback')
    assert.deepEqual(row?.entry['results'], [])
    assert.equal(row?.entry['counts'], false)
    assert.ok(!JSON.stringify(row?.entry).includes('Wrong.'))
  })

  it('never fails by what is written in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            kind: fc.constantFrom('error', 'reject', 1),
            reason: fc.oneof(fc.integer(), fc.constant(99)),
            comment: fc.string({ unit: 'binary', maxLength: 20 }),
            member: fc.constantFrom('name', 'entry', 'x', ''),
            problem: fc.string({ unit: 'binary', maxLength: 20 }),
          },
          { requiredKeys: [] },
        ),
        async body => {
          const { statusCode } = await send(service(10), body)
          assert.ok(statusCode === 201 || statusCode === 200 || statusCode === 400, String(statusCode))
        },
      ),
      { numRuns: 60 },
    )
  })

  // Last, for it moves the clock by more than a week.
  it('is taken for seven days after the answer, and no longer', async () => {
    await house.rooms.recorder.settle()
    await house.advance(6 * DAY)
    await reported(send(service(0), error('Still wrong.')))
    await house.advance(DAY + 60_000)
    assert.equal((await send(service(0), error('Too late.'))).statusCode, 404)
    assert.equal((await send(service(0), { ...error('Too late.'), decisionId })).statusCode, 404)
  })
})
