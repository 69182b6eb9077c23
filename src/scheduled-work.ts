import { type Accounts, accountDueHandlers, readRegions } from './accounts/index.ts'
import { dropMonths, firstUseSince, type Recorder } from './activity/index.ts'
import {
  agreementDueHandlers,
  applicationDueHandlers,
  askReacceptance,
  permissionDueHandlers,
  reconcileListing,
  settleMergers,
  sweepDeemedAcceptances,
  tailoredDueHandlers,
  tellOfNewVersions,
} from './agreements/index.ts'
import { connectionReader } from './connection-reader.ts'
import type { Database } from './database/index.ts'
import { resetCapacities } from './directory/index.ts'
import { LOGS, thinCheckpoints } from './ledger/index.ts'
import { deliverNotices, type Mail, notify } from './notices/index.ts'
import { holdersOf, peopleDueHandlers, readPerson } from './people/index.ts'
import { type PolicyVersions, referenceDueHandlers } from './policy-versions/index.ts'
import { roleOverHandlers } from './role-over.ts'
import type { Clock, Deed } from './vocabulary/index.ts'
import { type DueHandler, forgetRequests, recordAct } from './workflow/index.ts'

export type ScheduledParts = {
  readonly database: Database
  readonly clock: Clock
  readonly accounts: Accounts
  readonly policies: PolicyVersions
  readonly mail: Mail
  readonly recorder: Pick<Recorder, 'forgetDropped'>
  readonly newId: () => string
  /** The operator's own retention of personal data, in years; null: the policy's. */
  readonly retentionYears: number | null
}

/** All that comes by the calendar, of every room: deadlines, and what each round looks after (src/sweeper.ts). */
export function scheduledWork(parts: ScheduledParts): {
  readonly handlers: Readonly<Record<string, DueHandler>>
  readonly chores: Readonly<Record<string, () => Promise<unknown>>>
} {
  const { database, clock, accounts, policies, mail } = parts
  const surroundings = { connections: connectionReader, holdersOf, policy: policies.inForce }
  const bySystem = (why: string): Deed => ({ who: 'signpost', actingAs: 'system', why, at: clock.now() })
  return {
    handlers: {
      ...accountDueHandlers(holdersOf),
      ...agreementDueHandlers(surroundings),
      ...applicationDueHandlers(holdersOf),
      ...permissionDueHandlers(surroundings),
      ...tailoredDueHandlers(surroundings),
      ...peopleDueHandlers({
        retentionYears: now => parts.retentionYears ?? policies.inForce(now).parameters.retentionYears,
      }),
      ...roleOverHandlers,
      ...referenceDueHandlers(remindReviewers),
    },
    chores: {
      'published key sets': accounts.keySets.refreshStale,
      mergers: async () =>
        settleMergers(
          database,
          await readRegions(database.query),
          { ...surroundings, newId: parts.newId },
          clock.now(),
        ),
      'product versions': () => tellOfNewVersions(database, surroundings, clock.now()),
      're-acceptance': async () => {
        const newest = policies.all().at(-1)
        if (!newest) return
        const text = { version: newest.id, hash: newest.hash }
        await askReacceptance(database, text, surroundings, bySystem('A newer policy is published.'))
      },
      'deemed acceptance': () => {
        const { id: version, hash, effectiveFrom } = policies.inForce(clock.now())
        const why = 'The directory was used after this version took effect (AUP18-05).'
        return sweepDeemedAcceptances(
          database,
          { version, hash, effectiveFrom },
          (connection, since) => firstUseSince(database.query, connection, since),
          bySystem(why),
        )
      },
      'capacity past its reset': () => resetCapacities(database, clock.now()),
      'published list': () => reconcileListing(database, connectionReader, clock.now()),
      'activity past its retention': async () => {
        const years = parts.retentionYears ?? policies.inForce(clock.now()).parameters.retentionYears
        const deed = { ...bySystem('retention is over'), clauses: ['AUP25-57'] } as const
        await dropMonths(database, retentionStart(clock.now(), years), (query, { month, ...gone }) =>
          recordAct(query, 'activity-month', month, 'drop', deed, gone, null),
        )
        await parts.recorder.forgetDropped()
      },
      'old checkpoints': async () => {
        for (const log of LOGS) await thinCheckpoints(database.query, log, new Date(clock.now() - DAY_MILLIS))
      },
      'requests by key': () => forgetRequests(database.query, clock.now()),
      mail: () => {
        const addressOf = async (query: Database['query'], person: string) =>
          (await readPerson(query, person))?.email ?? null
        return deliverNotices(database, mail, addressOf, clock.now())
      },
    },
  }
}

const DAY_MILLIS = 86_400_000

/** What is older than this has been kept for so many years. */
function retentionStart(now: number, years: number): number {
  const then = new Date(now)
  return then.setUTCFullYear(then.getUTCFullYear() - years)
}

/** The review of a document the policy leans on is the task of those who govern information (AUP25-13). */
async function remindReviewers(inside: Database, id: string, now: number): Promise<void> {
  for (const personId of await holdersOf(inside.query, 'ig-officer', null, now)) {
    const notice = {
      to: { person: personId },
      kind: 'reference-review-due',
      subject: 'A document the policy leans on is to be read again',
      text: `The review of ${id} is due. Note what you found with "signpost reference review ${id}".`,
      about: { entity: 'reference-document', id },
    } as const
    await notify(inside.query, notice, now)
  }
}
