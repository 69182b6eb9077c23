import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { enterFirst, readActor } from '../../src/people/index.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 2, 1)
const deed = { who: 'operator', actingAs: 'system', why: 'The first.', at: START }
const person = (id: string) =>
  ({ id, name: id, email: `${id}@example.org`, identity: null, status: 'active' }) as const

describe('the first people of a directory', async () => {
  const database = await testDatabase()

  it('are one access manager and one decision owner, even where twenty try at once', async () => {
    for (const role of ['access-manager', 'decision-owner'] as const) {
      const tries = Array.from({ length: 20 }, (_, n) =>
        enterFirst(database, person(`${role}-${n}`), role, `${role}.${n}`, deed),
      )
      const outcomes = (await Promise.all(tries)).map(({ outcome }) => outcome)
      assert.equal(outcomes.filter(outcome => outcome === 'entered').length, 1)
      assert.equal(outcomes.filter(outcome => outcome === 'role-held').length, 19)
      const people = await database.query('select id from people.held_role where role = $1', [role])
      assert.equal(people.length, 1)
    }
  })

  it('come with a code to begin with, or not at all', async () => {
    const other = await testDatabaseOf()
    const faulty = await enterFirst(other, person('a'), 'access-manager', '?', deed)
    assert.equal(faulty.outcome, 'user-name-faulty')
    assert.equal(await readActor(other.query, 'a', START), undefined)
    const entered = await enterFirst(other, person('a'), 'access-manager', 'a.name', deed)
    assert.ok(entered.outcome === 'entered' && entered.code && entered.code.length >= 10)
    assert.equal((await readActor(other.query, 'a', START))?.roles[0]?.role, 'access-manager')
  })

  const testDatabaseOf = async () => {
    for (const table of ['held_role', 'secret', 'person']) await database.query(`delete from people.${table}`)
    return database
  }
})
