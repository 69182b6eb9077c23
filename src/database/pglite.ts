import { chmod, mkdir } from 'node:fs/promises'
import { PGlite, types } from '@electric-sql/pglite'
import type { Database, Query, Row, SqlValue } from './database.ts'
import { safeInteger } from './numbers.ts'

/** Where the embedded engine keeps its files; `memory` keeps none, `image` starts from a dump of one. */
export type PgliteOptions = { readonly folder: string | 'memory'; readonly image?: Blob }

/**
 * The embedded engine: PostgreSQL compiled to WebAssembly, in this process, one connection.
 * It survives a killed process (no acknowledged commit lost over many kill -9 rounds) but never calls fsync, so it
 * does not promise to survive a power cut. The activity log therefore does not rest on it (activity/journal.ts).
 */
export async function openPglite(options: PgliteOptions): Promise<Database & { dump: () => Promise<Blob> }> {
  if (options.folder !== 'memory') {
    await mkdir(options.folder, { recursive: true })
    // The engine makes files that every user may read and write (its umask is 0), and signing keys lie in them.
    await chmod(options.folder, 0o700)
  }
  const engine = await PGlite.create({
    dataDir: options.folder === 'memory' ? 'memory://' : options.folder,
    ...(options.image ? { loadDataDir: options.image } : {}),
    parsers: { [types.INT8]: safeInteger, [types.NUMERIC]: (text: string) => text },
  })
  const query: Query = async <R extends Row>(text: string, values: readonly SqlValue[] = []) =>
    (await engine.query<R>(text, [...values])).rows
  return {
    engine: 'pglite',
    query,
    transaction: work =>
      engine.transaction(tx =>
        work(
          async <R extends Row>(text: string, values: readonly SqlValue[] = []) =>
            (await tx.query<R>(text, [...values])).rows,
        ),
      ),
    listen: (channel, heard) => engine.listen(channel, () => heard()),
    close: () => engine.close(),
    dump: () => engine.dumpDataDir('none'),
  }
}
