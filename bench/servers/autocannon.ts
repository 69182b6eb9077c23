// The load generator for machines without wrk.
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { answering, told } from './answering.ts'

const Given = Type.Object({
  url: Type.String(),
  token: Type.String(),
  connections: Type.Integer(),
  seconds: Type.Integer(),
  paths: Type.String(),
})

async function figures() {
  const { url, token, connections, seconds, paths } = Compile(Given).Parse(told())
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    requests: readFileSync(paths, 'utf8')
      .trimEnd()
      .split('\n')
      .map(path => ({ path })),
  })
  return {
    perSecond: result.requests.total / result.duration,
    p50Millis: result.latency.p50,
    p99Millis: result.latency.p99,
    bytesPerAnswer: result.throughput.total / result.requests.total,
    failed: result.non2xx + result.errors + result.timeouts,
  }
}

answering({ figures })
