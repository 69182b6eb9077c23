import Type from 'typebox'
import { answerQuestion, askQuestion } from '../../../agreements/index.ts'
import { holds } from '../../../vocabulary/index.ts'
import { type Act, act } from '../act.ts'
import { closed, Id, Reason, Text } from '../words.ts'
import { drafterOf, findApplication } from './sight.ts'
import { answerOf } from './view.ts'
import { ApplicationPath, Changed, TAG } from './words.ts'

/** Questions and answers between the operator and whoever applies (AUP18-11). */
export const talkActs: readonly Act[] = [
  act({
    command: 'application ask',
    method: 'POST',
    path: '/applications/:id/questions',
    tag: TAG,
    summary: 'Ask the other side a question about an application',
    description:
      'A question of the operator sends the application back and stops the clock until it is answered. One of the applicant stops nothing.',
    roles: ['access-manager', 'euo-admin', 'supplier-admin'],
    clauses: ['AUP18-11', 'AUP25-07'],
    params: ApplicationPath,
    body: Type.Object({ question: Text(4000, 'What you want to know.'), reason: Reason }, closed),
    answer: Changed,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const found = await findApplication(rooms.database.query, actor, params.id, now)
      if (!found) return { outcome: 'no-such' }
      const drafter = drafterOf(actor, found)
      const operator = drafter === null && holds(actor, 'access-manager')
      const side = operator ? 'operator' : 'applicant'
      const role = operator ? 'access-manager' : drafter
      if (role === null) {
        return { outcome: 'not-entitled', detail: 'It takes an access manager, or whoever applies.' }
      }
      const question = { id: rooms.newId(), side, question: body.question } as const
      return answerOf(await askQuestion(rooms.database, found.id, question, deed(role)), 201)
    },
  }),
  act({
    command: 'application answer',
    method: 'POST',
    path: '/applications/:id/questions/:question/answer',
    tag: TAG,
    summary: 'Answer a question of the other side',
    description:
      'The answer to the last open question of the operator sets the clock going again. What is to be changed in the form is changed before.',
    roles: ['access-manager', 'euo-admin'],
    clauses: ['AUP18-11', 'AUP25-46'],
    params: Type.Object({ id: Id('The application.'), question: Id('The question.') }, closed),
    body: Type.Object({ answer: Text(4000, 'The answer.'), reason: Reason }, closed),
    answer: Changed,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const found = await findApplication(rooms.database.query, actor, params.id, now)
      const asked = found?.questions.find(question => question.id === params.question)
      if (!found || !asked) return { outcome: 'no-such' }
      const mine =
        asked.side === 'operator'
          ? holds(actor, 'euo-admin', [found.odsCode]) && 'euo-admin'
          : holds(actor, 'access-manager') && 'access-manager'
      if (mine === false) {
        return { outcome: 'not-entitled', detail: 'The answer is for the other side to give.' }
      }
      const given = await answerQuestion(rooms.database, found.id, asked.id, body.answer, deed(mine))
      return answerOf(given)
    },
  }),
]
