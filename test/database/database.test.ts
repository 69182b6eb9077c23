import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { appendChanges, migrate, newestChange, readChanges } from '../../src/database/index.ts'
import { testDatabase } from '../support/database.ts'

describe('the database', async () => {
  const database = await testDatabase()

  it('reads the same JavaScript values from either engine', async () => {
    const [row] = await database.query(
      `select 9007199254740991::bigint as whole, 1.10::numeric as decimal, '{"a":[1]}'::jsonb as document,
              $1::bytea as bytes, '2026-03-29T01:30:00Z'::timestamptz as instant, $2::text[] as words, null as nothing`,
      [new Uint8Array([0, 1, 255]), ['a', 'b c', '"}']],
    )
    assert.ok(row)
    assert.equal(row['whole'], Number.MAX_SAFE_INTEGER)
    assert.equal(row['decimal'], '1.10')
    assert.deepEqual(row['document'], { a: [1] })
    assert.deepEqual([...(row['bytes'] as Uint8Array)], [0, 1, 255])
    assert.equal((row['instant'] as Date).toISOString(), '2026-03-29T01:30:00.000Z')
    assert.deepEqual(row['words'], ['a', 'b c', '"}'])
    assert.equal(row['nothing'], null)
  })

  it('throws rather than round a whole number that JavaScript cannot hold', async () => {
    await assert.rejects(database.query('select 9007199254740993::bigint as whole'), /9007199254740993/)
  })

  it('rolls back a transaction whose work throws', async () => {
    await database.query('create table kept (n int)')
    await assert.rejects(
      database.transaction(async query => {
        await query('insert into kept values (1)')
        throw new Error('changed my mind')
      }),
      /changed my mind/,
    )
    assert.deepEqual(await database.query('select * from kept'), [])
  })

  it('does not call a transaction committed in which a statement failed, even when its work went on', async () => {
    await assert.rejects(
      database.transaction(async query => {
        await query('insert into kept values (2)')
        await query('select 1 / 0').catch(() => {})
        return 'done'
      }),
      /rolled back/,
    )
    assert.deepEqual(await database.query('select * from kept'), [])
  })

  it('finds nothing to do when migrated again, alone or by several nodes at once', async () => {
    assert.deepEqual(await migrate(database), [])
    assert.deepEqual(await Promise.all([migrate(database), migrate(database)]), [[], []])
  })

  it('refuses a database that is newer than the program', async () => {
    await database.query("insert into public.signpost_migration (name) values ('9999_from_the_future.sql')")
    await assert.rejects(migrate(database), /9999_from_the_future\.sql/)
    await database.query("delete from public.signpost_migration where name like '9999%'")
  })

  it('refuses a migration that it would cut in the wrong places', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signpost-migrations-'))
    after(() => rm(folder, { recursive: true }))
    const url = pathToFileURL(`${folder}/`)
    for (const text of [
      "insert into kept_words values ('one;\ntwo');",
      'create function f() returns int language sql as $$\nselect 1;\n$$;',
      "create table kept_words (word text); -- it doesn't belong here\n",
    ]) {
      await writeFile(join(folder, '0001_wrong.sql'), text)
      await assert.rejects(migrate(database, url), /0001_wrong\.sql: .* holds a function body/s, text)
    }
  })

  it('numbers changes in commit order without gap, whoever commits first', async () => {
    const before = await newestChange(database.query)
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.transaction(query => appendChanges(query, 'service', [`s${index}`, `t${index}`])),
      ),
    )
    const changes = await readChanges(database.query, before, 100)
    assert.deepEqual(
      changes.map(change => change.number),
      Array.from({ length: 40 }, (_, index) => before + 1 + index),
    )
  })

  it('gives no number for a change that is rolled back', async () => {
    const before = await newestChange(database.query)
    await assert.rejects(
      database.transaction(async query => {
        await appendChanges(query, 'service', ['never'])
        throw new Error('no')
      }),
    )
    assert.equal(await newestChange(database.query), before)
  })

  it('wakes a listener when a change commits', async () => {
    let stop: () => Promise<void> = async () => {}
    const heard = new Promise<void>(resolve => {
      void database.listen('signpost_change', resolve).then(end => {
        stop = end
        return database.transaction(query => appendChanges(query, 'account', ['a']))
      })
    })
    await heard
    await stop()
  })
})
