import { unreachable } from '../../vocabulary/index.ts'
import type { Holding } from '../holding.ts'
import { londonIso } from '../london.ts'
import { capacityOfSlot } from '../slots.ts'
import type { Asked } from './asked.ts'
import { CRITERIA, type Step } from './question.ts'
import { ASKED_OF_TYPE } from './road.ts'
import { mostOfType } from './surplus.ts'
import { presence } from './window.ts'

/** Why a step left a service out, in a sentence for operators. */
export function reasonFor(step: Step, holding: Holding, asked: Asked, slot: number): string {
  const { question } = asked
  const profile = holding.profileAt(slot)
  switch (step) {
    case 'type':
      return 'Its type is not among those that may be asked for.'
    case 'audience':
      return `It is for the audience ${profile.audience}, and ${question.audience} may not be told of it.`
    case 'region':
      return `Its region, ${profile.regionId ?? 'none'}, is not among those that may be asked for.`
    case 'symptom-group':
      return question.symptomGroup === null
        ? 'No symptom group was given, so nothing matches.'
        : `It manages nothing of symptom group ${question.symptomGroup}.`
    case 'sex':
      return `It serves ${listed(profile.sexes)}, and ${question.sex ?? 'any sex'} was asked for.`
    case 'practice':
      return `It is kept for certain practices, and ${asked.surgery ?? 'an unknown one'} is not among them.`
    case 'capacity':
      return `Its capacity is ${capacityOfSlot(holding.slots, slot, question.now)?.status ?? 'not given'}.`
    case 'discriminator':
      return `It does not manage all of the discriminators ${listed(asked.discriminators)} of the symptom group.`
    case 'disposition':
      return `It accepts none of the dispositions asked for: ${listed(asked.dispositions ?? [])}.`
    case 'referral-role':
      return `It takes referrals from roles ${listed(profile.referralRoles)}, and ${listed(question.referralRoleIds ?? [])} asks.`
    case 'age':
      return `An age of ${question.ageDays ?? 'unknown'} days lies in none of its ranges.`
    case 'session':
      return sessionReason(holding, asked, slot)
    case 'open-only':
      return `It is only offered while open or opening within ${holding.openingAt(slot).returnIfOpenWithinMinutes ?? 0} minutes.`
    case 'limited':
      return `It is limited to other areas than ${listed([...asked.areas])}.`
    case 'road':
      return `By road it is not reached within four hours, or not among the nearest ${ASKED_OF_TYPE} of its type.`
    case 'surplus':
      return `Its type has ${mostOfType(holding.slots.typeIds[slot] ?? 0)} at most in an answer, and others come before it.`
    case 'limit':
      return `Only ${question.limit} services are given, and others come before it.`
    default:
      return unreachable(step)
  }
}

/** What a service of the second pipeline fails beyond the step that is told of, for then it is no gap. */
export function alsoFails(steps: readonly Step[]): string {
  const others = steps.slice(1).filter(step => CRITERIA.some(criterion => criterion === step))
  return others.length === 0 ? '' : ` It also fails: ${listed(others)}.`
}

function sessionReason(holding: Holding, asked: Asked, slot: number): string {
  const { at } = asked.question
  const found = presence(holding.openingAt(slot), asked.moment, at, asked.windowMinutes)
  return found.is === 'closing'
    ? `It closes at ${londonIso(found.at)}, within half an hour of the search time.`
    : `It is shut from the search time until ${londonIso(at + asked.windowMinutes * 60_000)}.`
}

const listed = (values: readonly (string | number)[]): string =>
  values.length === 0 ? 'none' : values.join(', ')
