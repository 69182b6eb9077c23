import { type Case, type Check, refuseCase } from './case.ts'
import { hoursInWords, restricted } from './narrow.ts'
import { permissionsAt } from './permissions.ts'
import { PURPOSE_REASONS, purposeFor } from './purpose.ts'
import { quoted } from './refuse.ts'
import { isWithinHours } from './restrictions.ts'
import { isMonitoring } from './traffic.ts'

/** In which role, at what time, and what for (AUP25-10 to 12, 17, 41). */
export const CHECKS_OF_USE: readonly Check<Case>[] = [
  {
    name: 'role',
    reasons: ['role-not-registered'],
    refuse: facts => {
      const registered = facts.agreement.userRoles ?? null
      const person = personOf(facts)
      if (registered === null || person === null) return null
      if (person.role !== null && registered.includes(person.role)) return null
      const role =
        person.role === null ? 'No role was chosen at sign-in' : `The role is ${quoted(person.role)}`
      return refuseCase(
        facts,
        'role-not-registered',
        `${role}; registered: ${registered.join(', ') || 'none'}.`,
      )
    },
    because: facts => {
      const person = personOf(facts)
      if (person === null) return 'No person is named.'
      return facts.agreement.userRoles
        ? `The role ${quoted(person.role ?? '')} is registered.`
        : 'The organisation has registered no list of roles.'
    },
  },
  {
    name: 'hours',
    reasons: ['restricted'],
    refuse: facts => {
      const shut = facts.restrictions.find(restriction => !isWithinHours(restriction, facts.now))
      return shut
        ? restricted(facts, shut, `hours to ${shut.hours ? hoursInWords(shut.hours) : 'none'}`)
        : null
    },
    because: ({ restrictions }) =>
      restrictions.some(({ hours }) => hours !== null)
        ? `Inside the hours left: ${restrictions
            .flatMap(({ hours }) => hours ?? [])
            .map(hoursInWords)
            .join('; ')}.`
        : 'No restriction in force names hours.',
  },
  {
    name: 'monitoring',
    reasons: ['monitoring-not-permitted'],
    refuse: facts => {
      if (!isMonitoring(facts)) return null
      return permissionsAt(facts.agreement, 'synthetic-monitoring', facts.now).length > 0
        ? null
        : refuseCase(
            facts,
            'monitoring-not-permitted',
            `Agreement ${facts.agreement.id} has no permission to monitor in force.`,
          )
    },
    because: facts => (isMonitoring(facts) ? 'Monitoring is permitted.' : 'It is not for monitoring.'),
  },
  {
    name: 'purpose',
    reasons: PURPOSE_REASONS,
    refuse: facts => {
      const purpose = purposeFor(facts)
      return typeof purpose === 'object' ? purpose : null
    },
    because: facts => {
      const purpose = purposeFor(facts)
      return typeof purpose === 'string' ? `It is for ${purpose}, which is agreed.` : 'It needs no purpose.'
    },
  },
]

/** The person who asks. An individual account is a person even where the facts name none, and then has no role. */
function personOf({ caller: { individual, account } }: Case): { readonly role: string | null } | null {
  if (individual) return individual
  return account.kind === 'individual' ? { role: null } : null
}
