import { serveErrands, terminalVoice } from './cli/index.ts'
import { compose, type Rooms } from './compose.ts'
import { type Config, readConfig } from './config.ts'
import { StartError } from './start-error.ts'
import { systemClock } from './vocabulary/index.ts'

/** A terminal's Ctrl-C reaches us directly and, under npm, a second time from npm: these are one wish, not two. */
const SAME_WISH_MILLIS = 1000

/** Starts the directory and runs until told to stop. Standard error says where it is; logs are JSON on standard output. */
export async function serve(): Promise<void> {
  const config = readConfig(process.env)
  const voice = terminalVoice()
  const house = await compose(config, { clock: systemClock, say: voice.progress })
  const stopErrands = await open(house, config, voice.warn).catch(async (error: unknown) => {
    await house.close()
    throw error
  })
  let stoppingSince: number | undefined
  const stop = (): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_WISH_MILLIS) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    voice.warn('Stopping: answers in flight finish first. Ask again to stop at once.')
    stopErrands()
      .then(house.close)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Opens the doors, the operator's first, so that whoever is told "ready" finds both; answers how to close that one. */
async function open(house: Rooms, config: Config, say: (line: string) => void): Promise<() => Promise<void>> {
  const stopErrands = await serveErrands(house)
  try {
    say(`Signpost is ready at ${await house.listen()}`)
    return stopErrands
  } catch (error) {
    await stopErrands()
    throw error instanceof Error && 'code' in error ? portError(error, config) : error
  }
}

function portError(error: Error & { readonly code: unknown }, { host, port }: Config): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is taken by another program. Stop it, or set PORT to another port.`,
      )
    case 'EACCES':
      return new StartError(`This user may not open port ${port}. Set PORT to a port above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST is "${host}", which is no address of this machine.`)
    default:
      return error
  }
}
