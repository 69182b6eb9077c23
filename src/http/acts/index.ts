import { accountActs } from './accounts.ts'
import type { Act } from './act.ts'
import { activityActs } from './activity.ts'
import { agreementActs } from './agreements.ts'
import { applicationActs } from './applications.ts'
import { credentialActs } from './credentials.ts'
import { listingActs } from './listing.ts'
import { ownActs } from './me.ts'
import { peopleActs } from './people.ts'
import { permissionActs } from './permissions.ts'
import { policyActs } from './policy-versions.ts'
import { proposalActs } from './proposals.ts'
import { regionActs } from './regions.ts'
import { registerActs } from './register.ts'
import { tailoredTermActs } from './tailored-terms.ts'

export type { Act, ActRooms } from './act.ts'
export { type ActDoor, actRoutes, type SignedIn } from './door.ts'

/** Everything people can do to the registers, each also a route and a command. */
export const ACTS: readonly Act[] = [
  ...accountActs,
  ...regionActs,
  ...registerActs,
  ...credentialActs,
  ...peopleActs,
  ...ownActs,
  ...applicationActs,
  ...agreementActs,
  ...permissionActs,
  ...tailoredTermActs,
  ...listingActs,
  ...policyActs,
  ...activityActs,
  ...proposalActs(() => ACTS),
]
