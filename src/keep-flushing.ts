/** How often what is only in memory is written down: so much of it is lost at most when a node is killed. */
const FLUSH_MILLIS = 5000

/** Flushes every few seconds, and a last time when stopped. A failure is told of; the next round tries again. */
export function keepFlushing(
  flush: () => Promise<void>,
  failed: (error: unknown) => void,
): { readonly stop: () => Promise<void> } {
  const timer = setInterval(() => void flush().catch(failed), FLUSH_MILLIS).unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await flush().catch(failed)
    },
  }
}
