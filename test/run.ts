import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { dropTemplates } from './support/database.ts'

/**
 * Runs the suite on the runtime the program runs on, and ends with a plain line of counts.
 * Arguments, if any, are parts of file names: `npm run test:only -- places opening`. With `--with-database` only files
 * that can tell one engine from another are run: those that reach a database, and do more with it than ask a whole
 * house over HTTP or the command line.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const given = process.argv.slice(2)
const wanted = given.filter(part => part !== '--with-database')
const onlyWithDatabase = given.includes('--with-database')
const files: string[] = []
for await (const file of glob(['test/**/*.test.ts', 'client/test/**/*.test.ts'], { cwd: root })) {
  if (wanted.length === 0 || wanted.some(part => file.includes(part))) files.push(join(root, file))
}
if (onlyWithDatabase) {
  const telling = files.filter(file => !asksOnlyAHouse(file) && reachesDatabase(file, new Set()))
  files.splice(0, files.length, ...telling)
}
process.env['SIGNPOST_TEST_RUN'] = `run-${process.pid}`
// Every file is a process that reads the same sources: what one has stripped of types and compiled the others take from
// here (2.5 s of processor time for four files without a database, 1.4 s with it).
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/signpost')

const counts = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []
const stream = run({
  files: files.sort(),
  // One more than there are processors: servers under test wait for disks and clocks much of the time.
  concurrency: Math.max(2, availableParallelism()) + 1,
  // The embedded database is WebAssembly, and each file runs it for seconds only: compiling it a second time, better, is
  // not worth it there (4.5 s of processor time for a file with a house, 2.6 s without).
  execArgv: ['--liftoff-only'],
  timeout: 300_000,
})
stream.on('test:pass', event => {
  if (event.details.type === 'suite') return
  if (event.skip !== undefined) counts.skipped += 1
  else counts.passed += 1
})
stream.on('test:fail', event => {
  // A suite fails with its tests, which are counted; one that fails by itself (a hook, say) counts like a test.
  const { error, type } = event.details
  if (type === 'suite' && 'failureType' in error && error.failureType === 'subtestsFailed') return
  counts.failed += 1
  failures.push(`${event.file ?? ''}: ${event.name}`)
})
stream.compose(new spec()).pipe(process.stdout)
stream.on('end', async () => {
  const images = join(tmpdir(), 'signpost-test-images')
  for (const image of existsSync(images) ? readdirSync(images) : []) {
    if (image.startsWith(`${process.env['SIGNPOST_TEST_RUN']}.`))
      rmSync(join(images, image), { force: true, recursive: true })
  }
  const server = process.env['DATABASE_URL']
  const name = process.env['SIGNPOST_TEST_RUN']
  if (server !== undefined && name !== undefined) await dropTemplates(server, name)
  setImmediate(() => {
    for (const failure of failures) console.log(`failed: ${failure}`)
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
    process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0
  })
})

/**
 * Files about what is said before and after a store has spoken: words of the interfaces, of the command line, of the
 * client. Every store behind them is tested on both engines by files of its own.
 */
function asksOnlyAHouse(file: string): boolean {
  const http =
    'attacks|audience|clinical|dos-rest|dos-search|dos-soap|fhir|fields|openapi|questions|refusals|serves'
  const kinds = [/^client\//, /^test\/(cli|dos|fhir)\//, new RegExp(`^test/http/(${http})[^/]*$`)]
  return kinds.some(kind => kind.test(relative(root, file)))
}

/** Whether a test file, or a helper it imports, or one of theirs, opens a database. */
function reachesDatabase(file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  if (file.endsWith('test/support/database.ts')) return true
  const imports = readFileSync(file, 'utf8').matchAll(/from '(\.{1,2}\/[^']+\.ts)'/g)
  return [...imports]
    .map(([, path = '']) => resolve(dirname(file), path))
    .some(path => path.includes('/test/') && reachesDatabase(path, seen))
}
