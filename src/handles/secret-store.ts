import type { Query } from '../database/index.ts'

/** Keeps the secret, unless there is one: nodes that start together agree on the first. */
export const keepSecret = (query: Query, secret: Uint8Array, at: Date): Promise<unknown> =>
  query('insert into handles.secret (secret, made_at) values ($1, $2) on conflict do nothing', [secret, at])

/** The secret of this directory; undefined before the first start of a server. */
export async function readSecret(query: Query): Promise<Uint8Array | undefined> {
  const [row] = await query<{ secret: Uint8Array }>('select secret from handles.secret')
  return row?.secret
}
