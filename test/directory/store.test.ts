import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newestChange, readChanges } from '../../src/database/index.ts'
import type { Service, Written } from '../../src/directory/service.ts'
import {
  countServices,
  history,
  nextServiceIds,
  readAll,
  readChanged,
  readService,
  readServices,
  sourceIds,
} from '../../src/directory/store.ts'
import { writeServices } from '../../src/directory/write-store.ts'
import { testDatabase } from '../support/database.ts'
import { someService } from './some-services.ts'

const written = (why: string): Written => ({ who: 'tester', at: new Date('2026-06-01T12:00:00Z'), why })

describe('the stored directory', async () => {
  const database = await testDatabase()
  const { query } = database
  const write = (services: Service[], why = 'to try it', expected?: [number, number][]) =>
    writeServices(database, services, written(why), expected ? { expectedVersions: new Map(expected) } : {})

  it('keeps each version whole, with who wrote it, when and why, and takes a change number for it', async () => {
    const before = await newestChange(query)
    const first = someService(10, { name: 'First “name” – Zoë\n\\u0000 is only text here' })
    assert.deepEqual(await write([first], 'begun'), {
      outcome: 'written',
      added: [10],
      changed: [],
      unchanged: 0,
      change: before + 1,
    })
    const second = someService(10, { name: 'Second name' })
    const answer = await write([second], 'renamed')
    assert.equal(answer.outcome === 'written' && answer.change, before + 2)
    assert.deepEqual(await readService(query, 10), {
      service: second,
      version: 2,
      change: before + 2,
      written: written('renamed'),
    })
    assert.deepEqual(await history(query, 10), [
      { service: first, version: 1, change: before + 1, written: written('begun') },
      { service: second, version: 2, change: before + 2, written: written('renamed') },
    ])
    assert.deepEqual(
      (await readChanges(query, before, 10)).map(({ topic, key }) => [topic, key]),
      [
        ['service', '10'],
        ['service', '10'],
      ],
    )
  })

  it('leaves alone what is already there word for word', async () => {
    const services = Array.from({ length: 1100 }, (_, index) => someService(1000 + index))
    const first = await write(services)
    assert.equal(first.outcome === 'written' && first.added.length, 1100)
    const before = await newestChange(query)
    const again = services.map(service =>
      service.id === 1777 ? { ...service, name: 'Changed' } : { ...service },
    )
    assert.deepEqual(await write(again.reverse()), {
      outcome: 'written',
      added: [],
      changed: [1777],
      unchanged: 1099,
      change: before + 1,
    })
    assert.equal((await readService(query, 1776))?.version, 1)
    assert.equal((await readService(query, 1777))?.version, 2)
    assert.equal(await newestChange(query), before + 1)
  })

  it('gives each service of a bulk write a number of its own, in the order of their ids', async () => {
    const before = await newestChange(query)
    await write([someService(33), someService(31), someService(32)])
    const stored = await readServices(query, [31, 32, 33, 34])
    assert.deepEqual(
      stored.map(({ service, change }) => [service.id, change - before]),
      [
        [31, 1],
        [32, 2],
        [33, 3],
      ],
    )
    assert.deepEqual(await readChanged(query, [32, 34]), [
      { id: 32, stored: stored[1] },
      { id: 34, stored: null },
    ])
  })

  it('writes nothing over a version that the writer has not seen', async () => {
    await write([someService(40)])
    const edit = someService(40, { name: 'Edited' })
    assert.deepEqual(await write([edit, someService(41)], 'late', [[40, 2]]), {
      outcome: 'conflict',
      id: 40,
      expectedVersion: 2,
      version: 1,
    })
    assert.equal(await readService(query, 41), undefined)
    assert.equal((await write([edit], 'in time', [[40, 1]])).outcome, 'written')
    assert.equal((await write([someService(42)], 'new', [[42, 0]])).outcome, 'written')
    assert.equal((await write([someService(42)], 'new again', [[42, 0]])).outcome, 'conflict')
  })

  it('lets one of two writers win who saw the same version', async () => {
    await write([someService(50)])
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(name => write([someService(50, { name })], name, [[50, 1]])),
    )
    assert.deepEqual(answers.map(({ outcome }) => outcome).sort(), [
      'conflict',
      'conflict',
      'conflict',
      'written',
    ])
    assert.equal((await readService(query, 50))?.version, 2)
  })

  it('takes a service that two writers bring at once for one service', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(name => write([someService(55, { name })])))
    assert.ok(answers.every(({ outcome }) => outcome === 'written'))
    assert.equal((await history(query, 55)).length, 4)
    const first = await Promise.all(
      ['a', 'b', 'c'].map(name => write([someService(56, { name })], name, [[56, 0]])),
    )
    assert.deepEqual(first.map(({ outcome }) => outcome).sort(), ['conflict', 'conflict', 'written'])
  })

  it('loses no version when many write the same services at once', async () => {
    const rounds = Array.from({ length: 8 }, (_, round) => round)
    await write([61, 62, 63].map(id => someService(id)))
    const answers = await Promise.all(
      rounds.map(round =>
        write(
          [63, 61, 62].map(id => someService(id, { name: `round ${round}` })),
          'race',
        ),
      ),
    )
    assert.ok(answers.every(({ outcome }) => outcome === 'written'))
    for (const id of [61, 62, 63]) {
      const versions = await history(query, id)
      assert.deepEqual(
        versions.map(({ version }) => version),
        Array.from({ length: 9 }, (_, index) => index + 1),
      )
      const changes = versions.map(({ change }) => change)
      assert.deepEqual(
        changes,
        changes.toSorted((a, b) => a - b),
      )
    }
  })

  it('refuses a record that does not fit the schema, says where, and writes none of them', async () => {
    const { name: _, ...nameless } = someService(70)
    const answers = [
      { ...nameless },
      { ...someService(70), surprise: true },
      someService(70, { place: { address: [], easting: 1.5 } }),
      someService(70, { place: { address: [], easting: 2 ** 40 } }),
      someService(70, { name: 'half a pair \ud800' }),
      someService(70, { name: 'nothing \u0000' }),
      someService(70, {
        openingTimes: {
          ...someService(1).openingTimes,
          specifiedDates: [{ date: '2026-02-30', sessions: [] }],
        },
      }),
    ].map(async record => {
      // As an importer's mistake would hand it over, past the compiler.
      const parsed: Service = JSON.parse(JSON.stringify(record))
      return write([someService(71), parsed])
    })
    for (const answer of await Promise.all(answers)) {
      assert.equal(answer.outcome, 'invalid')
      assert.ok(
        answer.outcome === 'invalid' && answer.faults.every(({ id, problem }) => id === 70 && problem !== ''),
      )
    }
    assert.deepEqual(await readServices(query, [70, 71]), [])
    const twice = await write([someService(72), someService(72)])
    assert.deepEqual(twice, {
      outcome: 'invalid',
      faults: [{ id: 72, at: '/id', problem: 'is given twice' }],
    })
    assert.deepEqual(await write([]), {
      outcome: 'written',
      added: [],
      changed: [],
      unchanged: 0,
      change: null,
    })
  })

  it('says who has a uid or a source key already', async () => {
    await write([someService(80)])
    assert.deepEqual(await write([someService(81, { uid: 'uid-80' })]), {
      outcome: 'taken',
      id: 81,
      what: 'uid',
      by: 80,
    })
    assert.deepEqual(await write([someService(81, { source: { name: 'test', key: '80' } })]), {
      outcome: 'taken',
      id: 81,
      what: 'source',
      by: 80,
    })
    assert.equal((await write([someService(81, { source: { name: 'test' } })])).outcome, 'written')
    assert.equal((await write([someService(82, { source: { name: 'test' } })])).outcome, 'written')
    assert.deepEqual(await sourceIds(query, 'test', ['80', '81', 'none']), new Map([['80', 80]]))
  })

  it('gives out ids that nobody has', async () => {
    const [next = 0] = await nextServiceIds(query, 1)
    await write([someService(next + 2), someService(next + 3)])
    const taken = await Promise.all([nextServiceIds(query, 3), nextServiceIds(query, 3)])
    const ids = taken.flat()
    assert.equal(new Set(ids).size, 6)
    assert.ok(ids.every(id => id > next && id !== next + 2 && id !== next + 3))
  })

  it('reads everything in the order of ids, page by page', async () => {
    const ids: number[] = []
    for await (const { service } of readAll(query, 7)) ids.push(service.id)
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    )
    assert.equal(ids.length, await countServices(query))
  })
})
