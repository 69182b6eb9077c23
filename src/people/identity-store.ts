import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import type { PersonStatus } from './person-store.ts'
import { dropSecret } from './secret-store.ts'

/** Somebody as a place of sign-in describes them (OpenID Connect Core 1.0 section 5.1). */
export type Identity = {
  readonly issuer: string
  readonly subject: string
  /** Only when the provider says that it is verified; else null. */
  readonly email: string | null
  /** As the provider has it; the register follows it, since people change their names there. */
  readonly name: string | null
}

export type IdentitySettings = {
  /** Our own provider: its subjects are ids of people, who need no linking. Null: there is none. */
  readonly ownIssuer: string | null
  /** Whether an unknown identity is linked to the person of its e-mail address, if that person has none yet. */
  readonly linkByEmail: boolean
}

export type IdentityAnswer =
  | { readonly outcome: 'known'; readonly personId: string }
  /** Nobody has been registered for it; being known to a provider opens nothing here. */
  | { readonly outcome: 'unknown' }
  /** `linked-elsewhere`: the person signs in with another identity; one identity is one person (AUP25-05). */
  | { readonly outcome: 'refused'; readonly because: 'linked-elsewhere' | 'locked' | 'left' }

type Row = {
  readonly id: string
  readonly name: string
  readonly issuer: string | null
  readonly subject: string | null
  readonly status: PersonStatus
}

const NAME_MAX = 200
const SELECT = 'select id, name, issuer, subject, status from people.person'

/** The person an identity belongs to, linked now where settings let it be. */
export async function personAt(
  database: Database,
  identity: Identity,
  now: EpochMillis,
  settings: IdentitySettings = { ownIssuer: null, linkByEmail: false },
): Promise<IdentityAnswer> {
  const { issuer, subject, email } = identity
  return database.transaction(async query => {
    if (issuer === settings.ownIssuer) {
      const [own] = await query<Row>(`${SELECT} where id = $1`, [subject])
      if (own && own.issuer !== null) return { outcome: 'refused', because: 'linked-elsewhere' }
      return answerFor(own)
    }
    const [linked] = await query<Row>(`${SELECT} where issuer = $1 and subject = $2`, [issuer, subject])
    if (linked) {
      if (linked.status === 'active') await followName(query, linked, identity.name, now)
      return answerFor(linked)
    }
    if (email === null || !settings.linkByEmail) return { outcome: 'unknown' }
    const [named] = await query<Row>(
      `${SELECT} where lower(email) = lower($1) and status <> 'left' for update`,
      [email],
    )
    if (!named) return { outcome: 'unknown' }
    if (named.status !== 'active') return answerFor(named)
    if (named.issuer !== null) {
      // Linked while this waited for the row: to this identity by another tab of theirs, or to another.
      const same = named.issuer === issuer && named.subject === subject
      return same ? answerFor(named) : { outcome: 'refused', because: 'linked-elsewhere' }
    }
    const deed: Deed = {
      who: named.id,
      actingAs: 'holder',
      why: 'first sign-in with a verified e-mail',
      at: now,
    }
    return link(query, named.id, identity, deed)
  })
}

/**
 * Ties a person to an identity at a provider; from then on they sign in there and nowhere else.
 * @returns `linked-elsewhere` when the person has another, `identity-taken` when another person has it
 */
export async function linkIdentity(
  database: Database,
  personId: string,
  identity: Pick<Identity, 'issuer' | 'subject'>,
  deed: Deed,
): Promise<'linked' | 'unknown-person' | 'linked-elsewhere' | 'identity-taken' | 'left'> {
  return database.transaction(async query => {
    const [person] = await query<Row>(`${SELECT} where id = $1 for update`, [personId])
    if (!person) return 'unknown-person'
    if (person.status === 'left') return 'left'
    if (person.issuer !== null) {
      const same = person.issuer === identity.issuer && person.subject === identity.subject
      return same ? 'linked' : 'linked-elsewhere'
    }
    const answer = await link(query, personId, identity, deed)
    return answer.outcome === 'known' ? 'linked' : 'identity-taken'
  })
}

/** In a transaction that holds the person's row. */
async function link(
  query: Query,
  personId: string,
  { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>,
  deed: Deed,
): Promise<IdentityAnswer> {
  const [taken] = await query(`${SELECT} where issuer = $1 and subject = $2`, [issuer, subject])
  if (taken) return { outcome: 'refused', because: 'linked-elsewhere' }
  await query('update people.person set issuer = $2, subject = $3 where id = $1', [personId, issuer, subject])
  // One way in: a password set here before leads nowhere from now on.
  await dropSecret(query, personId)
  // The subject is the provider's name for the person, and stays out of the record.
  await recordAct(query, 'person', personId, 'link-identity', deed, null, { issuer })
  return { outcome: 'known', personId }
}

/** The record says that a name changed, and never which. */
async function followName(query: Query, person: Row, name: string | null, now: EpochMillis): Promise<void> {
  if (name === null || name === person.name || name.trim() === '' || name.length > NAME_MAX) return
  await query('update people.person set name = $2 where id = $1', [person.id, name])
  const deed: Deed = { who: person.id, actingAs: 'holder', why: 'named so by the identity provider', at: now }
  await recordAct(query, 'person', person.id, 'rename', deed, null, null)
}

function answerFor(person: Row | undefined): IdentityAnswer {
  if (!person) return { outcome: 'unknown' }
  if (person.status !== 'active') return { outcome: 'refused', because: person.status }
  return { outcome: 'known', personId: person.id }
}
