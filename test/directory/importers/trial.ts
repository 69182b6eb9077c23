import { fileURLToPath } from 'node:url'
import type { ImportReport } from '../../../src/directory/importers/import-report.ts'
import { type ImportJob, runImport } from '../../../src/directory/importers/run-import.ts'
import type { Service, StoredService } from '../../../src/directory/service.ts'
import { simulatedClock } from '../../../src/vocabulary/index.ts'
import { tinyPlaces } from './tiny-places.ts'

/** 22 November 2026, noon in London. */
export const NOON = Date.UTC(2026, 10, 22, 12)

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/services/${name}`, import.meta.url))

/** Services kept in memory behind the importer's port, so that what a file comes to can be looked at. */
export function memoryStore() {
  const services = new Map<string, StoredService>()
  let last = 0
  return {
    services: (): Service[] => [...services.values()].map(({ service }) => service),
    byKey: (key: string): Service | undefined =>
      [...services.values()].find(({ service }) => service.source.key === key)?.service,
    store: {
      servicesByKeys: async (source: string, keys: readonly string[]) => {
        const found = new Map<string, StoredService>()
        for (const key of keys) {
          const one = services.get(`${source} ${key}`)
          if (one) found.set(key, one)
        }
        return found
      },
      takeIds: async (count: number) => Array.from({ length: count }, () => ++last),
      write: async (written: readonly Service[]) => {
        for (const service of written) {
          const key = `${service.source.name} ${service.source.key}`
          const version = (services.get(key)?.version ?? 0) + 1
          services.set(key, {
            service,
            version,
            change: 1,
            written: { who: 'test', at: new Date(NOON), why: '' },
          })
        }
        return { outcome: 'written', added: [], changed: [], unchanged: 0, change: 1 } as const
      },
    },
  }
}

export type Trial = ReturnType<typeof memoryStore> & { readonly report: ImportReport }

/** Runs an import of fixtures into memory, in the tiny world. */
export async function trial(
  job: Omit<ImportJob, 'files' | 'dryRun' | 'opening'> & {
    files: readonly string[]
    opening?: readonly string[]
  },
  memory = memoryStore(),
): Promise<Trial> {
  const { files, opening, ...rest } = job
  const report = await runImport(
    {
      ...rest,
      files: files.map(fixture),
      dryRun: false,
      ...(opening ? { opening: opening.map(fixture) } : {}),
    },
    { locate: tinyPlaces.locate, clock: simulatedClock(NOON), store: memory.store },
  )
  return { ...memory, report }
}

/** Line, key and reason of every rejected row. */
export const rejections = (report: ImportReport): (string | number | null)[][] =>
  report.rejectedRows.map(({ line, key, reason }) => [line, key, reason])

/** Line, key and the kinds of every repaired row. */
export const repaired = (report: ImportReport): unknown[][] =>
  report.repairedRows.map(({ line, key, repairs }) => [line, key, ...repairs.map(({ kind }) => kind)])
