import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { after } from 'node:test'

const SERVER = ['/usr/bin/redis-server', '/usr/bin/valkey-server', '/usr/local/bin/redis-server'].find(
  existsSync,
)

export type OwnRedis = {
  readonly url: string
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  /** Ends it and starts another in its place, which knows nothing. */
  readonly forget: () => Promise<void>
  /** It takes connections and bytes, and answers nothing. */
  readonly freeze: () => void
  readonly thaw: () => void
}

/** A Redis or Valkey of a test's own, in memory only, which it may end. */
export const ownRedis = {
  skip: SERVER === undefined ? 'no redis-server or valkey-server is installed here' : (false as const),
  start: async (): Promise<OwnRedis> => {
    const port = await freePort()
    let child: ChildProcess | undefined
    const start = async (): Promise<void> => {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
      const started = spawn(SERVER ?? '', options, { stdio: ['ignore', 'pipe', 'ignore'] })
      child = started
      await new Promise<void>((resolve, reject) => {
        started.once('error', reject)
        started.once('exit', code => reject(new Error(`It ended at once: ${code}`)))
        started.stdout?.on('data', chunk => {
          if (/ready to accept connections/i.test(String(chunk))) resolve()
        })
      })
    }
    const stop = async (): Promise<void> => {
      const running = child
      child = undefined
      if (running === undefined || running.exitCode !== null) return
      const ended = new Promise<void>(resolve => running.once('exit', () => resolve()))
      running.kill('SIGKILL')
      await ended
    }
    after(stop)
    await start()
    return {
      url: `redis://127.0.0.1:${port}`,
      start,
      stop,
      forget: async () => {
        await stop()
        await start()
      },
      freeze: () => void child?.kill('SIGSTOP'),
      thaw: () => void child?.kill('SIGCONT'),
    }
  },
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>(resolve => server.close(() => resolve()))
  return typeof address === 'object' && address !== null ? address.port : 0
}
