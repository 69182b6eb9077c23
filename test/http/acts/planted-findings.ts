import { keepRaising, type Raising } from '../../../src/watch/index.ts'
import type { House } from '../../support/house.ts'
import type { People } from './planted-people.ts'
import type { Planter } from './planter.ts'

/** What the watch found about an account: one that waits, one dismissed, one handed over; and an event that is declared. */
export async function plantFindings(
  house: House,
  { mark, does, now }: Planter,
  { reviewer }: People,
  { account, odsCode, region }: Readonly<Record<'account' | 'odsCode' | 'region', string>>,
) {
  const raised = async (id: string, detector: string): Promise<string> => {
    const raising: Raising = {
      id,
      kind: 'crawl',
      scope: 'account',
      subject: account,
      account,
      organisation: odsCode,
      product: 'product',
      detector,
      brake: 'smaller-k',
      evidence: { told: mark('evidence of a finding') },
      decision: '019e8d23-0000-7000-8000-0000000000e0',
      node: 'test',
      at: now,
    }
    await keepRaising(house.rooms.database.query, raising)
    return id
  }
  const waiting = await raised('019e8d23-0000-7000-8000-0000000000e1', 'one')
  const dismissed = await raised('019e8d23-0000-7000-8000-0000000000e2', 'two')
  const handed = await raised('019e8d23-0000-7000-8000-0000000000e3', 'three')
  for (const id of [dismissed, handed]) await does(reviewer, 'finding take-up', { id })
  await does(reviewer, 'finding dismiss', { id: dismissed })
  // Its note would be overwritten by that of the handing over.
  await does(reviewer, 'finding uphold', { id: handed }, { note: undefined })
  await does(reviewer, 'finding lift', { id: handed })
  await does(reviewer, 'finding hand-over', { id: handed })
  await does(
    reviewer,
    'watch declare',
    {},
    {
      from: new Date(now).toISOString(),
      until: new Date(now + 86_400_000).toISOString(),
      organisations: [odsCode],
      regions: [region],
    },
  )
  return { things: { finding: [waiting, dismissed, handed] } }
}
