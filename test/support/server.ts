import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { signClientAssertion } from '../../src/accounts/index.ts'
import { type Database, migrate, openPglite, openPostgres } from '../../src/database/index.ts'
import { ensureDemonstration, readDemonstrationFile } from '../../src/demonstration/index.ts'
import { createPlaces } from '../../src/places/index.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { migratedImage } from './database.ts'
import { ownWorld } from './own-world.ts'

export const PROGRAM = fileURLToPath(new URL('../../bin/signpost.mjs', import.meta.url))

/** A data folder (and on a server a database) that nobody has open, and the environment that leads there. */
export type World = {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** Opens its database for the length of some work; nothing else may have it open. */
  readonly withDatabase: <T>(work: (database: Database) => Promise<T>) => Promise<T>
}

/**
 * A small demonstration world, of some 260 services, for tests that start whole processes. It is made here, since a
 * process would make the whole one, once in a run of the suite. Removed after the test file.
 */
export async function smallWorld(share = 0.01): Promise<World> {
  const { folder, own } = await ownWorld(`world-${share}`, (part, databaseUrl) =>
    furnish(part, databaseUrl, share),
  )
  after(() => rm(folder, { recursive: true, force: true }))
  if (own) after(own.drop)
  return {
    folder,
    environment: { SIGNPOST_DATA: folder, PORT: '0', ...(own ? { DATABASE_URL: own.url } : {}) },
    withDatabase: async work => {
      const database = await openDatabase(folder, own?.url)
      try {
        return await work(database)
      } finally {
        await database.close()
      }
    },
  }
}

const openDatabase = (folder: string, url: string | undefined, image?: Blob): Promise<Database> =>
  url === undefined
    ? openPglite({ folder: join(folder, 'database'), ...(image ? { image } : {}) })
    : openPostgres(url, 4)

async function furnish(folder: string, url: string | undefined, share: number): Promise<void> {
  const database = await openDatabase(folder, url, url === undefined ? await migratedImage() : undefined)
  try {
    await migrate(database)
    await ensureDemonstration({
      database,
      places: createPlaces(),
      folder,
      world: { scale: 'standard', share },
      baseUrl: 'http://127.0.0.1:1',
      now: Date.now(),
      progress: () => {},
    })
  } finally {
    await database.close()
  }
}

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null }
export type Answer = Ended & { readonly stdout: string; readonly stderr: string }
export type CommandOptions = {
  readonly environment?: Readonly<Record<string, string>>
  readonly folder?: string
}

/** The environment of the test without what would lead a process elsewhere than it is told. */
function environmentOf(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(SIGNPOST_(?!TEST_)|DATABASE_URL$|PORT$|HOST$|NODE_TEST_CONTEXT$)/.test(name),
  )
  return { ...Object.fromEntries(own), ...more }
}

/** Starts the program with these arguments, its outputs to be read. Killed after the test file if it still runs. */
export function startCommand(given: readonly string[], options: CommandOptions = {}): ChildProcess {
  // As the tests themselves are run (test/run.ts): a process that lives for seconds gains nothing by compiling twice.
  const child = spawn(process.execPath, ['--liftoff-only', PROGRAM, ...given], {
    env: environmentOf(options.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
  })
  after(() => child.kill('SIGKILL'))
  return child
}

/** Runs the program to its end. */
export async function runCommand(given: readonly string[], options: CommandOptions = {}): Promise<Answer> {
  return gather(startCommand(given, options))
}

/** Everything a child says until it ends. */
export async function gather(child: ChildProcess): Promise<Answer> {
  const heard = listenTo(child)
  const ended = await endOf(child)
  return { ...ended, stdout: heard.stdout(), stderr: heard.stderr() }
}

function listenTo(child: ChildProcess): { readonly stdout: () => string; readonly stderr: () => string } {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  return { stdout: () => said.stdout, stderr: () => said.stderr }
}

async function endOf(child: ChildProcess): Promise<Ended> {
  // 'close' comes when the outputs are read to their end too, after 'exit'.
  await once(child, 'close')
  return { code: child.exitCode, signal: child.signalCode }
}

/** Waits until what a child has said so far satisfies a pattern; fails, with all it said, when it ends before. */
export async function untilSaid(
  child: ChildProcess,
  name: 'stdout' | 'stderr',
  pattern: RegExp,
): Promise<RegExpExecArray> {
  const stream = child[name]
  if (!stream) throw new Error(`This child has no ${name}.`)
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (text: string): void => {
      said += text
      const found = pattern.exec(said)
      if (!found) return
      stream.off('data', hear)
      resolve(found)
    }
    stream.setEncoding('utf8').on('data', hear)
    child.once('close', () => reject(new Error(`It ended without saying ${pattern}, but: ${said}`)))
  })
}

export type Server = {
  readonly address: string
  readonly child: ChildProcess
  /** What it said on standard error so far. */
  readonly said: () => string
  readonly logged: () => string
  readonly ended: Promise<Ended>
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>
}

/** A server as `npm start` runs it, on a world, on a free port. */
export async function startServer(
  environment: Readonly<Record<string, string>>,
  given: readonly string[] = ['serve'],
): Promise<Server> {
  const child = startCommand(given, { environment })
  const heard = listenTo(child)
  const ended = endOf(child)
  const [, address = ''] = await untilSaid(child, 'stderr', /Signpost is ready at (\S+)/)
  return {
    address,
    child,
    said: heard.stderr,
    logged: heard.stdout,
    ended,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

/** Asks the token endpoint of a running server as a demonstration account; answers what it says. */
export async function askForToken(world: World, name: string): Promise<Response> {
  const demonstration = await readDemonstrationFile(join(world.folder, 'demo.json'))
  const account = demonstration?.accounts.find(one => one.name === name)
  if (!demonstration || !account) throw new Error(`There is no demonstration account ${name}.`)
  const assertion = await signClientAssertion({
    clientId: account.clientId,
    audience: demonstration.tokenUrl,
    keyId: account.keyId,
    privateKeyPem: await readFile(join(world.folder, account.privateKeyFile), 'utf8'),
    clock: systemClock,
  })
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  })
  return fetch(demonstration.tokenUrl, { method: 'POST', body })
}

/** The headers of a caller who has a token. */
export async function callerHeaders(world: World, name: string): Promise<{ readonly authorization: string }> {
  const answer: unknown = await (await askForToken(world, name)).json()
  if (typeof answer !== 'object' || answer === null || !('access_token' in answer))
    throw new Error(`No token for ${name}: ${JSON.stringify(answer)}`)
  return { authorization: `Bearer ${answer.access_token}` }
}
