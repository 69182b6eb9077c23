import { join } from 'node:path'
import type { Database } from '../database/index.ts'
import { holdsOthersThan, readServices, type Service, writeServices } from '../directory/index.ts'
import type { Places } from '../places/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { readDemonstrationFile, writeDemonstrationFile } from './file.ts'
import { seedAccounts } from './seed-accounts.ts'
import { seedClinical } from './seed-clinical.ts'
import { seedIndividual } from './seed-individual.ts'
import { seedPeople, seedRegions } from './seed-people.ts'
import { seedPublicDisplay } from './seed-public-display.ts'
import { DEMONSTRATION_SOURCE, demonstrationServices, type Scale } from './services.ts'

const BATCH = 1000

export type Seeding = {
  readonly database: Database
  readonly places: Places
  /** Where demo.json and the private keys go. */
  readonly folder: string
  readonly world: Scale
  readonly baseUrl: string
  readonly now: EpochMillis
  readonly progress: (line: string) => void
}

/**
 * Makes the demonstration world where there is nothing yet, and finishes one whose making was cut short: every step
 * leaves alone what is there. A directory with any service that is not of the demonstration is never touched.
 */
export async function ensureDemonstration(seeding: Seeding): Promise<void> {
  const { database, folder, baseUrl, now } = seeding
  if (await holdsOthersThan(database.query, DEMONSTRATION_SOURCE)) return
  // Before the file is looked for: worlds made before there were such lists get them too.
  await seedClinical(database)
  if ((await readDemonstrationFile(join(folder, 'demo.json'))) !== undefined) return
  await seedServices(seeding)
  const deed: Deed = { who: 'demonstration', actingAs: 'system', why: 'the demonstration world', at: now }
  await seedRegions(database, deed)
  const accounts = await seedAccounts(database, join(folder, 'keys'), deed)
  const people = await seedPeople(database, deed)
  await seedIndividual(database, deed)
  await seedPublicDisplay(database, deed)
  const file = { baseUrl, tokenUrl: `${baseUrl}/oauth2/token`, accounts, people }
  await writeDemonstrationFile(join(folder, 'demo.json'), file)
}

/** Notes in demo.json where the directory now is, when it moved to another port or name. */
export async function moveDemonstration(folder: string, baseUrl: string): Promise<void> {
  const path = join(folder, 'demo.json')
  const file = await readDemonstrationFile(path)
  if (!file || file.baseUrl === baseUrl) return
  await writeDemonstrationFile(path, { ...file, baseUrl, tokenUrl: `${baseUrl}/oauth2/token` })
}

async function seedServices({ database, places, world, now, progress }: Seeding): Promise<void> {
  const written = { who: 'demonstration', at: new Date(now), why: 'the demonstration world' }
  let count = 0
  let batch: Service[] = []
  const write = async (): Promise<void> => {
    // What is there stays: a start that was cut short goes on, and a second node brings nothing new.
    const ids = batch.map(service => service.id)
    const there = new Set((await readServices(database.query, ids)).map(stored => stored.service.id))
    const missing = batch.filter(service => !there.has(service.id))
    const answer = await writeServices(database, missing, written)
    if (answer.outcome !== 'written')
      throw new Error(`The demonstration world is at fault: ${JSON.stringify(answer)}`)
    count += batch.length
    batch = []
    progress(`Making the demonstration world: ${count.toLocaleString('en-GB')} services`)
  }
  for (const service of demonstrationServices(world, places, now)) {
    batch.push(service)
    if (batch.length === BATCH) await write()
  }
  await write()
}
