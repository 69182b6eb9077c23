import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that nobody listens at; somebody else may take it meanwhile, which no test here does. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address !== 'object' || address === null) throw new Error('There is no port.')
  return address.port
}
