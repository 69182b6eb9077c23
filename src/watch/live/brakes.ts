import { type EpochMillis, unreachable } from '../../vocabulary/index.ts'
import { BRAKES, type Brake, type FindingScope } from '../detection/types.ts'

/** A brake in force on an account, with the findings it rests on. */
export type InForce = {
  readonly brake: Exclude<Brake, 'none'>
  /** Empty: the detectors hold it by themselves; the finding it came from is on another node's way. */
  readonly findings: readonly string[]
  /** Null: not known. */
  readonly since: EpochMillis | null
}

/** A finding whose brake holds. */
export type Braking = {
  readonly id: string
  readonly scope: FindingScope
  readonly subject: string
  readonly brake: Brake
  readonly raisedAt: EpochMillis
  readonly lastRaisedAt: EpochMillis
}

/** A brake nobody judges ends by itself so long after the last of what raised it, unless the detectors hold on to it. */
const HOLDS_MILLIS = 7 * 86_400_000

/** Whom a question is asked by, as far as brakes go. */
export type Subject = { readonly account: string; readonly organisation: string; readonly product: string }

export const strength = (brake: Brake): number => BRAKES.indexOf(brake)

/** Whom a finding is about. */
export function subjectOf(scope: FindingScope, { account, organisation, product }: Subject): string {
  switch (scope) {
    case 'account':
      return account
    case 'organisation':
      return organisation
    case 'product':
      return product
    case 'global':
      return 'all'
    default:
      return unreachable(scope)
  }
}

/**
 * The brakes of open findings, by whom they are about: how a brake that one node raised holds on every node. A finding
 * about everybody brakes nobody: whose part in it is which is for people to say.
 */
export function createBrakes() {
  const findings = new Map<string, Braking>()
  let held = new Map<string, InForce & { readonly until: EpochMillis }>()
  const arrange = (): void => {
    held = new Map()
    for (const { id, scope, subject, brake, raisedAt, lastRaisedAt } of findings.values()) {
      if (brake === 'none' || scope === 'global') continue
      const key = `${scope} ${subject}`
      const known = held.get(key)
      held.set(key, {
        brake: known && strength(known.brake) >= strength(brake) ? known.brake : brake,
        findings: [...(known?.findings ?? []), id],
        since: Math.min(known?.since ?? raisedAt, raisedAt),
        until: Math.max(known?.until ?? 0, lastRaisedAt + HOLDS_MILLIS),
      })
    }
  }
  return {
    /** All that hold now, as the table has them; `also`: raised here and not yet in it. */
    replace: (all: readonly Braking[], also: readonly Braking[]): void => {
      findings.clear()
      for (const one of [...all, ...also]) findings.set(one.id, one)
      arrange()
    },
    add: (one: Braking): void => {
      findings.set(one.id, one)
      arrange()
    },
    /** The strongest on whoever asks. */
    on: ({ account, organisation, product }: Subject, now: EpochMillis): InForce | null => {
      if (held.size === 0) return null
      const all = [
        held.get(`account ${account}`),
        held.get(`organisation ${organisation}`),
        held.get(`product ${product}`),
      ].flatMap(one => (one !== undefined && now < one.until ? [one] : []))
      return all.reduce<InForce | null>(
        (best, one) => (best === null || strength(one.brake) > strength(best.brake) ? one : best),
        null,
      )
    },
    size: () => findings.size,
  }
}

export type Brakes = ReturnType<typeof createBrakes>
