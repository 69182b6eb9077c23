import { createHash } from 'node:crypto'
import { createClient } from '@redis/client'
import type { Answer, Ask, Exchange, Wanted, WindowAsk } from './exchange.ts'
import { LEASE_SCRIPT, WANTED_SCRIPT } from './lease-script.ts'

const PREFIX = 'signpost:quota:'
const WANTED = `${PREFIX}wanted`
const SINCE = `${PREFIX}since`
/** A start does not wait longer for the first connection; it comes when it comes. */
const CONNECT_MILLIS_MAX = 2000
/** A server that has not answered by then is taken to be away; nobody waits for it meanwhile. */
const ANSWER_MILLIS_MAX = 500
const RECONNECT_MILLIS_MAX = 1000
const ASKS_MAX = 2000

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const LEASE_SHA = sha1(LEASE_SCRIPT)
const WANTED_SHA = sha1(WANTED_SCRIPT)

/**
 * Nodes meet in Valkey or Redis, version 6 or later, without a cluster: one script call for each count, all sent at
 * once. Reconnects by itself.
 * @param node told apart from every other node, and from this one before its last start
 * @param nodes how many there are
 */
export async function openValkey({
  url,
  node,
  nodes,
  report,
}: {
  readonly url: string
  readonly node: string
  readonly nodes: number
  readonly report: (error: unknown) => void
}): Promise<Exchange> {
  const client = createClient({
    url,
    // What cannot be sent now is not sent later, when it is no longer so.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 4 * ASKS_MAX,
    socket: {
      connectTimeout: 2000,
      reconnectStrategy: tries => Math.min(RECONNECT_MILLIS_MAX, 50 * 2 ** Math.min(tries, 10)),
    },
  })
  client.on('error', report)
  await inTime(client.connect(), CONNECT_MILLIS_MAX).catch(report)

  const run = async (sha: string, script: string, keys: readonly string[], values: readonly string[]) => {
    const rest = [String(keys.length), ...keys, ...values]
    try {
      return await client.sendCommand(['EVALSHA', sha, ...rest])
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return await client.sendCommand(['EVAL', script, ...rest])
    }
  }
  const ask = async ({ count, minute, day, burst }: Ask): Promise<Answer> => {
    const keys = [
      keyOf(count, 'minute', minute),
      keyOf(count, 'day', day),
      `${PREFIX}${count}:bucket`,
      WANTED,
      SINCE,
    ]
    const values = [
      ...[node, nodes, count, ...valuesOf(minute), ...valuesOf(day)],
      ...[burst?.spent ?? 0, burst?.perMinute ?? 0, burst?.burst ?? 0],
    ]
    return answerOf(await run(LEASE_SHA, LEASE_SCRIPT, keys, values.map(String)))
  }
  return {
    meet: asks =>
      inTime(
        (async () => {
          const [wanted, ...answers] = await Promise.all([
            run(WANTED_SHA, WANTED_SCRIPT, [WANTED, SINCE], []),
            ...asks.slice(0, ASKS_MAX).map(ask),
          ])
          const [since, ...names] = Array.isArray(wanted) ? wanted : []
          return { answers, wanted: wantedOf(names), since: Number(since) }
        })(),
      ),
    giveUp: async windows => {
      const commands = windows.flatMap(({ count, window, startedAt }) => {
        const key = keyOf(count, window, { startedAt })
        return [
          client.sendCommand(['HSETNX', key, node, '0']),
          client.sendCommand(['PEXPIRE', key, window === 'day' ? '172800000' : '120000']),
        ]
      })
      await inTime(Promise.all(commands))
    },
    close: async () => {
      client.destroy()
    },
  }
}

const keyOf = (
  count: string,
  window: 'minute' | 'day',
  { startedAt }: Pick<WindowAsk, 'startedAt'>,
): string => `${PREFIX}${count}:${window}:${startedAt}`

const valuesOf = ({ startedAt, length, limit, share, mine, want }: WindowAsk): readonly number[] => [
  startedAt,
  length,
  limit,
  share,
  mine,
  want,
]

function answerOf(reply: unknown): Answer {
  const numbers = Array.isArray(reply) ? reply.map(Number) : []
  const [a = Number.NaN, b = 0, c = 0, d = 0, e = 0, f = 0, level = Number.NaN] = numbers
  if (!Number.isFinite(a) || !Number.isFinite(level)) throw new Error('The answer is not one of the script.')
  return {
    minute: { granted: a, left: b, reserved: c },
    day: { granted: d, left: e, reserved: f },
    level,
  }
}

const wantedOf = (names: readonly unknown[]): Wanted[] =>
  names.flatMap(each => {
    const [, count, window, startedAt] = /^([\w-]+):(minute|day):(-?\d+)$/.exec(String(each)) ?? []
    return count === undefined || startedAt === undefined
      ? []
      : [{ count, window: window === 'day' ? 'day' : 'minute', startedAt: Number(startedAt) }]
  })

async function inTime<T>(work: Promise<T>, millis = ANSWER_MILLIS_MAX): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('No answer in time.')), millis)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
    // Whatever comes of it later is told of nowhere else.
    work.catch(() => {})
  }
}
