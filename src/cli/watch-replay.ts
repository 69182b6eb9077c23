import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Command } from 'commander'
import { createDetection, type Finding, type Model, ModelError, parseModel } from '../watch/index.ts'
import { CommandError } from './operation.ts'
import { counted, terminalVoice } from './voice.ts'
import { readLog, readWorld, SKIPPED_EXIT, tellSkips } from './watch-reading.ts'

type Options = {
  readonly model?: string
  readonly services: string
  readonly agreements: string
  readonly log: string
  readonly out: string
  readonly json?: boolean
}

/** `signpost watch replay`: what the detectors would have found in a log. */
export function addReplay(watch: Command): void {
  watch
    .command('replay')
    .summary('run a log past the detectors')
    .description(
      [
        'Shows every question of a log to the detectors and writes each finding at once, at the line that raised it: one for',
        'each brake that falls on an account or an organisation. Without --model the detectors go by the services alone.',
        'Lines that cannot be read are told on stderr and skipped, and the command ends with 3.',
      ].join(' '),
    )
    .option('--model <file>', 'a model of "signpost watch calibrate"')
    .requiredOption('--services <file>', 'the directory: id, type, easting, northing, region, odsCode')
    .requiredOption('--agreements <file>', 'accounts with their footprints')
    .requiredOption('--log <file>', 'questions in time order')
    .requiredOption('--out <file>', 'the findings to write, NDJSON')
    .option('--json', 'the summary as JSON')
    .action(replayFiles)
}

function replayFiles({ model: modelPath, services, agreements, log, out, json }: Options): void {
  const voice = terminalVoice()
  const skips = tellSkips(voice)
  const model = modelPath === undefined ? null : readModel(modelPath)
  const world = readWorld(services, agreements, skips)
  const known = new Set(world.accounts.map(({ account }) => account))
  const detection = createDetection({ model, ...world })
  const file = openSync(out, 'w')
  const written = new Set<string>()
  const byDetector: Record<string, number> = {}
  let read = { lines: 0, questions: 0 }
  try {
    read = readLog(log, known, voice, skips, 'Replaying', (observation, line) => {
      for (const finding of detection.observe(observation)) {
        const key = keyOf(finding)
        if (finding.brake === 'none' && finding.scope !== 'global') continue
        if (written.has(key)) continue
        written.add(key)
        byDetector[finding.detector] = (byDetector[finding.detector] ?? 0) + 1
        writeSync(file, `${inOneLine(finding, line)}\n`)
      }
    })
  } finally {
    closeSync(file)
  }
  const skipped = skips.count()
  if (json) voice.print(JSON.stringify({ ...read, skipped, findings: written.size, byDetector }))
  else
    voice.print(
      `${counted(written.size)} findings in ${counted(read.questions)} questions of ${counted(read.lines)} lines, ${counted(skipped)} skipped; written to ${out}.`,
    )
  if (skipped > 0) process.exitCode = SKIPPED_EXIT
}

/** Once for each brake that falls on whom; the global sensor each time it names others. */
const keyOf = ({ scope, account, organisation, brake, at }: Finding): string => {
  if (scope === 'account') return `${scope} ${account} ${brake}`
  if (scope === 'organisation') return `${scope} ${organisation} ${brake}`
  return `${scope} ${at}`
}

function inOneLine(finding: Finding, line: number): string {
  const { at, account, organisation, scope, detector, brake, evidence } = finding
  return JSON.stringify({
    at: new Date(at).toISOString(),
    account,
    organisation,
    scope,
    detector,
    brake,
    line,
    evidence,
  })
}

function readModel(path: string): Model {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new CommandError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  try {
    return parseModel(text)
  } catch (error) {
    if (error instanceof ModelError) throw new CommandError(`${path}: ${error.message}`)
    throw error
  }
}
