import type { ClauseId } from '../vocabulary/index.ts'

export type WorkflowTerms = {
  /** `working` ones are in the program, and `tests` prove them; `planned` ones say what will carry a clause one day. */
  readonly state: 'working' | 'planned'
  /** The room it lives in, or will. */
  readonly room: string
  readonly does: string
  readonly clauses: readonly [ClauseId, ...ClauseId[]]
  readonly tests: readonly string[]
}

/** What carries clauses beside refusals and obligations: things the program does however a question is decided. */
export const WORKFLOWS = {
  'one-door': {
    state: 'working',
    room: 'http',
    does: 'Every route to service data passes the same decision; a route that declares no room does not start.',
    clauses: ['AUP25-01', 'AUP18-01'],
    tests: ['test/http/rooms.test.ts'],
  },
  'named-caller': {
    state: 'working',
    room: 'accounts',
    does: 'A credential belongs to one account of one organisation, product and environment.',
    clauses: ['AUP25-02', 'AUP25-04'],
    tests: ['test/accounts/registry.test.ts'],
  },
  'no-way-back': {
    state: 'working',
    room: 'accounts',
    does: 'No change of state leads out of an account that has ended.',
    clauses: ['AUP25-38'],
    tests: ['test/accounts/registry.test.ts'],
  },
  'issue-and-acceptance': {
    state: 'working',
    room: 'agreements',
    does: 'An agreement comes into force only when the very text that was issued has been accepted.',
    clauses: ['AUP18-08'],
    tests: ['test/agreements/agreements.test.ts'],
  },
  'record-before-answer': {
    state: 'working',
    room: 'activity',
    does: 'What was asked and decided is durably written before the answer leaves; if not, nothing leaves.',
    clauses: ['AUP25-36', 'AUP25-01'],
    tests: [
      'test/activity/journal.test.ts',
      'test/activity/database-writer.test.ts',
      'test/activity/kill.test.ts',
    ],
  },
  'lean-record': {
    state: 'working',
    room: 'activity',
    does: 'The activity log holds no age, sex, symptom or exact place beside whoever asked.',
    clauses: ['AUP25-58'],
    tests: ['test/activity/speakable.test.ts'],
  },
  'shape-by-audience': {
    state: 'working',
    room: 'directory',
    does: 'Each field states who may see it; what a caller may not see is absent from the answer.',
    clauses: ['AUP25-20', 'AUP25-57', 'AUP18-12'],
    tests: ['test/directory/shape.test.ts'],
  },
  'current-or-silent': {
    state: 'working',
    room: 'http',
    does: 'A node that cannot show itself current gives no answer.',
    clauses: ['AUP25-27', 'AUP18-19'],
    tests: ['test/http/refusals.test.ts', 'test/compose.test.ts'],
  },
  'purpose-list': {
    state: 'working',
    room: 'policy',
    does: 'Purposes of use are a closed list, and an agreement can hold those of direct care only.',
    clauses: ['AUP25-11', 'AUP25-12'],
    tests: ['test/policy/closed.test.ts', 'test/agreements/agreements.test.ts'],
  },
  'dated-policy': {
    state: 'working',
    room: 'policy',
    does: 'A policy version has a date and a hash; the newest in force decides, and each record names it.',
    clauses: ['AUP25-62', 'AUP18-05', 'AUP18-34'],
    tests: ['test/policy/versions.test.ts'],
  },
  'helpful-refusal': {
    state: 'working',
    room: 'http',
    does: 'Every refusal tells the reason, its clauses, a remedy and whom to ask.',
    clauses: ['AUP25-07', 'AUP18-11'],
    tests: ['test/policy/refusals.test.ts', 'test/http/refusals.test.ts'],
  },
  'policy-text': {
    state: 'working',
    room: 'policy',
    does: 'The policy is there to read in plain numbered words, each tied to its clauses.',
    clauses: ['AUP25-19', 'AUP25-21', 'AUP25-24', 'AUP25-56', 'AUP18-09', 'AUP18-13'],
    tests: ['test/policy/versions.test.ts'],
  },
  quota: {
    state: 'working',
    room: 'watch',
    does: 'The agreed volume is reserved, of account, connection, organisation and product in one step, before a question is answered.',
    clauses: ['AUP25-28', 'AUP25-41', 'AUP18-21'],
    tests: [
      'test/watch/quota.test.ts',
      'test/watch/sharing.test.ts',
      'test/http/quota-layers.test.ts',
      'test/http/refusals.test.ts',
    ],
  },
  'terms-laid-over': {
    state: 'working',
    room: 'policy',
    does: 'Terms of one consumer speak while in date, over the version they were made for, inside hard limits.',
    clauses: ['AUP18-09', 'AUP18-10'],
    tests: ['test/policy/terms.test.ts'],
  },
  'display-in-force': {
    state: 'working',
    room: 'policy',
    does: 'The public is shown services of granted regions only, by a product whose safety case is in date.',
    clauses: ['AUP25-22', 'AUP18-14', 'AUP18-16', 'AUP18-17'],
    tests: ['test/policy/permissions.test.ts', 'test/policy/closed.test.ts'],
  },
  'kept-by-leave': {
    state: 'working',
    room: 'policy',
    does: 'An answer may be kept only where an exception covers its every member and its purpose.',
    clauses: ['AUP25-25', 'AUP25-26', 'AUP18-18', 'AUP18-20'],
    tests: ['test/policy/permissions.test.ts'],
  },
  'marked-traffic': {
    state: 'working',
    room: 'policy',
    does: 'Trials and permitted monitoring are marked, and monitoring has a count of its own.',
    clauses: ['AUP25-28', 'AUP25-36', 'AUP18-21'],
    tests: ['test/policy/permissions.test.ts'],
  },
  'narrowed-access': {
    state: 'working',
    room: 'policy',
    does: 'A restriction in force narrows what an account may ask, and names itself where it refuses.',
    clauses: ['AUP25-41', 'AUP18-06'],
    tests: ['test/policy/restrictions.test.ts', 'test/policy/closed.test.ts'],
  },
  'registered-role': {
    state: 'working',
    room: 'policy',
    does: 'A person is answered in a role that the organisation has registered.',
    clauses: ['AUP25-17', 'AUP25-18'],
    tests: ['test/policy/roles.test.ts'],
  },
  'explained-decision': {
    state: 'working',
    room: 'policy',
    does: 'Any decision can be taken apart into what was looked at, with which values, under which clauses.',
    clauses: ['AUP25-07', 'AUP18-03', 'AUP18-11'],
    tests: ['test/policy/explain.test.ts'],
  },
  'draft-tried': {
    state: 'working',
    room: 'policy',
    does: 'A draft version is read strictly, compared, held to its clauses, and tried on what was asked before.',
    clauses: ['AUP25-62', 'AUP18-04'],
    tests: ['test/policy/drafts.test.ts', 'test/policy/rehearse.test.ts'],
  },
  'sign-in': {
    state: 'working',
    room: 'people',
    does: 'People sign in as themselves, with the role in which they ask.',
    clauses: ['AUP25-03', 'AUP25-05', 'AUP25-17'],
    tests: [
      'test/http/sign-in/sign-in.test.ts',
      'test/people/sessions.test.ts',
      'test/people/identity.test.ts',
      'test/http/tokens-of-people.test.ts',
    ],
  },
  'regional-authorisation': {
    state: 'working',
    room: 'accounts',
    does: 'A DoS Lead of the region authorises an account there, and can take that back.',
    clauses: ['AUP25-06'],
    tests: [
      'test/accounts/individuals.test.ts',
      'test/accounts/regions.test.ts',
      'test/http/acts/accounts.test.ts',
      'test/journeys/onboarding/clinician-region.test.ts',
    ],
  },
  'employer-instruction': {
    state: 'working',
    room: 'accounts',
    does: 'An organisation adds, limits and removes its people at once.',
    clauses: ['AUP25-18', 'AUP25-32'],
    tests: [
      'test/accounts/suspensions.test.ts',
      'test/http/acts/accounts.test.ts',
      'test/journeys/onboarding/leaver.test.ts',
    ],
  },
  onboarding: {
    state: 'working',
    room: 'agreements',
    does: 'An application is decided, the policy issued and accepted, and only then an account activated.',
    clauses: ['AUP25-14', 'AUP25-38', 'AUP25-40', 'AUP18-08', 'AUP18-11', 'AUP18-15'],
    tests: [
      'test/agreements/applications/applications.test.ts',
      'test/agreements/applications/eligibility.test.ts',
      'test/http/acts/applications.test.ts',
      'test/journeys/onboarding/gp-software.test.ts',
    ],
  },
  attestation: {
    state: 'working',
    room: 'agreements',
    does: 'A named person promises what no program can check; samples and evidence are asked for later.',
    clauses: ['AUP25-14', 'AUP25-15', 'AUP25-16', 'AUP25-21', 'AUP25-23', 'AUP25-26', 'AUP25-37', 'AUP18-13'],
    tests: ['test/agreements/applications/form.test.ts', 'test/http/acts/applications.test.ts'],
  },
  'public-display': {
    state: 'working',
    room: 'agreements',
    does: 'Showing to the public needs safety evidence in date and the grant of each region’s DoS Lead.',
    clauses: ['AUP25-22', 'AUP25-23', 'AUP18-14', 'AUP18-15', 'AUP18-16', 'AUP18-17'],
    tests: [
      'test/agreements/permissions/guards.test.ts',
      'test/agreements/permissions/effects.test.ts',
      'test/journeys/onboarding/pharmacy-display.test.ts',
      'test/journeys/onboarding/lead-withdraws.test.ts',
    ],
  },
  'tailored-terms': {
    state: 'working',
    room: 'agreements',
    does: 'Terms of one consumer’s own, approved and dated, laid over the policy; also leave to cache.',
    clauses: ['AUP18-09', 'AUP18-10', 'AUP18-20'],
    tests: ['test/agreements/tailored-terms.test.ts', 'test/http/acts/tailored-terms.test.ts'],
  },
  'policy-publication': {
    state: 'working',
    room: 'policy-versions',
    does: 'A new policy version is compared, rehearsed, approved by two, announced and published.',
    clauses: ['AUP18-04', 'AUP18-05'],
    tests: ['test/http/acts/policy-versions.test.ts', 'test/journeys/onboarding/policy-changes.test.ts'],
  },
  'reference-review': {
    state: 'working',
    room: 'policy-versions',
    does: 'What the National Data Guardian has published is kept by version and reviewed when due.',
    clauses: ['AUP25-13'],
    tests: ['test/policy-versions/references.test.ts'],
  },
  'change-of-use': {
    state: 'working',
    room: 'agreements',
    does: 'A change of use is a child application; the old scope goes on until the new one is accepted.',
    clauses: ['AUP18-30'],
    tests: ['test/agreements/applications/applications.test.ts'],
  },
  'stop-at-any-time': {
    state: 'working',
    room: 'accounts',
    does: 'The holder of an account, or their organisation, ends its use at once and without giving a reason.',
    clauses: ['AUP25-32'],
    tests: ['test/accounts/individuals.test.ts', 'test/http/acts/accounts.test.ts'],
  },
  'restriction-and-suspension': {
    state: 'working',
    room: 'accounts',
    does: 'Restrictions with review dates and suspensions on named grounds bite on the next question everywhere.',
    clauses: ['AUP25-41', 'AUP25-42', 'AUP25-31', 'AUP18-06', 'AUP18-24'],
    tests: ['test/accounts/restrictions.test.ts', 'test/accounts/suspensions.test.ts'],
  },
  'accountable-decisions': {
    state: 'working',
    room: 'workflow',
    does: 'Every act names who decided, in which role and why; some take two people.',
    clauses: ['AUP18-03'],
    tests: ['test/workflow/proposals.test.ts', 'test/http/acts/policy-versions.test.ts'],
  },
  'crawl-watch': {
    state: 'working',
    room: 'watch',
    does: 'Detectors in the path of each question raise findings and brake, always on and themselves watched.',
    clauses: ['AUP25-12', 'AUP25-25', 'AUP25-28', 'AUP25-29', 'AUP25-31', 'AUP18-21', 'AUP18-22', 'AUP18-24'],
    tests: [
      'test/journeys/crawler-is-braked.test.ts',
      'test/watch/live/keeper-detectors.test.ts',
      'test/watch/others/others.test.ts',
    ],
  },
  findings: {
    state: 'working',
    room: 'watch',
    does: 'Every finding is told to a reviewer, and one of crawling ends only with a note of what was found out.',
    clauses: ['AUP25-30', 'AUP25-31', 'AUP18-23', 'AUP18-24'],
    tests: ['test/journeys/crawler-is-braked.test.ts', 'test/watch/findings/findings.test.ts'],
  },
  ledger: {
    state: 'working',
    room: 'ledger',
    does: 'Every entry and every act is a leaf of a signed Merkle tree: what was changed, dropped or back-dated is found, by anybody who has an export.',
    clauses: ['AUP25-36', 'AUP25-51', 'AUP18-28'],
    tests: ['test/ledger/verify.test.ts', 'test/ledger/bundle.test.ts', 'test/http/ledger.test.ts'],
  },
  inactivity: {
    state: 'planned',
    room: 'enforcement',
    does: 'Access that goes unused for the months of the policy is warned about and then ended, every day.',
    clauses: ['AUP25-33', 'AUP25-34', 'AUP25-35', 'AUP25-36'],
    tests: [],
  },
  cessation: {
    state: 'planned',
    room: 'enforcement',
    does: 'After the end: notice, proof that nothing is used any more, and a fresh start only by application.',
    clauses: ['AUP25-32', 'AUP25-37', 'AUP25-38'],
    tests: [],
  },
  cases: {
    state: 'planned',
    room: 'enforcement',
    does: 'A suspicion becomes a case: agreed use, impact assessment, talk, deadline, decision, all on record.',
    clauses: [
      'AUP25-30',
      'AUP25-31',
      'AUP25-43',
      'AUP25-52',
      'AUP25-53',
      'AUP25-54',
      'AUP25-55',
      'AUP18-02',
      'AUP18-03',
      'AUP18-06',
      'AUP18-07',
      'AUP18-23',
      'AUP18-24',
      'AUP18-25',
      'AUP18-29',
      'AUP18-31',
      'AUP18-32',
      'AUP18-33',
    ],
    tests: [],
  },
  sanctions: {
    state: 'planned',
    room: 'enforcement',
    does: 'Restriction, suspension and revocation with reason, review date and effect on every node.',
    clauses: ['AUP25-31', 'AUP25-41', 'AUP25-42', 'AUP25-53', 'AUP18-06', 'AUP18-24'],
    tests: [],
  },
  'declared-events': {
    state: 'working',
    room: 'watch',
    does: 'A change of use or a busy day, declared beforehand, is taken into account by the watch.',
    clauses: ['AUP18-30'],
    tests: ['test/watch/findings/findings.test.ts'],
  },
  'evidence-requests': {
    state: 'planned',
    room: 'enforcement',
    does: 'Evidence is asked for by clause, with dates that bind both sides and can be challenged.',
    clauses: ['AUP25-44', 'AUP25-45', 'AUP25-46', 'AUP25-47', 'AUP25-48'],
    tests: [],
  },
  disclosures: {
    state: 'planned',
    room: 'enforcement',
    does: 'What is told to authorities is approved by two, no more than needed, and registered.',
    clauses: ['AUP25-49', 'AUP25-50', 'AUP25-51', 'AUP18-26', 'AUP18-27', 'AUP18-28'],
    tests: [],
  },
  'change-notices': {
    state: 'planned',
    room: 'notices',
    does: 'Changes to the directory and its interfaces are announced before they come.',
    clauses: ['AUP25-39'],
    tests: [],
  },
  'data-dictionary': {
    state: 'working',
    room: 'policy-versions',
    does: 'What the directory holds, and which of it is personal data, is published; so is the privacy notice.',
    clauses: ['AUP25-56', 'AUP25-57', 'AUP25-59'],
    tests: ['test/policy-versions/personal-data.test.ts'],
  },
  'ingest-screening': {
    state: 'working',
    room: 'directory',
    does: 'Every entry, however it comes in, is searched for the details of patients, which have no place here.',
    clauses: ['AUP25-58'],
    tests: ['test/directory/patient-data.test.ts'],
  },
  'connection-list': {
    state: 'working',
    room: 'agreements',
    does: 'The public list of connections is made from the register and reconciled with it.',
    clauses: ['AUP25-60', 'AUP25-61'],
    tests: [
      'test/agreements/listing/listing.test.ts',
      'test/agreements/listing/register.test.ts',
      'test/http/connections.test.ts',
    ],
  },
} as const satisfies Record<string, WorkflowTerms>

export type Workflow = keyof typeof WORKFLOWS

/** Their names, in the order of the table. */
export const WORKFLOW_NAMES: readonly Workflow[] = Object.keys(WORKFLOWS).filter(isWorkflow)

export const workflowOf = (name: Workflow): WorkflowTerms => WORKFLOWS[name]

function isWorkflow(text: string): text is Workflow {
  return Object.hasOwn(WORKFLOWS, text)
}
