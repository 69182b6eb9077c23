import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import {
  followEntries,
  formatEntry,
  formatEntryInFull,
  readEntry,
  readTail,
  returnedSince,
} from '../../src/activity/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'
import { sampleEntries, sampleEntry } from './sample-entry.ts'

const clock = simulatedClock(0)

describe('reading the activity log', async () => {
  const database = await testDatabase()
  const { query } = database
  const recorder = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
  const other = await openDatabaseWriter({ database, node: 'n2', clock, random: randomBytes })
  const entries = sampleEntries(20).map((entry, index) => ({
    ...entry,
    account: index % 2 === 0 ? 'even' : 'odd',
    action: index % 5 === 0 ? ('look-up' as const) : ('search' as const),
    ...(index % 4 === 0 ? { decision: 'refuse' as const, refusal: 'account-not-active' } : {}),
  }))
  for (const [index, entry] of entries.entries()) await (index % 3 === 0 ? other : recorder).record(entry)
  const idsOf = (found: readonly { entry: { id: string } }[]) => found.map(each => each.entry.id)
  const expect = (match: (entry: (typeof entries)[number]) => boolean, count: number) =>
    entries
      .filter(match)
      .slice(-count)
      .map(entry => entry.id)

  it('gives the last entries of all nodes, oldest first', async () => {
    assert.deepEqual(
      idsOf(await readTail(query, {}, 7)),
      expect(() => true, 7),
    )
  })

  it('narrows by account, decision, action and time, and by several at once', async () => {
    const from = new Date(entries[5]?.at ?? '')
    const to = new Date(entries[15]?.at ?? '')
    assert.deepEqual(
      idsOf(await readTail(query, { account: 'odd' }, 50)),
      expect(entry => entry.account === 'odd', 50),
    )
    assert.deepEqual(
      idsOf(await readTail(query, { decision: 'refuse', action: 'search' }, 2)),
      expect(entry => entry.decision === 'refuse' && entry.action === 'search', 2),
    )
    assert.deepEqual(
      idsOf(await readTail(query, { from, to }, 50)),
      entries.slice(5, 15).map(entry => entry.id),
    )
    assert.deepEqual(await readTail(query, { account: "o'; drop table activity.entry; --" }, 5), [])
  })

  it('shows one entry by its decision id, and nothing for an id unknown or malformed', async () => {
    const wanted = entries[3] ?? sampleEntry()
    assert.deepEqual(await readEntry(query, wanted.id), {
      node: 'n2',
      sequence: 2,
      entry: wanted,
    })
    assert.equal(await readEntry(query, sampleEntry().id), undefined)
    assert.equal(await readEntry(query, 'not an id'), undefined)
  })

  it('knows whether a search of the account has returned a service since', async () => {
    const since = new Date(entries[1]?.at ?? '')
    const after = new Date(Date.parse(entries[19]?.at ?? '') + 1)
    assert.equal(await returnedSince(query, 'odd', 877, since), true)
    assert.equal(await returnedSince(query, 'odd', 878, since), false)
    assert.equal(await returnedSince(query, 'nobody', 877, since), false)
    assert.equal(await returnedSince(query, 'odd', 877, after), false)
  })

  it('follows every node from now on, also one that is new, and each entry once', async () => {
    const fresh = sampleEntries(5)
    const third = await openDatabaseWriter({ database, node: 'n0', clock, random: randomBytes })
    const writers = [recorder, third, other, recorder, third]
    let round = 0
    const pause = async () => {
      if (round === 3) return false
      for (const index of round === 0 ? [0, 1] : round === 1 ? [] : [2, 3, 4]) {
        await writers[index]?.record(fresh[index] ?? sampleEntry())
      }
      round += 1
      return true
    }
    const seen: string[] = []
    for await (const { entry } of followEntries(query, {}, pause)) seen.push(entry.id)
    assert.deepEqual(seen.toSorted(), fresh.map(entry => entry.id).toSorted())
  })
})

describe('an activity entry for a person', () => {
  it('is one line that says who asked what and what came of it', () => {
    const id = '019aab7c-4400-7000-8000-000000000001'
    assert.equal(
      formatEntry(sampleEntry({ id })),
      `2026-11-22T10:00:00.000Z  allowed  search  acc-1 (org-1)  near LS1 4, types 13, open  → 3 results  0.4 ms  ${id}`,
    )
    assert.equal(
      formatEntry(
        sampleEntry({
          id,
          decision: 'refuse',
          refusal: 'account-not-active',
          results: [],
          flags: ['test'],
        }),
      ),
      `2026-11-22T10:00:00.000Z  refused: account-not-active  search  acc-1 (org-1)  near LS1 4, types 13, open  0.4 ms  [test]  ${id}`,
    )
  })

  it('in full names everything that is there and nothing that is not', () => {
    const text = formatEntryInFull(sampleEntry({ results: [] }))
    assert.match(text, /^Decision [0-9a-f-]{36}\n {2}decided +allowed\n {2}clauses +AUP25-11 AUP25-20\n/)
    assert.match(text, /\n {2}results +none\n/)
    assert.doesNotMatch(text, /individual|target|facts|counts|null|undefined/)
    const now = formatEntryInFull(
      sampleEntry({
        facts: 'a'.repeat(32),
        tailoredTerms: 'tailored-1',
        counts: false,
        question: { ...sampleEntry().question, fields: ['name', 'open'] },
      }),
    )
    assert.match(now, /\n {2}tailored terms +tailored-1\n {2}facts +a{32}\n/)
    assert.match(now, /\n {2}members +name open\n/)
    assert.match(now, /\n {2}counts as use +no\n/)
  })
})
