import Type from 'typebox'
import {
  type Correction,
  closedFor,
  correctEntry,
  corrected,
  OpeningTimes,
  type Period,
  periodFaults,
  reopenedFor,
  type Service,
} from '../../../directory/index.ts'
import type { Role } from '../../../vocabulary/index.ts'
import { readActs } from '../../../workflow/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from '../act.ts'
import { closed, Day, Flag, Reason } from '../words.ts'
import { answerEntry, faulty } from './outcome.ts'
import { correctorOf, EDITORS, type SeenEntry, seenEntry, todayOf } from './reach.ts'
import { Corrected, EntryPath, TAG, WRITES } from './words.ts'

const { allHours, weekly, bankHolidays, specifiedDates } = OpeningTimes.properties
/** A year of dates, each with sessions. */
const OPENING_BYTES_MAX = 512 * 1024

const LIVE = 'Live at once, as a new version attributed to you.'
const Dates = {
  from: Type.Optional(Day('The first day, in London; with "until".')),
  until: Type.Optional(Day('The last day, which is closed too; with "from".')),
}

/** Corrections that are live at once: when a service is open. */
export const correctActs: readonly Act[] = [
  act({
    command: 'service correct-opening',
    method: 'PUT',
    path: '/service-entries/:id/opening-times',
    tag: TAG,
    summary: 'Correct when a service is open',
    description: `Each part that is given takes the place of the one there is, whole. Overlaps, and dates that are past, are refused by name. ${LIVE}`,
    roles: EDITORS,
    clauses: WRITES,
    params: EntryPath,
    body: Type.Object(
      {
        allHours: Type.Optional(allHours),
        weekly: Type.Optional(weekly),
        bankHolidays: Type.Optional(bankHolidays),
        specifiedDates: Type.Optional(specifiedDates),
        reason: Reason,
      },
      closed,
    ),
    bodyBytesMax: OPENING_BYTES_MAX,
    version: 'required',
    answer: Corrected,
    run: context =>
      onEntry(context, 'correct-opening', async () => service => {
        const { reason: _, ...change } = context.body
        const read = corrected(service.openingTimes, change, todayOf(context))
        return read.outcome === 'faulty' ? read : withTimes(service, read.times)
      }),
  }),
  act({
    command: 'service close',
    method: 'POST',
    path: '/service-entries/:id/closure',
    tag: TAG,
    summary: 'Close a service, for a period or for good',
    description: `For a period its days become dates on which it is closed, whatever was said of them before. For good, nobody finds it any more. ${LIVE}`,
    roles: EDITORS,
    clauses: WRITES,
    params: EntryPath,
    body: Type.Object(
      { ...Dates, forGood: Type.Optional(Flag('Rather than for a period.')), reason: Reason },
      closed,
    ),
    version: 'required',
    answer: Corrected,
    run: context => {
      const { forGood = false } = context.body
      return onEntry(context, forGood ? 'close' : 'close-for-a-period', async () => {
        const period = periodIn(context.body)
        if (period === 'half' || (period === null) !== forGood) return periodOrGood
        if (period === null) return toStatus('closed', ['active', 'suspended', 'commissioning', 'pending'])
        const today = todayOf(context)
        const faults = periodFaults(period, today)
        if (faults.length > 0) return faulty(faults)
        return service => {
          const read = closedFor(service.openingTimes, period, today)
          return read.outcome === 'faulty' ? read : withTimes(service, read.times)
        }
      })
    },
  }),
  act({
    command: 'service reopen',
    method: 'POST',
    path: '/service-entries/:id/reopening',
    tag: TAG,
    summary: 'Open a service again: on days it was closed for, or after it was closed for good',
    description: `Without days, one that was closed for good is active again; what a lead or the operator closed, a service editor does not open. ${LIVE}`,
    roles: EDITORS,
    clauses: WRITES,
    params: EntryPath,
    body: Type.Object({ ...Dates, reason: Reason }, closed),
    version: 'required',
    answer: Corrected,
    run: context =>
      onEntry(context, 'reopen', async ({ stored }, role) => {
        const period = periodIn(context.body)
        if (period === 'half') return periodOrGood
        if (period === null) {
          const may = role === 'dos-lead' || (await closedByEditor(context, stored.service.id))
          return may ? toStatus('active', ['closed']) : notForEditors
        }
        if (period.until < period.from) {
          return faulty([{ at: '/until', problem: 'is before the first day' }])
        }
        return service => {
          const times = reopenedFor(service.openingTimes, period)
          const detail = 'It is closed by date on none of these days.'
          return times === null ? { outcome: 'not-legal', detail } : withTimes(service, times)
        }
      }),
  }),
]

type OnEntry<B> = ActContext<{ id: string }, unknown, B>

/**
 * Finds the entry and the role in which somebody corrects it, and does what `work` says: how the service becomes
 * another, or why nothing is done.
 */
export async function onEntry<B>(
  context: OnEntry<B>,
  event: string,
  work: (seen: SeenEntry, role: Role) => Promise<ActOutcome | ((service: Service) => Correction)>,
): Promise<ActOutcome> {
  const { rooms, params, ifMatch, deed } = context
  const seen = await seenEntry(context, params.id)
  if (!seen) return { outcome: 'no-such' }
  const role = correctorOf(seen.standing)
  if (!role) {
    const detail = 'It takes a service editor of the entry, or the DoS Lead of its region.'
    return { outcome: 'not-entitled', detail }
  }
  const correct = await work(seen, role)
  if (typeof correct !== 'function') return correct
  const { id } = seen.stored.service
  return answerEntry(await correctEntry(rooms.database, id, ifMatch, event, deed(role), correct))
}

const withTimes = (service: Service, openingTimes: Service['openingTimes']): Correction => ({
  outcome: 'corrected',
  service: { ...service, openingTimes },
})

const toStatus =
  (to: Service['status'], from: readonly Service['status'][]) =>
  (service: Service): Correction =>
    from.includes(service.status)
      ? { outcome: 'corrected', service: { ...service, status: to } }
      : { outcome: 'not-legal', detail: `It is ${service.status}.` }

const periodIn = ({ from, until }: { from?: string; until?: string }): Period | 'half' | null => {
  if (from === undefined && until === undefined) return null
  return from === undefined || until === undefined ? 'half' : { from, until }
}

const periodOrGood: ActOutcome = {
  outcome: 'wrong',
  errors: [
    {
      parameter: 'until',
      in: 'body',
      message: 'Name the first and the last day, or neither of them; to close without days is for good.',
    },
  ],
}
const notForEditors: ActOutcome = {
  outcome: 'not-entitled',
  detail: 'It was not a service editor who closed it: the DoS Lead of its region opens it again.',
}

/** Whether it was closed for good by a service editor, and by nobody after that. */
async function closedByEditor({ rooms }: Pick<OnEntry<unknown>, 'rooms'>, id: number): Promise<boolean> {
  const acts = await readActs(rooms.database.query, 'service', String(id))
  const last = acts.findLast(({ event }) => event === 'close' || event === 'approve-draft')
  return last?.event === 'close' && last.acting_as === 'service-editor'
}
