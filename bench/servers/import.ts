// Imports a postcode file and a file of services into a new embedded database.
import { join } from 'node:path'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { importServices } from '../../src/directory/index.ts'
import { createPlaces, importPostcodes } from '../../src/places/index.ts'
import { openStorage } from '../../src/storage.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { benchConfig } from '../config.ts'
import { answering, told } from './answering.ts'

const Given = Type.Object({ folder: Type.String(), postcodes: Type.String(), services: Type.String() })
const given = Compile(Given).Parse(told())

async function imported() {
  const config = benchConfig(join(given.folder, 'import'), null)
  const { database, close } = await openStorage(config, { alsoLockFolder: true })
  const began = performance.now()
  const outcome = await importPostcodes({ database, path: given.postcodes })
  if (outcome.outcome !== 'imported') throw new Error(outcome.reason)
  const postcodesAt = performance.now()
  const places = createPlaces({ table: outcome.table })
  const report = await importServices({
    database,
    places,
    clock: systemClock,
    files: [given.services],
    format: 'csv',
    dryRun: false,
  })
  const servicesAt = performance.now()
  await close()
  return {
    postcodes: outcome.report.rows.read,
    postcodesMillis: postcodesAt - began,
    tableBytes: outcome.table.bytes,
    services: report.totals.rows,
    created: report.totals.created,
    servicesMillis: servicesAt - postcodesAt,
  }
}

const all = imported()
answering({ imported: () => all })
