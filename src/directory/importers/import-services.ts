import type { Database } from '../../database/index.ts'
import type { Places } from '../../places/index.ts'
import type { Clock } from '../../vocabulary/index.ts'
import type { StoredService } from '../service.ts'
import { nextServiceIds, readServices, sourceIds } from '../store.ts'
import { writeServices } from '../write-store.ts'
import type { ImportStore } from './import-batch.ts'
import type { ImportReport } from './import-report.ts'
import { writeReport } from './report-file.ts'
import { type ImportJob, runImport } from './run-import.ts'

export type ImportServices = ImportJob & {
  readonly database: Database
  readonly places: Pick<Places, 'locate'>
  readonly clock: Clock
  /** Where to write the report as JSON; its companions lie beside it (report-file.ts). */
  readonly report?: string
}

/**
 * Imports services from files of one format. Every row ends as accepted, repaired (and how) or rejected (line,
 * reason); a file that cannot be read at all is a `fault` in its part of the report. Services are known again by
 * source name and key: they keep their ids, and those that are the same are not touched, so an import can be
 * repeated, also after a crash. A dry run answers the same report and writes nothing but the report.
 * @throws on a database that fails
 */
export async function importServices(options: ImportServices): Promise<ImportReport> {
  const { database, places, clock, report, ...job } = options
  const answer = await runImport(job, {
    locate: places.locate,
    clock,
    store: importStore(database),
  })
  if (report !== undefined) await writeReport(answer, report)
  return answer
}

const importStore = (database: Database): ImportStore => ({
  servicesByKeys: async (source, keys) => {
    const ids = await sourceIds(database.query, source, keys)
    const stored = await readServices(database.query, [...ids.values()])
    const byId = new Map(stored.map(one => [one.service.id, one]))
    const found = new Map<string, StoredService>()
    for (const [key, id] of ids) {
      const one = byId.get(id)
      if (one) found.set(key, one)
    }
    return found
  },
  takeIds: count => nextServiceIds(database.query, count),
  write: (services, written, expected) =>
    writeServices(database, services, written, { expectedVersions: expected }),
})
