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
  voice.progress(`Opening the directory in ${config.dataFolder}`)
  const house = await compose(config, { clock: systemClock, say: voice.progress })
  const door = await open(house, config).catch(async (error: unknown) => {
    await house.close()
    throw error
  })
  // Before anybody is told that it is ready, so that whoever waits for that may stop it at once.
  stopOnSignal(voice.warn, async () => {
    await door.close()
    await house.close()
  })
  voice.warn(`Signpost is ready at ${door.address}`)
  if (config.demonstration !== 'off') voice.warn(firstQuestion(door.address))
}

/** What to type next, for whoever starts the demonstration for the first time. */
const firstQuestion = (address: string): string =>
  [
    'Ask it from another terminal, in this folder:',
    '  curl -H "Authorization: Bearer $(npx signpost token call-centre)" \\',
    `    "${address}/api/v1/services?near=LS1%204AP&type=pharmacy&open=now&limit=3"`,
    `How to ask for more: ${address}/docs`,
  ].join('\n')

type Door = { readonly address: string; readonly close: () => Promise<void> }

/** Opens the doors, the operator's first, so that whoever is told "ready" finds both; answers how to close that one. */
async function open(house: Rooms, config: Config): Promise<Door> {
  const close = await serveErrands(house)
  try {
    return { address: await house.listen(), close }
  } catch (error) {
    await close()
    throw error instanceof Error && 'code' in error ? portError(error, config) : error
  }
}

function stopOnSignal(say: (line: string) => void, close: () => Promise<void>): void {
  let stoppingSince: number | undefined
  const stop = (): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_WISH_MILLIS) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    say('Stopping: answers in flight finish first. Ask again to stop at once.')
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        say(String(error instanceof Error ? error.stack : error))
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // A supervisor that ends "npm start" reaches npm and its shell, which goes without telling us: nobody would then
  // know of a server that still has the port and the data.
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stoppingSince === undefined && stop(), 500).unref()
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
