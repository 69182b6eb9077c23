import type { Server } from 'node:net'

/** What stands for every address of a machine is none that a caller could use; this machine itself can. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** The address under which a server on this host and port is reached. */
export function addressOf(host: string, port: number): string {
  const name = LOOPBACK[host] ?? host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** The port really taken; the one asked for may have been 0. */
export function portOf(app: { readonly server: Pick<Server, 'address'> }, fallback: number): number {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : fallback
}
