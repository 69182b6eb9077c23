import { type Feedback, readFeedback } from '../../../directory/index.ts'
import { type Context, type Standing, standingBelow } from '../services/reach.ts'

export type SeenReport = { readonly report: Feedback; readonly standing: Standing }

/** The report, when it is about an entry that somebody looks after. */
export async function seenReport(
  context: Omit<Context, 'deed'>,
  id: string,
): Promise<SeenReport | undefined> {
  const report = await readFeedback(context.rooms.database.query, id)
  if (!report) return undefined
  const standing = await standingBelow(context, report.regionId ?? undefined, report.serviceId)
  return standing.lead || standing.editor || standing.operator ? { report, standing } : undefined
}
