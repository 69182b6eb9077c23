import { hash } from 'node:crypto'
import { type CallerFacts, canonical } from '../policy/index.ts'

/**
 * Caller facts as the log keeps them: once, under their hash, which every entry decided on them names. So a decision
 * can be taken again from what was known then, and an entry stays small.
 */
export type KeptFacts = {
  /** The first 32 hexadecimal digits of the SHA-256 of their canonical JSON. */
  readonly hash: string
  readonly text: string
  /** Who asks in their name: what questions about use are answered by (use-store.ts). */
  readonly account: string
  readonly organisation: string
  readonly connection: string
  /** Whether the connection is one for production. */
  readonly production: boolean
  readonly individual: string | null
}

const HASH_DIGITS = 32

/** Facts stay the same object until something changes and are never altered, so one look is enough for thousands. */
const known = new WeakMap<CallerFacts, KeptFacts>()

/** The facts as they are kept, worked out once for each object. */
export function keptFacts(caller: CallerFacts): KeptFacts {
  const there = known.get(caller)
  if (there) return there
  const text = JSON.stringify(speakableFacts(caller))
  const kept = Object.freeze({
    hash: hashOf(JSON.parse(text)),
    text,
    account: caller.account.id,
    organisation: caller.organisation.odsCode,
    connection: caller.connection.id,
    production: caller.connection.environment === 'production',
    individual: caller.individual?.id ?? null,
  })
  known.set(caller, kept)
  return kept
}

/** Kept facts from their text alone, as a journal carries them. */
export function keptFromText(text: string): KeptFacts {
  const facts: CallerFacts = JSON.parse(text)
  return keptFacts(facts)
}

/**
 * Reads facts back.
 * @throws when they are not what the hash was taken of: somebody has altered the log
 */
export function factsFrom(kept: Pick<KeptFacts, 'hash' | 'text'>): CallerFacts {
  const facts: CallerFacts = JSON.parse(kept.text)
  if (hashOf(facts) !== kept.hash)
    throw new Error(`The facts kept as ${kept.hash} have been altered: their hash is another.`)
  return facts
}

const hashOf = (facts: unknown): string => hash('sha256', canonical(facts), 'hex').slice(0, HASH_DIGITS)

/**
 * The facts without what the log may not hold, or has no need to hold again. A person's account may bear the person's
 * name. An organisation the product is not connected to is known only by what the request said: with it among the
 * facts, a caller could fill the log with as many facts as there are codes. The entry holds it.
 */
function speakableFacts(caller: CallerFacts): CallerFacts {
  const { account, organisation } = caller
  return {
    ...caller,
    account: account.kind === 'individual' ? { ...account, name: account.id } : account,
    organisation:
      organisation.status === 'not-connected' ? { ...organisation, odsCode: '', name: '' } : organisation,
  }
}
