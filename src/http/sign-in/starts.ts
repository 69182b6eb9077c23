import { createHash } from 'node:crypto'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { type Accounts, AlreadyUsed } from '../../accounts/index.ts'
import type { Random } from '../../vocabulary/index.ts'

const Kept = Type.Object({
  state: Type.String(),
  nonce: Type.String(),
  verifier: Type.String(),
  /** A path of ours, where the browser goes in the end. */
  to: Type.String(),
  issuer: Type.String(),
})

/** A sign-in under way: what the answer of the provider must fit. */
export type KeptStart = Type.Static<typeof Kept>

export const START_SECONDS = 900
const MODEL = 'SignInStart'
const check = Compile(Kept)

export type Starts = {
  /** Answers what the browser is to hold. */
  readonly keep: (start: KeptStart) => Promise<string>
  /** Gives it out once; undefined when it is not there, too old, or was taken before. */
  readonly take: (secret: string) => Promise<KeptStart | undefined>
}

/** Bound to the browser by a cookie, so that an answer meant for another browser fits nothing here (login CSRF). */
export function openStarts(accounts: Pick<Accounts, 'oidcRecords'>, random: Random): Starts {
  const records = accounts.oidcRecords(MODEL)
  const idOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
  return {
    keep: async start => {
      const secret = Buffer.from(random(32)).toString('base64url')
      await records.upsert(idOf(secret), start, START_SECONDS)
      return secret
    },
    take: async secret => {
      const found = await records.find(idOf(secret))
      if (!check.Check(found) || 'consumed' in found) return undefined
      try {
        await records.consume(idOf(secret))
      } catch (error) {
        if (error instanceof AlreadyUsed) return undefined
        throw error
      }
      return found
    },
  }
}
