import type { Database, Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { Mail } from './mail.ts'
import { type Letter, noteFailed, noteSent, takeLetter } from './sending-store.ts'

/** The address at which a person is reached now; null when they have none any more. */
export type AddressOf = (query: Query, personId: string) => Promise<string | null>

/** At most so many at one go, so that the rest of the minute's work is not kept waiting. */
const AT_ONCE_MAX = 200

/**
 * Sends what is to be sent at `now`, oldest first. One that fails is kept with its reason and tried again, each time
 * after a longer wait. Several nodes may do so side by side.
 * @returns how many have left and how many have not
 */
export async function deliverNotices(
  database: Database,
  mail: Mail,
  addressOf: AddressOf,
  now: EpochMillis,
): Promise<{ readonly sent: number; readonly failed: number }> {
  let sent = 0
  let failed = 0
  while (sent + failed < AT_ONCE_MAX) {
    const letter = await takeLetter(database.query, now)
    if (!letter) break
    if (await deliver(database, mail, addressOf, letter, now)) sent += 1
    else failed += 1
  }
  return { sent, failed }
}

async function deliver(
  { query }: Database,
  mail: Mail,
  addressOf: AddressOf,
  letter: Letter,
  now: EpochMillis,
): Promise<boolean> {
  const to = letter.to_person === null ? letter.to_email : await addressOf(query, letter.to_person)
  if (to === null) {
    await noteFailed(query, letter, 'There is no address to send it to.', true)
    return false
  }
  try {
    await mail.send({ id: letter.id, to, subject: letter.subject, text: letter.text })
  } catch (error) {
    await noteFailed(query, letter, reasonOf(error, to), false)
    return false
  }
  await noteSent(query, letter.id, now)
  return true
}

/** Mail servers like to repeat the address they refuse; it does not belong in the record. */
const reasonOf = (error: unknown, to: string): string =>
  (error instanceof Error ? error.message : 'It could not be sent.').replaceAll(to, '…').slice(0, 500)
