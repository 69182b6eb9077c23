/** How often and how long to try again what the directory could not answer just now. */
export type Patience = {
  /** Calls in all, the first among them; 1: never again. */
  readonly attempts: number
  /** Waits together, milliseconds; a longer Retry-After is not waited for. */
  readonly waitMillisMax: number
}

export const PATIENCE: Patience = { attempts: 4, waitMillisMax: 30_000 }

const FIRST_WAIT_MILLIS = 250
const WAIT_MILLIS_MAX = 8000

/**
 * Milliseconds to wait before try number `attempt` (from 1): what Retry-After says (RFC 9110 section 10.2.3: seconds or
 * a date), else longer each time, of random length so that many clients do not come back at once.
 */
export function waitBefore(attempt: number, retryAfter: string | null, now: number, chance: number): number {
  const told = retryAfter === null ? undefined : toldMillis(retryAfter, now)
  if (told !== undefined) return told
  const most = Math.min(WAIT_MILLIS_MAX, FIRST_WAIT_MILLIS * 2 ** (attempt - 1))
  return Math.round(most / 2 + (most / 2) * chance)
}

function toldMillis(text: string, now: number): number | undefined {
  if (/^\d{1,7}$/.test(text.trim())) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

/** Waits, unless the signal says to stop. @throws the signal's reason */
export function pause(millis: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, stop) => {
    if (signal?.aborted) return stop(signal.reason)
    const cancelled = (): void => {
      clearTimeout(timer)
      stop(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancelled)
      done()
    }, millis)
    signal?.addEventListener('abort', cancelled, { once: true })
  })
}
