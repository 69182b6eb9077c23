import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type AddressOf,
  deliverNotices,
  type Mail,
  type Message,
  markRead,
  type Notice,
  notify,
  readNotices,
} from '../../src/notices/index.ts'
import { testDatabase } from '../support/database.ts'

const NOW = Date.UTC(2026, 5, 3, 11)
const MINUTE = 60_000

const notice = (person: string, over: Partial<Notice> = {}): Notice => ({
  to: { person },
  kind: 'account-suspended',
  subject: 'An account has been suspended',
  text: 'It is suspended.',
  about: { entity: 'account', id: 'a1' },
  ...over,
})

const addressOf: AddressOf = async (_query, personId) =>
  personId === 'gone' ? null : `${personId}@example.org`

/** A way out that fails as long as it is told to, and remembers what went through. */
function someMail(): Mail & { readonly sent: Message[]; failing: Error | null } {
  const mail = {
    sent: [] as Message[],
    failing: null as Error | null,
    send: async (message: Message) => {
      if (mail.failing) throw mail.failing
      mail.sent.push(message)
    },
    close: () => {},
  }
  return mail
}

describe('notices', async () => {
  const database = await testDatabase()
  const { query } = database
  const all = { limit: 10, before: null, unreadOnly: false }
  const rowOf = async (person: string) =>
    (
      await query<{
        text: string
        tries: number
        failed: string | null
        sent_at: Date | null
        next_try_at: Date | null
      }>('select text, tries, failed, sent_at, next_try_at from notices.notice where to_person = $1', [
        person,
      ])
    )[0]

  it('are left with the act they tell of, or not at all', async () => {
    await assert.rejects(
      database.transaction(async inner => {
        await notify(inner, notice('ann'), NOW)
        throw new Error('the act was not done')
      }),
    )
    assert.deepEqual(await readNotices(query, 'ann', all), [])
  })

  it('stand in the inbox of one person, newest first, and are read once', async () => {
    await notify(query, notice('ann', { subject: 'first' }), NOW)
    await notify(query, notice('ann', { subject: 'second' }), NOW + 1)
    await notify(query, notice('bob'), NOW)
    const inbox = await readNotices(query, 'ann', all)
    assert.deepEqual(
      inbox.map(({ subject }) => subject),
      ['second', 'first'],
    )
    const [second, first] = inbox
    assert.ok(first && second)
    assert.deepEqual(await readNotices(query, 'ann', { ...all, before: second.id }), [first])
    assert.equal(await markRead(query, 'bob', first.id, NOW), 'no-such')
    assert.equal(await markRead(query, 'ann', first.id, NOW + 5), 'read')
    assert.equal(await markRead(query, 'ann', first.id, NOW + 9), 'read')
    assert.deepEqual(
      (await readNotices(query, 'ann', all)).map(({ readAt }) => readAt),
      [null, NOW + 5],
    )
    assert.deepEqual(await readNotices(query, 'ann', { ...all, unreadOnly: true }), [second])
  })

  it('are sent once, to the address of that moment, which is kept nowhere', async () => {
    const mail = someMail()
    await notify(query, notice('x', { to: { email: 'desk@example.org' } }), NOW)
    assert.deepEqual(await deliverNotices(database, mail, addressOf, NOW - 1), { sent: 0, failed: 0 })
    assert.deepEqual(await deliverNotices(database, mail, addressOf, NOW + 1), { sent: 4, failed: 0 })
    assert.deepEqual(await deliverNotices(database, mail, addressOf, NOW + 60 * MINUTE), {
      sent: 0,
      failed: 0,
    })
    assert.deepEqual(
      mail.sent.map(({ to }) => to),
      ['ann@example.org', 'bob@example.org', 'desk@example.org', 'ann@example.org'],
    )
    const rows = await query<{ all: string }>('select row_to_json(n)::text as all from notices.notice n')
    assert.ok(rows.every(row => !row.all.includes('ann@example.org')))
  })

  it('that fail are kept with the reason and tried again, each time after a longer wait, and at last given up', async () => {
    const mail = someMail()
    mail.failing = new Error('550 cat@example.org is not known here')
    await notify(query, notice('cat'), NOW)
    const waits: number[] = []
    let now = NOW
    for (let tries = 1; tries <= 8; tries += 1) {
      assert.deepEqual(await deliverNotices(database, mail, addressOf, now), { sent: 0, failed: 1 })
      const row = await rowOf('cat')
      assert.equal(row?.tries, tries)
      assert.equal(row?.failed, '550 … is not known here')
      if (!row?.next_try_at) break
      assert.deepEqual(await deliverNotices(database, mail, addressOf, row.next_try_at.getTime() - 1), {
        sent: 0,
        failed: 0,
      })
      waits.push((row.next_try_at.getTime() - now) / MINUTE)
      now = row.next_try_at.getTime()
    }
    assert.deepEqual(waits, [1, 5, 30, 120, 480, 1440, 1440])
    assert.equal((await rowOf('cat'))?.next_try_at, null)
    mail.failing = null
    await notify(query, notice('dan'), now)
    await deliverNotices(database, mail, addressOf, now)
    assert.deepEqual(
      mail.sent.map(({ to }) => to),
      ['dan@example.org'],
    )
  })

  it('go out after a failure once the way is free again, and forget that failure', async () => {
    const mail = someMail()
    mail.failing = new Error('connection refused')
    await notify(query, notice('eve'), NOW)
    await deliverNotices(database, mail, addressOf, NOW)
    mail.failing = null
    assert.deepEqual(await deliverNotices(database, mail, addressOf, NOW + MINUTE), { sent: 1, failed: 0 })
    const row = await rowOf('eve')
    assert.deepEqual([row?.failed, row?.next_try_at, row?.sent_at?.getTime()], [null, null, NOW + MINUTE])
  })

  it('to somebody without an address are given up at once, and stay in the inbox', async () => {
    await notify(query, notice('gone'), NOW)
    assert.deepEqual(await deliverNotices(database, someMail(), addressOf, NOW), { sent: 0, failed: 1 })
    assert.equal((await rowOf('gone'))?.next_try_at, null)
    assert.equal((await readNotices(query, 'gone', all)).length, 1)
  })

  it('that only the mail box may hold are in no inbox, and wiped once they have left or are given up', async () => {
    const mail = someMail()
    const secret = { mailOnly: true, text: 'code: 12345' }
    await notify(query, notice('fay', secret), NOW)
    await notify(query, notice('gus', { ...secret, to: { person: 'gone' } }), NOW)
    assert.deepEqual(await readNotices(query, 'fay', all), [])
    await deliverNotices(database, mail, addressOf, NOW)
    assert.equal(mail.sent[0]?.text, 'code: 12345')
    const left = await query('select 1 from notices.notice where text like $1', ['%12345%'])
    assert.deepEqual(left, [])
  })

  it('are each sent once when several nodes send at the same moment', async () => {
    for (let index = 0; index < 20; index += 1) await notify(query, notice(`many-${index}`), NOW)
    const mail = someMail()
    const done = await Promise.all(
      Array.from({ length: 5 }, () => deliverNotices(database, mail, addressOf, NOW)),
    )
    assert.equal(
      done.reduce((sum, { sent }) => sum + sent, 0),
      20,
    )
    assert.equal(new Set(mail.sent.map(({ id }) => id)).size, 20)
    assert.equal(mail.sent.length, 20)
  })
})
