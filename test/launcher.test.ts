import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Answer, gather, untilSaid } from './support/server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A Node of the machine's own that is too old to run TypeScript, if it has one. */
const olderNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter(folder => !folder.includes('node_modules'))
  .map(folder => join(folder, 'node'))
  .find(path => {
    try {
      const version = execFileSync(path, ['--version'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      return Number.parseInt(version.slice(1), 10) < 24
    } catch {
      return false
    }
  })
const skipWithoutOlder = olderNode ? false : 'every Node of this machine is new enough'

type Where = { readonly runtime?: string | undefined; readonly top?: string; readonly ownGroup?: boolean }

function start(script: string, given: readonly string[], where: Where = {}): ChildProcess {
  const { runtime = process.execPath, top = root, ownGroup = false } = where
  const child = spawn(runtime, [join(top, 'bin', script), ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
  })
  after(() => child.kill('SIGKILL'))
  return child
}

const run = (script: string, given: readonly string[], where: Where = {}): Promise<Answer> =>
  gather(start(script, given, where))

/** A folder of its own with a copy of bin/. */
async function copiedBin(): Promise<string> {
  const top = await mkdtemp(join(tmpdir(), 'signpost-bin-'))
  after(() => rm(top, { recursive: true, force: true }))
  await cp(join(root, 'bin'), join(top, 'bin'), { recursive: true })
  return top
}

/** A program that says its version and arguments, then waits for a signal; on SIGTERM it takes its time and ends with 7. */
const PROGRAM = `
setInterval(() => {}, 1000)
process.on('SIGTERM', () => setImmediate(() => { console.log('stopped'); process.exit(7) }))
let interrupted = 0
process.on('SIGINT', () => { interrupted += 1; setTimeout(() => { console.log('interrupted ' + interrupted); process.exit(0) }, 300) })
console.log(JSON.stringify({ version: process.version, given: process.argv.slice(2), typed: 1 as number }))
`

async function programFile(text = PROGRAM): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-run-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'program.ts')
  await writeFile(file, text)
  return file
}

describe('the launcher', () => {
  for (const [name, runtime, skip] of [
    ['an older Node, which hands over to the one that npm ci brought', olderNode, skipWithoutOlder],
    ['a Node that is new enough, in the same process', process.execPath, false],
  ] as const) {
    describe(`on ${name}`, { skip }, () => {
      it('starts the program and passes its arguments on', async () => {
        const { code, stdout } = await run('signpost.mjs', ['token', '--help'], { runtime })
        assert.equal(code, 0)
        assert.match(stdout, /^Usage: signpost token/)
      })

      it('runs a file of ours on Node 24 or later, typed as it is', async () => {
        const child = start('run.mjs', [await programFile(), 'one', '--two=3 4'], { runtime })
        const answer = gather(child)
        await untilSaid(child, 'stdout', /\n/)
        child.kill('SIGTERM')
        const { stdout } = await answer
        const said: unknown = JSON.parse(stdout.split('\n')[0] ?? '')
        assert.ok(typeof said === 'object' && said !== null && 'version' in said && 'given' in said)
        assert.ok(Number.parseInt(String(said.version).slice(1), 10) >= 24)
        assert.deepEqual(said.given, ['one', '--two=3 4'])
      })

      it('passes SIGTERM on, waits, and ends with the status of the program', async () => {
        const child = start('run.mjs', [await programFile()], { runtime })
        const answer = gather(child)
        await untilSaid(child, 'stdout', /\n/)
        child.kill('SIGTERM')
        const { code, signal, stdout } = await answer
        assert.deepEqual([code, signal], [7, null])
        assert.match(stdout, /stopped/)
      })

      it('lets the program end in its own time when Ctrl-C reaches the whole group, once', async () => {
        const child = start('run.mjs', [await programFile()], { runtime, ownGroup: true })
        const answer = gather(child)
        await untilSaid(child, 'stdout', /\n/)
        assert.ok(child.pid)
        process.kill(-child.pid, 'SIGINT')
        const { code, signal, stdout } = await answer
        assert.deepEqual([code, signal], [0, null])
        assert.match(stdout, /interrupted 1\n/)
      })

      it('ends by the signal that ended the program, as a shell expects', async () => {
        const child = start('run.mjs', [await programFile(`process.kill(process.pid, 'SIGKILL')`)], {
          runtime,
        })
        const { code, signal } = await gather(child)
        assert.deepEqual([code, signal], [null, 'SIGKILL'])
      })

      it('ends with 1 and a stack when the program cannot be read', async () => {
        const { code, stderr } = await run('run.mjs', [await programFile('const = 1')], { runtime })
        assert.equal(code, 1)
        assert.match(stderr, /SyntaxError/)
      })
    })
  }

  it('says what to do where no fit Node is, and ends with 1', { skip: skipWithoutOlder }, async () => {
    const top = await copiedBin()
    for (const script of ['signpost.mjs', 'run.mjs']) {
      const { code, stdout, stderr } = await run(script, ['serve'], { runtime: olderNode, top })
      assert.deepEqual([code, stdout], [1, ''])
      assert.match(stderr, /needs Node 24 or later; this is v\d+/)
      assert.match(stderr, /npm ci/)
      assert.match(stderr, /https:\/\/nodejs\.org/)
      assert.doesNotMatch(stderr, /\n {4}at /)
    }
  })

  it('says the same where npm installed the package "node" without running its script', {
    skip: skipWithoutOlder,
  }, async () => {
    const top = await copiedBin()
    await mkdir(join(top, 'node_modules', 'node'), { recursive: true })
    const { code, stderr } = await run('signpost.mjs', [], { runtime: olderNode, top })
    assert.equal(code, 1)
    assert.match(stderr, /npm rebuild node/)
  })

  it('says what to do where the packages are missing, on any Node, and ends with 1', async () => {
    const top = await copiedBin()
    const missing = await run('signpost.mjs', ['serve'], { top })
    assert.equal(missing.code, 1)
    assert.match(missing.stderr, /not installed[\s\S]*npm ci/)
    if (!olderNode) return
    await mkdir(join(top, 'node_modules', 'node', 'bin'), { recursive: true })
    await symlink(process.execPath, join(top, 'node_modules', 'node', 'bin', 'node'))
    const handedOver = await run('signpost.mjs', ['serve'], { runtime: olderNode, top })
    assert.equal(handedOver.code, 1)
    assert.match(handedOver.stderr, /not installed[\s\S]*npm ci/)
  })

  it('shows how it is used when run.mjs is given no file, and ends with 2', async () => {
    const { code, stderr } = await run('run.mjs', [])
    assert.equal(code, 2)
    assert.match(stderr, /^usage: node bin\/run\.mjs FILE\.ts/)
  })
})
