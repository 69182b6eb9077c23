import type { EpochMillis } from '../vocabulary/index.ts'
import type { AccountKind, Organisation } from './records.ts'

/**
 * What can happen to an account, each with what its guard looks at: facts gathered by whoever wants the step, so that
 * the guards are pure. Nothing to look at: null.
 */
export type AccountEvents = {
  submit: {
    /** Null for a product's account, which is no organisation's. */
    readonly organisation: Organisation['status'] | null
    /** Whether the person is one of that organisation's; null where there is no person. */
    readonly belongs: boolean | null
    readonly predecessor: 'none' | 'ended' | 'not-ended' | 'somebody-elses'
  }
  'resend-email': { readonly now: EpochMillis; readonly sentAt: EpochMillis | null }
  'validate-email': {
    readonly token: 'right' | 'wrong'
    readonly now: EpochMillis
    readonly until: EpochMillis | null
  }
  route: { readonly regions: readonly AskedRegion[] }
  approve: Opening
  reject: { readonly judge: Judge; readonly applicant: Applicant }
  withdraw: null
  expire: { readonly now: EpochMillis; readonly until: EpochMillis | null }
  activate: Readiness
  'request-region': { readonly regions: readonly AskedRegion[]; readonly held: boolean }
  'decline-region': { readonly judge: Judge; readonly applicant: Applicant; readonly requested: boolean }
  'authorise-region': Opening
  'withdraw-region': { readonly kind: AccountKind; readonly left: number; readonly held: boolean }
  'accept-policy': { readonly offered: string; readonly inForce: string }
  restrict: {
    readonly kind: AccountKind
    readonly by: 'operator' | 'employer'
    /** In how many respects it narrows. */
    readonly limits: number
    readonly now: EpochMillis
    readonly reviewBy: EpochMillis
    readonly until: EpochMillis | null
  }
  lift: { readonly othersOpen: number }
  suspend: {
    readonly kind: AccountKind
    readonly suspension: Suspension
    readonly by: 'operator' | 'employer'
    readonly open: readonly SuspensionGround[]
  }
  'settle-ground': Settlement
  reinstate: Settlement
  'reinstate-restricted': Settlement
  cease: null
  'terminate-inactive': { readonly finding: InactivityFinding | null }
  revoke: { readonly proposedBy: string; readonly approvedBy: string | null }
}

export type AccountEvent = keyof AccountEvents

/** A region that was named, and whether it can be. */
export type AskedRegion = { readonly id: string; readonly state: 'current' | 'merged' | 'unknown' }

/** Who decides about an account, and how far their say goes. */
export type Judge = {
  readonly personId: string
  /** Regions of a DoS Lead with those merged into them; `operator`: the operator's own people, who have no patch. */
  readonly reach: ReadonlySet<string> | 'operator'
  /** Organisations they themselves act for. */
  readonly organisations: readonly string[]
}

/** Whose account it is. */
export type Applicant = { readonly personId: string | null; readonly odsCode: string | null }

/** Opening regions to an account (AUP25-06). */
export type Opening = {
  readonly kind: AccountKind
  readonly regions: readonly AskedRegion[]
  readonly judge: Judge
  readonly applicant: Applicant
}

/** How far the account's connection has come; in the shape in which the room of agreements tells it. */
export type Standing = {
  readonly agreement: {
    readonly audience: 'public' | 'professional'
    readonly issuedAt: EpochMillis | null
    readonly acceptedVersion: string | null
    readonly acceptedAt: EpochMillis | null
  } | null
  readonly publication: 'publish' | 'withhold' | 'open'
  readonly publicDisplay: boolean
}

/** What activation takes (sources, use 4.1). */
export type Readiness = {
  readonly kind: AccountKind
  readonly environment: 'production' | 'integration'
  /** Null for a product's account: each organisation it asks for has a standing of its own. */
  readonly standing: Standing | null
  /** Public keys that hold now. */
  readonly keys: number
  /** Regions in which it is authorised. */
  readonly regions: number
  /** When the web service account before it on its connection ended; null: there was none, or it is no such account. */
  readonly predecessorEndedAt: EpochMillis | null
}

/**
 * Why an account is suspended (sources, use 4.1). `no-region-left` is no sanction: the last region of an individual was
 * withdrawn, and none may be active without one (AUP25-06).
 */
export type Suspension =
  | { readonly ground: 'significant-risk'; readonly assessment: string }
  | { readonly ground: 'expired-intention-notice'; readonly notice: string }
  | { readonly ground: 'employer-instruction' | 'credential-compromise' | 'no-region-left' }

export type SuspensionGround = Suspension['ground']

/** What ends a ground of suspension. */
export type Settlement = {
  readonly kind: AccountKind
  /** Null: it was suspended without a ground on record. */
  readonly ground: SuspensionGround | null
  readonly by: 'operator' | 'employer'
  /** The case that was closed as remedied. */
  readonly closedCase: string | null
  readonly agreementInForce: boolean
  /**
   * Public keys that hold now, of which, where a key was lost, those count that were registered since; null where the
   * account has none of its own.
   */
  readonly keys: number | null
  readonly regions: number
  /** Null: nobody has looked. */
  readonly finding: InactivityFinding | null
  /** Grounds that would stand all the same. */
  readonly othersOpen: readonly SuspensionGround[]
  /** How many restrictions stand. */
  readonly restrictions: number
}

/** What the evaluator of disuse found (AUP25-33 to 36). */
export type InactivityFinding = {
  readonly inactive: boolean
  /** Whether the activity log is whole over all those months: missing evidence is nobody's disuse. */
  readonly logWhole: boolean
  readonly caseOpen: boolean
}
