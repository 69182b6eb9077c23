import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Type from 'typebox'
import { startChild } from './child.ts'
import { isInstalled } from './machine.ts'

/** What a load generator, in a process of its own, is to do. */
export type Load = {
  readonly url: string
  readonly token: string
  readonly connections: number
  readonly seconds: number
}

export type Measured = {
  readonly perSecond: number
  readonly p50Millis: number
  readonly p99Millis: number
  readonly bytesPerAnswer: number
}

export type Generator = {
  readonly name: 'wrk' | 'autocannon'
  readonly run: (load: Load) => Promise<Measured>
}

/**
 * wrk where it is installed, for it takes a tenth of what Node takes to ask; else autocannon. Both ask all the
 * questions in `paths` in turn.
 * @param folder where files for the generator may be written
 */
export async function loadGenerator(folder: string, paths: readonly string[]): Promise<Generator> {
  const file = join(folder, 'paths.txt')
  await writeFile(file, `${paths.join('\n')}\n`)
  if (!isInstalled('wrk', '-v')) return { name: 'autocannon', run: load => byAutocannon(file, load) }
  const script = join(folder, 'ask.lua')
  await writeFile(script, ASK)
  return { name: 'wrk', run: load => byWrk(script, file, load) }
}

/** The requests are laid out before the clock starts. */
const ASK = `
local requests = {}
local at = 0
function init(args)
  local headers = { ["Authorization"] = "Bearer " .. args[2], ["Accept"] = "application/json" }
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout
  io.write(string.format("figures %d %d %d %d %d %d\\n", summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), failed))
end
`

async function byWrk(script: string, file: string, { url, token, connections, seconds }: Load) {
  const { stdout } = await promisify(execFile)('wrk', [
    ...['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '15s', '-s', script, url, '--', file, token],
  ])
  const figures = /^figures (.+)$/m.exec(stdout)?.[1]?.split(' ').map(Number) ?? []
  const [requests = 0, micros = 0, bytes = 0, p50 = 0, p99 = 0, failed = 0] = figures
  if (requests === 0 || failed > 0) throw new Error(`wrk had ${failed} failures:\n${stdout}`)
  return measured(requests / (micros / 1e6), p50 / 1000, p99 / 1000, bytes / requests)
}

const Figures = Type.Object({
  perSecond: Type.Number(),
  p50Millis: Type.Number(),
  p99Millis: Type.Number(),
  bytesPerAnswer: Type.Number(),
  failed: Type.Integer(),
})

async function byAutocannon(file: string, load: Load): Promise<Measured> {
  const child = startChild('autocannon.ts', { ...load, paths: file })
  const { failed, ...found } = await child.ask('figures', Figures)
  await child.stop()
  if (failed > 0) throw new Error(`autocannon had ${failed} failures.`)
  return found
}

const measured = (
  perSecond: number,
  p50Millis: number,
  p99Millis: number,
  bytesPerAnswer: number,
): Measured => ({ perSecond, p50Millis, p99Millis, bytesPerAnswer })
