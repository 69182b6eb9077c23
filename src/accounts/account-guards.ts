import type { Unmet } from '../workflow/index.ts'
import type { AccountEvents, Applicant, AskedRegion, Judge, Readiness } from './account-events.ts'
import { ACCESS, ADMIN, APPLICANT, LEAD, OWNER, SIGNATORY, unmet, whereSo } from './guard-words.ts'

const MINUTE = 60_000
/** Between two e-mails to the same address. */
const RESEND_WAIT_MINUTES = 5

export const submitGuard = ({ organisation, belongs, predecessor }: AccountEvents['submit']) =>
  whereSo(
    [
      organisation !== null && organisation !== 'active',
      unmet(`The organisation is ${organisation}.`, ['AUP25-02'], ADMIN),
    ],
    [belongs === false, unmet('The person is not one of that organisation’s.', ['AUP25-03'], ADMIN)],
    [
      predecessor === 'not-ended',
      unmet('The account it would follow has not ended.', ['AUP25-38'], APPLICANT),
    ],
    [
      predecessor === 'somebody-elses',
      unmet('The account it would follow is not one of theirs.', ['AUP25-38', 'AUP25-05'], APPLICANT),
    ],
  )

export const resendGuard = ({ now, sentAt }: AccountEvents['resend-email']) =>
  whereSo([
    sentAt !== null && now < sentAt + RESEND_WAIT_MINUTES * MINUTE,
    unmet(
      `The last e-mail is less than ${RESEND_WAIT_MINUTES} minutes old; look for it before another is sent.`,
      ['AUP25-05'],
      APPLICANT,
    ),
  ])

export const validateEmailGuard = ({ token, now, until }: AccountEvents['validate-email']) =>
  whereSo(
    [token === 'wrong', unmet('The code is not the one last sent.', ['AUP25-05'], APPLICANT)],
    [
      until === null || until <= now,
      unmet('The time to confirm the address is over; apply again.', ['AUP25-05'], APPLICANT),
    ],
  )

const regionProblems = (regions: readonly AskedRegion[]): readonly Unmet[] =>
  regions.flatMap(({ id, state }) => {
    if (state === 'current') return []
    const why = state === 'merged' ? 'has been merged into another' : 'is no region of the register'
    return [unmet(`${id} ${why}.`, ['AUP25-06'], APPLICANT)]
  })

export const routeGuard = ({ regions }: AccountEvents['route']) => [
  ...whereSo([regions.length !== 1, unmet('It goes to the lead of one region.', ['AUP25-06'], APPLICANT)]),
  ...regionProblems(regions),
]

export const requestRegionGuard = ({ regions, held }: AccountEvents['request-region']) => [
  ...routeGuard({ regions }),
  ...whereSo([held, unmet('The account is authorised there already.', ['AUP25-06'], APPLICANT)]),
]

/** Nobody decides about themselves, nor about an applicant from their own organisation (sources, use 3.2). */
const conflictOfInterest = (judge: Judge, { personId, odsCode }: Applicant): readonly Unmet[] =>
  whereSo(
    [
      judge.personId === personId,
      unmet('Nobody decides about their own account.', ['AUP25-06'], 'another person with that role'),
    ],
    [
      odsCode !== null && judge.organisations.includes(odsCode),
      unmet(
        'The applicant is from an organisation you act for yourself; hand it over.',
        ['AUP25-06'],
        'another person with that role',
      ),
    ],
  )

export const openingGuard = ({ kind, regions, judge, applicant }: AccountEvents['approve']) => [
  ...whereSo(
    [
      kind === 'individual' && regions.length === 0,
      unmet('It takes at least one region.', ['AUP25-06'], LEAD),
    ],
    [
      kind === 'individual' && judge.reach === 'operator',
      unmet('Only a DoS Lead opens a region to a person.', ['AUP25-06'], LEAD),
    ],
    [
      kind === 'product' && regions.length > 0,
      unmet('The account of a product has no regions of its own.', ['AUP25-02'], ACCESS),
    ],
  ),
  ...regionProblems(regions),
  ...regions.flatMap(({ id }) =>
    judge.reach === 'operator' || judge.reach.has(id)
      ? []
      : [unmet(`${id} is not one of your regions.`, ['AUP25-06'], LEAD)],
  ),
  ...conflictOfInterest(judge, applicant),
]

export const rejectGuard = ({ judge, applicant }: AccountEvents['reject']) =>
  conflictOfInterest(judge, applicant)

export const declineRegionGuard = ({ judge, applicant, requested }: AccountEvents['decline-region']) => [
  ...whereSo([!requested, unmet('No region has been asked for.', ['AUP25-06'], APPLICANT)]),
  ...conflictOfInterest(judge, applicant),
]

export const expireGuard = ({ now, until }: AccountEvents['expire']) =>
  whereSo([
    until === null || now < until,
    unmet('There is time left to confirm the address.', ['AUP25-05'], APPLICANT),
  ])

export const activateGuard = (readiness: Readiness) => {
  const { kind, environment, standing, keys, regions, predecessorEndedAt } = readiness
  return [
    ...whereSo(
      [
        kind !== 'individual' && keys === 0,
        unmet(
          'No public key is registered that holds now.',
          ['AUP25-04'],
          'the administrator of the organisation or its supplier',
        ),
      ],
      [kind === 'individual' && regions === 0, unmet('No region is authorised.', ['AUP25-06'], LEAD)],
    ),
    ...(kind === 'product' ? [] : standingProblems(standing, environment)),
    ...acceptedBefore(standing, predecessorEndedAt),
  ]
}

/** Coming back inherits nothing, and so not what was agreed for the account before (AUP25-38). */
function acceptedBefore(
  standing: Readiness['standing'],
  endedAt: Readiness['predecessorEndedAt'],
): readonly Unmet[] {
  const acceptedAt = standing?.agreement?.acceptedAt ?? null
  return whereSo([
    endedAt !== null && acceptedAt !== null && acceptedAt <= endedAt,
    unmet(
      'The agreement was accepted for the account before this one, which has ended; it takes a new one.',
      ['AUP25-38', 'AUP18-08'],
      SIGNATORY,
    ),
  ])
}

function standingProblems(
  standing: Readiness['standing'],
  environment: Readiness['environment'],
): readonly Unmet[] {
  const agreement = standing?.agreement ?? null
  return whereSo(
    [agreement === null, unmet('No agreement is in force.', ['AUP25-40', 'AUP18-08'], SIGNATORY)],
    [
      agreement !== null && agreement.issuedAt === null,
      unmet('The policy has not been issued to the organisation.', ['AUP18-08'], ACCESS),
    ],
    [
      agreement !== null && agreement.acceptedVersion === null,
      unmet('The policy has not been accepted.', ['AUP18-08', 'AUP18-05'], SIGNATORY),
    ],
    [
      environment === 'production' && (standing === null || standing.publication === 'open'),
      unmet(
        'It is not settled whether the connection is listed publicly.',
        ['AUP25-60', 'AUP25-61'],
        SIGNATORY,
      ),
    ],
    [
      agreement?.audience === 'public' && standing?.publicDisplay !== true,
      unmet(
        'The agreement is for showing to the public, and no permission for that is in force.',
        ['AUP25-22', 'AUP18-16', 'AUP18-17'],
        'the clinical safety officer, and the DoS Leads of the regions',
      ),
    ],
  )
}

export const withdrawRegionGuard = ({ kind, left, held }: AccountEvents['withdraw-region']) =>
  whereSo(
    [!held, unmet('The account is not authorised there.', ['AUP25-06'], LEAD)],
    [
      kind !== 'individual' && held && left === 0,
      unmet(
        'It is the last region it is narrowed to; to stop the account altogether, suspend it.',
        ['AUP25-06'],
        ACCESS,
      ),
    ],
  )

export const acceptPolicyGuard = ({ offered, inForce }: AccountEvents['accept-policy']) =>
  whereSo([
    offered !== inForce,
    unmet(`The version in force is ${inForce}; that is the one to accept.`, ['AUP18-05'], APPLICANT),
  ])

export const inactiveGuard = ({ finding }: AccountEvents['terminate-inactive']) =>
  whereSo(
    [
      finding?.inactive !== true,
      unmet('Nobody has found six months without use.', ['AUP25-33', 'AUP25-36'], 'nobody'),
    ],
    [
      finding?.logWhole === false,
      unmet('The activity log has a gap in that time.', ['AUP25-36'], 'the operator'),
    ],
    [
      finding?.caseOpen === true,
      unmet('A case is open, whose outcome would be lost.', ['AUP25-43'], 'the compliance team'),
    ],
  )

export const revokeGuard = ({ proposedBy, approvedBy }: AccountEvents['revoke']) =>
  whereSo([
    approvedBy === null || approvedBy === proposedBy,
    unmet('It takes a second person.', ['AUP18-03'], OWNER),
  ])
