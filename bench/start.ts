import { join } from 'node:path'
import Type from 'typebox'
import { startChild } from './child.ts'
import { postcodeFile, serviceFile } from './import-files.ts'
import type { Report, Table } from './report.ts'
import { withScratch } from './scratch.ts'
import { benchServices } from './world.ts'

const SERVICES = 20_000

const Imported = Type.Object({
  postcodes: Type.Integer(),
  postcodesMillis: Type.Number(),
  tableBytes: Type.Integer(),
  services: Type.Integer(),
  created: Type.Integer(),
  servicesMillis: Type.Number(),
})
const Started = Type.Object({
  millis: Type.Number(),
  cpuMillis: Type.Number(),
  services: Type.Integer(),
  rssBytes: Type.Integer(),
})

/** How fast data comes in and how soon the directory answers, on the embedded engine. */
export const benchStart = (): Promise<Report> =>
  withScratch(async folder => {
    const { path: postcodes, isReal } = await postcodeFile(folder)
    const services = await serviceFile(folder, benchServices(SERVICES))
    const importing = startChild('import.ts', { folder, postcodes, services })
    const imported = await importing.ask('imported', Imported)
    await importing.stop()
    const first = await start(folder)
    const second = await start(folder)

    const imports: Table = {
      title: 'Imports (embedded engine)',
      columns: ['', 'rows', 'seconds', 'rows/s'],
      rows: [
        [
          'postcodes',
          imported.postcodes,
          imported.postcodesMillis / 1000,
          perSecond(imported.postcodes, imported.postcodesMillis),
        ],
        [
          'services, CSV',
          imported.services,
          imported.servicesMillis / 1000,
          perSecond(imported.services, imported.servicesMillis),
        ],
      ],
    }
    const starts: Table = {
      title: `Start with the demonstration world of ${first.services.toLocaleString('en-GB')} services (embedded engine)`,
      columns: ['', 'seconds', 'of processor', 'resident MB'],
      rows: [
        [
          'first start, the world is made',
          first.millis / 1000,
          first.cpuMillis / 1000,
          first.rssBytes / 2 ** 20,
        ],
        ['second start', second.millis / 1000, second.cpuMillis / 1000, second.rssBytes / 2 ** 20],
      ],
    }
    return {
      part: 'start',
      tables: [imports, starts],
      goals: [
        { what: 'First start with the demonstration world, s', value: first.millis / 1000, below: 10 },
        { what: 'Postcode table in memory, MB', value: imported.tableBytes / 2 ** 20, below: 40 },
      ],
      notes: [
        `The postcodes are ${isReal ? 'those of Great Britain (Code-Point Open)' : 'invented ones'}; the services are invented, read, checked against their postcodes, written and versioned, ${imported.created.toLocaleString('en-GB')} of them created.`,
      ],
    }
  })

async function start(folder: string) {
  const child = startChild('start.ts', { folder: join(folder, 'start') })
  const started = await child.ask('started', Started)
  await child.stop()
  return started
}

const perSecond = (rows: number, millis: number): number => rows / (millis / 1000)
