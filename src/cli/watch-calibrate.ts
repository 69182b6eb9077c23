import { renameSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { createCalibration } from '../watch/index.ts'
import { CommandError } from './operation.ts'
import { counted, terminalVoice } from './voice.ts'
import { readLog, readWorld, SKIPPED_EXIT, tellSkips } from './watch-reading.ts'

type Options = {
  readonly services: string
  readonly agreements: string
  readonly log: string
  readonly out: string
  readonly json?: boolean
}

/** `signpost watch calibrate`: what honest traffic is like, as a model the detectors go by. */
export function addCalibrate(watch: Command): void {
  watch
    .command('calibrate')
    .summary('learn from honest traffic')
    .description(
      [
        'Reads a log of honest traffic twice (what is asked; then what evidence honest accounts reach by chance, each half of',
        'the organisations measured against the other half) and writes a model for "signpost watch replay" and the running watch.',
        'All files but the model are NDJSON; lines that cannot be read are told on stderr and skipped, and the command ends with 3.',
      ].join(' '),
    )
    .requiredOption('--services <file>', 'the directory: id, type, easting, northing, region, odsCode')
    .requiredOption('--agreements <file>', 'accounts with their footprints')
    .requiredOption('--log <file>', 'questions in time order')
    .requiredOption('--out <file>', 'the model to write')
    .option('--json', 'the summary as JSON')
    .action(calibrateFiles)
}

function calibrateFiles({ services, agreements, log, out, json }: Options): void {
  const voice = terminalVoice()
  const skips = tellSkips(voice)
  const world = readWorld(services, agreements, skips)
  const known = new Set(world.accounts.map(({ account }) => account))
  const calibration = createCalibration(world)
  const { lines, questions } = readLog(log, known, voice, skips, 'Learning', calibration.observe)
  if (questions === 0) throw new CommandError(`${log} holds no question that could be read.`)
  calibration.again()
  const quiet = { tell: () => {}, count: () => 0 }
  readLog(log, known, voice, quiet, 'Measuring', calibration.observe)
  const model = calibration.finish()
  // Whoever is interrupted is left with the model there was.
  writeFileSync(`${out}.part`, `${JSON.stringify(model)}\n`)
  renameSync(`${out}.part`, out)
  const skipped = skips.count()
  const classes = Object.keys(model.classes).filter(name => (model.classes[name]?.accounts ?? 0) > 0)
  if (json) voice.print(JSON.stringify({ model: model.id, lines, questions, skipped, classes }))
  else
    voice.print(
      `Model ${model.id} from ${counted(questions)} questions of ${counted(lines)} lines, ${counted(skipped)} skipped; written to ${out}.`,
    )
  if (skipped > 0) process.exitCode = SKIPPED_EXIT
}
