import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { Command, CommanderError } from 'commander'
import { addImportClinical } from '../../src/cli/import-clinical.ts'
import { CommandError, type Operation } from '../../src/cli/operation.ts'
import { readConfig } from '../../src/config.ts'
import { LIST_NAMES, readLists } from '../../src/directory/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'

describe('signpost import clinical', async () => {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'signpost-clinical-'))
  after(() => rm(folder, { recursive: true }))
  let settled = 0
  const run = async (...given: string[]): Promise<string> => {
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const operation: Operation = {
      config: readConfig({}),
      database,
      clock: simulatedClock(Date.UTC(2026, 10, 22, 12)),
      random: bytes => new Uint8Array(bytes),
      folder,
      settle: async () => {
        settled += 1
      },
      settleLog: async () => {},
      signal: new AbortController().signal,
      print: say,
      warn: say,
      progress: () => {},
    }
    const program = new Command().exitOverride()
    addImportClinical(program, async work => work(operation))
    for (const command of program.commands)
      command.exitOverride().configureOutput({ writeOut: say, writeErr: say })
    await program.parseAsync(['clinical', ...given], { from: 'user' }).catch((error: unknown) => {
      if (!(error instanceof CommanderError)) throw error
    })
    return said.join('\n')
  }
  await writeFile(join(folder, 'symptom-groups.csv'), 'id,name\n900101,One\n900102,\n900103,Three\n')
  await writeFile(join(folder, 'discriminators.csv'), 'id,name\n950101,Alpha\n')
  await writeFile(
    join(folder, 'pairs.csv'),
    'symptomGroup,discriminator\n900101,950101\n900101,950101\n900103,950101\n',
  )
  await writeFile(join(folder, 'notes.txt'), 'x')

  it('says in its help what the files are called, and their columns', async () => {
    const help = await run('--help')
    for (const list of LIST_NAMES) assert.ok(help.includes(`${list}.csv`), list)
    assert.match(help, /symptom-groups\.csv +id, name, \[zCode\]/)
    assert.match(help, /search-distances\.csv +code, km/)
  })

  it('stores nothing on a dry run', async () => {
    const said = await run('.', '--dry-run')
    assert.match(said, /symptom-groups: 3 rows, 2 kept, 0 given twice, 1 left out\./)
    assert.match(said, /2 new, 0 changed, 0 as they were, 0 gone\./)
    assert.match(said, /This was a dry run/)
    assert.equal((await readLists(database.query)).pairs.length, 0)
  })

  it('says what became of every row, and waits until the lists serve', async () => {
    const before = settled
    const said = await run('.')
    assert.match(said, /symptom-groups\.csv:3: name: not a text of 1 to 255 characters: ""/)
    assert.match(said, /pairs: 3 rows, 2 kept, 1 given twice, 0 left out\./)
    assert.match(said, /notes\.txt is named after no list: passed over\./)
    assert.equal(settled, before + 1)
    assert.equal((await readLists(database.query)).pairs.length, 2)
  })

  it('can be run again, and tells the same as JSON', async () => {
    const report = JSON.parse(await run('symptom-groups.csv', 'pairs.csv', '--json'))
    assert.equal(report.outcome, 'imported')
    assert.deepEqual(report.lists.pairs, { created: 0, updated: 0, unchanged: 2, removed: 0 })
    assert.deepEqual(report.files[0].problems, [
      { line: 3, reason: 'name: not a text of 1 to 255 characters: ""' },
    ])
  })

  it('says what goes along with codes that are gone', async () => {
    await writeFile(join(folder, 'symptom-groups.csv'), 'id,name\n900103,Three\n')
    assert.match(await run('symptom-groups.csv'), /With codes that are gone: 1 pairs, 0 members/)
  })

  it('fails, and leaves everything, when a file cannot be used', async () => {
    await writeFile(join(folder, 'ranks.csv'), 'type,rank\n13,1\n')
    await assert.rejects(run('ranks.csv'), (error: unknown) => {
      assert.ok(error instanceof CommandError)
      assert.match(error.message, /^Nothing was imported: .*ranks\.csv: Its first line must name/)
      return true
    })
    await assert.rejects(run('nowhere.csv'), /There is no file or folder/)
    assert.equal((await readLists(database.query)).pairs.length, 1)
  })
})
