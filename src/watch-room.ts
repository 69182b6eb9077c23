import { readFile } from 'node:fs/promises'
import { idsAfter, logAfter, newestByNode, type Recorder, recordedReader } from './activity/index.ts'
import type { Config } from './config.ts'
import type { Database, Query } from './database/index.ts'
import { notify } from './notices/index.ts'
import { holdersOf } from './people/index.ts'
import { middleOfSquare, type Places, squareOfCell } from './places/index.ts'
import type { Clock } from './vocabulary/index.ts'
import {
  type Detection,
  type DetectionOptions,
  openWatch,
  parseModel,
  type Raising,
  type Watch,
} from './watch/index.ts'
import type { watchedServices } from './watched-services.ts'

export type MakeDetection = (options: DetectionOptions) => Detection

type Parts = {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly node: string
  readonly newId: () => string
  readonly places: Places
  readonly services: ReturnType<typeof watchedServices>
  readonly recorder: Pick<Recorder, 'settle'>
  readonly detection: MakeDetection
  readonly failed: (what: string, error: unknown) => void
}

const CHECKPOINT_MILLIS = 5 * 60_000
/** Other nodes' entries; embedded there is no other node, and asking takes turns with everybody (compose.ts). */
const FOLLOW_MILLIS = { postgresql: 1000, pglite: 10_000 } as const
const FLUSH_MILLIS = 5000

/**
 * Opens the watch with all it remembers, before the first question is answered (AUP25-29), and keeps it: checkpoints,
 * the entries of other nodes, findings that could not be written at once.
 */
export async function openWatchRoom(parts: Parts): Promise<{ watch: Watch; stop: () => Promise<void> }> {
  const { config, database, clock, services, failed } = parts
  const { query } = database
  const model =
    config.watch.modelFile === null ? null : parseModel(await readFile(config.watch.modelFile, 'utf8'))
  const detection = parts.detection({ model, services: services.all(), accounts: [] })
  const facts = recordedReader(query)
  const watch = openWatch({
    database,
    clock,
    node: parts.node,
    newId: parts.newId,
    detection,
    model: model?.id ?? 'uncalibrated',
    mode: config.watch.mode,
    middleOf: middleOfSquare,
    squareOf: squareOfCell(parts.places),
    log: {
      newest: () => newestByNode(query),
      after: (node, after, limit, from) => logAfter(query, node, after, limit, from),
      idsAfter: (node, after, limit) => idsAfter(query, node, after, limit),
      callerOf: async entry => {
        const recorded = await facts(entry)
        return recorded.outcome === 'recorded' ? recorded.caller : null
      },
    },
    tell: tellReviewers,
    failed,
  })
  for (const service of services.all()) watch.services.know(service)
  services.listen(watch.services)
  await parts.recorder.settle()
  await watch.restore()
  await watch.reload(['*'])

  const keepers = [
    regularly(FOLLOW_MILLIS[database.engine], watch.follow, error =>
      failed('the log cannot be followed', error),
    ),
    regularly(CHECKPOINT_MILLIS, watch.save, error => failed('a checkpoint cannot be written', error)),
    regularly(FLUSH_MILLIS, watch.flush, error => failed('findings cannot be kept', error)),
  ]
  return {
    watch,
    stop: async () => {
      for (const keeper of keepers) await keeper.stop()
      await watch.flush().catch(error => failed('findings cannot be kept', error))
      await watch.save().catch(error => failed('a checkpoint cannot be written', error))
    },
  }
}

/** Does something again and again, never twice at a time. */
function regularly(millis: number, work: () => Promise<void>, failed: (error: unknown) => void) {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = undefined
      })
  }, millis).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** Findings are for those who review compliance; where there are none, for whoever manages access (AUP25-30). */
async function tellReviewers(query: Query, findingId: string, raising: Raising): Promise<void> {
  const { at, subject, scope, detector, brake } = raising
  const reviewers = await holdersOf(query, 'compliance-reviewer', null, at)
  const told = reviewers.length > 0 ? reviewers : await holdersOf(query, 'access-manager', null, at)
  const braked =
    brake === 'none' ? 'Nothing is braked.' : `The brake ${brake} is on until somebody judges it.`
  for (const person of told) {
    const notice = {
      to: { person },
      kind: 'finding-raised',
      subject: 'The watch has found something to look into',
      text: `${detector}, about ${scope === 'global' ? 'everybody' : `${scope} ${subject}`}. ${braked} Look at it with "signpost finding show ${findingId}".`,
      about: { entity: 'finding', id: findingId },
    } as const
    await notify(query, notice, at)
  }
}
