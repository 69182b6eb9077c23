import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { type Database, migrate, openPostgres } from '../../src/database/index.ts'
import { cutLine } from '../support/cut-line.ts'
import { freshServerDatabase, serverUrl } from '../support/database.ts'

const LISTENERS = `select count(*)::int as count from pg_stat_activity
  where datname = current_database() and application_name = 'signpost listen'`

describe('a PostgreSQL server', { skip: serverUrl ? false : 'DATABASE_URL is not set' }, async () => {
  const own = await freshServerDatabase(serverUrl ?? '')
  const direct = await openPostgres(own.url, 2)
  const crowd = await openPostgres(own.url, 4)
  const line = await cutLine(own.url)
  const database = await openPostgres(line.url, 2)
  after(async () => {
    line.set('open')
    await database.close()
    await Promise.all([direct.close(), crowd.close()])
    await own.drop()
  })
  const listeners = async () => (await direct.query<{ count: number }>(LISTENERS))[0]?.count
  const endBackend = async (query: Database['query']) => {
    const [row] = await query<{ pid: number }>('select pg_backend_pid() as pid')
    await direct.query('select pg_terminate_backend($1)', [row?.pid ?? 0])
  }

  it('may end a connection at work in a transaction: that transaction fails, and nothing else', async () => {
    await assert.rejects(
      database.transaction(async query => {
        await endBackend(query)
        await query('select 1')
      }),
    )
    assert.deepEqual(await database.query('select 1 as one'), [{ one: 1 }])
  })

  it('may find two transactions waiting for each other: both are done, one after the other', async () => {
    await crowd.query('create table pair (id int primary key, sum int not null)')
    await crowd.query('insert into pair values (1, 0), (2, 0)')
    let ready = 0
    let attempts = 0
    const both = (first: number, second: number) =>
      crowd.transaction(async query => {
        attempts += 1
        await query('update pair set sum = sum + 1 where id = $1', [first])
        ready += 1
        while (ready < 2) await query('select pg_sleep(0.01)')
        await query('update pair set sum = sum + 1 where id = $1', [second])
      })
    await Promise.all([both(1, 2), both(2, 1)])
    assert.ok(attempts >= 3, 'one of them was ended and began again')
    assert.deepEqual(await crowd.query('select sum from pair order by id'), [{ sum: 2 }, { sum: 2 }])
  })

  it('is migrated once, by several nodes that start at once on an empty database', async () => {
    // All four connected beforehand, so that they do begin at once.
    await Promise.all(Array.from({ length: 4 }, () => crowd.query('select pg_sleep(0.1)')))
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(crowd)))
    const names = applied.flat()
    assert.ok(names.length > 0)
    assert.equal(new Set(names).size, names.length)
  })

  it('may be gone for a while: the pool works again once it is back', async () => {
    line.set('refuse')
    line.breakAll()
    await assert.rejects(database.query('select 1'))
    await assert.rejects(database.transaction(query => query('select 1')))
    line.set('open')
    assert.deepEqual(await database.query('select 1 as one'), [{ one: 1 }])
  })

  it('is listened to again after its connection broke, by one listener, however long it was gone', async () => {
    let heard: () => void = () => {}
    const next = () => new Promise<void>(resolve => (heard = resolve))
    const stop = await database.listen('some_channel', () => heard())
    assert.equal(await listeners(), 1)

    const afterEnd = next()
    await direct.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'signpost listen'`,
    )
    await afterEnd
    assert.equal(await listeners(), 1)

    line.set('refuse')
    const thrice = line.refused(3)
    line.breakAll()
    await thrice
    const afterOutage = next()
    line.set('open')
    await afterOutage
    assert.equal(await listeners(), 1)

    const notified = next()
    await direct.query('notify some_channel')
    await notified
    await stop()
  })

  it('is given up on when it no longer answers, and asked anew on another connection', async () => {
    const impatient = await openPostgres(line.url, 2, 2000)
    await impatient.query('select 1')
    line.set('swallow')
    await assert.rejects(impatient.query('select 1'), /timeout/)
    await assert.rejects(impatient.transaction(query => query('select 1')))
    line.breakAll()
    line.set('open')
    assert.deepEqual(await impatient.transaction(query => query('select 1 as one')), [{ one: 1 }])
    await impatient.close()
  })
})
