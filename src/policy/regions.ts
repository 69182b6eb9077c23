import type { AgreementFacts, CallerFacts } from './facts.ts'

/** Who asks, once an agreement is known to be there. */
export type Scoped = {
  readonly account: CallerFacts['account']
  readonly agreement: AgreementFacts
}

/** Whether the agreement covers places of that region. */
export const agreedIn = (agreement: AgreementFacts, regionId: string): boolean =>
  agreement.regions === 'national' || agreement.regions.includes(regionId)

/**
 * Whether a DoS Lead has authorised the account in that region. Interpretation D1: every individual needs it; a
 * web service account has the scope of its agreement unless it was narrowed.
 */
export const authorisedIn = (account: CallerFacts['account'], regionId: string): boolean =>
  account.regionIds === undefined ? account.kind === 'web-service' : account.regionIds.includes(regionId)

/** The regions the caller may ask about: those agreed in which the account is authorised. */
export function regionsOf({ account, agreement }: Scoped): readonly string[] | 'national' {
  if (account.regionIds === undefined) return account.kind === 'web-service' ? agreement.regions : []
  return account.regionIds.filter(regionId => agreedIn(agreement, regionId))
}
