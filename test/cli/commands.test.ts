import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { socketPath } from '../../src/cli/operator-socket.ts'
import { CAST } from '../../src/demonstration/cast.ts'
import { lockFolder } from '../../src/lock-folder.ts'
import { serverUrl } from '../support/database.ts'
import {
  type Answer,
  askForToken,
  callerHeaders,
  gather,
  runCommand,
  smallWorld,
  startCommand,
  startServer,
  untilSaid,
} from '../support/server.ts'

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))
const embeddedOnly = serverUrl ? 'on PostgreSQL commands ask the database themselves' : false
const STACK = /\n {4}at /

const world = await smallWorld()
const { environment } = world
/** Runs the program as an operator would, standing in the folder of the fixtures. */
const signpost = (...given: string[]): Promise<Answer> => runCommand(given, { environment, folder: fixtures })

async function signpostWell(...given: string[]): Promise<string> {
  const { code, stdout, stderr } = await signpost(...given)
  assert.equal(code, 0, `${given.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

async function signpostIll(...given: string[]): Promise<string> {
  const { code, stdout, stderr } = await signpost(...given)
  assert.equal(code, 1, `${given.join(' ')}: ${stdout}${stderr}`)
  assert.doesNotMatch(stderr, STACK)
  return stderr
}

/** Runs several commands side by side; each must end with 1 and a message like its pattern. */
async function refusedWith(commands: readonly (readonly [RegExp, ...string[]])[]): Promise<void> {
  await Promise.all(
    commands.map(async ([pattern, ...given]) => assert.match(await signpostIll(...given), pattern)),
  )
}

type Asked = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

async function ask(address: string, path: string, headers: Record<string, string>): Promise<Asked> {
  const answer = await fetch(`${address}${path}`, { headers })
  const body: unknown = await answer.json()
  assert.ok(typeof body === 'object' && body !== null)
  return { status: answer.status, body: { ...body } }
}

/** Asks again until an answer is as expected: what one process wrote reaches another's memory a moment later. */
async function until(what: string, test: () => Promise<boolean>): Promise<void> {
  const giveUp = performance.now() + 10_000
  while (!(await test())) assert.ok(performance.now() < giveUp, `never came about: ${what}`)
}

const demonstrationServices = (): Promise<number> =>
  world.withDatabase(async ({ query }) => {
    const [row] = await query<{ count: number }>(
      "select count(*) as count from directory.service where source_name = 'demonstration' and status = 'active'",
    )
    return row?.count ?? 0
  })

describe('the command line beside a running server', async () => {
  const server = await startServer(environment)
  after(() => server.stop())
  const headers = await callerHeaders(world, 'call-centre')
  const path = '/api/v1/services?near=LS1&limit=1'
  const first = await ask(server.address, path, headers)

  it('finds the server ready, listening to nobody else', async () => {
    assert.equal(first.status, 200)
    assert.match(
      server.said(),
      /^Opening the directory in \S+\nSignpost is ready at http:\/\/127\.0\.0\.1:\d+\n/,
    )
    assert.equal((await stat(world.folder)).mode & 0o077, 0)
    for (const name of ['lock', 'node', 'demo.json'])
      assert.equal((await stat(join(world.folder, name))).mode & 0o077, 0, name)
  })

  it('reaches it through a socket that only its own user may open', { skip: embeddedOnly }, async () => {
    const socket = await stat(socketPath(world.folder))
    assert.ok(socket.isSocket())
    assert.equal(socket.mode & 0o777, 0o600)
  })

  it('prints a token that opens the door, alone on its line, by name or by client id', async () => {
    const [json = '', ...tokens] = await Promise.all([
      signpostWell('token', 'call-centre', '--json'),
      signpostWell('token', 'call-centre'),
      signpostWell('token', 'demo-call-centre'),
    ])
    for (const token of tokens) {
      assert.match(token, /^\S+\n$/)
      const { status } = await ask(server.address, path, { authorization: `Bearer ${token.trim()}` })
      assert.equal(status, 200)
    }
    const whole: unknown = JSON.parse(json)
    assert.ok(typeof whole === 'object' && whole !== null && 'expires_in' in whole)
  })

  it('prints the secret of an account that has one, and says who has where it has none', async () => {
    const basic = await signpostWell('token', 'legacy-desk', '--secret')
    const answer = await ask(server.address, '/app/controllers/api/v1.0/services/byServiceId/2009000060', {
      authorization: `Basic ${Buffer.from(basic.trim()).toString('base64')}`,
    })
    assert.equal(answer.status, 200)
    const key: unknown = JSON.parse(await signpostWell('token', 'capacity-updater', '--secret', '--json'))
    assert.ok(typeof key === 'object' && key !== null && 'apiKey' in key)
    const { code, stderr } = await signpost('token', 'call-centre', '--secret')
    assert.equal(code, 1)
    assert.match(stderr, /legacy-desk/)
  })

  it('gives every part of the demonstration a token, but the one whose account has ended', async () => {
    for (const { name } of CAST) {
      const answer = await askForToken(world, name)
      assert.equal(answer.ok, name !== 'terminated', `${name}: ${await answer.text()}`)
    }
    const said = await signpostIll('token', 'terminated')
    assert.match(said, /^No token was given: invalid_client: .*ended/)
  })

  it('names the accounts there are when asked for another', async () => {
    const said = await signpostIll('token', 'nobody')
    assert.match(said, /no demonstration account called "nobody"/)
    assert.match(said, /call-centre, symptom-checker/)
  })

  it('shows the log: the last lines, one decision whole, as words or as JSON', async () => {
    const id = String(first.body['decisionId'])
    const [allowed = '', shown = '', shownAsJson = '', last = '', ofNobody, ofLongAgo] = await Promise.all([
      signpostWell('activity', 'tail', '--decision', 'allow'),
      signpostWell('activity', 'show', id),
      signpostWell('activity', 'show', id, '--json'),
      signpostWell('activity', 'tail', '-n', '1', '--json'),
      signpostWell('activity', 'tail', '--account', 'nobody'),
      signpostWell('activity', 'tail', '--to', '2020-01-01'),
    ])
    assert.match(allowed, new RegExp(`allowed.*${id}`))
    assert.match(shown, new RegExp(`^Decision ${id}\n[\\s\\S]*call-centre`))
    const whole: unknown = JSON.parse(shownAsJson)
    assert.ok(typeof whole === 'object' && whole !== null && 'entry' in whole && 'sequence' in whole)
    assert.equal(last.trim().split('\n').length, 1)
    assert.doesNotThrow(() => JSON.parse(last))
    assert.deepEqual([ofNobody, ofLongAgo], ['', ''])
  })

  it('says what is wrong with a question about the log', async () => {
    await refusedWith([
      [/No entry has the decision id nonsense/, 'activity', 'show', 'nonsense'],
      [/--lines takes a whole number/, 'activity', 'tail', '-n', 'many'],
      [/--from takes a time such as/, 'activity', 'tail', '--from', 'yesterday'],
    ])
  })

  it('follows the log until Ctrl-C', async () => {
    const child = startCommand(['activity', 'tail', '--follow', '--json', '-n', '1'], { environment })
    const answer = gather(child)
    await untilSaid(child, 'stdout', /\n/)
    const { body } = await ask(server.address, path, headers)
    await untilSaid(child, 'stdout', new RegExp(String(body['decisionId'])))
    child.kill('SIGINT')
    const { code, signal } = await answer
    // Through the server the command is ended by the signal; by itself it closes the database first, and ends well.
    assert.ok(signal === 'SIGINT' || code === 0, `${code} ${signal}`)
    assert.equal(server.child.exitCode, null)
  })

  it('imports postcodes into the server, which answers exactly from then on', async () => {
    const said = await signpostWell('import', 'postcodes', 'places/plain.csv')
    assert.match(said, /5 rows read, 5 postcodes kept/)
    assert.match(said, /Crown copyright/)
    await until('an exact place', async () => {
      const { body } = await ask(server.address, '/api/v1/places/LS1%204AP', headers)
      return JSON.stringify(body).includes('"precision":"unit"')
    })
  })

  it('tries an import without keeping anything, and prints nothing but JSON when asked to', async () => {
    const report: unknown = JSON.parse(
      await signpostWell('import', 'postcodes', './places/plain.csv', '--dry-run', '--json'),
    )
    assert.ok(typeof report === 'object' && report !== null && 'outcome' in report && 'rows' in report)
    assert.equal(report.outcome, 'imported')
  })

  it('says why a file cannot be imported, and leaves the old table serving', async () => {
    const files = ['places/no-such.csv', 'services/england.csv', 'services/ods.csv.gz', 'places/README.md']
    await refusedWith(files.map(file => [/Nothing was imported: \S/, 'import', 'postcodes', file]))
    const { body } = await ask(server.address, '/api/v1/places/LS1%204AP', headers)
    assert.match(JSON.stringify(body), /"precision":"unit"/)
  })

  const importServices = ['import', 'services', '--format', 'csv', 'services/england.csv']

  it('imports services with their opening times, beside the demonstration when told to', async () => {
    const said = await signpostWell(
      ...importServices,
      '--opening',
      'services/england-opening.csv',
      '--keep-demonstration',
    )
    assert.match(said, /\d+ services created, 0 updated/)
    assert.match(said, /Opening times: \d+ rows of \d+ organisations, 2 joined/)
    const near = '/api/v1/services?near=LS1%204AP&limit=100&within=1000'
    await until('an imported service', async () =>
      JSON.stringify((await ask(server.address, near, headers)).body).includes('Larkspur Pharmacy'),
    )
    const all = await ask(server.address, '/api/v1/services?near=LS1&limit=100&within=160000', headers)
    assert.match(JSON.stringify(all.body), /\(demonstration\)/)
  })

  it('closes the invented services when real ones come, also at the next import after it was left undone', async () => {
    const { code, stdout, stderr } = await signpost(...importServices, '--json')
    assert.equal(code, 0, stderr)
    const report: unknown = JSON.parse(stdout)
    assert.ok(typeof report === 'object' && report !== null && 'totals' in report)
    assert.match(stderr, /Closed the \d+ invented services of the demonstration/)
    await until('an answer without invented services', async () => {
      const all = await ask(server.address, '/api/v1/services?near=LS1&limit=100&within=160000', headers)
      return all.status === 200 && !JSON.stringify(all.body).includes('(demonstration)')
    })
    const again = await signpost(...importServices)
    assert.doesNotMatch(again.stderr, /Closed/)
  })

  it('says what is wrong with files, maps, types and reasons of an import', async () => {
    await refusedWith([
      [/Not every file could be read/, 'import', 'services', '--format', 'csv', 'services/no-such.csv'],
      [/no-such\.json cannot be read/, ...importServices, '--map', 'no-such.json'],
      [/no service type "dragon"/, ...importServices, '--type', 'dragon'],
      [/--because/, ...importServices, '--allow-outside', 'XP1'],
    ])
  })

  it('takes a map and a report as paths from where the caller stands', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signpost-report-'))
    after(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'few.csv'), 'key,name,type,postcode\n1,Kestrel Pharmacy,pharmacy,LS1 4AP\n')
    const given = ['import', 'services', '--format', 'csv', 'few.csv', '--report', 'report.json', '--dry-run']
    const { code, stderr } = await runCommand(given, { environment, folder })
    assert.equal(code, 0, stderr)
    assert.ok(existsSync(join(folder, 'report.json')))
  })

  it('refuses a second server on the same folder, naming the process that has it', async () => {
    const { code, stderr } = await signpost('serve')
    assert.equal(code, 1)
    assert.match(stderr, new RegExp(`in use by process ${server.child.pid}\\b`))
    assert.doesNotMatch(stderr, STACK)
  })

  it('ends with 1 and says so when the server dies in the middle of a command', {
    skip: embeddedOnly,
  }, async () => {
    const child = startCommand(['activity', 'tail', '--follow'], { environment })
    const answer = gather(child)
    await untilSaid(child, 'stdout', /\n/)
    assert.deepEqual(await server.stop('SIGKILL'), { code: null, signal: 'SIGKILL' })
    const { code, stderr } = await answer
    assert.equal(code, 1)
    assert.match(stderr, /The server stopped before the command was done/)
  })
})

describe('the command line without a server', () => {
  it('says that nothing answers when a token is asked for', async () => {
    const said = await signpostIll('token', 'call-centre')
    assert.match(said, /Nothing answers at http:\/\/127\.0\.0\.1:\d+\/oauth2\/token\. Start the server/)
  })

  it('says so where there is no demonstration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signpost-empty-'))
    after(() => rm(folder, { recursive: true }))
    const { code, stderr } = await runCommand(['token', 'call-centre'], {
      environment: { SIGNPOST_DATA: folder },
    })
    assert.equal(code, 1)
    assert.match(stderr, /There is no .*demo\.json\. Start the server once/)
  })

  it('works on the data itself, also after a server was killed', async () => {
    assert.match(await signpostWell('activity', 'tail', '-n', '3'), /allowed/)
    const said = await signpostWell('import', 'postcodes', 'places/plain.csv', '--dry-run')
    assert.match(said, /This was a dry run: nothing was stored\./)
    assert.match(
      await signpostWell('import', 'services', '--format', 'csv', 'services/england.csv'),
      /0 services created/,
    )
    assert.equal(await demonstrationServices(), 0)
  })

  it('waits for nobody: a folder that another process has is refused by that name', {
    skip: embeddedOnly,
  }, async () => {
    const unlock = await lockFolder(world.folder)
    const said = await signpostIll('activity', 'tail')
    assert.match(said, new RegExp(`in use by process ${process.pid}\\b`))
    await unlock()
  })
})

describe('signpost policy', () => {
  it('lists the versions, shows one in words, and every clause with its class', async () => {
    const commands = ['list', 'show', 'clauses']
    const [list = '', show = '', clauses = '', ...asJson] = await Promise.all([
      ...commands.map(command => signpostWell('policy', command)),
      ...commands.map(command => signpostWell('policy', command, '--json')),
    ])
    assert.match(list, /in force/)
    assert.match(show, /SHA-256 [0-9a-f]{64}/)
    assert.match(clauses, /^AUP25-01 /m)
    assert.match(clauses, /^AUP18-01 /m)
    for (const said of asJson) assert.doesNotThrow(() => JSON.parse(said))
    await refusedWith([[/There is no policy version AUP99\. There are: \S/, 'policy', 'show', 'AUP99']])
  })

  it('ends quietly when its reader has seen enough', async () => {
    const child = startCommand(['policy', 'clauses', '--json'])
    child.stdout?.destroy()
    const { code, stderr } = await gather(child)
    assert.deepEqual([code, stderr], [0, ''])
  })
})
