// npm run bench [-- PART …]: measures, prints Markdown for the README, keeps the figures in bench/results.
import { mkdir, writeFile } from 'node:fs/promises'
import { machine } from './machine.ts'
import { inMarkdown, type Report } from './report.ts'

/** Each part is read when it is its turn, so that one does not start with the memory of another. */
const PARTS: Readonly<Record<string, () => Promise<Report>>> = {
  decide: async () => (await import('./decide.ts')).benchDecide(),
  quota: async () => (await import('./quota.ts')).benchQuota(),
  ledger: async () => (await import('./ledger.ts')).benchLedger(),
  nearest: async () => (await import('./nearest.ts')).benchNearest(),
  start: async () => (await import('./start.ts')).benchStart(),
  interfaces: async () => (await import('./interfaces.ts')).benchInterfaces(),
  watch: async () => (await import('./watch.ts')).benchWatch(),
  search: async () => (await import('./search.ts')).benchSearch(),
  crawl: async () => (await import('./crawl.ts')).benchCrawl(),
}

const asked = process.argv.slice(2)
const unknown = asked.filter(part => !(part in PARTS))
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join('", "')}". The parts are ${Object.keys(PARTS).join(', ')}.`)
  process.exit(2)
}

const results = new URL('results/', import.meta.url)
await mkdir(results, { recursive: true })
const measuredOn = machine()
console.log(
  `Measured on ${measuredOn.date}: ${measuredOn.cores} cores (${measuredOn.processor}), ${measuredOn.memoryGigabytes} GB, ${measuredOn.system}, Node ${measuredOn.node}.\n`,
)
for (const [part, measure] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(part)) continue
  const report = await measure()
  await writeFile(
    new URL(`${part}.json`, results),
    `${JSON.stringify({ machine: measuredOn, ...report }, null, 2)}\n`,
  )
  console.log(`### ${part}\n\n${inMarkdown(report)}\n`)
}
