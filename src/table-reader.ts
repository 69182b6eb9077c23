import { setTimeout as wait } from 'node:timers/promises'

const RETRY_MILLIS = 3000

export type TableReader = { readonly reload: () => Promise<void>; readonly stop: () => Promise<void> }

/**
 * Reads the postcode table: the first time before the door opens, later behind answers, since it takes seconds and
 * nothing else is followed meanwhile. One reading at a time. A failed one is tried again until it succeeds or this is
 * stopped: nothing else would bring the node a table that it has missed.
 */
export function tableReader(
  load: () => Promise<void>,
  log: { readonly error: (context: object, message: string) => void },
  retryMillis = RETRY_MILLIS,
): TableReader {
  let opened = false
  let latest: Promise<void> = Promise.resolve()
  const stopping = new AbortController()
  const { signal } = stopping
  const again = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        return await load()
      } catch (error) {
        if (signal.aborted) return
        log.error({ err: error }, 'the postcode table cannot be read; the one before it goes on serving')
        await wait(retryMillis, undefined, { ref: false, signal }).catch(() => {})
      }
    }
  }
  return {
    reload: async () => {
      if (opened) {
        latest = latest.then(again)
        return
      }
      await load()
      opened = true
    },
    stop: () => {
      stopping.abort()
      return latest
    },
  }
}
