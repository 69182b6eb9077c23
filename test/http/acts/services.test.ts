import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { commissionerId } from '../../../src/demonstration/services.ts'
import { type Service, writeServices } from '../../../src/directory/index.ts'
import { readActsBy } from '../../../src/workflow/index.ts'
import { someService } from '../../directory/some-services.ts'
import { openHouse, type TestPerson } from '../../support/house.ts'

const DAY = 86_400_000
const REASON = { reason: 'a test asks for it' }
const NORTH = commissionerId('Y63', 1)
const NORTH_TWO = commissionerId('Y63', 2)
const SOUTH = commissionerId('Y58', 1)

type Entry = {
  readonly id: number
  readonly uid: string
  readonly version: number
  readonly profile: Omit<Service, 'id'> & { readonly parentId?: number }
  readonly capacity: {
    readonly status: string
    readonly notes: string | null
    readonly resetAt: string | null
  } | null
  readonly verification: { readonly lastVerifiedOn: string | null; readonly nextDueOn: string | null }
  readonly openDrafts: readonly string[]
}
type Step = {
  readonly id: string
  readonly state: string
  readonly revision: number
  readonly service: number
}
type Change = {
  readonly at: string
  readonly before: string | null
  readonly after: string | null
  readonly added: readonly string[]
  readonly removed: readonly string[]
}
type Refused = {
  readonly reason: string
  readonly detail: string
  readonly errors?: readonly { readonly parameter: string; readonly message: string }[]
  readonly unmet?: readonly { readonly what: string }[]
}

describe('keeping entries of the directory', async () => {
  const house = await openHouse()
  const { database } = house.rooms
  const lead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
  const secondLead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
  const southLead = await house.person([{ role: 'dos-lead', scope: 'Y58' }])
  const manager = await house.person([{ role: 'access-manager' }])
  const editor = await house.person([{ role: 'service-editor', scope: String(NORTH) }])
  const colleague = await house.person([{ role: 'service-editor', scope: String(NORTH) }])
  const neighbour = await house.person([{ role: 'service-editor', scope: String(NORTH_TWO) }])
  const auditor = await house.person([{ role: 'auditor' }])
  const clinician = await house.person([{ role: 'individual-end-user', scope: 'XO004' }])

  let made = 900_000
  /** An entry of the North East below its first commissioner, unless told otherwise. */
  const entry = async (changes: Partial<Service> = {}): Promise<number> => {
    made += 1
    const service = someService(made, { regionId: 'Y63', parentId: NORTH, ...changes })
    const written = { who: 'test', at: new Date(house.clock.now()), why: 'planted' }
    const answer = await writeServices(database, [service], written)
    assert.equal(answer.outcome, 'written', JSON.stringify(answer))
    await house.rooms.follower.catchUp()
    return made
  }
  const get = (who: TestPerson, path: string) => who.ask('GET', `/api/v1${path}`)
  const send = (
    who: TestPerson,
    method: 'POST' | 'PUT',
    path: string,
    version: number | null,
    body: object = {},
    headers: Readonly<Record<string, string>> = {},
  ) =>
    who.ask(
      method,
      `/api/v1${path}`,
      { ...REASON, ...body },
      { ...(version === null ? {} : { 'if-match': `"${version}"` }), ...headers },
    )
  const ok = <T>(answer: LightMyRequestResponse): T => {
    assert.ok(answer.statusCode < 300, `${answer.statusCode} ${answer.body}`)
    return answer.json<T>()
  }
  const refused = (answer: LightMyRequestResponse, status: number, reason?: string): Refused => {
    assert.equal(answer.statusCode, status, answer.body)
    const said = answer.json<Refused>()
    if (reason !== undefined) assert.equal(said.reason, reason, answer.body)
    return said
  }
  const show = async (id: number, who = lead) => ok<Entry>(await get(who, `/service-entries/${id}`))
  const draft = async (id: number, patch: object, who = editor) => {
    const { version } = await show(id, who)
    return ok<Step>(await send(who, 'POST', `/service-entries/${id}/drafts`, version, { patch }))
  }
  const step = (who: TestPerson, one: Step, verb: string) =>
    send(who, 'POST', `/service-drafts/${one.id}/${verb}`, one.revision)
  const submitted = async (id: number, patch: object, who = editor) =>
    ok<Step>(await step(who, await draft(id, patch, who), 'submission'))
  const history = async (id: number) =>
    ok<{
      history: { version: number; who: string; approvedBy: string | null; why: string; differs: Change[] }[]
    }>(await get(lead, `/service-entries/${id}/history`)).history
  const search = async (): Promise<{ services: { id: number; name: string; capacity?: unknown }[] }> =>
    ok(await house.ask('call-centre', '/api/v1/services?near=LS1%204AP&type=pharmacy&within=500&limit=20'))
  const found = async (id: number) => (await search()).services.find(one => one.id === id)

  it('goes from an editor’s draft over the lead’s look at it to the very next search, and into history', async () => {
    const id = await entry()
    const before = await found(id)
    assert.equal(before?.name, `Service ${id}`)
    const begun = await draft(id, { name: 'New Name Pharmacy', publicName: null, contacts: [] })
    assert.equal(begun.state, 'draft')
    const handedIn = ok<Step>(await step(editor, begun, 'submission'))
    assert.equal(handedIn.state, 'submitted')
    assert.equal((await found(id))?.name, `Service ${id}`, 'nothing is live yet')
    await house.advance(2 * DAY)
    const inbox = ok<{ notices: { kind: string; text: string }[] }>(await get(lead, '/me/notices'))
    assert.ok(inbox.notices.some(one => one.kind === 'service-draft-waiting' && one.text.includes(begun.id)))
    const { drafts } = ok<{ drafts: { id: string; name: string }[] }>(
      await get(lead, '/service-drafts?region=Y63'),
    )
    assert.deepEqual(
      drafts.map(one => [one.id, one.name]),
      [[begun.id, 'New Name Pharmacy']],
    )
    const looked = await get(lead, `/service-drafts/${begun.id}`)
    assert.equal(looked.headers['etag'], `"${handedIn.revision}"`)
    const { differs, changedMeanwhile } = ok<{ differs: Change[]; changedMeanwhile: Change[] }>(looked)
    assert.deepEqual(
      differs.map(one => [one.at, one.before, one.after, one.removed.length]),
      [
        ['/contacts', null, null, 2],
        ['/name', `"Service ${id}"`, '"New Name Pharmacy"', 0],
      ],
    )
    assert.deepEqual(changedMeanwhile, [])
    const approved = await step(lead, handedIn, 'approval')
    const { becameVersion } = ok<{ becameVersion: number }>(approved)
    assert.equal(becameVersion, 2)
    assert.equal((await found(id))?.name, 'New Name Pharmacy', 'live with the answer')
    const [newest, oldest] = await history(id)
    assert.deepEqual(
      [newest?.version, newest?.who, newest?.approvedBy, newest?.why],
      [2, editor.id, lead.id, REASON.reason],
    )
    assert.deepEqual(
      newest?.differs.map(one => one.at),
      ['/contacts', '/name'],
    )
    assert.deepEqual([oldest?.version, oldest?.who, oldest?.differs], [1, 'test', []])
    const told = ok<{ notices: { kind: string }[] }>(await get(editor, '/me/notices'))
    assert.equal(told.notices[0]?.kind, 'service-draft-approved')
    refused(
      await step(lead, { ...handedIn, revision: handedIn.revision + 1 }, 'approval'),
      409,
      'not-possible-now',
    )
  })

  it('brings a new entry below one’s own, numbered when it is approved', async () => {
    const { profile } = await show(
      await entry({ place: { address: [], easting: 429_960, northing: 433_600 } }),
    )
    const asked = { profile: { ...profile, name: 'Brand New' } }
    refused(await send(neighbour, 'POST', '/service-drafts', null, asked), 403, 'role-missing')
    refused(await send(southLead, 'POST', '/service-drafts', null, asked), 403, 'role-missing')
    const wrongRegion = { profile: { ...asked.profile, regionId: 'Y58' } }
    const said = refused(
      await send(editor, 'POST', '/service-drafts', null, wrongRegion),
      400,
      'parameter-invalid',
    )
    assert.ok(
      said.errors?.some(one => one.parameter === 'profile.parentId' && /another region/.test(one.message)),
    )
    const begun = ok<Step>(await send(editor, 'POST', '/service-drafts', null, asked))
    assert.equal(begun.service, null)
    const handedIn = ok<Step>(await step(editor, begun, 'submission'))
    const { service } = ok<Step>(await step(lead, handedIn, 'approval'))
    const there = await show(service)
    assert.deepEqual([there.uid, there.version, there.profile.name], [String(service), 1, 'Brand New'])
    assert.equal((await found(service))?.name, 'Brand New')
  })

  it('keeps what editors do not see: contacts and alignments for operators, and the source', async () => {
    const hidden = { kind: 'email', value: 'desk@example.org', audience: 'operator' } as const
    const alignments = [{ organisation: 'X1', limited: false }]
    const id = await entry({ contacts: [hidden], alignments })
    const shown = await get(editor, `/service-entries/${id}`)
    for (const word of ['desk@example.org', 'alignments', '"key"'])
      assert.ok(!shown.body.includes(word), word)
    const open = { kind: 'phone', value: '0113 496 0001', audience: 'public' }
    ok(await step(lead, await submitted(id, { contacts: [open] }), 'approval'))
    const [row] = await database.query<{ record: Service }>(
      'select record from directory.service where id = $1',
      [id],
    )
    assert.deepEqual(row?.record.contacts, [open, hidden])
    assert.deepEqual(row?.record.alignments, alignments)
    assert.deepEqual(row?.record.source, { name: 'test', key: String(id) })
    const operatorContact = { patch: { contacts: [hidden] } }
    refused(
      await send(editor, 'POST', `/service-entries/${id}/drafts`, 2, operatorContact),
      400,
      'parameter-invalid',
    )
  })

  it('shows and changes nothing for those elsewhere, and nothing at all to those without a role for it', async () => {
    const id = await entry()
    const waiting = await submitted(id, { name: 'Waiting' })
    const nothing = refused(await get(neighbour, '/service-entries/123456789'), 404)
    for (const who of [neighbour, southLead]) {
      for (const path of [
        `/service-entries/${id}`,
        `/service-entries/${id}/history`,
        `/service-drafts/${waiting.id}`,
      ]) {
        assert.equal(refused(await get(who, path), 404).detail, nothing.detail)
      }
      for (const [method, path] of [
        ['POST', `/service-entries/${id}/drafts`],
        ['PUT', `/service-entries/${id}/opening-times`],
        ['POST', `/service-entries/${id}/closure`],
        ['POST', `/service-entries/${id}/verification`],
        ['POST', `/service-drafts/${waiting.id}/withdrawal`],
      ] as const) {
        refused(await send(who, method, path, 1), 404, 'no-such-record')
      }
      const { entries } = ok<{ entries: unknown[] }>(await get(who, `/service-entries?code=uid-${id}`))
      assert.deepEqual(entries, [])
      const { drafts } = ok<{ drafts: unknown[] }>(await get(who, '/service-drafts?region=Y63'))
      assert.deepEqual(drafts, [])
    }
    refused(await step(southLead, waiting, 'approval'), 404)
    refused(await step(editor, waiting, 'approval'), 403, 'role-missing')
    refused(await get(clinician, `/service-entries/${id}`), 403, 'role-missing')
    assert.equal((await show(id, auditor)).id, id)
    refused(await send(auditor, 'POST', `/service-entries/${id}/verification`, 1), 403, 'role-missing')
    refused(await send(manager, 'POST', `/service-entries/${id}/verification`, 1), 403, 'role-missing')
  })

  it('reaches everything below an entry, however deep, and comes to an end where the hierarchy runs in a circle', async () => {
    const child = await entry()
    const grandchild = await entry({ parentId: child })
    assert.equal((await show(grandchild, editor)).profile.parentId, child)
    const [one, two] = [made + 1, made + 2]
    await entry({ parentId: two })
    await entry({ parentId: one })
    refused(await get(editor, `/service-entries/${one}`), 404)
    const inCircle = await house.person([{ role: 'service-editor', scope: String(one) }])
    assert.equal((await show(two, inCircle)).id, two)
    const { entries } = ok<{ entries: { id: number }[] }>(await get(inCircle, `/service-entries?code=${two}`))
    assert.deepEqual(
      entries.map(({ id }) => id),
      [two],
    )
    const said = refused(
      await send(editor, 'POST', `/service-entries/${child}/drafts`, 1, { patch: { parentId: grandchild } }),
      400,
    )
    assert.match(said.errors?.[0]?.message ?? '', /hangs below it/)
    const away = { patch: { parentId: NORTH_TWO } }
    assert.match(
      refused(await send(editor, 'POST', `/service-entries/${child}/drafts`, 1, away), 400).detail,
      /no entry that you look after/,
    )
  })

  it('is approved by nobody who wrote or handed it in, nor leaves a region without the operator', async () => {
    const id = await entry()
    const own = await submitted(id, { name: 'A lead’s own' }, lead)
    refused(await step(lead, own, 'approval'), 403, 'own-cause')
    ok(await step(secondLead, own, 'approval'))
    const revised = await draft(id, { name: 'Two authors' })
    const changed = { patch: { name: 'Two leads’ words' } }
    const again = ok<Step>(
      await send(secondLead, 'PUT', `/service-drafts/${revised.id}`, revised.revision, changed),
    )
    const handedIn = ok<Step>(await step(editor, again, 'submission'))
    refused(await step(secondLead, handedIn, 'approval'), 403, 'own-cause')
    ok(await step(lead, handedIn, 'approval'))
    const moving = await submitted(id, { regionId: 'Y58', parentId: SOUTH }, lead)
    refused(await step(secondLead, moving, 'approval'), 403, 'role-missing')
    ok(await step(manager, moving, 'approval'))
    refused(await get(lead, `/service-entries/${id}`), 404)
    assert.equal((await show(id, southLead)).profile.regionId, 'Y58')
  })

  it('comes back with a reason, is taken up again, and can be withdrawn for good', async () => {
    const id = await entry()
    const handedIn = await submitted(id, { name: 'Not yet' })
    const rejected = ok<Step>(await step(lead, handedIn, 'rejection'))
    assert.equal(rejected.state, 'rejected')
    refused(await step(lead, rejected, 'approval'), 409, 'not-possible-now')
    const reopened = ok<Step>(await step(editor, rejected, 'reopening'))
    const withdrawn = ok<Step>(await step(colleague, reopened, 'withdrawal'))
    refused(await step(editor, withdrawn, 'reopening'), 409, 'not-possible-now')
    const { drafts } = ok<{ drafts: { id: string }[] }>(await get(editor, '/service-drafts?state=withdrawn'))
    assert.ok(drafts.some(one => one.id === withdrawn.id))
  })

  it('lets the first of two editors through and shows the other what differs', async () => {
    const id = await entry()
    const first = await submitted(id, { name: 'First' })
    const second = await submitted(id, { name: 'Second' }, colleague)
    ok(await step(lead, first, 'approval'))
    const said = refused(await step(lead, second, 'approval'), 412, 'changed-meanwhile')
    assert.deepEqual(
      said.errors?.map(one => [one.parameter, one.message]),
      [['/name', `was "Service ${id}", is "First"`]],
    )
    const { changedMeanwhile } = ok<{ changedMeanwhile: Change[] }>(
      await get(lead, `/service-drafts/${second.id}`),
    )
    assert.deepEqual(
      changedMeanwhile.map(one => one.at),
      ['/name'],
    )
    const rejected = ok<Step>(await step(lead, second, 'rejection'))
    const reopened = ok<Step>(await step(colleague, rejected, 'reopening'))
    refused(await step(colleague, reopened, 'submission'), 412, 'changed-meanwhile')
    const path = `/service-drafts/${second.id}`
    const anew = ok<Step>(await send(colleague, 'PUT', path, reopened.revision, { patch: { name: 'Third' } }))
    ok(await step(lead, ok<Step>(await step(colleague, anew, 'submission')), 'approval'))
    assert.equal((await show(id)).profile.name, 'Third')
  })

  it('holds what is kept by acts of its own, such as capacity, against no draft', async () => {
    const id = await entry()
    const waiting = await submitted(id, { name: 'Patient' })
    ok(await send(editor, 'PUT', `/service-entries/${id}/capacity`, 1, { status: 'red', notes: 'Flood.' }))
    ok(await step(lead, waiting, 'approval'))
    const after = await show(id)
    assert.deepEqual([after.profile.name, after.capacity?.status, after.version], ['Patient', 'red', 3])
  })

  it('refuses drafts that are wrong by the member, patients’ details among them, and that change nothing', async () => {
    const id = await entry()
    for (const [patch, parameter] of [
      [{ name: null }, 'patch.name'],
      [{ nme: 'x' }, 'patch.nme'],
      [{ instructions: { public: 'Ask for NHS number 943 476 5919' } }, 'patch.instructions.public'],
      [{ name: 'half a pair \ud800' }, 'body'],
      [{ typeId: 999 }, 'patch.typeId'],
      [{ regionId: 'Y99' }, 'patch.regionId'],
      [{ parentId: 123_456_789 }, 'patch.parentId'],
      [
        { openingTimes: { weekly: [{ day: 'monday', sessions: [{ opens: '10:00', closes: '09:00' }] }] } },
        'patch.openingTimes',
      ],
      [{ uid: 'other' }, 'patch.uid'],
      [{ capacity: null }, 'patch.capacity'],
    ] as const) {
      const answer = await send(lead, 'POST', `/service-entries/${id}/drafts`, 1, { patch })
      const said = refused(answer, 400)
      if (parameter !== 'body') {
        assert.ok(
          said.errors?.some(one => one.parameter === parameter),
          `${parameter}: ${answer.body}`,
        )
      }
    }
    for (const body of [{}, { patch: {}, profile: (await show(id)).profile }]) {
      refused(await send(editor, 'POST', `/service-entries/${id}/drafts`, 1, body), 400, 'parameter-invalid')
    }
    const idle = await draft(id, {})
    refused(await step(editor, idle, 'submission'), 409, 'requirements-unmet')
    assert.deepEqual((await show(id)).openDrafts, [idle.id])
  })

  it('corrects opening times at once, and refuses overlaps and past dates by name', async () => {
    const id = await entry({
      openingTimes: { allHours: false, weekly: [], bankHolidays: [], specifiedDates: [] },
    })
    const path = `/service-entries/${id}/opening-times`
    const sessions = [
      { opens: '09:00', closes: '12:00' },
      { opens: '11:00', closes: '13:00' },
    ]
    for (const [body, parameter] of [
      [{ weekly: [{ day: 'monday', sessions }] }, 'weekly'],
      [{ bankHolidays: sessions }, 'bankHolidays'],
      [{ specifiedDates: [{ date: '2020-01-01', sessions: [] }] }, 'specifiedDates.0'],
    ] as const) {
      const said = refused(await send(editor, 'PUT', path, 1, body), 400, 'parameter-invalid')
      assert.equal(said.errors?.[0]?.parameter, parameter)
    }
    const weekly = [{ day: 'monday', sessions: [{ opens: '09:00', closes: '17:00' }] }]
    const answer = await send(editor, 'PUT', path, 1, { weekly })
    assert.deepEqual([ok<{ version: number }>(answer).version, answer.headers['etag']], [2, '"2"'])
    assert.deepEqual((await show(id)).profile.openingTimes.weekly, weekly)
    const [newest] = await history(id)
    assert.deepEqual(
      [newest?.who, newest?.why, newest?.differs[0]?.at],
      [editor.id, REASON.reason, '/openingTimes/weekly'],
    )
  })

  it('closes for a period and for good, and opens again; what a lead closed no editor opens', async () => {
    const id = await entry()
    const close = (who: TestPerson, version: number, body: object) =>
      send(who, 'POST', `/service-entries/${id}/closure`, version, body)
    const reopen = (who: TestPerson, version: number, body: object = {}) =>
      send(who, 'POST', `/service-entries/${id}/reopening`, version, body)
    const today = new Date(house.clock.now()).toISOString().slice(0, 10)
    const later = new Date(house.clock.now() + 2 * DAY).toISOString().slice(0, 10)
    for (const body of [
      {},
      { from: today },
      { from: today, until: later, forGood: true },
      { from: '2020-01-01', until: later },
      { from: later, until: today },
      { from: today, until: '2099-01-01' },
    ]) {
      refused(await close(editor, 1, body), 400, 'parameter-invalid')
    }
    const open = '/api/v1/services?near=LS1%204AP&type=pharmacy&within=500&open=now&limit=100'
    const isOpen = async () =>
      (await house.ask('call-centre', open))
        .json<{ services: { id: number }[] }>()
        .services.some(one => one.id === id)
    assert.equal(await isOpen(), true)
    ok(await close(editor, 1, { from: today, until: later }))
    assert.equal((await show(id)).profile.openingTimes.specifiedDates.length, 3)
    assert.equal(await isOpen(), false)
    ok(await reopen(editor, 2, { from: today, until: today }))
    assert.equal(await isOpen(), true)
    refused(await reopen(editor, 3, { from: today, until: today }), 409, 'not-possible-now')
    ok(await close(editor, 3, { forGood: true }))
    assert.equal(await found(id), undefined)
    ok(await reopen(colleague, 4))
    ok(await close(lead, 5, { forGood: true }))
    refused(await reopen(editor, 6), 403, 'role-missing')
    ok(await reopen(lead, 6))
    assert.notEqual(await found(id), undefined)
  })

  it('notes verification by London’s day, and lists what is overdue, longest first, a page at a time', async () => {
    const ids = [
      await entry({ verification: { nextDueOn: '2020-02-03' } }),
      await entry({ verification: { nextDueOn: '2020-02-02' } }),
      await entry({ verification: {} }),
      await entry({ verification: { nextDueOn: '2020-02-02' }, status: 'closed' }),
    ]
    const listed: number[] = []
    let after = ''
    do {
      const page = ok<{ entries: { id: number }[]; next: string | null }>(
        await get(editor, `/overdue-services?limit=2${after}`),
      )
      assert.ok(page.entries.length <= 2)
      listed.push(...page.entries.map(({ id }) => id))
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after !== '')
    const mine = listed.filter(id => ids.includes(id))
    assert.deepEqual(mine, [ids[2], ids[1], ids[0]])
    assert.equal(new Set(listed).size, listed.length)
    refused(await get(editor, '/overdue-services?after=x'), 400, 'parameter-invalid')
    const [first = 0] = ids
    ok(await send(editor, 'POST', `/service-entries/${first}/verification`, 1, { months: 6 }))
    const { verification } = await show(first)
    assert.equal(verification.lastVerifiedOn, new Date(house.clock.now()).toISOString().slice(0, 10))
    assert.match(verification.nextDueOn ?? '', /^2026-12-/)
    const again = ok<{ version: number }>(
      await send(editor, 'POST', `/service-entries/${first}/verification`, 2, { months: 6 }),
    )
    assert.equal(again.version, 2, 'the same again is no new version')
  })

  it('sets capacity with its reset, as people may', async () => {
    const id = await entry()
    const set = (version: number, body: object) =>
      send(editor, 'PUT', `/service-entries/${id}/capacity`, version, body)
    for (const body of [
      { status: 'blue' },
      { status: 'red', resetMinutes: 10 },
      { status: 'red', resetMinutes: 20 },
      { status: 'red', resetMinutes: 7215 },
      { status: 'green', resetMinutes: 15 },
      { status: 'red', notes: ' ' },
      { status: 'red', notes: 'x'.repeat(901) },
      { status: 'red', notes: 'NHS number 943 476 5919 waits' },
    ]) {
      refused(await set(1, body), 400, 'parameter-invalid')
    }
    ok(await set(1, { status: 'amber', notes: 'Busy.', resetMinutes: 7200 }))
    const { capacity } = await show(id)
    assert.deepEqual([capacity?.status, capacity?.notes], ['amber', 'Busy.'])
    assert.equal(Date.parse(capacity?.resetAt ?? ''), house.clock.now() + 5 * DAY)
    assert.equal((await found(id))?.capacity !== undefined, true)
    ok(await send(lead, 'POST', `/service-entries/${id}/closure`, 2, { forGood: true }))
    refused(await set(3, { status: 'green' }), 409, 'not-possible-now')
  })

  it('takes no change without the version that was seen, nor with another one', async () => {
    const id = await entry()
    const verify = (headers: Readonly<Record<string, string>>) =>
      send(editor, 'POST', `/service-entries/${id}/verification`, null, {}, headers)
    refused(await verify({}), 428, 'version-not-named')
    for (const tag of ['1', '*', '"1', 'W/1', '"1" "2"', '']) {
      const said = refused(await verify({ 'if-match': tag }), 400, 'parameter-invalid')
      assert.equal(said.errors?.[0]?.parameter, 'If-Match')
    }
    for (const tag of ['"2"', 'W/"1"', '"01"', '"x"', '"99999999999"', '"0"']) {
      const answer = await verify({ 'if-match': tag })
      refused(answer, 412, 'changed-meanwhile')
      assert.equal(answer.headers['etag'], '"1"', tag)
    }
    const none = { role: 'auditor', ...REASON }
    const unasked = await lead.ask('POST', '/api/v1/people/nobody/roles/end', none, { 'if-match': '"1"' })
    assert.equal(unasked.json<Refused>().errors?.[0]?.parameter, 'If-Match', 'no condition is passed over')
    ok(await verify({ 'if-match': '"7", "1"' }))
    refused(await verify({ 'if-match': '"1"' }), 412)
  })

  it('has one of two through who correct the same version at once', async () => {
    const id = await entry()
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        send(n % 2 ? editor : lead, 'PUT', `/service-entries/${id}/capacity`, 1, {
          status: 'red',
          notes: `n${n}`,
        }),
      ),
    )
    assert.deepEqual(all.map(one => one.statusCode).sort(), [200, 412, 412, 412, 412, 412, 412, 412])
    assert.equal((await show(id)).version, 2)
  })

  it('lets two who move entries below each other at once close no circle', async () => {
    const [one, other] = [await entry(), await entry()]
    const moves = [
      await submitted(one, { parentId: other }),
      await submitted(other, { parentId: one }, colleague),
    ]
    const answers = await Promise.all(moves.map(move => step(lead, move, 'approval')))
    assert.deepEqual(answers.map(answer => answer.statusCode).sort(), [200, 409])
  })

  it('follows a merger of regions: the lead of the one it became answers for what was the other’s', async () => {
    const id = await entry({ regionId: 'Y59', parentId: commissionerId('Y59', 1) })
    const before = await house.person([{ role: 'dos-lead', scope: 'Y59' }])
    const after = await house.person([{ role: 'dos-lead', scope: 'Y60' }])
    const waiting = await submitted(id, { name: 'Across a merger' }, before)
    refused(await get(after, `/service-entries/${id}`), 404)
    ok(await send(manager, 'POST', '/regions/Y59/merger', null, { successor: 'Y60' }))
    refused(await get(before, `/service-entries/${id}`), 404)
    const { drafts } = ok<{ drafts: { id: string }[] }>(await get(after, '/service-drafts?region=Y60'))
    assert.deepEqual(
      drafts.map(one => one.id),
      [waiting.id],
    )
    ok(await step(after, waiting, 'approval'))
    assert.equal((await show(id, after)).profile.name, 'Across a merger')
  })

  it('puts every reading on record: by whom, and of which entries', async () => {
    const id = await entry()
    const reader = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
    await get(reader, `/service-entries/${id}`)
    await get(reader, `/service-entries/${id}/history`)
    await get(reader, `/service-entries?code=uid-${id}`)
    await get(reader, '/service-entries/123456789')
    const all = await readActsBy(database.query, reader.id, 10)
    const acts = all.filter(one => one.entity !== 'session')
    assert.deepEqual(
      acts.map(({ entity, event, after }) => [entity, event, Object(after).services]),
      [
        ['service-reading', 'find', [id]],
        ['service-reading', 'history', [id]],
        ['service-reading', 'show', [id]],
      ],
    )
  })

  it('lets the lead of the region, and no other, name its editors and let them go', async () => {
    const id = await entry()
    const person = await house.person([])
    const grant = (by: TestPerson, scope: string) =>
      send(by, 'POST', `/people/${person.id}/roles`, null, { role: 'service-editor', scope })
    refused(await get(person, `/service-entries/${id}`), 403)
    refused(await grant(southLead, String(id)), 403, 'role-missing')
    refused(await grant(editor, String(id)), 403, 'role-missing')
    for (const scope of ['123456789', 'x', '0']) refused(await grant(lead, scope), 403, 'role-missing')
    refused(await grant(manager, '123456789'), 400, 'parameter-invalid')
    assert.equal(ok<{ for: string }>(await grant(lead, String(id))).for, 'service')
    assert.equal((await show(id, person)).id, id)
    const end = (by: TestPerson) =>
      send(by, 'POST', `/people/${person.id}/roles/end`, null, { role: 'service-editor', scope: String(id) })
    refused(await end(southLead), 404)
    ok(await end(lead))
    refused(await get(person, `/service-entries/${id}`), 403)
    const dosLead = { role: 'dos-lead', scope: 'Y63' }
    refused(await send(lead, 'POST', `/people/${person.id}/roles`, null, dosLead), 400)
  })
})
