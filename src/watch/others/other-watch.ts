import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ActivityEntry } from '../../activity/index.ts'
import type { CallerFacts } from '../../policy/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'

/** A recorded question as the other watches see it: refused ones too, and every kind of traffic. */
export type Seen = {
  readonly at: EpochMillis
  readonly entry: Pick<
    ActivityEntry,
    'id' | 'action' | 'decision' | 'refusal' | 'flags' | 'question' | 'watched'
  >
  readonly caller: CallerFacts
  /** A salted hash of the network it came from, in this process only; null: from the log, which knows no addresses. */
  readonly network: string | null
  /** Whether it was asked within what the account declared; null: a question without a place. */
  readonly inside: boolean | null
}

/** Something a person should look at. It brakes nobody. */
export type Suspicion = { readonly detector: string; readonly evidence: Readonly<Record<string, unknown>> }

/** One watch over conduct. What it knows is bounded, and goes into checkpoints as plain JSON. */
export type OtherWatch = {
  readonly name: string
  readonly see: (seen: Seen) => Suspicion | null
  readonly keep: () => readonly (readonly [string, unknown])[]
  readonly take: (kept: readonly (readonly [string, unknown])[]) => void
}

/** Accounts a watch remembers at most; those not heard of for longest are forgotten. */
const ACCOUNTS_MAX = 100_000

/**
 * A watch that keeps something of each account and looks at each question by itself.
 * @param schema of what it keeps of one account, small: it is kept for every account
 * @param see looks at a question, brings the state up to date in place, and says when something is to be looked at
 */
export function accountWatch<S extends TSchema>(
  name: string,
  schema: S,
  fresh: () => Static<S>,
  see: (state: Static<S>, seen: Seen) => Suspicion | null,
): OtherWatch {
  const whether = Compile(schema)
  const states = new Map<string, Static<S>>()
  return {
    name,
    see: seen => {
      const account = seen.caller.account.id
      const state = states.get(account) ?? fresh()
      // Put last: a Map keeps its order of insertion, so the first are those not heard of for longest.
      states.delete(account)
      states.set(account, state)
      if (states.size > ACCOUNTS_MAX)
        for (const oldest of [...states.keys()].slice(0, 100)) states.delete(oldest)
      return see(state, seen)
    },
    keep: () => [...states],
    take: kept => {
      states.clear()
      for (const [account, state] of kept) states.set(account, whether.Parse(state))
    },
  }
}

export const DAY_MILLIS = 86_400_000
/** Days since the epoch, UTC. */
export const dayOf = (at: EpochMillis): number => Math.floor(at / DAY_MILLIS)
