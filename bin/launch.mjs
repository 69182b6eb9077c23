import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const NEEDED = 24

// Compiled code is kept, which halves the work of a start (1.2 s of processor time to 0.6 s for --help). Not in the
// system's temporary folder, Node's own choice, where another user could put code in our way. Where this folder cannot
// be written, nothing is kept and nothing is said.
const CACHE = fileURLToPath(new URL('../node_modules/.cache/signpost', import.meta.url))

const major = version => Number.parseInt(String(version).replace(/^v/, ''), 10)

/** The runtime to use: this one when it is new enough, else the one `npm ci` installed, else none. */
export function findRuntime() {
  if (major(process.version) >= NEEDED) return process.execPath
  for (const name of ['node', 'node.exe']) {
    const path = fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url))
    if (!existsSync(path)) continue
    const answer = spawnSync(path, ['--version'], { encoding: 'utf8' })
    if (answer.status === 0 && major(answer.stdout) >= NEEDED) return path
  }
  return undefined
}

function explain() {
  console.error(
    [
      `Signpost needs Node ${NEEDED} or later; this is ${process.version}.`,
      '',
      'Either of these puts it right:',
      '  1. Run "npm ci" in this folder. It brings a fitting Node along as the npm package "node".',
      '     (If it was run with --ignore-scripts, run "npm rebuild node" as well.)',
      `  2. Install Node ${NEEDED} from https://nodejs.org and run the same command again.`,
    ].join('\n'),
  )
  process.exit(1)
}

/** Starts `file` with `args` on a fit runtime, in this process when this one is fit. */
export async function launch(file, args) {
  const runtime = findRuntime()
  if (!runtime) return explain()
  if (!existsSync(fileURLToPath(new URL('../node_modules/fastify', import.meta.url)))) {
    console.error(
      'The packages Signpost stands on are not installed. Run "npm ci" in this folder, then try again.',
    )
    process.exit(1)
  }
  if (runtime === process.execPath) {
    // Node 24 has it; a launcher on an older one never comes here.
    module.enableCompileCache(CACHE)
    process.argv = [process.execPath, fileURLToPath(file), ...args]
    await import(file.href)
    return
  }
  const env = { NODE_COMPILE_CACHE: CACHE, ...process.env }
  const child = spawn(runtime, [fileURLToPath(file), ...args], { stdio: 'inherit', env })
  // A terminal's Ctrl-C reaches the whole group already; a supervisor's signal reaches only us.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  // Whoever started us sees the program end as it did, by a signal too: shells and supervisors act on that.
  child.on('exit', (code, signal) => {
    if (!signal) return process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
