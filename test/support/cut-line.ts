import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { after } from 'node:test'

export type CutLine = {
  /** The address of the server, by way of this line. */
  readonly url: string
  /** `open` passes everything on; `refuse` closes what comes; `swallow` takes everything and answers nothing. */
  readonly set: (mode: 'open' | 'refuse' | 'swallow') => void
  /** Breaks every connection there is. */
  readonly breakAll: () => void
  /** Resolves once that many connections more have been refused. */
  readonly refused: (count: number) => Promise<void>
}

/** A line to a server on this machine that can be cut, for rehearsing what happens then. */
export async function cutLine(url: string): Promise<CutLine> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const waiting: { left: number; readonly done: () => void }[] = []
  let mode: 'open' | 'refuse' | 'swallow' = 'open'
  const server = createServer(near => {
    if (mode === 'refuse') {
      near.destroy()
      for (const one of waiting) {
        one.left -= 1
        if (one.left === 0) one.done()
      }
      return
    }
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', bytes => {
        if (mode !== 'swallow') to.write(bytes)
      })
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  after(() => {
    server.close()
    breakAll()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The line has no port.')
  const own = new URL(url)
  own.hostname = '127.0.0.1'
  own.port = String(address.port)
  return {
    url: own.href,
    set: next => {
      mode = next
    },
    breakAll,
    refused: count => new Promise(done => waiting.push({ left: count, done })),
  }
}
