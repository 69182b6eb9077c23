import type { Database } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { step } from '../../workflow/index.ts'
import { type AskedQuestion, contextOf, openQuestions } from './application.ts'
import { APPLICATION } from './machine.ts'
import { takeStep } from './step-store.ts'
import { type ApplicationChange, changeApplication } from './store.ts'

/**
 * Asks a question (AUP18-11). One of the operator's sends the application back and stops the clock; one of the
 * applicant's stops nothing.
 */
export const askQuestion = (
  database: Database,
  id: string,
  question: Pick<AskedQuestion, 'id' | 'side' | 'question'>,
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, (query, held) =>
    takeStep(query, held, question.side === 'operator' ? 'ask' : 'enquire', deed, {
      after: { question: question.id },
      touched: question.side === 'operator',
      beside: () =>
        query(
          `insert into agreements.application_question (id, application_id, side, question, asked_at, asked_by,
             asked_as) values ($1, $2, $3, $4, $5, $6, $7)`,
          [question.id, id, question.side, question.question, new Date(deed.at), deed.who, deed.actingAs],
        ),
    }),
  )

/**
 * Answers a question of the other side. The last open one of the operator's sets the clock going again and sends the
 * application back to the check of eligibility; that takes a form that is whole, so what is to be changed in it is
 * changed before.
 */
export const answerQuestion = (
  database: Database,
  id: string,
  questionId: string,
  answer: string,
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, async (query, held) => {
    const asked = held.questions.find(question => question.id === questionId)
    if (!asked || asked.answer !== null) return { outcome: 'no-such-part' }
    const after = { question: questionId }
    const beside = () =>
      query(
        `update agreements.application_question set answer = $2, answered_at = $3, answered_by = $4, answered_as = $5
         where id = $1`,
        [questionId, answer, new Date(deed.at), deed.who, deed.actingAs],
      )
    if (asked.side === 'applicant')
      return takeStep(query, held, 'enquire', deed, { after, beside, touched: false })
    if (openQuestions(held) > 1) return takeStep(query, held, 'answer', deed, { after, beside })
    const context = { ...contextOf(held), openQuestions: 0 }
    const onward = step(APPLICATION, held.state, 'resume', context)
    if (onward.outcome !== 'moved') return onward
    return takeStep(query, held, 'resume', deed, { after, beside, context: { openQuestions: 0 } })
  })
