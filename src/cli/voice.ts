import type { Voice } from './operation.ts'

const QUIET_MILLIS = 2000

/** Speaks on this process's own outputs: results on stdout, everything else on stderr. */
export function terminalVoice(): Voice & { readonly end: () => void } {
  const live = process.stderr.isTTY
  let showing = false
  let spokeAt = 0
  const clear = (): void => {
    if (showing) process.stderr.write('\r\u001b[K')
    showing = false
  }
  return {
    print: line => {
      clear()
      process.stdout.write(`${line}\n`)
    },
    warn: line => {
      clear()
      process.stderr.write(`${line}\n`)
    },
    progress: line => {
      if (live) {
        process.stderr.write(`\r\u001b[K${line}`)
        showing = true
        return
      }
      const now = Date.now()
      if (now - spokeAt < QUIET_MILLIS) return
      spokeAt = now
      process.stderr.write(`${line}\n`)
    },
    end: clear,
  }
}

/** A count as people read it: 1,745,849. */
export const counted = (count: number): string => count.toLocaleString('en-GB')
