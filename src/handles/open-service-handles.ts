import type { Database } from '../database/index.ts'
import type { Clock } from '../vocabulary/index.ts'
import { keepSecret, readSecret } from './secret-store.ts'
import { createServiceHandles, SECRET_BYTES, type ServiceHandles } from './service-handles.ts'

/** The handles of this directory, by the secret that all its nodes share; the first of them to start makes it. */
export async function openServiceHandles(
  { query }: Pick<Database, 'query'>,
  clock: Clock,
  random: (bytes: number) => Uint8Array,
): Promise<ServiceHandles> {
  const known = await readSecret(query)
  if (known !== undefined) return createServiceHandles(known)
  await keepSecret(query, random(SECRET_BYTES), new Date(clock.now()))
  const secret = await readSecret(query)
  if (secret === undefined) throw new Error('The secret of the handles, just written, is gone.')
  return createServiceHandles(secret)
}
