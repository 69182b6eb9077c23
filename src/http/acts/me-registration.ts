import Type from 'typebox'
import { addRegistration, endRegistration, REGISTRATION_NUMBER, REGULATORS } from '../../people/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Act, act } from './act.ts'
import { OwnReason, TAG } from './me-words.ts'
import { choice, closed, Flag } from './words.ts'

const RegulatorName = choice(REGULATORS, 'Who registers you.')

/** Clinical safety officers state with whom they are registered: a safety case names one (sources, use 3.6). */
export const registrationActs: readonly Act[] = [
  act({
    command: 'me register',
    method: 'POST',
    path: '/me/registrations',
    tag: TAG,
    summary: 'State your registration with a professional regulator',
    roles: ['clinical-safety-officer'],
    clauses: ['AUP25-22', 'AUP18-17'],
    body: Type.Object(
      {
        regulator: RegulatorName,
        number: Type.String({
          minLength: 4,
          maxLength: 12,
          pattern: REGISTRATION_NUMBER.source,
          description: 'Your number there, in capitals and digits.',
        }),
        reason: OwnReason,
      },
      closed,
    ),
    answer: Type.Object({ registered: Flag('Always true.') }, closed),
    run: async ({ rooms, actor, body, deed }) => {
      const { regulator, number } = body
      const by = deed('clinical-safety-officer')
      const added = await addRegistration(rooms.database, actor.personId, { regulator, number }, by)
      switch (added) {
        case 'registered':
          return { outcome: 'done', status: 201, body: { registered: true } }
        case 'already-registered':
          return { outcome: 'conflict', detail: 'You have stated one with that regulator: end it first.' }
        case 'number-taken':
          return { outcome: 'conflict', detail: 'Somebody else has stated that number.' }
        case 'unknown-person':
          return { outcome: 'no-such' }
        default:
          return unreachable(added)
      }
    },
  }),
  act({
    command: 'me end-registration',
    method: 'DELETE',
    path: '/me/registrations/:regulator',
    tag: TAG,
    summary: 'Note that your registration with a regulator no longer holds',
    roles: 'anyone',
    clauses: ['AUP25-22'],
    params: Type.Object({ regulator: RegulatorName }, closed),
    answer: Type.Object({ ended: Flag('Always true.') }, closed),
    run: async ({ rooms, actor, params, deed }) => {
      const ended = await endRegistration(rooms.database, actor.personId, params.regulator, deed('holder'))
      return ended === 'ended' ? { outcome: 'done', body: { ended: true } } : { outcome: 'no-such' }
    },
  }),
]
