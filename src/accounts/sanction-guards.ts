import type { AccountEvents, Settlement } from './account-events.ts'
import { ADMIN, LEAD, OWNER, SIGNATORY, unmet, whereSo } from './guard-words.ts'

export const restrictGuard = (restriction: AccountEvents['restrict']) => {
  const { limits, now, reviewBy, until, by, kind } = restriction
  return whereSo(
    [
      by === 'employer' && kind !== 'individual',
      unmet(
        'An organisation narrows what its people may do; this is not a person’s account.',
        ['AUP25-18'],
        OWNER,
      ),
    ],
    [limits === 0, unmet('It narrows nothing.', ['AUP25-41'], OWNER)],
    [reviewBy <= now, unmet('The date of its review is to come.', ['AUP25-41'], OWNER)],
    [until !== null && until <= now, unmet('Its end is to come.', ['AUP25-41'], OWNER)],
  )
}

export const liftGuard = ({ othersOpen }: AccountEvents['lift']) =>
  whereSo([othersOpen > 0, unmet('Another restriction stands.', ['AUP25-41'], OWNER)])

export const suspendGuard = ({ kind, suspension, by, open }: AccountEvents['suspend']) => {
  const { ground } = suspension
  return whereSo(
    [open.includes(ground), unmet(`It is suspended for ${ground} already.`, ['AUP25-42'], OWNER)],
    [
      suspension.ground === 'significant-risk' && suspension.assessment.trim() === '',
      unmet('It takes the impact assessment that found significant risk.', ['AUP25-52', 'AUP25-53'], OWNER),
    ],
    [
      suspension.ground === 'expired-intention-notice' && suspension.notice.trim() === '',
      unmet('It takes the notice of intention whose time is over.', ['AUP25-55'], OWNER),
    ],
    [
      ground === 'employer-instruction' && kind !== 'individual',
      unmet('An employer instructs its people; a web service stops by ceasing use.', ['AUP25-18'], ADMIN),
    ],
    [
      (ground === 'employer-instruction') !== (by === 'employer'),
      unmet(`Suspending for ${ground} is not for the ${by}.`, ['AUP25-18', 'AUP25-42'], whoSuspends(ground)),
    ],
  )
}

const whoSuspends = (ground: string): string => (ground === 'employer-instruction' ? ADMIN : OWNER)

/** What settling one ground takes, whether or not another then still stands. */
export const settleGuard = (settlement: Settlement) => {
  const { ground, by, closedCase, keys, regions, kind, finding } = settlement
  return whereSo(
    [
      (ground === 'employer-instruction') !== (by === 'employer'),
      unmet(
        `Ending the suspension is not for the ${by}.`,
        ['AUP25-18', 'AUP25-42'],
        whoSuspends(ground ?? ''),
      ),
    ],
    [
      (ground === 'significant-risk' || ground === 'expired-intention-notice') && closedCase === null,
      unmet('It takes the case, closed as remedied.', ['AUP25-42', 'AUP25-54'], OWNER),
    ],
    [
      ground === 'credential-compromise' && keys === 0,
      unmet(
        'It takes a public key registered since it was suspended.',
        ['AUP25-04'],
        'the administrator of the organisation or its supplier',
      ),
    ],
    [
      kind === 'individual' && regions === 0 && ground === 'no-region-left',
      unmet('No region is authorised.', ['AUP25-06'], LEAD),
    ],
    [
      finding?.inactive === true,
      unmet('It has not been used for six months or longer.', ['AUP25-33'], 'nobody: apply anew'),
    ],
  )
}

/** Back to being answered: the last ground is settled, and all that activity rests on still stands. */
const answeredAgain = (settlement: Settlement) => {
  const { kind, agreementInForce, regions, ground, othersOpen } = settlement
  return [
    ...settleGuard(settlement),
    ...whereSo(
      [
        kind !== 'product' && !agreementInForce,
        unmet('No agreement is in force.', ['AUP25-40', 'AUP18-08'], SIGNATORY),
      ],
      [
        kind === 'individual' && regions === 0 && ground !== 'no-region-left',
        unmet('No region is authorised.', ['AUP25-06'], LEAD),
      ],
      [
        othersOpen.length > 0,
        unmet(`It is suspended for ${othersOpen.join(' and ')} as well.`, ['AUP25-42'], OWNER),
      ],
    ),
  ]
}

export const reinstateGuard = (settlement: Settlement) => [
  ...answeredAgain(settlement),
  ...whereSo([settlement.restrictions > 0, unmet('A restriction stands.', ['AUP25-41'], OWNER)]),
]

export const reinstateRestrictedGuard = (settlement: Settlement) => [
  ...answeredAgain(settlement),
  ...whereSo([settlement.restrictions === 0, unmet('No restriction stands.', ['AUP25-41'], OWNER)]),
]
