import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { simulator } from '../watch/index.ts'
import { CommandError } from './operation.ts'
import { terminalVoice } from './voice.ts'
import { type Given, planOf, readGiven } from './watch-simulate-plan.ts'
import { trySeeds } from './watch-simulate-seeds.ts'
import { writeWorld } from './watch-simulate-write.ts'

/** `signpost watch simulate`: how far crawlers get, and whom the watch accuses, in worlds of chance. */
export function addSimulate(watch: Command): void {
  watch
    .command('simulate')
    .summary('try the detectors against crawlers and honest change in made-up worlds')
    .description(
      [
        'Makes a synthetic England with honest callers, calibrates the detectors on one fleet, lets another live in calm and in upheaval,',
        'and sends crawlers through it: without brakes, with them, and with accounts closed at once. Prints how much of the directory each',
        'had when first flagged, beside a rate limit, a leaky bucket and a count of distinct records, and the false flags of all of them.',
        'The same seed gives the same figures.',
      ].join(' '),
    )
    .option('--quick', 'a small fleet, one seed: a few minutes on two cores')
    .option('--seed <number>', 'the first seed', '1')
    .option('--seeds <count>', 'worlds to try, one a seed; the table shows the worst (3; quick: 1)')
    .option('--scale <share>', 'of England’s fleet of 5,853 accounts (0.1; quick: 0.03)')
    .option('--wide-volume <share>', 'of the volume of trusts, call centres and apps (0.5; quick: 0.1)')
    .option('--services <count>', 'services in the directory, about', '60000')
    .option('--independents <count>', 'clinicians besides, for collusions (1000; quick: 200)')
    .option('--days <count>', 'days of calm, and of upheaval, after 30 days of warm-up (60; quick: 30)')
    .option('--calibration-days <count>', 'days of honest traffic to learn from', '30')
    .option('--rows <list>', 'only these crawlers, such as 01,13,A2; "none": honest traffic only')
    .option(
      '--curve <file>',
      'draw loss against false flags, by threshold, as SVG; takes several times as long',
    )
    .option('--false-flags <file>', 'every finding against an honest account, as NDJSON')
    .option('--write <folder>', 'only write a world and its logs, in the formats of calibrate and replay')
    .option('--calm', 'with --write: without upheaval')
    .option('--workers <count>', 'seeds at a time', String(Math.min(2, availableParallelism())))
    .option('--json', 'as JSON, every seed by itself')
    .action(async (options: Record<string, string | true | undefined>) => {
      const given = readGiven(options)
      const { ROWS, crawlerTable, curveSvg, falseFlagTable, inMarkdown, widerTable } = await simulator()
      const known = ROWS.map(({ row }) => row)
      const unknown = (given.rows ?? []).filter(row => !known.includes(row))
      if (unknown.length > 0) {
        throw new CommandError(`There is no crawler ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
      }
      const voice = terminalVoice()
      if (given.write !== null) {
        await writeWorld(given, given.write, voice)
        return voice.end()
      }
      const results = await trySeeds(planOf(given), given.workers, given.falseFlags, voice.progress)
      voice.end()
      if (given.curve !== null) {
        const [first] = results
        await writeFile(
          resolve(given.curve),
          curveSvg(first?.curve ?? [], subtitle(given, first?.accounts ?? 0)),
        )
        voice.warn(`Drawn in ${given.curve}.`)
      }
      if (given.json) return voice.print(JSON.stringify(results, null, 2))
      const tables = [crawlerTable(results), falseFlagTable(results), widerTable(results)]
      for (const table of tables.filter(({ rows }) => rows.length > 0)) voice.print(`${inMarkdown(table)}\n`)
    })
}

const subtitle = ({ seed, days }: Given, accounts: number): string =>
  `synthetic England, seed ${seed}: ${accounts.toLocaleString('en-GB')} honest accounts, ${days} days of upheaval`
