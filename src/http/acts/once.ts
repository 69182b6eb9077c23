import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import type { Database } from '../../database/index.ts'
import type { EpochMillis, Random } from '../../vocabulary/index.ts'
import { claimRequest, endRequest, type KeyedRequest } from '../../workflow/index.ts'

/** What was answered: enough to answer it again word for word. */
export type Answered = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Once =
  | { readonly outcome: 'answered'; readonly answer: Answered }
  | { readonly outcome: 'used-otherwise' }
  | { readonly outcome: 'under-way' }
  /** It was begun and never answered: whether it was done is not known, and it is not done again. */
  | { readonly outcome: 'unknown-end' }

/** A request is answered within this time, or whoever was at it is gone (app.ts closes what takes longer). */
const UNDER_WAY_MILLIS = 60_000

type Parts = {
  readonly database: Database
  readonly now: () => EpochMillis
  readonly random: Random
}

/**
 * Does what a request asks for once, however often it comes with the same key of the same person
 * (draft-ietf-httpapi-idempotency-key-header): the first claims it, the others get its answer. At most once: what broke
 * off is not begun again by itself.
 *
 * An answer may hold what nobody is to read later, such as a one-time code. So it is sealed with the key, which is kept
 * nowhere: who holds the database but not the key reads nothing. Keys are long enough for that (preconditions.ts).
 * @param content all that was sent, in one text
 */
export async function once(
  { database, now, random }: Parts,
  { personId, key, content }: { readonly personId: string; readonly key: string; readonly content: string },
  work: () => Promise<Answered>,
): Promise<Once> {
  const derived = Buffer.from(hkdfSync('sha256', key, personId, 'signpost keyed request', 64))
  const sealing = derived.subarray(32)
  const request: KeyedRequest = {
    personId,
    keyHash: derived.subarray(0, 32).toString('hex'),
    contentHash: createHash('sha256').update(content).digest('hex'),
  }
  const claim = await claimRequest(database, request, now())
  if (claim.outcome === 'used-otherwise') return claim
  if (claim.outcome === 'known') {
    if (claim.answer !== null) return { outcome: 'answered', answer: opened(claim.answer, sealing) }
    const isUnderWay = claim.endedAt === null && now() - claim.begunAt < UNDER_WAY_MILLIS
    return { outcome: isUnderWay ? 'under-way' : 'unknown-end' }
  }
  let answer: Answered
  try {
    answer = await work()
  } catch (error) {
    // What is thrown is told of; that this could not be noted besides is not.
    await endRequest(database, request, null, now()).catch(() => {})
    throw error
  }
  await endRequest(database, request, sealed(answer, sealing, random), now())
  return { outcome: 'answered', answer }
}

const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM (NIST SP 800-38D): the nonce, the tag, and the text. */
function sealed(answer: Answered, key: Uint8Array, random: Random): Uint8Array {
  const iv = random(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

function opened(bytes: Uint8Array, key: Uint8Array): Answered {
  const all = Buffer.from(bytes)
  const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, IV_BYTES))
  decipher.setAuthTag(all.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const text = Buffer.concat([decipher.update(all.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}
