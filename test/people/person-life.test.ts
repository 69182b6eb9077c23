import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  leavePerson,
  lockPerson,
  type PersonStatus,
  readPerson,
  unlockPerson,
} from '../../src/people/index.ts'
import { PERSON_LIFE } from '../../src/people/person-life.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { deedAt, enter, NOON } from './some-people.ts'

const YEARS = 8

describe('the life of an entry', async () => {
  const database = await testDatabase()
  const { query } = database
  let made = 0
  const TAKE = {
    lock: (id: string) => lockPerson(database, id, deedAt(NOON)),
    unlock: (id: string) => unlockPerson(database, id, deedAt(NOON)),
    leave: (id: string) => leavePerson(database, id, YEARS, deedAt(NOON)),
  } as const
  const EVENTS = ['lock', 'unlock', 'leave'] as const
  const inState = async (status: PersonStatus) => {
    made += 1
    const id = await enter(database, `p${made}`)
    if (status === 'locked') await TAKE.lock(id)
    if (status === 'left') await TAKE.leave(id)
    return id
  }
  const LEGAL: Readonly<Record<PersonStatus, Partial<Record<keyof typeof TAKE, PersonStatus>>>> = {
    active: { lock: 'locked', leave: 'left' },
    locked: { unlock: 'active', leave: 'left' },
    left: {},
  }

  for (const from of PERSON_LIFE.states) {
    for (const event of EVENTS) {
      const to = LEGAL[from][event]
      it(`${to ? `goes from ${from} to ${to}` : `refuses, and changes nothing, when ${from}`} on ${event}`, async () => {
        const id = await inState(from)
        const before = await readActs(query, 'person', id)
        const taken = await TAKE[event](id)
        assert.equal((await readPerson(query, id))?.status, to ?? from)
        const acts = (await readActs(query, 'person', id)).slice(before.length)
        if (!to) {
          assert.equal(taken.outcome, 'not-legal')
          if (taken.outcome === 'not-legal')
            assert.deepEqual([...taken.legal].sort(), Object.keys(LEGAL[from]).sort())
          assert.deepEqual(acts, [])
          return
        }
        assert.equal(taken.outcome, 'moved')
        const act = acts.find(one => one.event === event)
        assert.deepEqual([act?.before, act?.after], [{ status: from }, { status: to }])
        assert.equal(act?.who, 'test')
        assert.ok(act?.clauses.includes('AUP25-18'))
      })
    }
  }

  it('knows nobody it does not know', async () => {
    for (const event of EVENTS) assert.equal((await TAKE[event]('nobody')).outcome, 'unknown-person')
  })

  it('takes each step once when twenty take it at once', async () => {
    const id = await inState('active')
    const taken = await Promise.all(Array.from({ length: 20 }, () => TAKE.lock(id)))
    assert.equal(taken.filter(({ outcome }) => outcome === 'moved').length, 1)
    assert.equal((await readActs(query, 'person', id)).filter(({ event }) => event === 'lock').length, 1)
  })
})
