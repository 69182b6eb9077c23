import type { AccountStatus, CallerFacts, Environment } from '../policy/index.ts'

/** An End User Organisation (AUP25-02), known by its ODS code. */
export type Organisation = {
  readonly odsCode: string
  readonly name: string
  readonly addressLines: readonly string[]
  readonly postcode: string | null
  readonly status: 'active' | 'suspended' | 'closed'
}

/** Who makes a product. */
export type Supplier = { readonly id: string; readonly name: string }

/** Software that organisations use the directory through. */
export type Product = {
  readonly id: string
  readonly supplierId: string
  readonly name: string
  readonly version: string | null
  readonly status: CallerFacts['product']['status']
}

/** One organisation using one product in one environment. */
export type Connection = {
  readonly id: string
  readonly odsCode: string
  readonly productId: string
  readonly environment: Environment
}

/**
 * `web-service`: an organisation's, on one connection (AUP25-04). `individual`: one person's, on one connection
 * (AUP25-05). `product`: the client of a product that asks in the name of several organisations (AUP25-02).
 */
export const ACCOUNT_KINDS = ['web-service', 'individual', 'product'] as const
export type AccountKind = (typeof ACCOUNT_KINDS)[number]

/** An account as it is opened. The id of a web service or product account is its OAuth client id. */
export type Account = {
  readonly id: string
  readonly kind: AccountKind
  /** Null for a product's account, and for no other. */
  readonly connectionId: string | null
  /** Of a product's account: which product, and where it asks. */
  readonly productId?: string | null
  readonly environment?: Environment | null
  readonly name: string
  readonly status: AccountStatus
  /** Search roles; null: not narrowed. */
  readonly referralRoleIds: readonly number[] | null
  /** Regions of its own (AUP25-06, D1); null: those of its agreement, and for an individual none. */
  readonly regionIds: readonly string[] | null
  /** Whose an individual account is. */
  readonly personId?: string | null
  /** The account that ended before this one was asked for; nothing of it is inherited (AUP25-38). */
  readonly predecessorId?: string | null
}

/** States without a way out (sources, use 4.1): coming back is a new application with a new account. */
export const FINAL_STATUSES = ['terminated', 'rejected', 'expired-unvalidated', 'withdrawn'] as const

export const isFinal = (status: AccountStatus): boolean => FINAL_STATUSES.some(final => final === status)

/**
 * States in which an account may fetch an access token. `approved` and `suspended` may on purpose: authentication is
 * not authorisation. The token only says who asks; every data route looks at the status anew and refuses a suspended
 * account in full words (which clause, what to do, whom to ask), where a bare 401 would leave its people guessing.
 */
const MAY_AUTHENTICATE: readonly AccountStatus[] = ['approved', 'active', 'restricted', 'suspended']

export const mayAuthenticate = (status: AccountStatus): boolean => MAY_AUTHENTICATE.includes(status)
