import { appendChanges, type Database, type Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { holdAgreement, takeAgreementStep } from '../change-store.ts'
import { ending } from '../store.ts'
import type { Application } from './application.ts'
import { type ApplicationStep, type Taking, takeStep } from './step-store.ts'
import { type ApplicationChange, changeApplication } from './store.ts'

/** Says no, with reasons (AUP25-40). An agreement that was drafted from it ends. */
export const refuseApplication = (
  database: Database,
  id: string,
  reasons: readonly string[],
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, (query, held) =>
    close(query, held, 'refuse', deed, {
      set: {
        refusals: reasons,
        decided: { at: deed.at, by: deed.who, secondPerson: deed.approvedBy ?? null },
      },
      after: { reasons },
    }),
  )

/** Takes the application back. An agreement that was drafted from it ends. */
export const withdrawApplication = (database: Database, id: string, deed: Deed): Promise<ApplicationChange> =>
  changeApplication(database, id, (query, held) => close(query, held, 'withdraw', deed))

/** Takes one of the three ways out of an application, and ends the agreement that nobody accepted yet. */
export async function close(
  query: Query,
  held: Application,
  event: 'refuse' | 'withdraw' | 'expire',
  deed: Deed,
  taking: Taking = {},
): Promise<ApplicationStep> {
  const taken = await takeStep(query, held, event, deed, taking)
  if (taken.outcome !== 'moved' || (taken.from !== 'approved' && taken.from !== 'issued')) return taken
  const agreement = held.agreementId === null ? undefined : await holdAgreement(query, held.agreementId)
  if (agreement) {
    await takeAgreementStep(query, agreement, 'end', deed, ending(query, agreement, deed))
    await appendChanges(query, 'agreement', [agreement.connectionId])
  }
  return taken
}
