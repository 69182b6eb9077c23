// Fills a data folder, or a database on a server, with the world of the bench, and ends.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import {
  demonstrationLists,
  type Service,
  seedClinicalLists,
  writeServices,
} from '../../src/directory/index.ts'
import { importPostcodes } from '../../src/places/index.ts'
import { openStorage } from '../../src/storage.ts'
import { openBenchCaller } from '../caller.ts'
import { benchConfig } from '../config.ts'
import { benchServices, findable, writePostcodes } from '../world.ts'
import { answering, told } from './answering.ts'

const BATCH = 1000

const Given = Type.Object({
  folder: Type.String(),
  databaseUrl: Type.Union([Type.String(), Type.Null()]),
  services: Type.Integer(),
})

async function seed() {
  const { folder, databaseUrl, services: count } = Compile(Given).Parse(told())
  await mkdir(folder, { recursive: true })
  const { database, close } = await openStorage(benchConfig(folder, databaseUrl), { alsoLockFolder: true })
  const services: Service[] = [...benchServices(count)]
  const written = { who: 'bench', at: new Date(), why: 'the world of the bench' }
  const began = performance.now()
  for (let from = 0; from < services.length; from += BATCH) {
    const answer = await writeServices(database, services.slice(from, from + BATCH), written)
    if (answer.outcome !== 'written') throw new Error(`The world is at fault: ${answer.outcome}`)
  }
  const writingMillis = performance.now() - began
  const path = join(folder, 'postcodes.csv')
  await writePostcodes(path, findable(services))
  const imported = await importPostcodes({ database, path })
  if (imported.outcome !== 'imported') throw new Error(imported.reason)
  await seedClinicalLists(database, demonstrationLists())
  await openBenchCaller(database, folder, Date.now())
  await close()
  return { services: services.length, writingMillis, postcodes: imported.report.rows.kept }
}

const seeded = seed()
answering({ seeded: () => seeded })
