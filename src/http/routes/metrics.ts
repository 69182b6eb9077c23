import type { FastifyInstance, FastifyReply } from 'fastify'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Config } from '../../config.ts'
import type { Ledger } from '../../ledger/index.ts'
import type { WatchedRoom } from '../rooms.ts'
import { ledgerMetrics } from './ledger-metrics.ts'
import { watchMetrics } from './watch-metrics.ts'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/**
 * Prometheus metrics at /metrics: counts and times by route pattern and status, no account, no place. Counted from
 * the connection's own address, so a forwarded header opens nothing.
 */
export function measure(
  app: FastifyInstance,
  who: Config['metrics'],
  watch: Pick<WatchedRoom, 'live'>,
  ledger: Pick<Ledger, 'sealers'>,
): void {
  app.decorateReply('refusedBecause', '')
  app.decorateReply('violatedPolicies')
  if (who === 'off') return
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  watchMetrics(registry, watch)
  ledgerMetrics(registry, ledger)
  const duration = new Histogram({
    name: 'signpost_http_request_seconds',
    help: 'Time from the first byte of a request to the end of its answer, by route pattern and status.',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  const refusals = new Counter({
    name: 'signpost_refusals_total',
    help: 'Questions refused, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  })
  const violations = new Counter({
    name: 'signpost_quota_refusals_total',
    help: 'Requests refused for their volume, by the limit that was used up: whose, and of which stretch of time.',
    labelNames: ['policy'],
    registers: [registry],
  })
  // By route and status, kept: the library would join and look up the labels on each request.
  const series = new Map<string, { observe: (seconds: number) => void }>()
  const seriesOf = (route: string, status: number) => {
    const name = `${status} ${route}`
    let known = series.get(name)
    if (!known) {
      known = duration.labels({ route, status: String(status) })
      series.set(name, known)
    }
    return known
  }
  app.addHook('onResponse', (request, reply, done) => {
    seriesOf(request.routeOptions.url ?? 'unknown', reply.statusCode).observe(reply.elapsedTime / 1000)
    if (reply.refusedBecause !== '') refusals.inc({ reason: reply.refusedBecause })
    for (const policy of reply.violatedPolicies ?? []) violations.inc({ policy })
    done()
  })
  app.get(
    '/metrics',
    { config: { room: 'open' }, schema: { hide: true } },
    async (request, reply: FastifyReply) => {
      if (who === 'loopback' && !LOOPBACK.test(request.socket.remoteAddress ?? ''))
        return reply.callNotFound()
      return reply.header('content-type', registry.contentType).send(await registry.metrics())
    },
  )
}

declare module 'fastify' {
  interface FastifyReply {
    /** The reason of the problem details that were sent, for the metrics; empty when none were. */
    refusedBecause: string
    /** The limits that were used up, where the answer is 429 for that. */
    violatedPolicies: readonly string[] | undefined
  }
}
