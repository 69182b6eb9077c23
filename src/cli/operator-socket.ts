import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { chmod, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { StartError } from '../start-error.ts'

/** What the command line sends, and what comes back, each as a line of JSON. */
export type Errand = { readonly arguments: readonly string[]; readonly folder: string }
export type Reply =
  | { readonly kind: 'print' | 'warn' | 'progress'; readonly line: string }
  | { readonly kind: 'done'; readonly code: number }

export type RunErrand = (
  errand: Errand,
  reply: (reply: Reply) => void,
  signal: AbortSignal,
) => Promise<number>

// 104 bytes is the shortest limit on a socket's path among the systems Node runs on.
const PATH_BYTES_MAX = 100

/**
 * The socket of the server that owns `dataFolder`: in that folder, or, where its path is too long for a socket, in a
 * folder of this user's own among the temporary ones. Only its own user may open it.
 */
export function socketPath(dataFolder: string): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\signpost-${name}`
  const inFolder = join(dataFolder, 'operator.sock')
  if (Buffer.byteLength(inFolder) <= PATH_BYTES_MAX) return inFolder
  return join(ownFolder(), `${name}.sock`)
}

/** @throws StartError when others may enter the folder, who could then give orders in our name, or take them */
function ownFolder(): string {
  const folder = join(tmpdir(), `signpost-${process.getuid?.()}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  if (uid === process.getuid?.() && (mode & 0o077) === 0) return folder
  throw new StartError(
    `${folder} is not a folder of this user's own. Remove it, or give SIGNPOST_DATA a shorter path.`,
  )
}

/** Listens for errands. Whoever can open the socket is the operator: it stands in a folder only its user may enter. */
export async function listenForErrands(path: string, run: RunErrand): Promise<() => Promise<void>> {
  if (process.platform !== 'win32') await rm(path, { force: true })
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    void serveOne(socket, run)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  if (process.platform !== 'win32') await chmod(path, 0o600)
  return async () => {
    for (const socket of open) socket.destroy()
    await new Promise<void>(resolve => server.close(() => resolve()))
  }
}

async function serveOne(socket: Socket, run: RunErrand): Promise<void> {
  const gone = new AbortController()
  socket.on('close', () => gone.abort())
  socket.on('error', () => gone.abort())
  const reply = (message: Reply): void => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`)
  }
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const first = await lines.next()
  if (first.done) return
  const errand = parseErrand(first.value)
  const code = errand
    ? await run(errand, reply, gone.signal).catch((error: unknown) => {
        reply({ kind: 'warn', line: error instanceof Error ? error.message : String(error) })
        return 1
      })
    : 2
  reply({ kind: 'done', code })
  socket.end()
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function parseErrand(line: string): Errand | undefined {
  const parsed = parseJson(line)
  if (typeof parsed !== 'object' || parsed === null) return undefined
  if (!('arguments' in parsed) || !('folder' in parsed)) return undefined
  const { arguments: given, folder } = parsed
  const fit =
    Array.isArray(given) && given.every(item => typeof item === 'string') && typeof folder === 'string'
  return fit ? { arguments: given, folder } : undefined
}

/** Sends an errand to the server behind `path`; answers the exit code, or that no server is there, or that it went away. */
export function sendErrand(
  path: string,
  errand: Errand,
  hear: (reply: Reply) => void,
): Promise<number | 'no-server' | 'cut-short'> {
  return new Promise(resolve => {
    const socket = connect(path)
    let code: number | undefined
    let connected = false
    socket.on('connect', () => {
      connected = true
      socket.write(`${JSON.stringify(errand)}\n`)
      createInterface({ input: socket }).on('line', line => {
        const reply: Reply = JSON.parse(line)
        if (reply.kind === 'done') code = reply.code
        else hear(reply)
      })
    })
    socket.on('error', () => {})
    // A server that dies in the middle of an errand has not done it, and nobody else may try it unasked.
    socket.on('close', () => resolve(connected ? (code ?? 'cut-short') : 'no-server'))
  })
}
