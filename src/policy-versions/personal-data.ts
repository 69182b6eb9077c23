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
const NINETY_DAYS = 'Ninety days after the session is over; alerts as long as the person.'
const BY_HAND =
  'As long as the record it belongs to; names in it are erased by the operator on request, not by a program.'
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
    tables: ['people.held_role', 'people.registration'],
    what: 'Roles held, for what, from when to when; a clinician’s registration with their regulator',
    whose: 'People who sign in',
    why: 'To judge what they may do',
    seenBy: 'Themselves; administrators of their organisation; the operator',
    kept: EIGHT_YEARS,
  },
  {
    tables: ['people.secret'],
    what: 'User name, the hash of a password, the secret of one-time codes',
    whose: 'People who sign in here rather than elsewhere',
    why: 'To let them in and nobody else',
    seenBy: 'Nobody',
    kept: 'Until they leave, or sign in elsewhere',
  },
  {
    tables: ['people.session', 'people.alert', 'people.sign_in_guard', 'accounts.oidc_record'],
    what: 'When and from which network and program somebody signed in; attempts that failed, by hashed user name',
    whose: 'People who sign in',
    why: 'So that they, and the operator, notice when somebody else does (AUP25-05)',
    seenBy: 'Themselves; the operator',
    kept: NINETY_DAYS,
  },
  {
    tables: [
      'accounts.account',
      'accounts.region_authorisation',
      'accounts.restriction',
      'accounts.suspension',
      'accounts.policy_acceptance',
    ],
    what: 'Whose an individual account is, why it was asked for, where it may ask, what it was narrowed to or suspended for, which policy its holder accepted',
    whose: 'Individual end users',
    why: 'Regional authorisation (AUP25-06) and the instructions of their employer (AUP25-18)',
    seenBy: 'Themselves; administrators of their organisation; DoS Leads of the regions; the operator',
    kept: WITH_RECORD,
  },
  {
    tables: [
      'agreements.application',
      'agreements.application_question',
      'agreements.application_review',
      'agreements.attestation',
      'agreements.agreement',
      'agreements.acceptance',
      'agreements.evidence',
    ],
    what: 'Named contacts, whoever signed or promised for an organisation, the clinical safety officer of a safety case',
    whose: 'People who act for organisations and suppliers',
    why: 'An agreement has people who answer for it',
    seenBy: 'Their organisation; DoS Leads asked for a review; the operator',
    kept: BY_HAND,
  },
  {
    tables: [
      'accounts.maintained_service',
      'agreements.permission',
      'agreements.region_grant',
      'agreements.tailored_terms',
      'agreements.derogation',
      'policy.version',
      'policy.reference_document',
    ],
    what: 'Who asked for, granted, signed or wrote a thing; by key, without a name',
    whose: 'People who act',
    why: 'Accountability',
    seenBy: 'Those whom the thing concerns; the operator',
    kept: WITH_RECORD,
  },
  {
    tables: ['workflow.act', 'workflow.proposal'],
    what: 'Who did what to a register, in which role, why and when; by key, without a name',
    whose: 'People who act',
    why: 'Accountability; every decision has somebody who took it',
    seenBy: 'The operator and its auditors; those whom the record concerns',
    kept: 'Not erased; the person behind the key is.',
  },
  {
    tables: ['workflow.keyed_request'],
    what: 'That somebody sent a request with a key of their own, and its answer, which nobody reads without that key',
    whose: 'People who act',
    why: 'So that a request that is sent again is not done again',
    seenBy: 'Whoever sends the same request with the same key',
    kept: 'One day',
  },
  {
    tables: ['notices.notice'],
    what: 'What somebody was told, and the address it was sent to',
    whose: 'People who are told things',
    why: 'To show that they were told',
    seenBy: 'Themselves; the operator',
    kept: BY_HAND,
  },
  {
    tables: ['activity.entry', 'activity.facts'],
    what: 'Which account asked what, roughly where, for which purpose, and what was decided; people by key',
    whose: 'Individual end users',
    why: 'Evidence of use, and of what was answered to whom (AUP25-36)',
    seenBy: 'The operator and its auditors; the account holder, their own',
    kept: WITH_RECORD,
  },
  {
    tables: ['watch.finding', 'watch.raising', 'watch.checkpoint', 'watch.declared_event'],
    what: 'What an account asked that was unlike what it declared, in squares of 6 km; what the detectors remember of each account; who judged it, by key',
    whose: 'Individual end users, by account; people who act',
    why: 'To notice and investigate crawling (AUP25-29, AUP25-30)',
    seenBy: 'The operator’s compliance reviewers and auditors; the account holder, their own',
    kept: WITH_RECORD,
  },
  {
    tables: ['activity.hold'],
    what: 'Whose entries are kept for an inquiry, and who placed and released the hold; people by key',
    whose: 'People who act; individual end users, where an inquiry is about one account',
    why: 'So that evidence is not gone before it is asked for (AUP25-51)',
    seenBy: 'The operator’s information governance, decision owners, reviewers and auditors',
    kept: WITH_RECORD,
  },
  {
    tables: ['directory.feedback'],
    what: 'What was reported of an entry, in words that are held against details of patients; which account did, and who answered it, by key',
    whose: 'Individual end users; people who act',
    why: 'So that entries are put right, and whoever reported an error hears of it',
    seenBy:
      'The account that reported it; DoS Leads of the region and whoever keeps the entry, who see the organisation and not the account; the operator',
    kept: WITH_RECORD,
  },
  {
    tables: [
      'directory.service',
      'directory.service_history',
      'directory.service_draft',
      'directory.organisation',
      'directory.organisation_history',
    ],
    what: 'Names, telephone numbers and e-mail addresses of staff, where an entry holds them',
    whose: 'People who work at services',
    why: 'So that patients can be referred',
    seenBy: 'As each field is marked: the public, professionals, or the operator only',
    kept: 'For as long as the entry, and its earlier versions',
  },
]

/** Tables that hold nothing about a person. */
export const NO_PERSONAL_DATA: readonly string[] = [
  'accounts.connection',
  'accounts.credential',
  'accounts.key_set_url',
  'accounts.organisation',
  'accounts.product',
  'accounts.product_version',
  'accounts.redirect_uri',
  'accounts.region',
  'accounts.secret',
  'accounts.signing_key',
  'accounts.supplier',
  'accounts.username',
  'activity.node',
  'activity.shipped',
  'agreements.listing',
  'agreements.listing_check',
  'clinical.area',
  'clinical.discriminator',
  'clinical.disposition',
  'clinical.disposition_group',
  'clinical.disposition_group_member',
  'clinical.pair',
  'clinical.search_distance',
  'clinical.symptom_group',
  'clinical.type_rank',
  'directory.clinical_searches',
  'directory.unmet_need',
  'feed.change',
  'feed.counter',
  'handles.secret',
  'ledger.act',
  'ledger.key',
  'ledger.name',
  'ledger.append',
  'ledger.checkpoint',
  'ledger.tile',
  'ledger.tree',
  'places.chunk',
  'places.edition',
  'public.signpost_migration',
  'workflow.due',
]
