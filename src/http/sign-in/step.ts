import { timingSafeEqual } from 'node:crypto'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Accounts } from '../../accounts/index.ts'
import type { Random } from '../../vocabulary/index.ts'
import { INTERACTION_SECONDS } from '../oauth/people-configuration.ts'

const Who = Type.Object({
  personId: Type.String(),
  assurance: Type.Union([Type.Literal('aal1'), Type.Literal('aal2'), Type.Literal('aal3')]),
  amr: Type.Array(Type.String()),
  issuer: Type.String(),
  sid: Type.Union([Type.String(), Type.Null()]),
  role: Type.Union([Type.String(), Type.Null()]),
})

const Step = Type.Object({
  /** What each form of this sign-in carries. */
  csrf: Type.String(),
  /** The key to what the browser holds sealed, between password and code. */
  key: Type.Union([Type.String(), Type.Null()]),
  /** Who has proved who they are, and has yet to agree. */
  who: Type.Union([Who, Type.Null()]),
})

/** Somebody who has proved who they are, and how. */
export type Who = Type.Static<typeof Who>
/** How far a sign-in at our own pages has come. */
export type Step = Type.Static<typeof Step>

export type Steps = {
  /** Begun when it is not there. */
  readonly read: (uid: string) => Promise<Step>
  readonly write: (uid: string, step: Step) => Promise<void>
  readonly drop: (uid: string) => Promise<void>
}

const MODEL = 'SignInStep'
const check = Compile(Step)

/** Kept in the database, so that the next page may come from another node. */
export function openSteps(accounts: Pick<Accounts, 'oidcRecords'>, random: Random): Steps {
  const records = accounts.oidcRecords(MODEL)
  const write = (uid: string, step: Step) => records.upsert(uid, step, INTERACTION_SECONDS)
  return {
    read: async uid => {
      const found = await records.find(uid)
      if (check.Check(found)) return found
      const step: Step = { csrf: Buffer.from(random(24)).toString('base64url'), key: null, who: null }
      await write(uid, step)
      return step
    },
    write,
    drop: records.destroy,
  }
}

/** Whether two texts are the same, in a time that does not say how far they are. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
