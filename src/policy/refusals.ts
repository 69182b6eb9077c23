import type { ClauseId } from '../vocabulary/index.ts'

/** Who has it in hand to make the same question succeed. */
export type WhoCanFix = 'you' | 'your organisation' | 'your DoS Lead' | 'the operator'

export type Refusal = {
  /** The clauses it rests on, of either policy; a decision cites those its policy version knows. */
  readonly clauses: readonly [ClauseId, ...ClauseId[]]
  readonly title: string
  /** What happened, for a person. The particulars of one case are in the decision's `detail`. */
  readonly reason: string
  /** What to do now. */
  readonly remedy: string
  readonly whoCanFix: WhoCanFix
  /** Whether the very same question may be answered later though nobody changes anything. */
  readonly retryable: boolean
  /** The room that says it; absent: `decide`. */
  readonly raisedBy?: 'quota' | 'watch'
}

/**
 * Every way in which policy says no (sources, use 1.1). Closed: `decide` can give no other, and
 * http/problem.ts does not compile while one of them has no status. Listed in the order they are checked in:
 * who asks, on which terms, for what purpose, about which place, within which scope.
 */
export const REFUSALS = {
  'organisation-not-named': {
    clauses: ['AUP25-02', 'AUP18-29'],
    title: 'The question does not say for which organisation it is asked',
    reason: 'This product serves several organisations, and each question must name the one it is asked for.',
    remedy: 'Send the ODS code of the organisation in the header NHSD-End-User-Organisation-ODS.',
    whoCanFix: 'you',
    retryable: false,
  },
  'organisation-not-connected': {
    clauses: ['AUP25-02', 'AUP25-04', 'AUP18-29'],
    title: 'The organisation named is not connected through this product',
    reason: 'The header NHSD-End-User-Organisation-ODS names an organisation this client does not ask for.',
    remedy: 'Name an organisation that this product is connected to, or apply for a connection.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'account-not-yet-active': {
    clauses: ['AUP25-04', 'AUP25-06', 'AUP18-08'],
    title: 'This account is not active yet',
    reason: 'The account has been asked for, but it has not been approved and activated.',
    remedy: 'Finish the application, or ask the operator where it stands.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'account-never-opened': {
    clauses: ['AUP25-40', 'AUP18-08'],
    title: 'This account was never opened',
    reason: 'The application for this account was refused, withdrawn, or ran out before it was confirmed.',
    remedy: 'Apply again, answering the reasons given with the first application.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'account-suspended': {
    clauses: ['AUP25-42', 'AUP18-06'],
    title: 'This account is suspended',
    reason: 'The operator, or the organisation that employs its holder, has stopped this account for now.',
    remedy: 'Read the notice sent to your organisation and answer it; it says what must change first.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'account-terminated': {
    clauses: ['AUP25-38', 'AUP18-06'],
    title: 'This account has ended',
    reason: 'An account that has ended is never opened again. What it received before must not be used.',
    remedy: 'To come back, go through onboarding again with a new application.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'organisation-suspended': {
    clauses: ['AUP25-42', 'AUP18-06'],
    title: 'Your organisation is suspended',
    reason: 'The operator has stopped all access in the name of this End User Organisation for now.',
    remedy: 'Answer the notice sent to your organisation, or ask the operator about it.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'organisation-closed': {
    clauses: ['AUP25-02', 'AUP18-06'],
    title: 'Your organisation is closed',
    reason: 'The register of organisations says that this End User Organisation has closed.',
    remedy: 'If that is wrong, have its ODS record corrected; if it merged, apply under its successor.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'product-suspended': {
    clauses: ['AUP25-42', 'AUP18-06'],
    title: 'This product is suspended',
    reason: 'The operator has stopped this software product for every organisation that uses it.',
    remedy: 'Ask its supplier, who has been told why, or use another approved product.',
    whoCanFix: 'the operator',
    retryable: false,
  },
  'product-withdrawn': {
    clauses: ['AUP25-32', 'AUP18-06'],
    title: 'This product has been withdrawn',
    reason: 'Its supplier no longer offers this product, and its connections have stopped.',
    remedy: 'Move to another approved product, and apply for a connection with it.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'wrong-environment': {
    clauses: ['AUP25-04', 'AUP18-29'],
    title: 'This connection belongs to another environment',
    reason: 'A connection is made for production or for integration, and its account works there only.',
    remedy: 'Use the account of this environment, or send the question to the other address.',
    whoCanFix: 'you',
    retryable: false,
  },
  'no-agreement': {
    clauses: ['AUP25-40', 'AUP18-08'],
    title: 'There is no agreement for this connection',
    reason: 'Nothing is answered without an agreement that says what may be asked, for whom and why.',
    remedy: 'Apply for one, naming your use case, or ask the operator which connection holds it.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'terms-not-accepted': {
    clauses: ['AUP18-08', 'AUP18-05', 'AUP25-40'],
    title: 'The acceptable use policy has not been accepted',
    reason: 'Nobody with authority in your organisation has accepted the policy under this agreement.',
    remedy: 'Have your signatory read the policy and accept it.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'agreement-not-yet-in-force': {
    clauses: ['AUP25-40', 'AUP18-08'],
    title: 'The agreement is not in force yet',
    reason: 'The agreement is still being prepared, or its first day has not come.',
    remedy: 'Wait for its first day, or ask the operator what is still missing.',
    whoCanFix: 'the operator',
    retryable: false,
  },
  'agreement-superseded': {
    clauses: ['AUP25-40', 'AUP18-29'],
    title: 'A newer agreement has taken the place of this one',
    reason: 'The connection still points at an agreement that another has replaced.',
    remedy: 'Ask the operator to move the connection to the agreement now in force.',
    whoCanFix: 'the operator',
    retryable: false,
  },
  'agreement-ended': {
    clauses: ['AUP25-37', 'AUP25-40', 'AUP18-29'],
    title: 'The agreement has ended',
    reason: 'This agreement has ended, and with it the right to ask and to use what was received.',
    remedy: 'Stop using what you received. To go on, apply for a new agreement.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'reacceptance-overdue': {
    clauses: ['AUP18-05', 'AUP25-40'],
    title: 'The newest policy has not been accepted in time',
    reason: 'A newer policy is in force, and the time in which it was to be accepted has passed.',
    remedy: 'Have your signatory read the newest policy and accept it; answers come again at once.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'role-not-registered': {
    clauses: ['AUP25-17', 'AUP25-18', 'AUP18-29'],
    title: 'That role is not registered for the directory',
    reason: 'People ask in a professional role, and the organisation has not registered this one.',
    remedy: 'Sign in with a registered role, or ask your organisation to register yours.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  restricted: {
    clauses: ['AUP25-41', 'AUP18-06'],
    title: 'What this account may ask has been narrowed',
    reason: 'A restriction is in force on this account, and the question lies outside what it leaves.',
    remedy: 'Keep to what the detail names, and answer the notice that came with the restriction.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'monitoring-not-permitted': {
    clauses: ['AUP25-28', 'AUP25-41', 'AUP18-21'],
    title: 'Monitoring needs permission first',
    reason: 'The question is marked as watching whether the directory answers, without leave to do so.',
    remedy: 'Apply for the permission to monitor, or use /health/ready, which needs none.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'purpose-missing': {
    clauses: ['AUP25-10', 'AUP18-29'],
    title: 'Say what the question is for',
    reason: 'Your agreement has several purposes, so that each question must name the one it serves.',
    remedy: 'Name one of the purposes of your agreement with the question.',
    whoCanFix: 'you',
    retryable: false,
  },
  'purpose-unknown': {
    clauses: ['AUP25-10', 'AUP25-11', 'AUP18-29'],
    title: 'That purpose is not known',
    reason: 'The purpose named is not in the published list of purposes of use.',
    remedy: 'Name one of the purposes of your agreement, spelt as in the list.',
    whoCanFix: 'you',
    retryable: false,
  },
  'purpose-indirect': {
    clauses: ['AUP25-12', 'AUP25-10', 'AUP18-29'],
    title: 'The directory is for direct care only',
    reason: 'The purpose named serves a population or a business, not the care of one person.',
    remedy: 'No agreement can allow this purpose. Ask the operator about other sources of information.',
    whoCanFix: 'you',
    retryable: false,
  },
  'purpose-not-agreed': {
    clauses: ['AUP25-10', 'AUP18-29'],
    title: 'That purpose is not in your agreement',
    reason: 'It is a purpose of direct care, but not one that your organisation has agreed.',
    remedy: 'Name a purpose of your agreement, or apply to have this one added.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'public-display-not-permitted': {
    clauses: ['AUP25-22', 'AUP25-41', 'AUP18-14', 'AUP18-16', 'AUP18-17'],
    title: 'Showing services to the public is not permitted',
    reason: 'The agreement is for showing services to the public, and no permission to do so is in force.',
    remedy: 'Apply for the permission, with a clinical safety case and the grant of each DoS Lead.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'safety-case-other-version': {
    clauses: ['AUP25-22', 'AUP25-23', 'AUP18-17'],
    title: 'The safety case is for another version of the product',
    reason: 'What is shown to the public must be covered by a safety case for the version in use.',
    remedy: 'Have your clinical safety officer assess the version in use, or go back to the one assessed.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'safety-case-out-of-date': {
    clauses: ['AUP25-22', 'AUP18-17'],
    title: 'The clinical safety case has run out',
    reason: 'Services are shown to the public only while the safety case of the product is in date.',
    remedy: 'Have your clinical safety officer renew the safety case and hand it in.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'origin-not-given': {
    clauses: ['AUP25-08', 'AUP18-29'],
    title: 'Say where the person is',
    reason: 'The directory answers what is near a place. It gives no list without one.',
    remedy: 'Give a postcode or the name of a town.',
    whoCanFix: 'you',
    retryable: false,
  },
  'outside-england': {
    clauses: ['AUP25-09', 'AUP18-29'],
    title: 'That place is not in England',
    reason: 'This directory is for places in England only. Other nations keep directories of their own.',
    remedy: 'Ask the service named in the detail, or search from a place in England.',
    whoCanFix: 'you',
    retryable: false,
  },
  'origin-no-fixed-abode': {
    clauses: ['AUP25-08', 'AUP18-29'],
    title: 'That code stands for no fixed abode',
    reason: 'The code is used for people without an address. It lies nowhere that could be near a service.',
    remedy: 'Ask the person where they are now, and give a postcode or town there.',
    whoCanFix: 'you',
    retryable: false,
  },
  'origin-non-geographic': {
    clauses: ['AUP25-08', 'AUP18-29'],
    title: 'That postcode is not a place',
    reason: 'Mail goes to it, but it stands for no place on the ground.',
    remedy: 'Give the postcode or town where the person is.',
    whoCanFix: 'you',
    retryable: false,
  },
  'origin-unlocated': {
    clauses: ['AUP25-08', 'AUP18-29'],
    title: 'It is not known where that postcode lies',
    reason: 'The postcode looks right, but the operator has no point on the map for it.',
    remedy: 'Give a neighbouring postcode, its first half, or the town.',
    whoCanFix: 'you',
    retryable: false,
  },
  'origin-ambiguous': {
    clauses: ['AUP25-08', 'AUP18-29'],
    title: 'There are several places of that name',
    reason: 'The name belongs to more than one place, and guessing could send somebody the wrong way.',
    remedy: 'Choose one of those listed, or give a postcode.',
    whoCanFix: 'you',
    retryable: false,
  },
  'origin-not-recognised': {
    clauses: ['AUP25-08', 'AUP18-29'],
    title: 'That place is not recognised',
    reason: 'The text was read neither as a postcode nor as a town nor as a coordinate.',
    remedy: 'Check the spelling, or give a postcode.',
    whoCanFix: 'you',
    retryable: false,
  },
  'origin-kind-not-agreed': {
    clauses: ['AUP25-28', 'AUP25-41', 'AUP18-21'],
    title: 'Your agreement does not cover raw coordinates',
    reason: 'Free points make it easy to sweep the country, so they are agreed only where needed.',
    remedy: 'Give a postcode or town, or apply to have coordinates added to the agreement.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'region-not-agreed': {
    clauses: ['AUP25-06', 'AUP25-41', 'AUP18-29'],
    title: 'That place is in a region outside your agreement',
    reason: 'The agreement names the regions whose places may be asked about, and this is in another.',
    remedy: 'Apply to have the region added to the agreement.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'region-not-authorised': {
    clauses: ['AUP25-06', 'AUP18-29'],
    title: 'This account is not authorised for that region',
    reason: 'The DoS Lead of the region has not authorised this account to ask about places there.',
    remedy: 'Ask the DoS Lead of the region to authorise the account.',
    whoCanFix: 'your DoS Lead',
    retryable: false,
  },
  'public-display-not-granted-here': {
    clauses: ['AUP18-16', 'AUP25-20', 'AUP25-41'],
    title: 'Showing the services of that region has not been granted',
    reason:
      'The DoS Lead of the region has not granted, or has withdrawn, showing its services to the public.',
    remedy:
      'Ask the DoS Lead of the region for a grant. Until then, ask only about places where you have one.',
    whoCanFix: 'your DoS Lead',
    retryable: false,
  },
  'service-ids-not-agreed': {
    clauses: ['AUP25-28', 'AUP25-41', 'AUP18-21'],
    title: 'Your agreement does not cover the directory ids of services',
    reason:
      'This interface knows services by their number in the directory. Under your agreement (serviceIds: handles) they are known by handles, which only the native interface takes.',
    remedy: 'Ask the native interface, or apply to have directory ids added to the agreement.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'look-up-without-search': {
    clauses: ['AUP25-08', 'AUP25-28', 'AUP18-21'],
    title: 'Search first, then look up',
    reason: 'A service may be looked up by its id or ODS code only soon after a search that returned it.',
    remedy: 'Search near the person again and look the service up then, or apply for look-ups as a use case.',
    whoCanFix: 'you',
    retryable: false,
  },
  'not-maintained': {
    clauses: ['AUP25-02', 'AUP25-41', 'AUP18-29'],
    title: 'That entry is not yours to keep',
    reason: 'An account keeps the entries it was given, and those below them, and no others.',
    remedy: 'Ask the DoS Lead of the region to let this account keep the entry, or to make the change.',
    whoCanFix: 'your DoS Lead',
    retryable: false,
  },
  'audience-wider-than-agreed': {
    clauses: ['AUP25-20', 'AUP18-12'],
    title: 'That audience is wider than agreed',
    reason: 'The question asks for what only a wider audience may see than the agreement names.',
    remedy: 'Ask for the audience of your agreement or a narrower one.',
    whoCanFix: 'you',
    retryable: false,
  },
  'type-not-agreed': {
    clauses: ['AUP25-41', 'AUP18-29'],
    title: 'That type of service is not in your agreement',
    reason: 'The agreement names the types of service that may be asked for, and this is not among them.',
    remedy: 'Name types of your agreement only, or apply to have others added.',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'limit-above-agreed': {
    clauses: ['AUP25-28', 'AUP25-41', 'AUP18-21'],
    title: 'That is more results than agreed',
    reason: 'The number asked for is above the most that one answer may hold for this connection.',
    remedy: 'Ask for fewer, or leave the number out.',
    whoCanFix: 'you',
    retryable: false,
  },
  'distance-above-agreed': {
    clauses: ['AUP25-28', 'AUP25-41', 'AUP18-21'],
    title: 'That is further than agreed',
    reason: 'The distance asked for is above the furthest that a search of this connection may reach.',
    remedy: 'Ask within a shorter distance, or leave it out.',
    whoCanFix: 'you',
    retryable: false,
  },
  'member-not-agreed': {
    clauses: ['AUP25-28', 'AUP25-41', 'AUP18-21'],
    title: 'Lists hold less of each service than that under your agreement',
    reason: 'The agreement names the members of a service that lists may hold (listMembers).',
    remedy:
      'Ask the native interface for members of your agreement only and look up the rest of the one chosen, or apply to have others added (listMembers).',
    whoCanFix: 'your organisation',
    retryable: false,
  },
  'quota-exhausted': {
    clauses: ['AUP25-41', 'AUP25-28', 'AUP18-21'],
    title: 'The agreed volume is used up for now',
    reason: 'This connection has asked as many questions as its agreement allows in this stretch of time.',
    remedy: 'Wait as long as the answer says and ask again. If you need more, apply for a higher volume.',
    whoCanFix: 'you',
    retryable: true,
    raisedBy: 'quota',
  },
  'outside-footprint': {
    clauses: ['AUP25-28', 'AUP25-29', 'AUP18-21'],
    title: 'A brake is on, and this is outside the declared footprint',
    reason:
      'What was asked lately looks like crawling, so for now only questions within the footprint of the agreement are answered.',
    remedy:
      'For a person in need now, use the route you keep for when the directory is away. Ask the contact below: a person judges the brake, and ends it when it is mistaken.',
    whoCanFix: 'the operator',
    retryable: true,
    raisedBy: 'watch',
  },
  'abnormal-usage-detected': {
    clauses: ['AUP25-28', 'AUP25-29', 'AUP18-21'],
    title: 'A brake is on, and the declared volume is used up',
    reason:
      'What was asked lately looks like crawling, so for now no more is answered than the agreement declared for a day.',
    remedy:
      'Wait as long as the answer says, or ask the contact below: a person judges the brake, and ends it when it is mistaken.',
    whoCanFix: 'the operator',
    retryable: true,
    raisedBy: 'watch',
  },
} as const satisfies Record<string, Refusal>

export type RefusalReason = keyof typeof REFUSALS

/** What is to be said about a refusal of that reason. */
export const refusalOf = (reason: RefusalReason): Refusal => REFUSALS[reason]

/** The reasons in the order they are checked in. */
export const REFUSAL_REASONS: readonly RefusalReason[] = Object.keys(REFUSALS).filter(isRefusalReason)

/** Whether a text, from a log or a request, is one of the reasons. */
export function isRefusalReason(text: string): text is RefusalReason {
  return Object.hasOwn(REFUSALS, text)
}
