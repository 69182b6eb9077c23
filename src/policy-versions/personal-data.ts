/** One kind of personal data held here (AUP25-57). */
export type PersonalData = {
  /** Tables it lies in, as `schema.table`; for the directory's own entries, their marks say who sees which field. */
  readonly tables: readonly [string, ...string[]]
  readonly what: string
  readonly whose: string
  readonly why: string
  readonly seenBy: string
  readonly kept: string
}

const EIGHT_YEARS = 'Eight years from when it is no longer needed (a setting), then erased.'
const WITH_RECORD = 'For as long as the record it belongs to; it holds keys, never names.'

/**
 * The dictionary of personal data. A test holds it against the database: every table is either here or named there as
 * holding none, so that a new one is classified the day it is made.
 */
export const PERSONAL_DATA: readonly PersonalData[] = [
  {
    tables: ['people.person'],
    what: 'Name, e-mail address, identity at the identity provider',
    whose: 'People who sign in',
    why: 'To know who acts, and to reach them',
    seenBy: 'Themselves; administrators of their organisation; the operator',
    kept: EIGHT_YEARS,
  },
  {
    tables: ['people.held_role'],
    what: 'Roles held, for what, from when to when',
    whose: 'People who sign in',
    why: 'To judge what they may do',
    seenBy: 'Themselves; administrators of their organisation; the operator',
    kept: EIGHT_YEARS,
  },
  {
    tables: ['accounts.account', 'accounts.region_authorisation', 'accounts.restriction'],
    what: 'Whose an individual account is, why it was asked for, in which regions it may ask, what it is narrowed to',
    whose: 'Individual end users',
    why: 'Regional authorisation (AUP25-06) and the instructions of their employer (AUP25-18)',
    seenBy: 'Themselves; administrators of their organisation; DoS Leads of the regions; the operator',
    kept: EIGHT_YEARS,
  },
  {
    tables: ['workflow.act', 'workflow.proposal', 'workflow.due'],
    what: 'Who did what to a register, in which role, why and when; by key, without a name',
    whose: 'People who act',
    why: 'Accountability; every decision has somebody who took it',
    seenBy: 'The operator and its auditors; those whom the record concerns',
    kept: 'Not erased; the person behind the key is.',
  },
  {
    tables: ['activity.entry', 'activity.facts', 'activity.shipped'],
    what: 'Which account asked what, roughly where, for which purpose, and what was decided; people by key',
    whose: 'Individual end users',
    why: 'Evidence of use, and of what was answered to whom (AUP25-36)',
    seenBy: 'The operator and its auditors; the account holder, their own',
    kept: WITH_RECORD,
  },
  {
    tables: ['directory.service'],
    what: 'Names, telephone numbers and e-mail addresses of staff, where an entry holds them',
    whose: 'People who work at services',
    why: 'So that patients can be referred',
    seenBy: 'As each field is marked: the public, professionals, or the operator only',
    kept: 'For as long as the entry, and its earlier versions',
  },
]
