import { randomUUID } from 'node:crypto'
import type { RoadSource } from '../directory/index.ts'

export type RoadDistanceOptions = {
  /** What `/road-distance` is put behind, without a trailing slash. */
  readonly url: string
  readonly key: string
  /** Told of each failure, in words for operators. */
  readonly report: (why: string) => void
  /** Milliseconds that only grow; the process's own unless told. */
  readonly now?: () => number
}

/** A caller waits meanwhile, with somebody on the telephone. */
const TIMEOUT_MILLIS = 1500
/** After a failure it is left alone for so long, so that an outage slows one search down and not all of them. */
const REST_MILLIS = 10_000
/** The most places it takes in one question. */
const DESTINATIONS_MAX = 3000
/** Three thousand answers are a tenth of this. */
const BYTES_MAX = 2_000_000

/**
 * Distances by road from a service that speaks `POST /road-distance` (sources, DoS 4.4). It is told the point of origin
 * and those of the services: not who asks, nor why, and the transaction id is made up for this question alone.
 *
 * Null, and straight lines stand, when there are too many places, it fails, takes longer than 1.5 s, or gives an answer
 * that does not account for every place: one that it forgot would be taken for one that nobody can reach.
 */
export function createRoadSource({
  url,
  key,
  report,
  now = performance.now.bind(performance),
}: RoadDistanceOptions): RoadSource {
  let restsUntil = Number.NEGATIVE_INFINITY
  return async (origin, destinations) => {
    if (destinations.length > DESTINATIONS_MAX || now() < restsUntil) return null
    const transactionid = randomUUID()
    const points = destinations.map(({ id, latitude, longitude }) => ({
      reference: String(id),
      latitude,
      longitude,
    }))
    try {
      const response = await fetch(`${url}/road-distance`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': key },
        body: JSON.stringify({
          transactionid,
          origin: { reference: 'origin', ...origin },
          destinations: points,
        }),
        // Where else it points to is not where the key was meant to go.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        throw new Error(`it answered ${response.status}`)
      }
      return readDistances(
        JSON.parse(await textOf(response)),
        transactionid,
        new Set(points.map(point => point.reference)),
      )
    } catch (error) {
      restsUntil = now() + REST_MILLIS
      report(error instanceof Error ? error.message : String(error))
      return null
    }
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > BYTES_MAX) throw new Error('its answer has no end')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** @throws when the answer is not to this question, or does not account for every place of it */
function readDistances(
  answer: unknown,
  transactionid: string,
  asked: ReadonlySet<string>,
): ReadonlyMap<number, number> {
  if (!isRecord(answer) || !isRecord(answer['destinations']))
    throw new Error('its answer has no destinations')
  if (answer['transactionid'] !== transactionid) throw new Error('its answer is to another question')
  const metres = new Map<number, number>()
  for (const [reference, value] of Object.entries(answer['destinations'])) {
    if (!asked.has(reference)) throw new Error('its answer names a place it was not asked about')
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      throw new Error('a distance of its answer is none')
    metres.set(Number(reference), value)
  }
  const unreachable = new Set(Array.isArray(answer['unreachable']) ? answer['unreachable'].map(String) : [])
  const forgotten = [...asked].some(
    reference => !metres.has(Number(reference)) && !unreachable.has(reference),
  )
  if (forgotten) throw new Error('its answer leaves places out')
  return metres
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
