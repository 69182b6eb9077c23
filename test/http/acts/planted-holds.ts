import type { People } from './planted-people.ts'
import { type Planter, text } from './planter.ts'

/** A hold that stands and one that was released, with a mark in each of their texts. */
export async function plantHolds(
  { does, now }: Planter,
  { owner, archivist }: People,
  { account, odsCode }: { readonly account: string; readonly odsCode: string },
) {
  const from = new Date(now).toISOString()
  const place = async (whose: object): Promise<string> =>
    text(
      (
        await does(
          owner,
          'hold place',
          {},
          { account: undefined, organisation: undefined, until: undefined, from, ...whose },
        )
      ).id,
    )
  const standing = await place({ account })
  const released = await place({ organisation: odsCode })
  await does(archivist, 'hold release', { id: released })
  return { things: { hold: [standing, released] } }
}
