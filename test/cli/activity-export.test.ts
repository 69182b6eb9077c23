import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { Command } from 'commander'
import { addDirectoryCommands } from '../../src/cli/directory-commands.ts'
import { CommandError } from '../../src/cli/operation.ts'
import { publishedKeys } from '../../src/ledger/index.ts'
import { openHouse } from '../support/house.ts'

type Manifest = {
  readonly entries: number
  readonly complete: boolean
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

describe('an export for an inquiry', async () => {
  const house = await openHouse()
  const { rooms } = house
  const folder = await mkdtemp(join(tmpdir(), 'signpost-export-'))
  after(() => rm(folder, { recursive: true }))
  const from = new Date(house.clock.now()).toISOString()
  for (let asked = 0; asked < 5; asked += 1) {
    for (const account of ['call-centre', 'gp-software'])
      await house.ask(account, `/api/v1/services?near=LS1%204AP&type=pharmacy&limit=${asked + 1}`)
    await house.advance(1000)
  }
  const to = new Date(house.clock.now()).toISOString()
  await rooms.recorder.settle()
  const [gp] = await rooms.database.query<{ account: string }>(
    `select distinct account from activity.entry where account like '%gp-software%'`,
  )
  assert.ok(gp)

  const run = async (...given: string[]): Promise<string> => {
    const said: string[] = []
    const program = new Command('signpost')
    addDirectoryCommands(program, work =>
      work({
        config: rooms.config,
        database: rooms.database,
        clock: rooms.clock,
        random: size => new Uint8Array(size),
        folder,
        settle: async () => {},
        settleLog: () => rooms.recorder.settle(),
        signal: new AbortController().signal,
        print: line => said.push(line),
        warn: line => said.push(line),
        progress: () => {},
      }),
    )
    try {
      await program.parseAsync(given, { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      return error.message
    }
    return said.join('\n')
  }
  const give = (out: string, ...more: string[]) =>
    run('activity', 'export', '--from', from, '--to', to, '--reference', 'Inquiry 7', '--out', out, ...more)
  const read = (out: string, name: string) => readFile(join(folder, out, name), 'utf8')
  const manifestOf = async (out: string): Promise<Manifest> => JSON.parse(await read(out, 'manifest.json'))
  /** The verifier that lies in the export, as whoever receives it runs it. */
  const verify = async (out: string) => {
    const keys = (await publishedKeys(rooms.database.query)).filter(({ log }) => log === 'activity')
    const given = ['verify-ledger.mjs', 'ledger-bundle.ndjson', ...keys.map(({ key }) => key)]
    return new Promise<{ ok: boolean; said: string }>(resolve => {
      execFile(process.execPath, given, { cwd: join(folder, out) }, (error, stdout) =>
        resolve({ ok: error === null, said: stdout }),
      )
    })
  }

  it('of everybody is proved whole by the verifier it brings, and each file has the hash the manifest says', async () => {
    assert.match(await give('whole'), /^Wrote 10 entries/)
    const manifest = await manifestOf('whole')
    assert.equal(manifest.entries, 10)
    assert.equal(manifest.complete, true)
    for (const { name, sha256 } of manifest.files)
      assert.equal(
        createHash('sha256')
          .update(await read('whole', name))
          .digest('hex'),
        sha256,
        name,
      )
    const lines = (await read('whole', 'entries.ndjson')).trimEnd().split('\n')
    assert.equal(lines.length, 10)
    const { ok, said } = await verify('whole')
    assert.ok(ok, said)
    assert.match(said, /by keys you trust/)
  })

  it('of one account holds its entries only, each with a proof of its own', async () => {
    await give('one', '--account', gp.account, '--format', 'csv')
    const [head = '', ...rows] = (await read('one', 'entries.csv')).trimEnd().split('\n')
    assert.match(head, /^id,at,node,sequence,account/)
    assert.equal(rows.length, 5)
    assert.ok(rows.every(row => row.includes(gp.account)))
    assert.ok((await verify('one')).ok)
  })

  it('that somebody altered is found out', async () => {
    await give('events', '--account', gp.account, '--format', 'fhir')
    const [event = ''] = (await read('events', 'audit-events.ndjson')).split('\n')
    assert.equal(JSON.parse(event).resourceType, 'AuditEvent')
    const bundle = await read('events', 'ledger-bundle.ndjson')
    await writeFile(join(folder, 'events', 'ledger-bundle.ndjson'), bundle.replace('LS1', 'LS2'))
    const { ok, said } = await verify('events')
    assert.equal(ok, false)
    assert.match(said, /^leaf \d+: /)
  })

  it('is on record, is never mixed with another, and says what is wrong with what it is asked', async () => {
    const acts = await rooms.database.query<{ why: string }>(
      `select why from workflow.act where entity = 'activity-reading' and event = 'export'`,
    )
    assert.equal(acts.length, 3)
    assert.match(await give('whole'), /there already/)
    assert.match(await give('none', '--account', 'nobody'), /no such entries/)
    assert.match(await give('both', '--account', 'a', '--organisation', 'b'), /not both/)
    assert.match(await run('activity', 'export', '--reference', 'x', '--out', 'y'), /--from TIME --to TIME/)
  })
})
