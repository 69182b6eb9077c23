import type { Database } from '../database/index.ts'
import type { Written } from './service.ts'
import { activeOfSource } from './store.ts'
import { writeServices } from './write-store.ts'

const PAGE = 500

/**
 * Closes every active service of a source, each with a version of its own, so that none is found again. Answers how
 * many; `progress` is awaited after each page; run again after an interruption it goes on where it stopped.
 */
export async function retireSource(
  database: Database,
  sourceName: string,
  written: Written,
  progress: (closed: number) => unknown = () => {},
): Promise<number> {
  let closed = 0
  for (;;) {
    const page = await activeOfSource(database.query, sourceName, PAGE)
    if (page.length === 0) return closed
    const services = page.map(({ service }) => ({ ...service, status: 'closed' as const }))
    const answer = await writeServices(database, services, written)
    if (answer.outcome !== 'written')
      throw new Error(`Services of ${sourceName} cannot be closed: ${answer.outcome}`)
    closed += page.length
    await progress(closed)
  }
}
