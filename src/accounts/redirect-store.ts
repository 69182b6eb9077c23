import type { Database, Query } from '../database/index.ts'
import type { AccountStatus } from '../policy/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { FINAL_STATUSES, mayAuthenticate } from './records.ts'

export const REDIRECTS_MAX = 10
const LENGTH_MAX = 500
/** This machine, where a program on somebody's own desk waits for the browser (RFC 8252 section 7.3). */
const LOOPBACK = ['127.0.0.1', '[::1]']

/**
 * What is wrong with an address that people are to be sent back to; undefined when nothing is. It is TLS all the way,
 * or a program on the same machine, and says exactly one place (RFC 6749 section 3.1.2, RFC 9700 section 2.1).
 */
export function redirectFault(uri: string): string | undefined {
  const url = URL.parse(uri)
  if (!url || uri.length > LENGTH_MAX)
    return `"${uri.slice(0, 80)}" is no address of at most ${LENGTH_MAX} characters.`
  if (url.href !== uri) return `"${uri.slice(0, 80)}" is not in its plain form, which is "${url.href}".`
  if (url.hash !== '' || uri.includes('#')) return `"${uri}" has a part after #, which no server would see.`
  if (url.username !== '' || url.password !== '')
    return `"${uri.slice(0, 80)}" holds a user name or password.`
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))
  return safe ? undefined : `"${uri}" must begin with https://, or lead to http://127.0.0.1 or http://[::1].`
}

/** Where people who sign in through this account may be sent back to, in alphabetical order. */
export async function readRedirectUris(query: Query, accountId: string): Promise<string[]> {
  const rows = await query<{ readonly uri: string }>(
    'select uri from accounts.redirect_uri where account_id = $1 order by uri',
    [accountId],
  )
  return rows.map(row => row.uri)
}

export type RedirectsSet =
  | { readonly outcome: 'set'; readonly before: readonly string[] }
  | { readonly outcome: 'unchanged' | 'unknown-account' | 'account-ended' }
  | { readonly outcome: 'wrong'; readonly faults: readonly string[] }

/** Replaces them all; none closes the account's door for people. Only clients have them, never a person's account. */
export async function setRedirectUris(
  database: Database,
  accountId: string,
  uris: readonly string[],
  deed: Deed,
): Promise<RedirectsSet> {
  const wanted = [...new Set(uris)].sort()
  const faults = wanted.flatMap(uri => redirectFault(uri) ?? [])
  if (wanted.length > REDIRECTS_MAX)
    faults.push(`There may be ${REDIRECTS_MAX} addresses; these are ${wanted.length}.`)
  if (faults.length > 0) return { outcome: 'wrong', faults }
  return database.transaction(async query => {
    const [account] = await query<{ readonly status: AccountStatus }>(
      `select status from accounts.account where id = $1 and kind <> 'individual' for update`,
      [accountId],
    )
    if (!account) return { outcome: 'unknown-account' }
    if (FINAL_STATUSES.some(status => status === account.status)) return { outcome: 'account-ended' }
    const before = await readRedirectUris(query, accountId)
    if (before.join(' ') === wanted.join(' ')) return { outcome: 'unchanged' }
    await query('delete from accounts.redirect_uri where account_id = $1 and not uri = any($2::text[])', [
      accountId,
      wanted,
    ])
    await query(
      `insert into accounts.redirect_uri (account_id, uri) select $1, unnest($2::text[]) on conflict do nothing`,
      [accountId, wanted],
    )
    await recordAct(query, 'account', accountId, 'set-redirects', deed, { uris: before }, { uris: wanted })
    return { outcome: 'set', before }
  })
}

/** Through whose software somebody is about to sign in. */
export type SignInClient = {
  readonly accountId: string
  readonly productName: string
  /** The organisation the account is of; null: a product's own, which serves several. */
  readonly organisationName: string | null
}

export async function readSignInClient(query: Query, accountId: string): Promise<SignInClient | undefined> {
  const [row] = await query<{ readonly product_name: string; readonly organisation_name: string | null }>(
    `select p.name as product_name, o.name as organisation_name from accounts.account a
     left join accounts.connection c on c.id = a.connection_id
     left join accounts.organisation o on o.ods_code = c.ods_code
     join accounts.product p on p.id = coalesce(a.product_id, c.product_id)
     where a.id = $1 and a.kind <> 'individual'`,
    [accountId],
  )
  return row && { accountId, productName: row.product_name, organisationName: row.organisation_name }
}

/**
 * The accounts of their own that somebody has where this client asks: on its connection, or for a product's client on
 * any connection of the product in that environment (AUP25-03, 05). One that may be told why it is refused counts.
 */
export async function individualAccountsAt(
  query: Query,
  clientId: string,
  personId: string,
): Promise<readonly string[]> {
  const rows = await query<{ readonly id: string; readonly status: AccountStatus }>(
    `select own.id, own.status from accounts.account own
     join accounts.connection c on c.id = own.connection_id
     join accounts.account client on client.id = $1
     where own.kind = 'individual' and own.person_id = $2 and (client.connection_id = c.id
       or (client.kind = 'product' and client.product_id = c.product_id and client.environment = c.environment))`,
    [clientId, personId],
  )
  return rows.flatMap(row => (mayAuthenticate(row.status) ? [row.id] : []))
}
