// A load generator for requests of any kind, each with a method, headers and a body of its own.
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { answering, told } from './answering.ts'

const Given = Type.Object({
  url: Type.String(),
  connections: Type.Integer(),
  seconds: Type.Integer(),
  /** A file of JSON, one request a line. */
  requests: Type.String(),
})
const Request = Compile(
  Type.Object({
    method: Type.Union([Type.Literal('GET'), Type.Literal('POST')]),
    path: Type.String(),
    headers: Type.Record(Type.String(), Type.String()),
    body: Type.Optional(Type.String()),
  }),
)

/** What was said to the first request that failed. */
let failure = ''
const keepFailure = (status: number, body: string): void => {
  if (status > 299) failure ||= `${status} ${body.slice(0, 500)}`
}

async function figures() {
  const { url, connections, seconds, requests } = Compile(Given).Parse(told())
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: readFileSync(requests, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => ({ ...Request.Parse(JSON.parse(line)), onResponse: keepFailure })),
  })
  return {
    perSecond: result.requests.total / result.duration,
    p50Millis: result.latency.p50,
    p99Millis: result.latency.p99,
    bytesPerAnswer: result.throughput.total / result.requests.total,
    failure,
    failed: result.non2xx + result.errors + result.timeouts,
  }
}

answering({ figures })
