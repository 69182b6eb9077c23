import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { putCheckpoint, readCheckpoint } from './checkpoint-store.ts'
import type { KeptWatch } from './live-watch.ts'

const closed = { additionalProperties: false }
const whole = Type.Integer({ minimum: 0 })

const Declared = Type.Object(
  {
    account: Type.String(),
    organisation: Type.String(),
    product: Type.String(),
    class: Type.String(),
    footprint: Type.Object(
      {
        sites: Type.Array(
          Type.Object(
            { easting: Type.Number(), northing: Type.Number(), radiusMetres: Type.Number() },
            closed,
          ),
        ),
        regions: Type.Array(Type.String()),
        national: Type.Boolean(),
      },
      closed,
    ),
    volumePerDay: whole,
    types: Type.Union([Type.Array(Type.Integer()), Type.Null()]),
    k: whole,
  },
  closed,
)

const Place = Type.Object(
  {
    /** Up to where in the log of each node everything is known. */
    positions: Type.Array(Type.Tuple([Type.String(), whole])),
    /** Decisions known already that lie beyond those positions: told of in the request, before they had a number. */
    ahead: Type.Array(Type.String()),
    known: Type.Array(
      Type.Tuple([
        Type.String(),
        Type.Object(
          {
            facts: Type.String(),
            declared: Declared,
          },
          closed,
        ),
      ]),
    ),
    counts: Type.Object({ day: whole, counts: Type.Array(Type.Tuple([Type.String(), whole])) }, closed),
    /** What the other watches know, each by its name. */
    others: Type.Record(Type.String(), Type.Array(Type.Tuple([Type.String(), Type.Unknown()]))),
  },
  closed,
)
const place = Compile(Place)

export type KeptOthers = Readonly<Record<string, readonly (readonly [string, unknown])[]>>

export type Checkpoint = {
  readonly at: EpochMillis
  readonly positions: ReadonlyMap<string, number>
  readonly ahead: readonly string[]
  readonly watch: KeptWatch
  readonly others: KeptOthers
  readonly detectors: Buffer
}

const squeeze = promisify(gzip)
const unfold = promisify(gunzip)

/** Writes one down. What is handed in was taken in one turn; squeezing it happens off this thread. */
export async function saveCheckpoint(
  query: Query,
  node: string,
  model: string,
  { at, positions, ahead, watch, others, detectors }: Checkpoint,
): Promise<void> {
  const stored = { positions: [...positions], ahead, ...watch, others }
  await putCheckpoint(query, {
    node,
    at,
    model,
    place: stored,
    detectors: await squeeze(detectors, { level: 1 }),
  })
}

/** Reads the one to begin from; undefined where there is none, or none of this model. */
export async function loadCheckpoint(
  query: Query,
  node: string,
  model: string,
): Promise<Checkpoint | undefined> {
  const stored = await readCheckpoint(query, node, model)
  if (!stored) return undefined
  const { positions, ahead, known, counts, others } = place.Parse(stored.place)
  return {
    at: stored.at,
    positions: new Map(positions),
    ahead,
    watch: { known, counts },
    others,
    detectors: await unfold(stored.detectors),
  }
}
