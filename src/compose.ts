import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { type AccountFacts, openAccounts } from './accounts/index.ts'
import { openRecorder, type Recorder, returnedSince } from './activity/index.ts'
import { type Agreements, openAgreements } from './agreements/index.ts'
import type { Config } from './config.ts'
import { type Database, type Follower, followChanges } from './database/index.ts'
import { ensureDemonstration, moveDemonstration } from './demonstration/index.ts'
import { createMemory, directoryReader, type Memory, serviceTypeById } from './directory/index.ts'
import { buildApp, type LogStream, type Readiness } from './http/index.ts'
import { nodeName } from './node-name.ts'
import { createPlaces, loadActiveTable } from './places/index.ts'
import { type CallerFacts, policyInForce } from './policy/index.ts'
import { openStorage } from './storage.ts'
import { type Clock, type EpochMillis, uuidv7 } from './vocabulary/index.ts'
import { createQuota, createRecentResults } from './watch/index.ts'

/** What the process hands in. `say` is for people who watch a start; logs go elsewhere. */
export type World = {
  readonly clock: Clock
  readonly say: (line: string) => void
  /** Where log lines go; standard output unless told. */
  readonly logs?: LogStream
  /** How much of the demonstration world to make, above 0 and up to 1; all of it unless told. For tests. */
  readonly share?: number
}

export type Rooms = Awaited<ReturnType<typeof compose>>

/**
 * The composition root: builds every room, in the order in which they need each other, and knows how to take the
 * house down again. What was opened before something fails is closed.
 * @throws when the storage, the activity log or a first reading fails: the house stands whole or not at all
 */
export async function compose(config: Config, { clock, say, logs, share = 1 }: World) {
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const storage = await openStorage(config, { alsoLockFolder: true })
    closers.push(storage.close)
    const { database } = storage
    const places = createPlaces()
    let baseUrl = config.baseUrl ?? addressOf(config.host, config.port)
    if (config.demonstration !== 'off') {
      const world = { scale: config.demonstration, share }
      const folder = config.dataFolder
      await ensureDemonstration({
        database,
        places,
        folder,
        world,
        baseUrl,
        now: clock.now(),
        progress: say,
      })
    }

    // The first town asked for would otherwise wait 0.3 s for the gazetteer to be read.
    places.warm()
    const accounts = await openAccounts({
      database,
      clock,
      baseUrl: () => baseUrl,
    })
    const agreements = await openAgreements(database)
    const memory = createMemory({
      isSearchable: typeId => serviceTypeById(typeId)?.searchable === true,
    })
    const logged: { error: (context: object, message: string) => void } = {
      error: () => {},
    }
    const follower = await followChanges({
      database,
      clock,
      handlers: {
        service: directoryReader(database, memory, fault =>
          logged.error({ fault }, 'a service could not be taken into memory and is shown to nobody'),
        ),
        account: accounts.reload,
        agreement: agreements.reload,
        places: tableReader(async () => places.use((await loadActiveTable(database.query)) ?? null), logged),
      },
      report: failure => {
        if (failure !== undefined) logged.error({ err: failure }, 'the change feed cannot be read')
      },
    })
    closers.push(follower.stop)
    const node = await nodeName(config.dataFolder)
    const recorder = await openRecorder({
      database,
      clock,
      node,
      ...(database.engine === 'postgresql'
        ? { kind: 'database' }
        : { kind: 'journal', folder: config.dataFolder }),
    })
    closers.push(recorder.close)

    const policy = (now: EpochMillis) => policyInForce(now)
    const app = await buildApp({
      config,
      ...(logs ? { logs } : {}),
      rooms: {
        clock,
        newId: now => uuidv7(now, randomBytes(10)),
        contact: config.operator,
        tokens: accounts.tokens,
        callerOf: callerReader(clientId => accounts.registry.find(clientId), agreements, clock),
        policy,
        quota: createQuota(clock),
        recent: createRecentResults(clock, policy(clock.now()).parameters.lookUpAfterSearchMinutes),
        places,
        memory,
        recorder,
        freshness: follower.freshness,
        staleAfterMillis: config.staleAfterMillis,
        returnedElsewhere: (account, service, since) =>
          returnedSince(database.query, account, service, new Date(since)),
      },
      oauth: {
        accounts,
        clock,
        random: randomBytes,
        contact: config.operator,
        baseUrl: () => baseUrl,
      },
      readiness: () => readinessOf({ config, clock, database, memory, recorder, follower }),
    })
    logged.error = (context, message) => app.log.error(context, message)
    closers.push(() => app.close())

    return {
      config,
      clock,
      database,
      places,
      memory,
      accounts,
      agreements,
      recorder,
      follower,
      app,
      baseUrl: () => baseUrl,
      /** Opens the door; answers the address callers use. */
      listen: async (): Promise<string> => {
        await app.listen({ host: config.host, port: config.port })
        baseUrl = config.baseUrl ?? addressOf(config.host, portOf(app, config.port))
        if (config.demonstration !== 'off') await moveDemonstration(config.dataFolder, baseUrl)
        return baseUrl
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/** The port really taken; the one asked for may have been 0. */
function portOf(app: FastifyInstance, fallback: number): number {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : fallback
}

/** Account and agreement as one set of facts, the same object for as long as neither changes. */
function callerReader(
  find: (clientId: string) => AccountFacts | undefined,
  agreements: Agreements,
  clock: Clock,
): (clientId: string) => CallerFacts | undefined {
  const kept = new WeakMap<AccountFacts, CallerFacts>()
  return clientId => {
    const facts = find(clientId)
    if (!facts) return undefined
    const agreement = agreements.agreementFor(facts.connection.id, clock.now())
    const known = kept.get(facts)
    if (known?.agreement === agreement) return known
    const caller: CallerFacts = { ...facts, agreement }
    kept.set(facts, caller)
    return caller
  }
}

/**
 * Reads the postcode table: the first time before the door opens, later behind answers, since it takes seconds and
 * nothing else is followed meanwhile. One reading at a time; a failed one is tried again.
 */
function tableReader(
  load: () => Promise<void>,
  log: { error: (context: object, message: string) => void },
): () => Promise<void> {
  let opened = false
  let latest: Promise<void> = Promise.resolve()
  const again = async (): Promise<void> => {
    for (let attempt = 1; attempt <= RELOADS_MAX; attempt += 1) {
      try {
        return await load()
      } catch (error) {
        log.error({ err: error }, 'the postcode table cannot be read; the one before it goes on serving')
        await wait(RELOAD_WAIT_MILLIS, undefined, { ref: false })
      }
    }
  }
  return async () => {
    if (opened) {
      latest = latest.then(again)
      return
    }
    await load()
    opened = true
  }
}

const RELOADS_MAX = 20
const RELOAD_WAIT_MILLIS = 3000

async function readinessOf(house: {
  readonly config: Config
  readonly clock: Clock
  readonly database: Database
  readonly memory: Memory
  readonly recorder: Recorder
  readonly follower: Follower
}): Promise<Readiness> {
  const { change, confirmedAt } = house.follower.freshness()
  const checks = {
    database: await house.database.query('select 1').then(
      () => true,
      () => false,
    ),
    index: house.clock.now() - confirmedAt <= house.config.staleAfterMillis,
    activity: house.recorder.health().writable,
  }
  return {
    ready: checks.database && checks.index && checks.activity,
    checks,
    services: house.memory.size(),
    change,
  }
}
