import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type Capacity,
  capacityAt,
  history,
  readService,
  resetCapacities,
  setCapacity,
  writeServices,
} from '../../src/directory/index.ts'
import { testDatabase } from '../support/database.ts'
import { someService } from './some-services.ts'

const NOW = Date.UTC(2026, 5, 3, 12)
const MINUTE = 60_000
const written = { who: 'test', at: new Date(NOW), why: 'planted' }
const iso = (millis: number) => new Date(millis).toISOString()
/** The same instant as a clock on the continent would write it. */
const withOffset = (millis: number) => iso(millis + 120 * MINUTE).replace('Z', '+02:00')

/** Pharmacy and urgent treatment centre fall back by themselves; a capacity sheet, and the DoS's types 1 and 2, do not. */
const TYPES = [13, 135, 107, 1, 2, -1] as const
const FALL_BACK: readonly number[] = [13, 135]

const database = await testDatabase()

describe('the job that resets capacities', () => {
  const red = (over: Partial<Capacity> = {}): Capacity => ({
    status: 'red',
    notes: 'full',
    updatedAt: iso(NOW - 60 * MINUTE),
    updatedBy: 'somebody',
    ...over,
  })
  const current = async (id: number) => (await readService(database.query, id))?.service.capacity

  it('resets what is due and of a type that falls back, and nothing else, to what answers said already', async () => {
    let id = 0
    const given = fc.record({
      typeId: fc.constantFrom(...TYPES),
      status: fc.constantFrom<Capacity['status']>('red', 'amber', 'green'),
      resetIn: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
      offset: fc.boolean(),
      active: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 12 }), async all => {
        const services = all.map(({ typeId, status, resetIn, offset, active }) => {
          id += 1
          const at = NOW + (resetIn ?? 0) * MINUTE
          const reset = resetIn === undefined ? {} : { resetAt: offset ? withOffset(at) : iso(at) }
          const standing = active ? 'active' : 'suspended'
          return someService(id, { typeId, status: standing, capacity: red({ status, ...reset }) })
        })
        assert.equal((await writeServices(database, services, written)).outcome, 'written')
        const due = all.filter(
          one => one.status !== 'green' && (one.resetIn ?? 1) <= 0 && FALL_BACK.includes(one.typeId),
        )
        assert.equal(await resetCapacities(database, NOW), due.length)
        for (const [index, { capacity, id: serviceId, typeId }] of services.entries()) {
          assert.ok(capacity)
          const isDue = all[index] !== undefined && due.includes(all[index])
          assert.deepEqual(await current(serviceId), isDue ? capacityAt(capacity, NOW).capacity : capacity)
          const versions = await history(database.query, serviceId)
          assert.deepEqual(
            versions.map(one => one.written.who),
            isDue ? ['test', 'ROBOT'] : ['test'],
            String(typeId),
          )
        }
        assert.equal(await resetCapacities(database, NOW), 0)
      }),
      { numRuns: 15 },
    )
  })

  it('resets each once, however many run it at the same time', async () => {
    const services = Array.from({ length: 150 }, (_, index) =>
      someService(5000 + index, { typeId: 13, capacity: red({ resetAt: iso(NOW) }) }),
    )
    await writeServices(database, services, written)
    const done = await Promise.all([1, 2, 3].map(() => resetCapacities(database, NOW)))
    assert.equal(
      done.reduce((sum, count) => sum + count, 0),
      services.length,
    )
    for (const { id } of services) assert.equal((await history(database.query, id)).length, 2)
  })

  it('does not undo what somebody sets at the same moment', async () => {
    const service = someService(6000, { typeId: 13, capacity: red({ resetAt: iso(NOW) }) })
    await writeServices(database, [service], written)
    const next = red({ status: 'amber', resetAt: iso(NOW + MINUTE) })
    const [set] = await Promise.all([
      setCapacity(database, service.id, next, { ...written, who: 'user' }),
      resetCapacities(database, NOW),
    ])
    assert.equal(set.outcome, 'set')
    assert.deepEqual(await current(service.id), next)
  })

  it('resets the others where one may not be stored as it is, and says which', async () => {
    const services = [7000, 7001].map(id =>
      someService(id, { typeId: 13, capacity: red({ resetAt: iso(NOW) }) }),
    )
    await writeServices(database, services, written)
    // As a record of before a rule was made.
    await database.query(
      `update directory.service set record = jsonb_set(record, '{name}', '""') where id = 7000`,
      [],
    )
    await assert.rejects(resetCapacities(database, NOW), /7000 cannot be reset/)
    assert.equal((await current(7000))?.status, 'red')
    assert.equal((await current(7001))?.status, 'green')
  })
})

describe('setting a capacity', () => {
  it('says when the service is not there, not active, or may not be told of it', async () => {
    const capacity: Capacity = { status: 'red', updatedAt: iso(NOW), updatedBy: 'user' }
    assert.equal((await setCapacity(database, 9001, capacity, written)).outcome, 'not-there')
    await writeServices(database, [someService(9001, { status: 'closed' }), someService(9002)], written)
    assert.equal((await setCapacity(database, 9001, capacity, written)).outcome, 'not-active')
    const long = { ...capacity, notes: 'a'.repeat(1001) }
    const refused = await setCapacity(database, 9002, long, written)
    assert.ok(
      refused.outcome === 'invalid' && refused.faults.every(fault => fault.at.startsWith('/capacity')),
    )
  })
})
