import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import { type Child, startChild } from './child.ts'
import { type Generator, loadGenerator, type Measured } from './load.ts'
import { questionPaths } from './questions.ts'
import type { Goal, Report, Table } from './report.ts'
import { interleaved, median, ratio, spread } from './rounds.ts'
import { reachableServer, withDatabase, withScratch } from './scratch.ts'
import { benchServices, findable } from './world.ts'

const SERVICES = 60_000
const LIMIT = 20
const CONNECTIONS = 32
const ROUNDS = 3
const SECONDS = 3
/** When servers that do nothing move more than this between rounds, something else was running. */
const SPREAD_MAX = 1.25
/** Bodies the servers without logic send in turn; as many as fit a processor's cache would flatter them. */
const BODIES = 200

const Seeded = Type.Object({
  services: Type.Integer(),
  writingMillis: Type.Number(),
  postcodes: Type.Integer(),
})
const Address = Type.Object({ url: Type.String() })
const KnownAddress = Type.Object({ url: Type.String(), token: Type.String(), services: Type.Integer() })
const Settled = Type.Object({ lagEntries: Type.Integer(), rssBytes: Type.Integer() })

type Contestant = {
  readonly name: string
  readonly kind: 'logged' | 'unlogged' | 'serialised' | 'prepared'
  readonly child: Child
}

/** The whole question over HTTP, against Fastify with nothing to do and against itself without its log. */
export async function benchSearch(): Promise<Report> {
  const server = await reachableServer()
  return withScratch(folder =>
    server === undefined ? contest(folder, undefined) : withDatabase(server, url => contest(folder, url)),
  )
}

async function contest(folder: string, databaseUrl: string | undefined): Promise<Report> {
  const paths = questionPaths(findable(benchServices(SERVICES)), LIMIT)
  const generator = await loadGenerator(folder, paths)
  const embedded = join(folder, 'embedded')
  await seed(embedded, null)
  const twin = join(folder, 'twin')
  await cp(embedded, twin, { recursive: true })

  const contestants: Contestant[] = []
  const enter = (name: string, kind: Contestant['kind'], file: string, given: unknown): Child => {
    const child = startChild(file, given)
    contestants.push({ name, kind, child })
    return child
  }
  try {
    const journal = { folder: embedded, databaseUrl: null, logged: true }
    const first = enter('Signpost, journal (embedded)', 'logged', 'signpost.ts', journal)
    if (databaseUrl !== undefined) {
      const onServer = join(folder, 'server')
      await seed(onServer, databaseUrl)
      const given = { folder: onServer, databaseUrl, logged: true }
      enter('Signpost, PostgreSQL', 'logged', 'signpost.ts', given)
    }
    const unlogged = { folder: twin, databaseUrl: null, logged: false }
    enter('Signpost without its log', 'unlogged', 'signpost.ts', unlogged)
    const answers = await collect(first, paths)
    const bodies = join(folder, 'bodies.jsonl')
    await writeFile(bodies, answers.sample.join('\n'))
    enter('Fastify, fast-json-stringify, no logic', 'serialised', 'fastify.ts', {
      bodies,
      send: 'serialised',
    })
    enter('Fastify, bytes prepared, no logic', 'prepared', 'fastify.ts', { bodies, send: 'prepared' })
    // Twice round before anything counts (the second is the dropped one): code is compiled and answers are prepared.
    for (const contestant of contestants) await measure(contestant, generator)
    const measured = await interleaved(contestants, ROUNDS, contestant => measure(contestant, generator))
    return report(contestants, measured, generator, answers)
  } finally {
    await Promise.all(contestants.map(({ child }) => child.stop()))
  }
}

async function seed(folder: string, databaseUrl: string | null): Promise<void> {
  const child = startChild('seed.ts', { folder, databaseUrl, services: SERVICES })
  await child.ask('seeded', Seeded)
  await child.stop()
}

type Answers = {
  readonly sample: readonly string[]
  readonly meanBytes: number
  readonly meanResults: number
}

/** Asks every question once, and keeps some of the answers for the servers without logic. */
async function collect(child: Child, paths: readonly string[]): Promise<Answers> {
  const { url, token } = await child.ask('address', KnownAddress)
  const sample: string[] = []
  let bytes = 0
  let results = 0
  const every = paths.length / BODIES
  for (const [index, path] of paths.entries()) {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
    const body = await answer.text()
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${body}`)
    bytes += Buffer.byteLength(body)
    results += Number(/"count":(\d+)/.exec(body)?.[1])
    if (index % every === 0) sample.push(body)
  }
  return { sample, meanBytes: bytes / paths.length, meanResults: results / paths.length }
}

type Round = Measured & {
  /** Entries not yet shipped when the load ended. */
  readonly lag: number
  /** Processor time of the serving process for each answer. */
  readonly cpuMicros: number
}

async function measure({ kind, child }: Contestant, generator: Generator): Promise<Round> {
  const signpost = kind === 'logged' || kind === 'unlogged'
  const { url, token } = signpost
    ? await child.ask('address', KnownAddress)
    : { ...(await child.ask('address', Address)), token: 'none' }
  const usedBefore = await child.ask('used', Type.Number())
  const measured = await generator.run({ url, token, connections: CONNECTIONS, seconds: SECONDS })
  const used = (await child.ask('used', Type.Number())) - usedBefore
  // The journal is shipped behind the answers; what is left of it must not fall into the next one's time.
  const { lagEntries } = signpost ? await child.ask('settle', Settled) : { lagEntries: 0 }
  return { ...measured, lag: lagEntries, cpuMicros: used / (measured.perSecond * SECONDS) }
}

function report(
  contestants: readonly Contestant[],
  measured: readonly (readonly Round[])[],
  generator: Generator,
  answers: Answers,
): Report {
  const speeds = measured.map(rounds => rounds.map(({ perSecond }) => perSecond))
  const speedsOf = (kind: Contestant['kind']): readonly number[] =>
    speeds[contestants.findIndex(contestant => contestant.kind === kind)] ?? []
  const against = (of: readonly number[], kind: Contestant['kind']): number => ratio(of, speedsOf(kind))
  const table: Table = {
    title: `Nearest search over HTTP: ${SERVICES.toLocaleString('en-GB')} services, k = ${LIMIT}, ${CONNECTIONS} connections, bodies of ${(answers.meanBytes / 1024).toFixed(1)} KB`,
    columns: [
      '',
      'answers/s',
      'p50 ms',
      'p99 ms',
      'µs of processor',
      '÷ fast-json-stringify',
      '÷ bytes prepared',
      '÷ without log',
      'rounds apart',
    ],
    rows: contestants.map(({ name }, index) => {
      const of = speeds[index] ?? []
      const rounds = measured[index] ?? []
      return [
        name,
        median(of),
        median(rounds.map(round => round.p50Millis)),
        median(rounds.map(round => round.p99Millis)),
        median(rounds.map(round => round.cpuMicros)),
        against(of, 'serialised'),
        against(of, 'prepared'),
        against(of, 'unlogged'),
        spread(of),
      ]
    }),
  }
  const goals = contestants.flatMap(({ name, kind }, index): Goal[] => {
    if (kind !== 'logged') return []
    const of = speeds[index] ?? []
    return [
      { what: `${name} ÷ fast-json-stringify`, value: against(of, 'serialised'), atLeast: 1 },
      { what: `${name} ÷ bytes prepared`, value: against(of, 'prepared'), atLeast: 0.25 },
      { what: `${name}, logged ÷ unlogged`, value: against(of, 'unlogged'), atLeast: 0.6 },
    ]
  })
  const lags = (measured[0] ?? []).map(({ lag }) => lag)
  const notes = [
    `Asked by ${generator.name}, in a process of its own: 2,000 different questions in turn, ${ROUNDS} rounds of ${SECONDS} s each, in turn, after two to warm up; medians, ratios within a round.`,
    `Answers held ${answers.meanResults.toFixed(1)} services and ${Math.round(answers.meanBytes).toLocaleString('en-GB')} bytes on average.`,
    `Behind the journal ${Math.round(median(lags)).toLocaleString('en-GB')} entries waited to be shipped into the database at the end of a round.`,
  ]
  const apart = Math.max(spread(speedsOf('serialised')), spread(speedsOf('prepared')))
  if (apart > SPREAD_MAX)
    notes.push(
      `**The machine was not quiet**: the servers without logic moved ${apart.toFixed(1)}-fold between rounds. Run it again.`,
    )
  return { part: 'search', tables: [table], goals, notes }
}
