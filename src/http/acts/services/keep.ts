import Type from 'typebox'
import { CAPACITIES, monthsLater, readsAsPatient } from '../../../directory/index.ts'
import { type Act, act } from '../act.ts'
import { choice, closed, Reason, Text, Whole } from '../words.ts'
import { onEntry } from './correct.ts'
import { faulty } from './outcome.ts'
import { EDITORS, todayOf } from './reach.ts'
import { Corrected, EntryPath, TAG, WRITES } from './words.ts'

/** An entry is looked at again after so many months unless its verifier says otherwise. */
const MONTHS = { default: 12, max: 24 } as const
/** How long a status that a person sets stands, minutes: a quarter of an hour to five days in quarters (sources, DoS 3). */
const RESET = { step: 15, min: 15, max: 7200, default: 240 } as const

/** What is kept of an entry day by day, live at once. */
export const keepActs: readonly Act[] = [
  act({
    command: 'service verify',
    method: 'POST',
    path: '/service-entries/:id/verification',
    tag: TAG,
    summary: 'Note that you have looked through an entry and it is right',
    roles: EDITORS,
    clauses: WRITES,
    params: EntryPath,
    body: Type.Object(
      {
        months: Type.Optional(
          Whole(1, MONTHS.max, `In how many months it is looked at again; ${MONTHS.default} unless told.`),
        ),
        reason: Reason,
      },
      closed,
    ),
    version: 'required',
    answer: Corrected,
    run: context =>
      onEntry(context, 'verify', async () => service => {
        const today = todayOf(context)
        const nextDueOn = monthsLater(today, context.body.months ?? MONTHS.default)
        const verification = { ...service.verification, lastVerifiedOn: today, nextDueOn }
        return { outcome: 'corrected', service: { ...service, verification } }
      }),
  }),
  act({
    command: 'service set-capacity',
    method: 'PUT',
    path: '/service-entries/:id/capacity',
    tag: TAG,
    summary: 'Say how much a service can take',
    description:
      'Amber and red fall back to green after the time given, in steps of a quarter of an hour; four hours unless told.',
    roles: EDITORS,
    clauses: WRITES,
    params: EntryPath,
    body: Type.Object(
      {
        status: choice(CAPACITIES, 'How much it can take.'),
        notes: Type.Optional(Text(900, 'What to know about it.')),
        resetMinutes: Type.Optional(
          Type.Integer({
            format: 'int32',
            minimum: RESET.min,
            maximum: RESET.max,
            multipleOf: RESET.step,
            description: 'After how many minutes it falls back to green; green has none.',
          }),
        ),
        reason: Reason,
      },
      closed,
    ),
    version: 'required',
    answer: Corrected,
    run: context =>
      onEntry(context, 'set-capacity', async ({ stored }) => {
        const { body, now, actor } = context
        const { status, notes, resetMinutes } = body
        if (stored.service.status !== 'active') {
          return {
            outcome: 'not-legal',
            detail: `It is ${stored.service.status}: only what is active has a capacity.`,
          }
        }
        if (status === 'green' && resetMinutes !== undefined) {
          return faulty([{ at: '/resetMinutes', problem: 'is for amber and red' }])
        }
        if (notes !== undefined && notes.trim() === '') return faulty([{ at: '/notes', problem: 'is blank' }])
        if (notes !== undefined && readsAsPatient(notes)) {
          return faulty([
            {
              at: '/notes',
              problem: 'reads as the details of a patient, which have no place in a directory',
            },
          ])
        }
        const resetAt = new Date(now + (resetMinutes ?? RESET.default) * 60_000).toISOString()
        const capacity = {
          status,
          ...(notes === undefined ? {} : { notes }),
          updatedAt: new Date(now).toISOString(),
          updatedBy: actor.personId,
          ...(status === 'green' ? {} : { resetAt }),
        }
        return service => ({ outcome: 'corrected', service: { ...service, capacity } })
      }),
  }),
]
