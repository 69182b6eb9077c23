import { receiveFeedback } from '../../../src/directory/index.ts'
import type { House } from '../../support/house.ts'
import type { People } from './planted-people.ts'
import type { Planter } from './planter.ts'

/** Reports about an entry, with a mark in each of their texts: one that waits, one resolved, one dismissed. */
export async function plantFeedback(
  house: House,
  { mark, does, now }: Planter,
  { leads }: People,
  {
    service,
    region,
    odsCode,
    account,
  }: Readonly<Record<'service' | 'region' | 'odsCode' | 'account', string>>,
) {
  const reported = async (id: string): Promise<string> => {
    await receiveFeedback(house.rooms.database, {
      id,
      serviceId: Number(service),
      typeId: 13,
      regionId: region,
      account,
      organisation: odsCode,
      content: { kind: 'error', member: 'name', text: mark('text of a report') },
      decisionId: null,
      receivedAt: now,
    })
    return id
  }
  const waiting = await reported('019e8d23-0000-7000-8000-0000000000f1')
  const resolved = await reported('019e8d23-0000-7000-8000-0000000000f2')
  const dismissed = await reported('019e8d23-0000-7000-8000-0000000000f3')
  for (const id of [resolved, dismissed]) await does(leads, 'feedback take-up', { id })
  await does(leads, 'feedback resolve', { id: resolved })
  await does(leads, 'feedback dismiss', { id: dismissed })
  return { things: { feedback: [waiting, resolved, dismissed] } }
}
