import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NO_PERSONAL_DATA, PERSONAL_DATA, PRIVACY_NOTICES } from '../../src/policy-versions/index.ts'
import { testDatabase } from '../support/database.ts'

const HASH_2026 = '93bb7585310310195e0490233dee7b438e6483df84029c55570f0a19819e881d'

describe('the dictionary of personal data', async () => {
  const database = await testDatabase()
  const rows = await database.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const there = rows.map(row => row.name)
  const told = [...PERSONAL_DATA.flatMap(item => item.tables), ...NO_PERSONAL_DATA]

  it('names every table there is, as holding personal data or none, and no other', () => {
    assert.ok(there.length > 40)
    assert.deepEqual([...told].sort(), there.toSorted())
  })

  it('leaves out no column that by its name holds a name, an address or a network of a person', async () => {
    const columns = await database.query<{ name: string }>(
      `select distinct table_schema || '.' || table_name as name from information_schema.columns
       where table_schema <> 'pg_catalog' and column_name in ('email', 'to_email', 'person_id', 'to_person', 'user_agent', 'network', 'user_name',
         'officer_name', 'password_hash', 'totp_secret')`,
    )
    const held = new Set(PERSONAL_DATA.flatMap(item => item.tables))
    assert.ok(columns.length > 6)
    assert.deepEqual(
      columns.map(row => row.name).filter(name => !held.has(name)),
      [],
    )
  })
})

describe('the privacy notice', () => {
  it('is kept by version, each later than the one before and known by its text', () => {
    const starts = PRIVACY_NOTICES.map(notice => notice.effectiveFrom)
    assert.deepEqual(starts, starts.toSorted())
    assert.equal(new Set(PRIVACY_NOTICES.map(notice => notice.hash)).size, PRIVACY_NOTICES.length)
    // What was accepted was this very text: a version that is published is never edited.
    assert.equal(PRIVACY_NOTICES[0].hash, HASH_2026)
  })
})
