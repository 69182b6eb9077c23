import { readRegionMap } from '../accounts/index.ts'
import type { Query } from '../database/index.ts'
import type { Feedback } from '../directory/index.ts'
import { notify } from '../notices/index.ts'
import { holdersOf } from '../people/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'

/** Tells the DoS Leads of its region, or the operator where there are none, that an error is reported of an entry. */
export async function tellOfError(
  query: Query,
  { id, regionId, serviceId }: Feedback,
  now: EpochMillis,
): Promise<void> {
  const region = regionId === null ? null : (await readRegionMap(query)).presentOf(regionId, now)
  const leads = region === null ? [] : await holdersOf(query, 'dos-lead', region, now)
  const told = leads.length > 0 ? leads : await holdersOf(query, 'access-manager', null, now)
  for (const person of told) {
    const notice = {
      to: { person },
      kind: 'feedback-received',
      subject: 'Something is reported to be wrong with an entry',
      text: `Somebody who was told of the entry ${serviceId} reports that something in it is wrong. Look at it with "signpost feedback show ${id}".`,
      about: { entity: 'feedback', id },
    } as const
    await notify(query, notice, now)
  }
}
