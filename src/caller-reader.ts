import type { AccountFacts } from './accounts/index.ts'
import type { Agreements } from './agreements/index.ts'
import type { CallerFacts } from './policy/index.ts'
import type { Clock } from './vocabulary/index.ts'

/** Account and agreement as one set of facts, the same object for as long as neither changes. */
export function callerReader(
  find: (clientId: string) => AccountFacts | undefined,
  agreements: Agreements,
  clock: Clock,
): (clientId: string) => CallerFacts | undefined {
  const kept = new WeakMap<AccountFacts, CallerFacts>()
  return clientId => {
    const facts = find(clientId)
    if (!facts) return undefined
    const agreement = agreements.agreementFor(facts.connection.id, clock.now())
    const known = kept.get(facts)
    if (known?.agreement === agreement) return known
    const caller: CallerFacts = { ...facts, agreement }
    kept.set(facts, caller)
    return caller
  }
}
