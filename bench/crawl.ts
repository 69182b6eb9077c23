import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type SeedResult, simulator } from '../src/watch/index.ts'
import type { Goal, Report } from './report.ts'

const PROGRAM = fileURLToPath(new URL('../bin/signpost.mjs', import.meta.url))
/** Worlds that nothing was tuned on. BENCH_CRAWL holds other options, such as `--quick` or `--scale 1`. */
const OPTIONS = (process.env['BENCH_CRAWL'] ?? '--seed 9001 --seeds 3').split(' ')

/** How far crawlers get before they are flagged, beside the plain ways; and whom all of them accuse. */
export async function benchCrawl(): Promise<Report> {
  const results = await simulated()
  const { crawlerTable, falseFlagTable, widerTable } = await simulator()
  const tables = [crawlerTable(results), falseFlagTable(results), widerTable(results)]
  const [first] = results
  const searches = results.reduce((sum, { calm, upheaval }) => sum + calm.searches + upheaval.searches, 0)
  return {
    part: 'crawl',
    tables: tables.map(({ title, columns, rows }) => ({ title, columns, rows })),
    goals: await goalsOf(results),
    notes: [
      `signpost watch simulate ${OPTIONS.join(' ')}: a synthetic England of ${first?.services.toLocaleString('en-GB')} services, ${first?.accounts.toLocaleString('en-GB')} honest accounts a world, ${searches.toLocaleString('en-GB')} honest searches watched.`,
      'Geography and traffic are invented: the figures compare ways of watching, they do not forecast production.',
    ],
  }
}

function simulated(): Promise<SeedResult[]> {
  return new Promise((keep, fail) => {
    const child = spawn(process.execPath, [PROGRAM, 'watch', 'simulate', '--json', ...OPTIONS], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.on('error', fail)
    child.on('close', code => {
      if (code === 0) keep(JSON.parse(Buffer.concat(parts).toString()))
      else fail(new Error(`signpost watch simulate ended with ${code}.`))
    })
  })
}

/** A row never flagged loses what it had in the end. */
async function goalsOf(results: readonly SeedResult[]): Promise<Goal[]> {
  const { ROWS, total } = await simulator()
  const goals: Goal[] = []
  const perThousand = (flags: SeedResult['calm'][]): number =>
    (1_000 * flags.reduce((sum, { flagged }) => sum + total(flagged), 0)) /
    flags.reduce((sum, { months }) => sum + total(months), 0)
  goals.push({
    what: 'false flags per 1,000 account-months, calm',
    value: perThousand(results.map(({ calm }) => calm)),
    below: 1,
  })
  goals.push({
    what: 'false flags per 1,000 account-months, in upheaval',
    value: perThousand(results.map(({ upheaval }) => upheaval)),
    below: 1,
  })
  for (const { row, name, goal } of ROWS) {
    const of = results.flatMap(result => result.rows.filter(one => one.row === row))
    if (goal.flaggedBefore === null || of.length === 0) continue
    const lost = of.map(({ flagged, alarm, final }) => Math.min(flagged ?? final, alarm ?? final))
    goals.push({ what: `${row} ${name}: %`, value: Math.max(...lost), below: goal.flaggedBefore })
  }
  return goals
}
