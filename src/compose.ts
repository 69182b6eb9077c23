import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openAccounts } from './accounts/index.ts'
import { openRecorder, returnedSince } from './activity/index.ts'
import { openAgreements } from './agreements/index.ts'
import { callerReader } from './caller-reader.ts'
import type { Config } from './config.ts'
import { followChanges } from './database/index.ts'
import { ensureDemonstration, moveDemonstration } from './demonstration/index.ts'
import {
  createMemory,
  createUnmetNeed,
  directoryReader,
  openClinicalReference,
  openOrganisations,
  serviceTypeById,
} from './directory/index.ts'
import { earlyLog } from './early-log.ts'
import { openServiceHandles } from './handles/index.ts'
import { buildApp, createRoadSource, openOauth, signedInReader } from './http/index.ts'
import { keepFlushing } from './keep-flushing.ts'
import { ledgerOf } from './ledger-of.ts'
import { nodeName } from './node-name.ts'
import { openMail } from './notices/index.ts'
import { openQuota } from './open-quota.ts'
import { addressOf, portOf } from './own-address.ts'
import { useSession } from './people/index.ts'
import { createPlaces, loadActiveTable } from './places/index.ts'
import { openPolicyVersions } from './policy-versions/index.ts'
import { readinessOf, staleAfter } from './readiness.ts'
import { scheduledWork } from './scheduled-work.ts'
import { sharedVolumes } from './shared-volumes.ts'
import { openStorage } from './storage.ts'
import { startSweeper } from './sweeper.ts'
import { tableReader } from './table-reader.ts'
import { idMaker } from './vocabulary/index.ts'
import { createDetection, createRecentResults, type Watch } from './watch/index.ts'
import { openWatchRoom } from './watch-room.ts'
import { watchedServices } from './watched-services.ts'
import type { World } from './world.ts'

export type { World } from './world.ts'

export type Rooms = Awaited<ReturnType<typeof compose>>

/**
 * The composition root: builds every room, in the order in which they need each other, and knows how to take the
 * house down again. What was opened before something fails is closed.
 * @throws when the storage, the activity log or a first reading fails: the house stands whole or not at all
 */
export async function compose(
  config: Config,
  { clock, say, logs, share = 1, detection = createDetection }: World,
) {
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    const failures: unknown[] = []
    for (const closer of closers.splice(0).reverse()) {
      // What cannot be closed must not keep the rest open: the lock on the data folder least of all.
      await closer().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not all of the house could be taken down.')
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
    const policies = await openPolicyVersions(database)
    const clinical = await openClinicalReference(database)
    const organisations = await openOrganisations(database)
    const memory = createMemory({
      clinical: clinical.current,
      isSearchable: typeId => serviceTypeById(typeId)?.searchable === true,
    })
    const services = watchedServices(memory)
    let watching: Watch | undefined
    const logged = earlyLog()
    const table = tableReader(async () => places.use((await loadActiveTable(database.query)) ?? null), logged)
    closers.push(table.stop)
    const follower = await followChanges({
      database,
      clock,
      handlers: {
        service: directoryReader(database, services.memory, fault =>
          logged.error({ fault }, 'a service could not be taken into memory and is shown to nobody'),
        ),
        reference: async keys => {
          await clinical.reload(keys)
          await organisations.reload(keys)
        },
        account: accounts.reload,
        agreement: agreements.reload,
        policy: policies.reload,
        watch: async keys => watching?.reload(keys),
        places: table.reload,
      },
      // Embedded, every write is this process's own and heard of at once; asking costs its one thread 1 to 6 ms.
      ...(database.engine === 'pglite' ? { pollMillis: 500 } : {}),
      report: failure => {
        if (failure !== undefined) logged.error({ err: failure }, 'the change feed cannot be read')
      },
    })
    closers.push(follower.stop)
    // Before the recorder, so that it stops after it and seals what was recorded last.
    const ledger = await ledgerOf(config, { database, clock, baseUrl }, logged)
    closers.push(ledger.stop)
    const node = await nodeName(config.dataFolder)
    const recorder = await openRecorder({
      database,
      clock,
      random: randomBytes,
      node,
      ...(database.engine === 'postgresql'
        ? { kind: 'database' }
        : { kind: 'journal', folder: config.dataFolder }),
    })
    closers.push(recorder.close)

    const policy = policies.inForce
    const staleAfterMillis = () => staleAfter(config, policy(clock.now()))
    const newId = idMaker(randomBytes)
    const handles = await openServiceHandles(database, clock, randomBytes)
    const watchRoom = await openWatchRoom({
      config,
      database,
      clock,
      node,
      newId: () => newId(clock.now()),
      places,
      services,
      recorder,
      detection,
      failed: (what, error) => logged.error({ err: error, what }, 'the watch cannot do all it should'),
    })
    closers.push(watchRoom.stop)
    const { watch } = watchRoom
    watching = watch
    const counts = await openQuota(config.sharedCounts, clock, logged)
    closers.push(counts.stop)
    const { quota } = counts
    const unmet = createUnmetNeed(() => database.query, newId(clock.now()))
    const unmetFlushed = keepFlushing(unmet.flush, error =>
      logged.error({ err: error }, 'sums of unmet need could not be written; they are kept, and tried again'),
    )
    closers.push(unmetFlushed.stop)
    const oauth = await openOauth({
      database,
      accounts,
      clock,
      random: randomBytes,
      contact: config.operator,
      baseUrl: () => baseUrl,
      identityProvider: config.identityProvider,
    })
    const road =
      config.roadDistance &&
      createRoadSource({
        ...config.roadDistance,
        report: why => logged.error({ why }, 'distances by road are not to be had; straight lines stand'),
      })
    const searching = { memory, places, clinical: clinical.current, ...(road ? { road } : {}) }
    const app = await buildApp({
      config,
      ...(logs ? { logs } : {}),
      rooms: {
        clock,
        newId,
        contact: config.operator,
        tokens: accounts.tokens,
        callerOf: callerReader(accounts.registry, agreements, accounts.regions, clock),
        sessionOf: (id, at) => useSession(database, id, at),
        policy,
        quota,
        sharedVolumes: sharedVolumes(accounts.registry, agreements),
        watch,
        recent: createRecentResults(clock, policy(clock.now()).parameters.lookUpAfterSearchMinutes),
        ...searching,
        handles,
        organisations,
        unmet,
        secrets: accounts.secrets,
        database,
        recorder,
        settle: follower.catchUp,
        freshness: follower.freshness,
        staleAfterMillis,
        returnedElsewhere: (account, service, since) =>
          returnedSince(database.query, account, service, new Date(since)),
      },
      oauth,
      acts: {
        rooms: {
          database,
          now: clock.now,
          newId: () => newId(clock.now()),
          random: randomBytes,
          contact: config.operator,
          baseUrl: () => baseUrl,
          policy,
          policyOf: policies.of,
          policies: policies.all,
          keySets: accounts.keySets,
          ledgerSeeds: ledger.seeds,
          clinical: searching,
          watch,
        },
        signedIn: signedInReader({
          database,
          clock,
          tokens: accounts.tokens,
          baseUrl: () => baseUrl,
          secondFactor: config.secondFactor,
        }),
        settle: follower.catchUp,
        quota,
      },
      ledger,
      readiness: () => readinessOf({ staleAfterMillis, clock, database, memory, recorder, ledger, follower }),
    })
    const mail = openMail({ ...config.mail, folder: join(config.dataFolder, 'mail') })
    closers.push(async () => mail.close())
    const sweeper = startSweeper({
      database,
      clock,
      ...scheduledWork({
        database,
        clock,
        accounts,
        policies,
        mail,
        recorder,
        newId: () => newId(clock.now()),
        retentionYears: config.retentionYears,
      }),
      failed: (what, error) => logged.error({ err: error, what }, 'what was due could not be done'),
    })
    closers.push(sweeper.stop)
    logged.open((context, message) => app.log.error(context, message))
    closers.push(async () => app.close())

    return {
      config,
      clock,
      database,
      places,
      memory,
      handles,
      clinical,
      organisations,
      unmet,
      watch,
      accounts,
      agreements,
      ledger,
      recorder,
      follower,
      policies,
      sweeper,
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
    // What went wrong first is what to tell.
    await close().catch(() => {})
    throw error
  }
}
