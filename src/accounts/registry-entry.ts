import { isFinal } from './records.ts'
import { type AccountFacts, factsOf, narrowed } from './registry-facts.ts'
import type { RegistryRow } from './registry-store.ts'

/**
 * One account as the registry holds it. What follows from its row is made when it is first asked for, for most people
 * do not ask today, and is kept, for facts are told apart by identity.
 */
export type Entry = {
  readonly row: RegistryRow
  /** Whether it has not ended. */
  readonly live: boolean
  /** Of a web service account and of a product's client: what both share, product and environment. */
  readonly served: string
  readonly revokedKids: ReadonlySet<string>
  /** Of a product's client: those of a question that names no organisation. */
  readonly facts: () => AccountFacts
  /** The facts of a question through this client that names an organisation it does not ask for. */
  readonly notConnected: (odsCode: string) => AccountFacts
  /** The facts of another account that is asked for through this one. */
  readonly onBehalfOf: (other: AccountFacts) => AccountFacts
  /** The facts of the holder of this account, who asks through that client. */
  readonly asPerson: (client: AccountFacts, role: string | null) => AccountFacts
}

const ODS_CODE = /^[A-Z0-9]{2,12}$/
/** Names that a client makes up must not fill the memory; the oldest goes first. */
const NOT_CONNECTED_KEPT = 200
/** Roles come with tokens, a handful for each person. */
const ROLES_KEPT = 32
/** A person's organisation asks directly or through its product: seldom both. */
const CLIENTS_KEPT = 2
const NONE: ReadonlySet<string> = new Set()

export function entryOf(row: RegistryRow): Entry {
  let made: AccountFacts | undefined
  const facts = (): AccountFacts => {
    made ??= factsOf(row)
    return made
  }
  const revoked = row.credentials.filter(credential => credential.revoked)
  return {
    row,
    live: !isFinal(row.status),
    served: theOne(`${row.product_id}\n${row.environment}`),
    revokedKids: revoked.length === 0 ? NONE : new Set(revoked.map(({ jwk }) => jwk.kid)),
    facts,
    notConnected: notConnectedOf(facts),
    onBehalfOf: keptFor(other => narrowed(other, facts())),
    asPerson: asPersonOf(row.id, facts),
  }
}

const ones = new Map<string, string>()

/** Always the same text for equal ones: a text put together anew is compared letter by letter, at 1 µs a question. */
function theOne(text: string): string {
  const known = ones.get(text)
  if (known !== undefined) return known
  ones.set(text, text)
  return text
}

/** A text that has not the form of an ODS code is nobody's, and is repeated nowhere. */
function notConnectedOf(facts: () => AccountFacts): Entry['notConnected'] {
  const named = keptBy(NOT_CONNECTED_KEPT, (odsCode: string) =>
    Object.freeze({
      ...facts(),
      organisation: Object.freeze({ odsCode, name: '', status: 'not-connected' } as const),
    }),
  )
  return given => named(ODS_CODE.test(given) ? given : '')
}

function asPersonOf(id: string, facts: () => AccountFacts): Entry['asPerson'] {
  const rolesOf = keptBy(CLIENTS_KEPT, (client: AccountFacts) => {
    const { organisation, product, connection } = client
    const person = narrowed({ ...facts(), organisation, product, connection }, client)
    return keptBy(ROLES_KEPT, (role: string | null) =>
      Object.freeze({ ...person, individual: Object.freeze({ id, role }) }),
    )
  })
  let last: { client: AccountFacts; role: string | null; facts: AccountFacts } | undefined
  return (client, role) => {
    // Who asks asks again as before: what was made last is looked at first.
    if (last?.client === client && last.role === role) return last.facts
    const made = rolesOf(client)(role)
    last = { client, role, facts: made }
    return made
  }
}

/** Makes the same of the same, for as long as what it is made of lasts. */
function keptFor<K extends object, V>(make: (from: K) => V): (from: K) => V {
  let kept: WeakMap<K, V> | undefined
  return from => {
    const known = kept?.get(from)
    if (known !== undefined) return known
    const made = make(from)
    kept ??= new WeakMap()
    kept.set(from, made)
    return made
  }
}

/** As above, of no more than so many: the one made first is forgotten first. */
function keptBy<K, V>(most: number, make: (from: K) => V): (from: K) => V {
  let kept: Map<K, V> | undefined
  return from => {
    const known = kept?.get(from)
    if (known !== undefined) return known
    const made = make(from)
    kept ??= new Map()
    if (kept.size >= most) {
      const oldest = kept.keys().next()
      if (!oldest.done) kept.delete(oldest.value)
    }
    kept.set(from, made)
    return made
  }
}
