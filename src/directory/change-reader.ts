import type { ChangeHandler, Database } from '../database/index.ts'
import type { Fault, Memory } from './memory.ts'
import { readAll, readChanged } from './store.ts'

const PAGE = 500
/** An id as the feed writes it. */
const ID = /^[1-9]\d{0,15}$/

/**
 * Keeps a memory equal to the stored services: hand it to followChanges under the topic `service`. `*` reads them all
 * again. What it reads is the present state, which may be newer than the change that it was called for; that change
 * then comes to the same state once more, and never to an older one.
 * @param report told of services the memory would not take, which nobody is then shown
 */
export function directoryReader(
  database: Database,
  memory: Memory,
  report: (fault: Fault) => void,
): ChangeHandler {
  return async (keys, upTo) => {
    if (keys.includes('*')) {
      for (const fault of await memory.replaceAll(readAll(database.query), upTo)) report(fault)
      return
    }
    const ids = keys.filter(key => ID.test(key)).map(Number)
    for (let from = 0; from < ids.length; from += PAGE) {
      const changes = await readChanged(database.query, ids.slice(from, from + PAGE))
      for (const fault of await memory.apply(changes, upTo)) report(fault)
    }
  }
}
