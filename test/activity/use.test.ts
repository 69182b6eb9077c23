import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import {
  type ActivityEntry,
  firstAllowedAt,
  keptFacts,
  lastUse,
  readEntriesOfIndividual,
  readRange,
} from '../../src/activity/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { caller } from '../policy/examples.ts'
import { testDatabase } from '../support/database.ts'
import { sampleEntries, sampleEntry } from './sample-entry.ts'

const clock = simulatedClock(Date.parse('2026-11-22T10:00:00Z'))

type Asker = { readonly account: string; readonly organisation: string; readonly connection: string }
const DESK: Asker = { account: 'desk', organisation: 'ORG01', connection: 'c-desk' }
const OTHER: Asker = { account: 'other', organisation: 'ORG01', connection: 'c-other' }
const TRIAL: Asker = { account: 'trial', organisation: 'ORG02', connection: 'c-trial' }
const PERSON: Asker & { readonly individual: string } = { ...DESK, account: 'p-1', individual: 'p-1' }

const factsOf = (asker: Asker & { readonly individual?: string }, production = true): CallerFacts => ({
  ...caller,
  account: { ...caller.account, id: asker.account, kind: asker.individual ? 'individual' : 'web-service' },
  organisation: { ...caller.organisation, odsCode: asker.organisation },
  connection: { id: asker.connection, environment: production ? 'production' : 'integration' },
  individual: asker.individual ? { id: asker.individual, role: null } : null,
})

describe('evidence of use', async () => {
  const database = await testDatabase()
  const { query } = database
  const recorder = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
  let minute = 0
  /** Records one question a minute; answers its instant. */
  const ask = async (facts: CallerFacts, changes: Partial<ActivityEntry> = {}): Promise<Date> => {
    minute += 1
    const at = new Date(clock.now() + minute * 60_000)
    const entry = sampleEntry({
      at: at.toISOString(),
      account: facts.account.id,
      organisation: facts.organisation.odsCode,
      connection: facts.connection.id,
      individual: facts.individual?.id ?? null,
      facts: keptFacts(facts).hash,
      counts: true,
      ...changes,
    })
    await recorder.record(entry, keptFacts(facts))
    return at
  }

  it('is none where nobody has asked', async () => {
    assert.equal(await lastUse(query, { account: 'desk' }), undefined)
    assert.equal(await lastUse(query, { organisation: 'ORG01' }), undefined)
    assert.equal(await firstAllowedAt(query, 'c-desk'), undefined)
  })

  it('is what was asked in earnest and answered; refusals, trials and probes are none', async () => {
    await ask(factsOf(DESK), { decision: 'refuse', refusal: 'purpose-missing', counts: false })
    await ask(factsOf(DESK), { flags: ['test'], counts: false })
    await ask(factsOf(DESK), { flags: ['monitoring'], counts: false })
    await ask(factsOf(DESK), { action: 'place', counts: false })
    assert.equal(await lastUse(query, { account: 'desk' }), undefined)
    const first = await ask(factsOf(DESK))
    const second = await ask(factsOf(DESK), { action: 'look-up' })
    await ask(factsOf(DESK), { decision: 'refuse', refusal: 'purpose-missing', counts: false })
    assert.deepEqual((await lastUse(query, { account: 'desk' }))?.at, second)
    assert.deepEqual(await firstAllowedAt(query, 'c-desk'), first)
  })

  it('of an organisation is the last of any of its accounts, and of a person that person’s own', async () => {
    const other = await ask(factsOf(OTHER))
    assert.deepEqual((await lastUse(query, { organisation: 'ORG01' }))?.at, other)
    const person = await ask(factsOf(PERSON))
    const whole = await lastUse(query, { organisation: 'ORG01' })
    assert.deepEqual([whole?.at, whole?.account], [person, 'p-1'])
    assert.deepEqual((await lastUse(query, { individual: 'p-1' }))?.at, person)
    await ask(factsOf(DESK))
    assert.deepEqual((await lastUse(query, { individual: 'p-1' }))?.at, person)
    assert.equal(await lastUse(query, { individual: 'p-2' }), undefined)
    assert.equal(await lastUse(query, { organisation: "ORG01' or true --" }), undefined)
  })

  it('for the first time is in production, of the connection itself', async () => {
    await ask(factsOf(TRIAL, false))
    assert.equal(await firstAllowedAt(query, 'c-trial'), undefined)
    const first = await ask(factsOf({ ...TRIAL, account: 'trial-2' }))
    assert.deepEqual(await firstAllowedAt(query, 'c-trial'), first)
  })

  it('of days before it was recorded is read from the decision', async () => {
    const { facts: _, counts: __, ...old } = sampleEntry({ ...PERSON, account: 'old', connection: 'c-old' })
    await recorder.record(old)
    await query(
      `insert into activity.facts (hash, account, organisation, connection, production)
       values ('before 1', 'old', 'ORG01', 'c-old', true)`,
    )
    assert.equal((await lastUse(query, { account: 'old' }))?.entry, old.id)
    const place = { ...old, id: sampleEntry().id, account: 'old-2', action: 'place' as const }
    await recorder.record(place)
    const [row] = await query('select counts from activity.entry where account = $1', ['old-2'])
    assert.equal(row?.['counts'], false)
  })

  it('of one person is read whole, oldest first, and of nobody else', async () => {
    const facts = factsOf({ ...PERSON, account: 'p-9', individual: 'p-9' })
    const kept = keptFacts(facts)
    const entries = sampleEntries(1203, { account: 'p-9', individual: 'p-9', facts: kept.hash })
    for (let from = 0; from < entries.length; from += 400)
      await Promise.all(entries.slice(from, from + 400).map(entry => recorder.record(entry, kept)))
    const read: string[] = []
    for await (const { entry } of readEntriesOfIndividual(query, 'p-9')) read.push(entry.id)
    assert.deepEqual(read.toSorted(), entries.map(entry => entry.id).toSorted())
    assert.deepEqual(
      read,
      entries.map(entry => entry.id),
    )
    for await (const _ of readEntriesOfIndividual(query, 'desk')) assert.fail('a desk is no person')
  })

  it('of a stretch of time is read a page at a time, each entry once, by time', async () => {
    const from = new Date('2027-03-01T00:00:00Z')
    const at = from.toISOString()
    const same = Array.from({ length: 1100 }, () => sampleEntry({ at }))
    const later = sampleEntry({ at: '2027-03-01T00:00:00.001Z' })
    await Promise.all([later, ...same].map(entry => recorder.record(entry)))
    const read: string[] = []
    for await (const { entry } of readRange(query, { from, to: new Date('2027-04-01T00:00:00Z') }))
      read.push(entry.id)
    assert.equal(read.at(-1), later.id)
    assert.deepEqual(read.slice(0, -1).toSorted(), same.map(entry => entry.id).toSorted())
  })
})
