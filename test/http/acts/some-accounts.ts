import assert from 'node:assert/strict'
import { createRegion } from '../../../src/accounts/index.ts'
import type { House, TestPerson } from '../../support/house.ts'

export const REASON = { reason: 'a test asks for it' }

/** Regions of the test's own, beside whatever the demonstration has. */
export async function someRegions(house: House, ...ids: readonly string[]): Promise<void> {
  const at = house.clock.now()
  const deed = { who: 'test', actingAs: 'system', why: 'a test', at }
  for (const id of ids) {
    assert.equal(
      await createRegion(house.rooms.database, { id, name: `Region ${id}`, from: at - 1 }, deed),
      'created',
    )
  }
}

/** Lets a demonstration connection be listed publicly, which its seeded agreement leaves open. */
export async function settlePublication(house: House, name: string): Promise<void> {
  const { query } = house.rooms.database
  const at = new Date(house.clock.now())
  await query(
    `insert into agreements.application (id, kind, ods_code, state, form, form_hash, revision, created_at, created_by,
       created_as, touched_at)
     values ($1, 'new', 'XO001', 'live', '{"publication":"publish"}', 'x', 1, $2, 'test', 'system', $2)`,
    [`application-${name}`, at],
  )
  await query('update agreements.agreement set application_id = $2 where id = $1', [
    `agreement-${name}`,
    `application-${name}`,
  ])
}

export const post = (who: TestPerson, path: string, body: object = {}) =>
  who.ask('POST', `/api/v1${path}`, { ...REASON, ...body })

/** Does it and answers the status it leaves the account in. */
export async function statusAfter(who: TestPerson, path: string, body: object = {}): Promise<string> {
  const answer = await post(who, path, body)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ status: string }>().status
}

/** The code that was sent to somebody, last. */
export async function codeOf(house: House, personId: string): Promise<string> {
  const [row] = await house.rooms.database.query<{ text: string }>(
    'select text from notices.notice where to_person = $1 and mail_only order by id desc limit 1',
    [personId],
  )
  const code = /code: (\S+)/.exec(row?.text ?? '')?.[1]
  assert.ok(code)
  return code
}

/** Registers somebody of XO001 for an account on the connection of the call centre, and confirms the address. */
export async function applied(house: House, person: TestPerson, region: string): Promise<string> {
  const answer = await post(person, '/accounts/individuals', {
    connection: 'connection-call-centre',
    region,
    accessReason: 'Call handler on the night shift',
  })
  assert.equal(answer.statusCode, 201, answer.body)
  const { id } = answer.json<{ id: string }>()
  const confirmed = await person.ask('POST', `/api/v1/accounts/${id}/email-validation`, {
    code: await codeOf(house, person.id),
  })
  assert.equal(confirmed.statusCode, 200, confirmed.body)
  return id
}
