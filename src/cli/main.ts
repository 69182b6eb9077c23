import { ConfigError, readConfig } from '../config.ts'
import { StartError } from '../start-error.ts'
import { systemClock } from '../vocabulary/index.ts'
import { CommandError, type Runner } from './operation.ts'
import { sendErrand, socketPath } from './operator-socket.ts'
import { buildProgram } from './program.ts'
import { runHere } from './run-here.ts'
import { terminalVoice } from './voice.ts'

/**
 * The command line. A command that needs the database runs here on PostgreSQL; on the embedded engine it runs here
 * while no server is up, else inside the server, which is the one owner of the data folder.
 */
// What this program writes holds keys, accounts and a log of questions, and the folder it is given may be open to all.
if (process.platform !== 'win32') process.umask(0o077)
// Whoever reads our output may have seen enough (`| head`): no fault of ours.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
})

/** Errors whose message says all: no stack is shown. */
const FOR_PEOPLE = [CommandError, ConfigError, StartError]
const voice = terminalVoice()
const given = process.argv.slice(2)

const run: Runner = async work => {
  const config = readConfig(process.env)
  if (config.databaseUrl === null) {
    const errand = { arguments: given, folder: process.cwd() }
    const code = await sendErrand(socketPath(config.dataFolder), errand, reply => {
      if (reply.kind !== 'done') voice[reply.kind](reply.line)
    })
    if (code === 'cut-short')
      throw new CommandError('The server stopped before the command was done. Start it, then try again.')
    if (code !== 'no-server') {
      process.exitCode = code
      return
    }
  }
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  await runHere(config, { ...voice, clock: systemClock, folder: process.cwd(), signal: stop.signal }, work)
}

try {
  await buildProgram(run).parseAsync(given, { from: 'user' })
} catch (error) {
  voice.end()
  const known = FOR_PEOPLE.some(kind => error instanceof kind)
  const text =
    error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}
voice.end()
