import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Recorder } from '../../src/activity/index.ts'
import { openJournal } from '../../src/activity/journal.ts'
import { diskFiles } from '../../src/activity/journal-files.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { sampleEntry } from './sample-entry.ts'

/**
 * Records without end, 32 at a time, and writes each entry's id to standard output once it has been acknowledged.
 * Meant to be killed. Arguments: what to open, the data folder, and for a server its URL.
 */
const [kind, folder = '', url = ''] = process.argv.slice(2)
const node = 'killed'

/** Loads what only some kinds need when they need it: most of a child's life is loading modules. */
const rooms = async () => ({
  ...(await import('../../src/activity/index.ts')),
  ...(await import('../../src/database/index.ts')),
})

async function open(): Promise<Pick<Recorder, 'record'>> {
  switch (kind) {
    case 'journal': {
      const files = await diskFiles(join(folder, 'journal'))
      const journal = await openJournal({ files, node, clock: systemClock })
      return { record: entry => journal.append(JSON.stringify(entry)) }
    }
    case 'embedded': {
      const { migrate, openPglite, openRecorder } = await rooms()
      const database = await openPglite({ folder: join(folder, 'database') })
      await migrate(database)
      return openRecorder({
        kind: 'journal',
        database,
        node,
        clock: systemClock,
        random: randomBytes,
        folder,
      })
    }
    case 'journal-and-server': {
      const { openPostgres, openRecorder } = await rooms()
      return openRecorder({
        kind: 'journal',
        database: await openPostgres(url, 2),
        node,
        clock: systemClock,
        random: randomBytes,
        folder,
      })
    }
    case 'server': {
      const { openPostgres, openRecorder } = await rooms()
      return openRecorder({
        kind: 'database',
        database: await openPostgres(url, 2),
        node,
        clock: systemClock,
        random: randomBytes,
      })
    }
    default:
      throw new Error(`unknown: ${kind}`)
  }
}

const recorder = await open()
const caller = async (): Promise<void> => {
  for (;;) {
    const entry = sampleEntry()
    await recorder.record(entry)
    writeSync(1, `${entry.id}\n`)
  }
}
await Promise.all(Array.from({ length: 32 }, caller))
