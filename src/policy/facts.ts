import type { Audience, DirectPurposeCode, EpochMillis } from '../vocabulary/index.ts'

/** Account states (sources, use 4.1). Only `active` and `restricted` accounts are answered. */
export const ACCOUNT_STATUSES = [
  'draft',
  'submitted',
  'email-validated',
  'regional-review',
  'approved',
  'active',
  'restricted',
  'suspended',
  'terminated',
  'rejected',
  'expired-unvalidated',
  'withdrawn',
] as const
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]

/** An agreement as `decide` needs it: what this connection may ask, under which policy version (sources, use 2.2, 4.2). */
export type AgreementFacts = {
  readonly id: string
  readonly status: 'drafted' | 'issued' | 'accepted' | 'in-force' | 'superseded' | 'ended'
  /** Policy version accepted, such as `2025-02-25`; null while nobody with authority has accepted. */
  readonly policyVersion: string | null
  /** In plain words, for refusals and the published list. */
  readonly useCase: string
  /** Purposes agreed. With one only, a question that names none has that one. */
  readonly purposes: readonly DirectPurposeCode[]
  readonly audience: Exclude<Audience, 'operator'>
  /** Regions whose places may be asked about (ODS codes), or the whole of England. */
  readonly regions: readonly string[] | 'national'
  /** Service type ids that may be asked for; null: all. */
  readonly typeIds: readonly number[] | null
  /** The most results an answer may hold (k), 1 to 100. */
  readonly resultsMax: number
  /** The furthest a search may reach, metres; never above 160,934 (100 miles). */
  readonly distanceMetresMax: number
  readonly volume: { readonly perMinute: number; readonly perDay: number }
  /** `follow-up`: look-ups by id or ODS code only after a search that returned them (D2); `declared`: a use case of its own. */
  readonly lookUps: 'follow-up' | 'declared'
  /** Raw coordinates as origin are a lever: `postcode-or-town` unless the use case needs them. */
  readonly origins: 'any' | 'postcode-or-town'
  readonly from: EpochMillis
  readonly until: EpochMillis | null
}

/** Who asks, wholly from memory. */
export type CallerFacts = {
  readonly account: {
    readonly id: string
    readonly name: string
    readonly kind: 'web-service' | 'individual'
    readonly status: AccountStatus
    /**
     * Regions (ODS codes) in which a DoS Lead has authorised the account (AUP25-06, D1). Without it a web service
     * account has the scope of its agreement, and an individual account is authorised nowhere.
     */
    readonly regionIds?: readonly string[]
  }
  readonly organisation: {
    readonly odsCode: string
    readonly name: string
    readonly status: 'active' | 'suspended' | 'closed'
  }
  readonly product: {
    readonly id: string
    readonly name: string
    readonly status: 'active' | 'suspended' | 'withdrawn'
  }
  readonly connection: { readonly id: string; readonly environment: 'production' | 'integration' }
  readonly agreement: AgreementFacts | null
  /** Search roles: a service is found only when one of its referral roles is among them; null: not narrowed. */
  readonly referralRoleIds: readonly number[] | null
}

/** What is asked, as far as policy cares. */
export type QuestionFacts =
  | {
      readonly action: 'search'
      /** As given; `null` when the question names none. */
      readonly purpose: string | null
      readonly origin: OriginFacts
      /** A narrower audience may be asked for than the agreement's, never a wider one. */
      readonly audience: Audience | null
      readonly typeIds: readonly number[] | null
      readonly limit: number | null
      readonly withinMetres: number | null
    }
  | {
      readonly action: 'look-up'
      readonly purpose: string | null
      readonly audience: Audience | null
      readonly by: 'id' | 'ods-code'
      /** Whether a recent search of the same account returned it (D2). */
      readonly recentlyReturned: boolean
    }
  /** Reading a text as a place, or a reference list: no service data in the answer. */
  | { readonly action: 'place' | 'reference'; readonly purpose: string | null }

/** Where a connection works, and what a server is: one of each is never answered by the other. */
export type Environment = CallerFacts['connection']['environment']

export type OriginFacts =
  | { readonly outcome: 'not-given' }
  | { readonly outcome: 'located'; readonly kind: 'coordinate' | 'named'; readonly regionId: string }
  | {
      readonly outcome: 'outside-england'
      readonly label: string
      readonly nation: string
      readonly askInstead: string
    }
  | {
      readonly outcome: 'unusable'
      readonly because: 'no-fixed-abode' | 'non-geographic' | 'unlocated' | 'ambiguous' | 'not-recognised'
      readonly detail: string
    }
