import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { simulator } from '../watch/index.ts'
import type { Voice } from './operation.ts'
import type { Given } from './watch-simulate-plan.ts'

/** Crawlers put into a written log unless others are asked for: one of each sort. */
const WRITTEN_ROWS = ['01', '09', '13', '14', '16', '20', '24']
/** Characters gathered before they are written. */
const CHUNK = 2 ** 20

/** Writes what `watch calibrate` and `watch replay` read, and who it was. */
export async function writeWorld(given: Given, folder: string, voice: Voice): Promise<void> {
  const into = resolve(folder)
  await mkdir(into, { recursive: true })
  const made = await simulator()
  const size = { ...given, seed: given.seed }
  const world = made.createWorld(size.seed, size)
  const fleets = made.fleetsOf(world, size)
  const test = given.calm ? fleets.test : made.upheavalOf(world, fleets.test, size)
  const days = made.WARM_UP_DAYS + size.days
  const rows = made.ROWS.filter(({ row }) => (given.rows ?? WRITTEN_ROWS).includes(row))

  // Written as they are made: a log of two months does not fit into memory, and nothing else waits for this process.
  const write = (name: string, tell: (line: (text: string) => void) => void): void => {
    const file = openSync(join(into, name), 'w')
    const parts: string[] = []
    let length = 0
    const flush = (): void => {
      writeSync(file, parts.join(''))
      parts.length = 0
      length = 0
    }
    tell(text => {
      parts.push(text)
      length += text.length
      if (length > CHUNK) flush()
    })
    flush()
    closeSync(file)
    voice.warn(`Wrote ${join(folder, name)}.`)
  }

  write('services.ndjson', line => {
    for (let service = 0; service < world.services.count; service += 1)
      line(made.serviceLine(made.watchedService(world, service)))
  })
  for (const [name, fleet] of [
    ['calibration-agreements.ndjson', fleets.calibration],
    ['agreements.ndjson', test],
  ] as const) {
    write(name, line => {
      for (const account of made.accountsOf(fleet)) line(made.agreementLine(account))
    })
  }
  write('calibration-log.ndjson', line =>
    made.tellLog(
      world,
      fleets.calibration,
      size.calibrationDays,
      [],
      told => line(made.logLine(told)),
      voice.progress,
    ),
  )
  let truths: readonly unknown[] = []
  write('log.ndjson', line => {
    truths = made.tellLog(world, test, days, rows, told => line(made.logLine(told)), voice.progress)
  })
  write('crawlers.json', line => line(`${JSON.stringify(truths, null, 2)}\n`))
  write('events.ndjson', line => {
    for (const event of test.upheaval.declared)
      line(`${JSON.stringify({ ...event, from: new Date(event.from), until: new Date(event.until) })}\n`)
  })
  voice.print(
    [
      `signpost watch calibrate --services ${folder}/services.ndjson --agreements ${folder}/calibration-agreements.ndjson --log ${folder}/calibration-log.ndjson --out ${folder}/model.json`,
      `signpost watch replay --model ${folder}/model.json --services ${folder}/services.ndjson --agreements ${folder}/agreements.ndjson --log ${folder}/log.ndjson --out ${folder}/findings.ndjson`,
    ].join('\n'),
  )
}
