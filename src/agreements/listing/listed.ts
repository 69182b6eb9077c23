import type { AgreementFacts } from '../../policy/index.ts'

/** How a connection stands, as the public is told: who is suspended is told no more than that it is not connected. */
export const LISTED_STATUSES = ['live', 'restricted', 'not-currently-connected', 'ceased'] as const
export type ListedStatus = (typeof LISTED_STATUSES)[number]

/**
 * One entry of the published list (AUP25-60; sources, use 2.3). Organisations, products and terms; never a person.
 * Days are those of London, `YYYY-MM-DD`.
 */
export type ListedConnection = {
  readonly id: string
  readonly organisation: { readonly odsCode: string; readonly name: string }
  readonly product: { readonly id: string; readonly name: string }
  readonly supplier: string
  readonly useCase: string
  readonly purposes: readonly string[]
  readonly audience: AgreementFacts['audience']
  readonly regions: readonly string[] | 'national'
  readonly interfaces: readonly string[]
  readonly approvedOn: string
  readonly liveSince: string | null
  readonly status: ListedStatus
  readonly ceasedOn: string | null
  readonly policyVersion: string | null
  /** Whether terms of its own are laid over the common ones. */
  readonly tailoredTerms: boolean
  /** In which ways it departs from the common terms, caching and use without people among them; empty: in none. */
  readonly departures: readonly string[]
  /** Of the product version in use: whether a clinical safety case is held, and in date. */
  readonly safetyEvidence: 'in-date' | 'out-of-date' | 'none'
  readonly lastReviewedOn: string
}

/** The list as it follows from the register at one instant. */
export type ConnectionList = {
  /** By organisation, product and id. */
  readonly connections: readonly ListedConnection[]
  /** Connections that are not listed, with the operator's agreement; of them nothing else is told. */
  readonly withheldIds: readonly string[]
}
