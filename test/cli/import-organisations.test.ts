import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { readOrganisation, saveOrganisation } from '../../src/accounts/index.ts'
import { addImportOrganisations } from '../../src/cli/import-organisations.ts'
import type { Operation } from '../../src/cli/operation.ts'
import { readConfig } from '../../src/config.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 10, 22, 12)
const fixtures = fileURLToPath(new URL('../fixtures/organisations/', import.meta.url))

describe('signpost import organisations', async () => {
  const database = await testDatabase()
  const deed = { who: 'tester', actingAs: 'access-manager', why: 'a test', at: START }
  for (const odsCode of ['XA001', 'XA002', 'XA003']) {
    const organisation = { odsCode, name: 'Old', addressLines: [], postcode: null, status: 'active' } as const
    await saveOrganisation(database, organisation, deed)
  }
  const run = async (...given: string[]): Promise<string> => {
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const operation: Operation = {
      config: readConfig({}),
      database,
      clock: simulatedClock(START),
      random: bytes => new Uint8Array(bytes),
      folder: fixtures,
      settle: async () => {},
      settleLog: async () => {},
      signal: new AbortController().signal,
      print: say,
      warn: say,
      progress: () => {},
    }
    const program = new Command().exitOverride()
    addImportOrganisations(program, async work => work(operation))
    await program.parseAsync(['organisations', ...given], { from: 'user' })
    return said.join('\n')
  }

  it('says what became of every row, with names as people write them', async () => {
    const said = await run('ods.csv')
    assert.match(
      said,
      /^14 rows: 2 organisations updated, 1 closed, 0 unchanged; 5 are not in the register, 6 could not be read\./,
    )
    assert.match(said, /line 10, XA008: 5 columns where ODS files have 27\./)
    const first = await readOrganisation(database.query, 'XA001')
    assert.equal(first?.name, 'Larkspur Surgery')
    assert.deepEqual(first.addressLines, ['Health Centre', 'O’Brien Street', 'Stockton-on-Tees'].map(plain))
    const [, closed] = (await readActs(database.query, 'organisation', 'XA003')).filter(
      act => act.event !== 'save' || act.who === 'import',
    )
    assert.deepEqual(
      [closed?.event, closed?.who, closed?.acting_as, closed?.why],
      ['close', 'import', 'system', 'closed in ODS on 2026-11-22'],
    )
  })

  it('changes nothing the second time, and gives its report as JSON', async () => {
    const report: Record<string, unknown> = JSON.parse(await run('ods.csv', '--json'))
    assert.deepEqual([report['updated'], report['closed'], report['unchanged']], [0, 0, 3])
  })

  it('refuses a file that is not there, and one that is something else', async () => {
    await assert.rejects(run('none.csv'), /cannot be read/)
    const folder = await mkdtemp(join(tmpdir(), 'signpost-ods-'))
    after(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'other.csv'), 'name,postcode\nA,LS1 4AP\n')
    await assert.rejects(run(join(folder, 'other.csv')), /not an ODS organisation file/)
  })
})

/** Which apostrophe is none of this test's business. */
const plain = (text: string): string => text.replace('’', "'")
