import Type from 'typebox'
import { beginTotp, changePassword, confirmTotp, PASSWORD_MIN } from '../../people/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { OwnReason, SecondFactorCode, SecretText, TAG } from './me-words.ts'
import { closed, Flag } from './words.ts'

const Password = SecretText('Your password, to show that it is you who asks.')
const Code = Type.Optional(SecondFactorCode)

/** Why somebody did not prove to be the one who signed in. */
function notProved(because: 'refused' | 'code-needed' | 'signs-in-elsewhere'): ActOutcome {
  switch (because) {
    case 'refused':
      // As at sign-in: whether it was wrong, or there were too many attempts, is not said.
      return { outcome: 'not-entitled', detail: 'That was not accepted.', clauses: ['AUP25-05'] }
    case 'code-needed':
      return {
        outcome: 'wrong',
        errors: [{ parameter: 'code', in: 'body', message: 'A code of your second factor is needed.' }],
      }
    case 'signs-in-elsewhere':
      return { outcome: 'not-legal', detail: 'You sign in at another provider, where your password is kept.' }
    default:
      return unreachable(because)
  }
}

/** A password and a second factor of one's own, for those who sign in here. */
export const secretActs: readonly Act[] = [
  act({
    command: 'me change-password',
    method: 'POST',
    path: '/me/password',
    tag: TAG,
    summary: 'Change your password; every other session of yours ends',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    body: Type.Object(
      {
        password: Password,
        code: Code,
        newPassword: SecretText(
          `The new one: ${PASSWORD_MIN} characters at least, and nothing easily guessed.`,
        ),
        reason: OwnReason,
      },
      closed,
    ),
    answer: Type.Object({ changed: Flag('Always true.') }, closed),
    run: async ({ rooms, actor, body, sessionId, deed }) => {
      const given = {
        personId: actor.personId,
        password: body.password,
        code: body.code ?? null,
        next: body.newPassword,
        keepSessionId: sessionId,
      }
      const changed = await changePassword(rooms.database, given, deed('holder'), rooms.random)
      if (changed.outcome === 'set') return { outcome: 'done', body: { changed: true } }
      if (changed.outcome !== 'password-faulty') return notProved(changed.outcome)
      const errors = changed.faults.map(message => ({ parameter: 'newPassword', in: 'body', message }))
      return { outcome: 'wrong', errors }
    },
  }),
  act({
    command: 'me begin-second-factor',
    method: 'POST',
    path: '/me/second-factor',
    tag: TAG,
    summary: 'Get a new second factor for your authenticator; it holds once you confirm it',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    body: Type.Object({ password: Password, code: Code, reason: OwnReason }, closed),
    answer: Type.Object(
      {
        uri: Type.String({
          maxLength: 500,
          description: 'For your authenticator, as a link or a QR code. It is shown once.',
        }),
      },
      closed,
    ),
    run: async ({ rooms, actor, body, deed }) => {
      const proof = { personId: actor.personId, password: body.password, code: body.code ?? null }
      const { database, contact, random } = rooms
      const begun = await beginTotp(database, proof, contact.name, deed('holder'), random)
      if (begun.outcome !== 'begun') return notProved(begun.outcome)
      return { outcome: 'done', status: 201, body: { uri: begun.uri } }
    },
  }),
  act({
    command: 'me confirm-second-factor',
    method: 'POST',
    path: '/me/second-factor/confirmation',
    tag: TAG,
    summary: 'Confirm the second factor you were given with a code of it',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    body: Type.Object({ code: SecondFactorCode, reason: OwnReason }, closed),
    answer: Type.Object({ enrolled: Flag('Always true.') }, closed),
    run: async ({ rooms, actor, body, deed }) => {
      const given = { personId: actor.personId, code: body.code }
      const confirmed = await confirmTotp(rooms.database, given, deed('holder'))
      switch (confirmed) {
        case 'enrolled':
          return { outcome: 'done', body: { enrolled: true } }
        case 'nothing-begun':
          return { outcome: 'not-legal', detail: 'There is nothing to confirm: begin first.' }
        case 'wrong-code':
          return {
            outcome: 'wrong',
            errors: [
              { parameter: 'code', in: 'body', message: 'It is not a code of the one you were given.' },
            ],
          }
        default:
          return unreachable(confirmed)
      }
    },
  }),
]
