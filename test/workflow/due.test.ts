import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Due, readDue, schedule, unschedule, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 2, 1)
const unheard = (due: Due, error: unknown): void => {
  throw new Error(`${due.event}: ${error}`)
}

describe('what is due', async () => {
  const database = await testDatabase()

  it('is done when its time has come and not before, once, oldest first', async () => {
    await schedule(database.query, 'account', 'a', 'later', START + 2000)
    await schedule(database.query, 'account', 'a', 'sooner', START + 1000)
    const done: string[] = []
    const handlers = {
      'account:sooner': async (_inside: unknown, due: Due) => void done.push(due.event),
      'account:later': async (_inside: unknown, due: Due) => void done.push(due.event),
    }
    assert.equal(await workThroughDue(database, START + 999, handlers, unheard), 0)
    assert.equal(await workThroughDue(database, START + 1000, handlers, unheard), 1)
    assert.equal(await workThroughDue(database, START + 9000, handlers, unheard), 1)
    assert.equal(await workThroughDue(database, START + 9000, handlers, unheard), 0)
    assert.deepEqual(done, ['sooner', 'later'])
  })

  it('moves when it is scheduled anew, and goes when it is taken back', async () => {
    await schedule(database.query, 'account', 'b', 'review', START)
    await schedule(database.query, 'account', 'b', 'review', START + 5000)
    assert.deepEqual(
      (await readDue(database.query, 'account', 'b')).map(due => due.dueAt),
      [START + 5000],
    )
    await unschedule(database.query, 'account', 'b')
    assert.deepEqual(await readDue(database.query, 'account', 'b'), [])
  })

  it('stays open when it fails, with nothing of it written, and others are done all the same', async () => {
    await schedule(database.query, 'account', 'bad', 'fail', START)
    await schedule(database.query, 'account', 'good', 'work', START + 1)
    const heard: string[] = []
    const handlers = {
      'account:fail': async (inside: typeof database) => {
        await schedule(inside.query, 'account', 'bad', 'written', START)
        throw new Error('no')
      },
      'account:work': async () => {},
    }
    const failed = (due: Due): void => void heard.push(due.event)
    assert.equal(await workThroughDue(database, START + 10, handlers, failed), 1)
    assert.deepEqual(heard, ['fail'])
    assert.deepEqual(
      (await readDue(database.query, 'account', 'bad')).map(due => due.event),
      ['fail'],
    )
    await unschedule(database.query, 'account', 'bad')
  })

  it('is left open where nobody knows how to do it', async () => {
    await schedule(database.query, 'account', 'c', 'unknown', START)
    assert.equal(await workThroughDue(database, START + 10, {}, unheard), 0)
    assert.equal((await readDue(database.query, 'account', 'c')).length, 1)
  })

  it('is done once by twenty who try at the same time', async () => {
    for (let n = 0; n < 10; n += 1) await schedule(database.query, 'account', `many-${n}`, 'once', START)
    const done: string[] = []
    const handlers = { 'account:once': async (_inside: unknown, due: Due) => void done.push(due.entityId) }
    await Promise.all(
      Array.from({ length: 20 }, () => workThroughDue(database, START + 10, handlers, unheard)),
    )
    assert.equal(done.length, 10)
    assert.equal(new Set(done).size, 10)
  })
})
