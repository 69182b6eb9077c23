import type { CallerFacts } from '../policy/index.ts'

/** Narrowed facts by the purpose they were narrowed to; facts stay the same object until something changes. */
const narrowed = new WeakMap<CallerFacts, Map<string, CallerFacts>>()

/**
 * The caller as a token that is bound to one purpose makes it: nothing else is agreed for this question (AUP25-10). So
 * policy refuses any other by the rule it has, and what the log keeps as facts is what was decided on.
 */
export function boundTo(caller: CallerFacts, purpose: string | null): CallerFacts {
  const { agreement } = caller
  if (purpose === null || agreement === null) return caller
  const kept = narrowed.get(caller) ?? new Map<string, CallerFacts>()
  const known = kept.get(purpose)
  if (known) return known
  const purposes = agreement.purposes.filter(agreed => agreed === purpose)
  const bound: CallerFacts = { ...caller, agreement: { ...agreement, purposes } }
  narrowed.set(caller, kept.set(purpose, bound))
  return bound
}
