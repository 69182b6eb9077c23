import { unreachable } from '../vocabulary/index.ts'
import type { Refused } from './decision.ts'
import type { OriginFacts, QuestionFacts } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import { refuse } from './refuse.ts'
import { agreedIn, authorisedIn, regionsOf, type Scoped } from './regions.ts'

/** Whether the question keeps to the places it may be asked about (AUP25-06, 08, 09); null when it does. */
export function refusedByPlace(
  question: QuestionFacts,
  caller: Scoped,
  policy: PolicyVersion,
): Refused | null {
  switch (question.action) {
    case 'search':
      return refusedByOrigin(question.origin, caller, policy)
    case 'look-up':
      return refusedByHavingNoRegion(caller, policy)
    case 'place':
    case 'reference':
      return null
    default:
      return unreachable(question)
  }
}

function refusedByOrigin(origin: OriginFacts, caller: Scoped, policy: PolicyVersion): Refused | null {
  switch (origin.outcome) {
    case 'not-given':
      return refuse(policy, 'origin-not-given', 'The question names no place.')
    case 'outside-england':
      return refuse(policy, 'outside-england', `${origin.label} is outside England. ${origin.askInstead}`)
    case 'unusable':
      return refuse(policy, `origin-${origin.because}`, origin.detail)
    case 'located':
      return origin.kind === 'coordinate' && caller.agreement.origins !== 'any'
        ? refuse(
            policy,
            'origin-kind-not-agreed',
            'The origin is a coordinate; postcodes and towns are agreed.',
          )
        : refusedByRegion(origin.regionId, caller, policy)
    default:
      return unreachable(origin)
  }
}

function refusedByRegion(regionId: string, caller: Scoped, policy: PolicyVersion): Refused | null {
  if (!agreedIn(caller.agreement, regionId)) {
    return refuse(
      policy,
      'region-not-agreed',
      `The place is in region ${regionId}; agreed: ${agreed(caller)}.`,
    )
  }
  return authorisedIn(caller.account, regionId)
    ? null
    : refuse(policy, 'region-not-authorised', `The place is in region ${regionId}.`)
}

/** A look-up names no place, but who may ask nowhere may not look up either. */
function refusedByHavingNoRegion(caller: Scoped, policy: PolicyVersion): Refused | null {
  const regions = regionsOf(caller)
  if (regions === 'national' || regions.length > 0) return null
  const { agreement } = caller
  return agreement.regions !== 'national' && agreement.regions.length === 0
    ? refuse(policy, 'region-not-agreed', 'The agreement names no region.')
    : refuse(policy, 'region-not-authorised', 'The account is authorised in no region of its agreement.')
}

const agreed = ({ agreement: { regions } }: Scoped): string =>
  regions === 'national' ? 'all of England' : regions.join(', ') || 'none'
