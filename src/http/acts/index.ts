import { accountActs } from './accounts.ts'
import type { Act } from './act.ts'
import { activityActs } from './activity/activity.ts'
import { agreementActs } from './agreements.ts'
import { applicationActs } from './applications.ts'
import { credentialActs } from './credentials.ts'
import { explainSearchActs } from './explain-search.ts'
import { feedbackActs } from './feedback/feedback.ts'
import { findingActs } from './findings/findings.ts'
import { ledgerActs } from './ledger.ts'
import { listingActs } from './listing.ts'
import { ownActs } from './me.ts'
import { peopleActs } from './people.ts'
import { permissionActs } from './permissions.ts'
import { policyActs } from './policy-versions.ts'
import { proposalActs } from './proposals.ts'
import { redirectActs } from './redirects.ts'
import { referenceActs } from './references.ts'
import { regionActs } from './regions.ts'
import { registerActs } from './register.ts'
import { secretOfAccountActs } from './secrets.ts'
import { serviceActs } from './services/services.ts'
import { tailoredTermActs } from './tailored-terms.ts'
import { unmetNeedActs } from './unmet-need.ts'

export type { Act, ActRooms } from './act.ts'
export { type ActDoor, actRoutes, type SignedIn } from './door.ts'

/** Everything people can do to the registers, each also a route and a command. */
export const ACTS: readonly Act[] = [
  ...serviceActs,
  ...feedbackActs,
  ...findingActs,
  ...unmetNeedActs,
  ...activityActs,
  ...accountActs,
  ...regionActs,
  ...registerActs,
  ...credentialActs,
  ...secretOfAccountActs,
  ...redirectActs,
  ...peopleActs,
  ...ownActs,
  ...applicationActs,
  ...agreementActs,
  ...permissionActs,
  ...tailoredTermActs,
  ...listingActs,
  ...ledgerActs,
  ...explainSearchActs,
  ...policyActs,
  ...referenceActs,
  ...proposalActs(() => ACTS),
]

/** What the headings are about that acts stand under in the documentation. */
export const ACT_TAGS: Readonly<Record<string, string>> = {
  'Directory editing':
    'Entries of services for those who keep them: drafts and their approval, hours, closures, capacity, verification.',
  Feedback: 'What programs report of entries they were told of, and what people do about it.',
  Watch: 'What the watch over crawling and other conduct found, and what people make of it.',
  Reports: 'Sums for commissioners, in which nobody is to be found.',
  Activity: 'What was asked and decided, for those it concerns, and holds that keep it for an inquiry.',
  Accounts: 'Who may ask: applications, regions, restrictions, suspensions, ends.',
  Regions: 'Regions, and mergers of them.',
  Organisations: 'End User Organisations.',
  'Suppliers and products': 'Who makes what, and in which version.',
  Connections: 'Which organisation uses which product, in which environment.',
  Credentials:
    'Public keys: registration, rotation with overlap, revocation. Passwords and API keys of the older interfaces.',
  People: 'People, their roles, and what is held about them.',
  Yourself: 'Whoever has signed in: sessions, secrets, notices, all that is held about you.',
  Applications: 'From the first draft to a decision.',
  Agreements: 'What a connection may ask, and on which terms.',
  Permissions: 'What is granted beside an agreement.',
  Evidence: 'Documents that permissions rest on.',
  Derogations: 'Signed exceptions from a clause.',
  'Tailored terms': 'Terms laid over the policy for one consumer.',
  Directory: 'Why the clinical search finds what it finds.',
  'Published list': 'The history of the published list of connections.',
  Ledger: 'The keys that the logs are signed with.',
  Policy: 'Versions of the acceptable use policy, and what it leans on.',
  'Second person': 'Acts that wait for a second person to agree.',
}
