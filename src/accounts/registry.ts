import { type Database, inTurn } from '../database/index.ts'
import type { AccountStatus } from '../policy/index.ts'
import { type EpochMillis, unreachable } from '../vocabulary/index.ts'
import { type ConnectionsOf, createConnectionIndex } from './connections-of.ts'
import type { PublicJwk } from './public-key.ts'
import { mayAuthenticate } from './records.ts'
import { type Entry, entryOf } from './registry-entry.ts'
import type { AccountFacts } from './registry-facts.ts'
import { readRegistry } from './registry-store.ts'
import { createSeats, type Seats } from './seats.ts'

export type { AccountFacts } from './registry-facts.ts'

export type AccountRegistry = {
  /**
   * The facts of whoever asks through a client, from memory, in well under a microsecond. The object stays the same
   * until something about the account changes, and is never altered: what is derived from it can be kept in a WeakMap.
   * A product's client asks as the web service account of the organisation it names; when that cannot be made out
   * `organisation.status` says so (AUP25-02). While the client itself may not ask, the facts are the client's own.
   * @param namedOds the organisation named with the question; null or left out when none is
   */
  readonly find: (clientId: string, namedOds?: string | null) => AccountFacts | undefined
  /**
   * The facts of a person who asks through a client: those of their individual account on its connection; undefined
   * when they have none there. Where the client may not ask, or names no organisation it serves, the facts are the
   * client's, for that is then what stands in the way.
   * @param role as chosen at sign-in (AUP25-17)
   */
  readonly findIndividual: (
    clientId: string,
    personId: string,
    role?: string | null,
    namedOds?: string | null,
  ) => AccountFacts | undefined
  /** The public keys with which this client may sign now; empty where it may not fetch a token at all. */
  readonly keysOf: (clientId: string, now: EpochMillis) => readonly PublicJwk[]
  /** Whether tokens fetched with that key are void. With which one is not known: whether any key of the account was revoked. */
  readonly isKeyRevoked: (clientId: string, kid: string | undefined) => boolean
  /** Whether this client publishes its keys at an address of its own. */
  readonly isPublished: (clientId: string) => boolean
  readonly connectionsOf: ConnectionsOf
  readonly size: () => number
  /** Reads these accounts again, in the order asked; `*` reads all. For the change feed. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

type Held = {
  readonly entries: Map<string, Entry>
  /** Web service accounts, by organisation, and by product and environment. */
  readonly serving: Seats
  /** Individual accounts, by person and connection. */
  readonly people: Seats
  readonly connections: ReturnType<typeof createConnectionIndex>
}

const NONE: ReadonlySet<string> = new Set()

/** Every account in memory, read once and kept current through `reload`. */
export async function openAccountRegistry(database: Database): Promise<AccountRegistry> {
  let held = emptied()

  const load = async (keys: readonly string[]): Promise<void> => {
    const all = keys.includes('*')
    const rows = await readRegistry(database.query, all ? null : keys)
    // From here on nothing waits, so that no question sees some of it changed.
    const into = all ? emptied() : held
    for (const key of keys) remove(into, key)
    for (const row of rows) put(into, entryOf(row))
    held = into
  }
  const reload = inTurn(load)

  await reload(['*'])
  return {
    find: (clientId, namedOds = null) => through(held, clientId, namedOds),
    findIndividual: (clientId, personId, role = null, namedOds = null) => {
      const client = through(held, clientId, namedOds)
      if (!client || !isResolved(client)) return client
      const person = held.people.get(personId, client.connection.id)
      return person?.asPerson(client, role)
    },
    keysOf: (clientId, now) => {
      const row = held.entries.get(clientId)?.row
      if (!row || row.kind === 'individual' || !mayAuthenticate(row.status)) return []
      return row.credentials
        .filter(({ from, until, revoked }) => !revoked && from <= now && (until === null || now < until))
        .map(credential => credential.jwk)
    },
    isKeyRevoked: (clientId, kid) => {
      const revoked = held.entries.get(clientId)?.revokedKids ?? NONE
      return kid === undefined ? revoked.size > 0 : revoked.has(kid)
    },
    isPublished: clientId => held.entries.get(clientId)?.row.published ?? false,
    connectionsOf: {
      organisation: (odsCode, environment) => held.connections.of.organisation(odsCode, environment),
      product: (productId, environment) => held.connections.of.product(productId, environment),
    },
    size: () => held.entries.size,
    reload,
  }
}

const emptied = (): Held => ({
  entries: new Map(),
  serving: createSeats(),
  people: createSeats(),
  connections: createConnectionIndex(),
})

function put({ entries, serving, people, connections }: Held, entry: Entry): void {
  const { row } = entry
  entries.set(row.id, entry)
  connections.put(entry)
  if (row.kind === 'web-service') serving.put(row.ods_code, entry.served, entry)
  if (row.kind === 'individual' && row.person_id !== null) people.put(row.person_id, row.connection_id, entry)
}

function remove({ entries, serving, people, connections }: Held, id: string): void {
  const entry = entries.get(id)
  if (!entry) return
  const { row } = entry
  entries.delete(id)
  connections.remove(entry)
  if (row.kind === 'web-service') serving.remove(row.ods_code, entry.served, id)
  if (row.kind === 'individual' && row.person_id !== null) people.remove(row.person_id, row.connection_id, id)
}

/** States in which an account can be answered at all; in any other its own facts are the ones that say why not. */
const mayAsk = (status: AccountStatus): boolean => status === 'active' || status === 'restricted'

function through(held: Held, clientId: string, namedOds: string | null): AccountFacts | undefined {
  const client = held.entries.get(clientId)
  if (!client) return undefined
  const { row } = client
  switch (row.kind) {
    case 'web-service':
      return namedOds === null || namedOds === row.ods_code ? client.facts() : client.notConnected(namedOds)
    case 'product': {
      if (namedOds === null || !mayAsk(row.status)) return client.facts()
      const served = held.serving.get(namedOds, client.served)
      return served?.live ? client.onBehalfOf(served.facts()) : client.notConnected(namedOds)
    }
    case 'individual':
      // A person's account is nobody's client: it has no keys and fetches no tokens.
      return undefined
    default:
      return unreachable(row)
  }
}

const isResolved = ({ account, organisation }: AccountFacts): boolean =>
  organisation.status !== 'not-named' && organisation.status !== 'not-connected' && mayAsk(account.status)
