import type { Audience, ClauseId, DirectPurposeCode, EpochMillis } from '../vocabulary/index.ts'
import type { FootprintFacts } from './footprint.ts'
import type { PolicyParameters } from './parameters.ts'

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
  readonly volume: Volume
  /** `follow-up`: look-ups by id or ODS code only after a search that returned them (D2); `declared`: a use case of its own. */
  readonly lookUps: 'follow-up' | 'declared'
  /** Raw coordinates as origin are a lever: `postcode-or-town` unless the use case needs them. */
  readonly origins: 'any' | 'postcode-or-town'
  /**
   * What answers call a service by: `handles` are bound to the connection and mean nothing elsewhere, `directory` is the
   * id that all share, which interfaces whose contract is that number need. Absent: `directory`, as all agreements had
   * that are older than this lever.
   */
  readonly serviceIds?: 'handles' | 'directory'
  /**
   * Members of a service that a list of them may hold beside LISTED_ALWAYS; null or absent: all its audience may see.
   * A look-up of one service gives the whole.
   */
  readonly listMembers?: readonly string[] | null
  /**
   * Roles, as the organisation registered them, in which its people may ask (AUP25-17): codes as the identity provider
   * gives them; null: it registered none, and people may ask in any. Of no
   * weight where no person asks; an individual account is a person, also where none is named, and then has no role.
   */
  readonly userRoles?: readonly string[] | null
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  /** Terms of this agreement's own, laid over the policy version they were made for (AUP18-10). */
  readonly tailored?: TailoredTerms | null
  /** Permissions granted beside the agreement (sources, use 4.3); those that are over or to come may be among them. */
  readonly permissions?: readonly PermissionFacts[]
  /** Where and how much it said it would ask; of no weight in a decision (footprint.ts). Absent: it did not say. */
  readonly footprint?: FootprintFacts
}

/** Terms laid over a policy version for one consumer, approved by two people, dated (AUP18-10; sources, use 1.3). */
export type TailoredTerms = {
  readonly id: string
  /** The version they are laid over; they do not speak under another one. */
  readonly policyVersion: string
  readonly parameters: Partial<PolicyParameters>
  /** Only clauses that the version lets be waived. */
  readonly waives: readonly ClauseId[]
  readonly from: EpochMillis
  readonly until: EpochMillis
}

/** The kinds of permission of sources, use 4.3. */
export const PERMISSION_TYPES = [
  'public-display',
  'cache-exception',
  'unattended-service',
  'care-record-extract',
  'synthetic-monitoring',
  'raised-quota',
  'dataset-snapshot',
  'publication-opt-out',
] as const
export type PermissionType = (typeof PERMISSION_TYPES)[number]

/**
 * A granted permission as `decide` needs it: each holds from its first instant up to, but not including, its last.
 * One that was withdrawn, suspended or superseded is not among the facts at all.
 */
export type PermissionFacts = {
  readonly id: string
  readonly from: EpochMillis
  readonly until: EpochMillis
} & (
  | {
      readonly type: 'public-display'
      /** Regions whose DoS Leads have granted it, each with its own dates (AUP18-16). */
      readonly grants: readonly {
        readonly regionIds: readonly string[]
        readonly from: EpochMillis
        readonly until: EpochMillis
      }[]
      /** The product version that the clinical safety case was made for, and when that case runs out (AUP18-17). */
      readonly productVersion: string
      readonly safetyCaseUntil: EpochMillis
    }
  | {
      readonly type: 'cache-exception'
      /** Only answers that hold no other members than these, asked for with one of these purposes. */
      readonly fields: readonly string[]
      readonly purposes: readonly DirectPurposeCode[]
      readonly maxAgeSeconds: number
      /** The signed derogation it rests on (AUP18-20, AUP25-25). */
      readonly derogation: string
    }
  | { readonly type: 'care-record-extract'; readonly fields: readonly string[] }
  | { readonly type: 'raised-quota'; readonly volume: Volume }
  | {
      readonly type:
        | 'synthetic-monitoring'
        | 'unattended-service'
        | 'dataset-snapshot'
        | 'publication-opt-out'
    }
)

/** How much may be asked, in each minute and each day. */
export type Volume = { readonly perMinute: number; readonly perDay: number }

/**
 * What an account may ask less than its agreement says (AUP25-41). Null: not narrowed in that respect. It holds from
 * its first instant until it is lifted, or up to `until`.
 */
export type RestrictionFacts = {
  readonly id: string
  readonly regions: readonly string[] | null
  readonly typeIds: readonly number[] | null
  readonly resultsMax: number | null
  readonly volume: Volume | null
  readonly audience: 'public' | null
  /** Only then, Europe/London: days 1 Monday to 7 Sunday; minutes since midnight, `fromMinute` ≤ t < `untilMinute`. */
  readonly hours: {
    readonly days: readonly number[]
    readonly fromMinute: number
    readonly untilMinute: number
  } | null
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  /** When it must have been looked at again; passing it changes nothing by itself. */
  readonly reviewBy: EpochMillis
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
    /** Narrowings of this account, of which some may be over or to come (AUP25-41). */
    readonly restrictions?: readonly RestrictionFacts[]
  }
  readonly organisation: {
    readonly odsCode: string
    readonly name: string
    /**
     * `not-named`: the product serves several organisations and the request names none; `not-connected`: it names one
     * the product does not serve. Of those two nothing is known but that (AUP25-02).
     */
    readonly status: 'active' | 'suspended' | 'closed' | 'not-named' | 'not-connected'
  }
  readonly product: {
    readonly id: string
    readonly name: string
    readonly status: 'active' | 'suspended' | 'withdrawn'
    /** The version in use; a permission to display holds for the version its safety case was made for. */
    readonly version?: string | null
  }
  /** The person who asks, where one does: a pseudonymous key, and the role chosen at sign-in (AUP25-03, 17). */
  readonly individual?: { readonly id: string; readonly role: string | null } | null
  readonly connection: { readonly id: string; readonly environment: 'production' | 'integration' }
  readonly agreement: AgreementFacts | null
  /** Ids of services whose entries, and all below them, the account keeps right; absent: none. */
  readonly maintains?: readonly number[]
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
      /** The only members wanted of each service; null: all. */
      readonly fields?: readonly string[] | null
      readonly kind?: TrafficKind
      readonly byNumber?: ByNumber
    }
  | {
      readonly action: 'look-up'
      readonly purpose: string | null
      readonly audience: Audience | null
      readonly by: 'id' | 'ods-code'
      /** Whether a recent search of the same account returned it (D2). */
      readonly recentlyReturned: boolean
      /** What it names was never issued to this connection, so that there is nothing to be found by it. */
      readonly neverIssued?: true
      readonly fields?: readonly string[] | null
      readonly kind?: TrafficKind
      readonly byNumber?: ByNumber
    }
  /**
   * Reading or changing an entry that the caller itself keeps right, as a provider or an upstream register does; it
   * serves no person, so it has no purpose of use.
   */
  | {
      readonly action: 'maintain'
      readonly purpose: string | null
      readonly what: Maintained
      /** Whether it would change anything; else it only reads what is kept. */
      readonly changes: boolean
      /** Whether every service concerned lies at or below one the account keeps (`maintains`). */
      readonly maintained: boolean
      readonly byNumber?: ByNumber
    }
  /**
   * Reading a text as a place, a reference list, or reporting what is wrong with an answer: no service data in the answer.
   */
  | { readonly action: 'place' | 'reference' | 'feedback'; readonly purpose: string | null }

/** The question comes through an interface that knows services by their number in the directory, and shows them whole. */
export type ByNumber = true

/** What a list says of each service whatever else it may hold: which one, how far, and its place in a clinical list. */
export const LISTED_ALWAYS: readonly string[] = ['id', 'name', 'distanceMetres', 'label', 'rank', 'byRoad']

/** What of an entry is maintained. */
export const MAINTAINED = ['capacity', 'organisation'] as const
export type Maintained = (typeof MAINTAINED)[number]

/**
 * What the caller says the question is for: a person's need (`live`), a trial (case id `TEST`), or watching that the
 * directory answers (case id `MONITORING`); sources, use 2.1 and D5.
 */
export type TrafficKind = 'live' | 'test' | 'monitoring'

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
