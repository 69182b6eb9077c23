import { maySee } from '../vocabulary/index.ts'
import { type Case, type Check, isWaived, refuseCase } from './case.ts'
import type { Refused } from './decision.ts'
import { LISTED_ALWAYS, type QuestionFacts } from './facts.ts'
import { distanceMetresMax, resultsAgreed, typesLeft } from './limits.ts'
import { restricted } from './narrow.ts'

type Search = Extract<QuestionFacts, { action: 'search' }>

/**
 * Whether the question asks for no more than was agreed and is left (AUP25-08, 20, 28, 41). What is too much is refused
 * by name and never trimmed, so that nobody takes a part for the whole.
 */
export const CHECKS_OF_SCOPE: readonly Check<Case>[] = [
  {
    name: 'ids agreed',
    reasons: ['service-ids-not-agreed'],
    refuse: facts =>
      isByNumber(facts) && facts.agreement.serviceIds === 'handles'
        ? refuseCase(facts, 'service-ids-not-agreed', 'The agreement has serviceIds: handles.')
        : null,
    because: facts =>
      isByNumber(facts) ? 'Directory ids are agreed.' : 'It is asked where handles are known, or names none.',
  },
  {
    name: 'look-up after a search',
    reasons: ['look-up-without-search'],
    refuse: refusedByGeography,
    because: facts => {
      const { question, agreement } = facts
      if (question.action !== 'look-up') return 'It is no look-up.'
      if (question.recentlyReturned) return 'A recent search returned it.'
      if (question.neverIssued) return 'It names nothing that there is.'
      if (agreement.lookUps === 'declared') return 'Look-ups are a use case of the agreement.'
      return isWaived(facts, 'AUP25-08') ? 'AUP25-08 is waived.' : 'The policy asks no search for it.'
    },
  },
  {
    name: 'entry kept by the account',
    reasons: ['not-maintained'],
    refuse: facts => {
      const { question } = facts
      if (question.action !== 'maintain' || question.maintained) return null
      return refuseCase(facts, 'not-maintained', `The account keeps no entry that this one belongs to.`)
    },
    because: ({ question }) =>
      question.action === 'maintain' ? 'The account keeps the entry.' : 'It is about no entry of its own.',
  },
  {
    name: 'audience agreed',
    reasons: ['audience-wider-than-agreed'],
    refuse: facts => {
      const asked = audienceAsked(facts)
      return asked === null || maySee(facts.agreement.audience, asked)
        ? null
        : refuseCase(
            facts,
            'audience-wider-than-agreed',
            `Asked for: ${asked}; agreed: ${facts.agreement.audience}.`,
          )
    },
    because: facts =>
      `Asked for: ${audienceAsked(facts) ?? 'none by name'}; agreed: ${facts.agreement.audience}.`,
  },
  {
    name: 'audience not restricted',
    reasons: ['restricted'],
    refuse: facts => {
      const asked = audienceAsked(facts)
      const narrowing = facts.restrictions.find(({ audience }) => audience !== null)
      return narrowing && asked !== null && !maySee('public', asked)
        ? restricted(facts, narrowing, 'the audience to public')
        : null
    },
    because: ({ restrictions }) =>
      restrictions.some(({ audience }) => audience !== null)
        ? 'Narrowed to public, and no more is asked for.'
        : 'No restriction in force speaks of the audience.',
  },
  {
    name: 'types agreed',
    reasons: ['type-not-agreed'],
    refuse: facts => (facts.question.action === 'search' ? refusedByTypes(facts.question, facts) : null),
    because: ({ question, agreement }) =>
      question.action === 'search'
        ? `Asked for: ${question.typeIds?.join(', ') || 'any'}; agreed: ${agreement.typeIds?.join(', ') ?? 'all'}.`
        : 'It is no search.',
  },
  {
    name: 'types not restricted',
    reasons: ['restricted'],
    refuse: refusedByTypesLeft,
    because: facts => `Left by every restriction in force: ${typesLeft(facts)?.join(', ') ?? 'all'}.`,
  },
  {
    name: 'number of results',
    reasons: ['limit-above-agreed'],
    refuse: facts => {
      const asked = limitAsked(facts)
      const most = resultsAgreed(facts)
      return asked === null || asked <= most
        ? null
        : refuseCase(facts, 'limit-above-agreed', `Asked for: ${asked} results; the most is ${most}.`)
    },
    because: facts =>
      `Asked for: ${limitAsked(facts) ?? 'none by name'}; the most is ${resultsAgreed(facts)}.`,
  },
  {
    name: 'number of results not restricted',
    reasons: ['restricted'],
    refuse: facts => {
      const asked = limitAsked(facts)
      if (asked === null) return null
      const narrowing = facts.restrictions.find(
        ({ resultsMax }) => resultsMax !== null && !(asked <= resultsMax),
      )
      return narrowing ? restricted(facts, narrowing, `results to ${narrowing.resultsMax}`) : null
    },
    because: () => 'No restriction in force leaves fewer than are asked for.',
  },
  {
    name: 'distance',
    reasons: ['distance-above-agreed'],
    refuse: facts => {
      const asked = facts.question.action === 'search' ? facts.question.withinMetres : null
      const furthest = distanceMetresMax(facts)
      return asked === null || asked <= furthest
        ? null
        : refuseCase(facts, 'distance-above-agreed', `Asked for: ${asked} m; the furthest is ${furthest} m.`)
    },
    because: facts => `The furthest is ${distanceMetresMax(facts)} m.`,
  },
  {
    name: 'members of a list',
    reasons: ['member-not-agreed'],
    refuse: refusedByMembers,
    because: ({ question, agreement }) =>
      question.action === 'search'
        ? `Agreed: ${agreement.listMembers?.join(', ') ?? 'all its audience may see'}.`
        : 'It is no search.',
  },
]

const isByNumber = ({ question }: Case): boolean => 'byNumber' in question && question.byNumber === true

/** Interfaces of fixed shape cannot leave members out, so that lists narrowed to some are not for them. */
function refusedByMembers(facts: Case): Refused | null {
  const { question, agreement } = facts
  const may = agreement.listMembers ?? null
  if (question.action !== 'search' || may === null) return null
  const agreed = `agreed: ${may.join(', ') || 'none'}`
  if (question.byNumber) return refuseCase(facts, 'member-not-agreed', `Asked for: all; ${agreed}.`)
  const beyond = (question.fields ?? []).filter(name => !may.includes(name) && !LISTED_ALWAYS.includes(name))
  if (beyond.length === 0) return null
  return refuseCase(facts, 'member-not-agreed', `Asked for: ${beyond.join(', ')}; ${agreed}.`)
}

/** Interpretation D2: look-ups follow a search that returned the service, or are a use case of their own. */
function refusedByGeography(facts: Case): Refused | null {
  const { question, agreement, terms } = facts
  if (question.action !== 'look-up' || question.recentlyReturned || question.neverIssued) return null
  if (agreement.lookUps === 'declared') return null
  if (!terms.parameters.geographicOnly || isWaived(facts, 'AUP25-08')) return null
  return refuseCase(
    facts,
    'look-up-without-search',
    `No search of this account returned it in the last ${terms.parameters.lookUpAfterSearchMinutes} minutes.`,
  )
}

const audienceAsked = ({ question }: Case) =>
  question.action === 'search' || question.action === 'look-up' ? question.audience : null

const limitAsked = ({ question }: Case): number | null =>
  question.action === 'search' ? question.limit : null

/** A search that names no type asks for every type, which only an agreement without a list of them covers. */
function refusedByTypes(question: Search, facts: Case): Refused | null {
  const agreed = facts.agreement.typeIds
  if (agreed === null) return null
  if (question.typeIds === null || question.typeIds.length === 0) {
    return refuseCase(facts, 'type-not-agreed', `Name the types you want; agreed: ${agreed.join(', ')}.`)
  }
  const strange = question.typeIds.find(typeId => !agreed.includes(typeId))
  if (strange === undefined) return null
  return refuseCase(facts, 'type-not-agreed', `Asked for: ${strange}; agreed: ${agreed.join(', ')}.`)
}

/** A search that names no type is given those that are left, unless that is none. */
function refusedByTypesLeft(facts: Case): Refused | null {
  const { question, restrictions } = facts
  if (question.action !== 'search' || restrictions.length === 0) return null
  const asked = question.typeIds ?? []
  const shut = restrictions.find(({ typeIds }) => typeIds !== null && asked.some(id => !typeIds.includes(id)))
  if (shut) return restricted(facts, shut, `types to ${shut.typeIds?.join(', ') || 'none'}`)
  if (asked.length > 0 || typesLeft(facts)?.length !== 0) return null
  const narrowing = restrictions.find(({ typeIds }) => typeIds !== null)
  return narrowing ? restricted(facts, narrowing, 'types to none that are agreed') : null
}
