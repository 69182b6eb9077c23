/** What stands for every address of a machine is none that a caller could use; this machine itself can. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** The address under which a server on this host and port is reached. */
export function addressOf(host: string, port: number): string {
  const name = LOOPBACK[host] ?? host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
