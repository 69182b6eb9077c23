import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { openRecorder } from '../../src/activity/index.ts'
import { migrate, openPglite, openPostgres } from '../../src/database/index.ts'
import { openSealer } from '../../src/ledger/index.ts'
import { systemClock, uuidv7 } from '../../src/vocabulary/index.ts'
import { sampleEntry } from '../activity/sample-entry.ts'

/**
 * Records without end, 32 at a time, and seals all the while; writes each entry's id once it is acknowledged and each
 * checkpoint once it is sealed. Meant to be killed. Arguments: the node's name, the data folder, for a server its URL.
 */
const [node = '', folder = '', url = ''] = process.argv.slice(2)

const database =
  url === '' ? await openPglite({ folder: join(folder, 'database') }) : await openPostgres(url, 4)
await migrate(database)
const recorder = await openRecorder({
  database,
  node,
  clock: systemClock,
  random: randomBytes,
  ...(url === '' ? { kind: 'journal', folder } : { kind: 'database' }),
})
const sealer = openSealer({
  database,
  log: 'activity',
  clock: systemClock,
  origin: 'killed',
  sign: async (_query, { size }) => `${size}`,
  witness: { seen: async () => undefined, keep: async () => {} },
  everyMillis: 1e9,
  report: fault => {
    if (fault !== undefined) throw fault
  },
})
const caller = async (): Promise<void> => {
  for (;;) {
    const now = systemClock.now()
    const entry = sampleEntry({ id: uuidv7(now, randomBytes(10)), at: new Date(now).toISOString() })
    await recorder.record(entry)
    writeSync(1, `${entry.id}\n`)
  }
}
const sealing = async (): Promise<void> => {
  for (;;) {
    // Embedded, what is in the journal only is not in the tree yet.
    await recorder.settle()
    const { size, root } = await sealer.sealNow()
    writeSync(1, `sealed ${size} ${Buffer.from(root).toString('hex')} .\n`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
await Promise.all([sealing(), ...Array.from({ length: 32 }, caller)])
