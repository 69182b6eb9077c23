import { readRegionMap } from '../../../accounts/index.ts'
import type { Query } from '../../../database/index.ts'
import type { Draft } from '../../../directory/index.ts'
import { notify } from '../../../notices/index.ts'
import { holdersOf } from '../../../people/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'

const about = (draft: Draft) => ({ entity: 'service-draft', id: draft.id }) as const

/** Tells the DoS Leads of its region that a draft waits for them, but for one who wrote it; where there are none, the operator. */
export async function tellLeads(query: Query, draft: Draft, now: EpochMillis): Promise<void> {
  const region = draft.regionId === null ? null : (await readRegionMap(query)).presentOf(draft.regionId, now)
  const leads = region === null ? [] : await holdersOf(query, 'dos-lead', region, now)
  const others = leads.filter(id => !draft.authors.includes(id) && id !== draft.submitted?.by)
  const told = others.length > 0 ? others : await holdersOf(query, 'access-manager', null, now)
  for (const person of told) {
    const notice = {
      to: { person },
      kind: 'service-draft-waiting',
      subject: 'A change to an entry waits for approval',
      text: `Somebody handed in a draft for an entry of the directory. Look at it with "signpost service-draft show ${draft.id}".`,
      about: about(draft),
    }
    await notify(query, notice, now)
  }
}

/** Tells whoever handed a draft in what was decided. */
export async function tellAuthor(query: Query, draft: Draft, now: EpochMillis): Promise<void> {
  const { submitted, decided } = draft
  if (submitted === null || decided === null) return
  const live = draft.state === 'approved'
  const notice = {
    to: { person: submitted.by },
    kind: live ? 'service-draft-approved' : 'service-draft-rejected',
    subject: live ? 'Your change to an entry is live' : 'Your change to an entry was not approved',
    text: live
      ? `The draft ${draft.id} was approved and is version ${draft.becameVersion} of the entry ${draft.serviceId}.`
      : `The draft ${draft.id} was rejected: ${decided.why} Take it up again with "signpost service-draft reopen ${draft.id}".`,
    about: about(draft),
  }
  await notify(query, notice, now)
}
