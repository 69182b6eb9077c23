import { createHash } from 'node:crypto'
import type { Database, Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { raiseAlert } from './alert-store.ts'
import {
  FORGOTTEN_AFTER_MILLIS,
  type Guard,
  giveBackForNetwork,
  giveBackForUser,
  newGuard,
  type Taken,
  takeForNetwork,
  takeForUser,
} from './guard.ts'

type Kind = 'user' | 'network'

/** An attempt that has been counted, and is now to be weighed and settled. */
export type Attempt = {
  readonly userKey: string
  readonly networkKey: string
  /** `locked`: refused whatever it says, and weighed all the same, for it must take as long as any other. */
  readonly verdict: 'weigh' | 'locked' | 'network-spent'
  /** Whether it is the one that locks the name, unless it turns out right. */
  readonly locks: boolean
}

/** Under what an attempt is kept: never the name itself, for people type passwords into the wrong field. */
const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * Counts an attempt to sign in, by its user name and its network, before anything is weighed. Once a network has used
 * up its round, its attempts no longer count against user names: nobody locks out a whole hospital from one place.
 */
export function countAttempt(
  database: Database,
  userName: string,
  network: string,
  now: EpochMillis,
): Promise<Attempt> {
  const userKey = keyOf(userName)
  const networkKey = keyOf(network)
  return database.transaction(async query => {
    const fromThere = await take(query, 'network', networkKey, takeForNetwork, now)
    if (!fromThere.weigh) return { userKey, networkKey, verdict: 'network-spent', locks: false }
    const { weigh, locks } = await take(query, 'user', userKey, takeForUser, now)
    await forget(query, now)
    return { userKey, networkKey, verdict: weigh ? 'weigh' : 'locked', locks }
  })
}

async function take(
  query: Query,
  kind: Kind,
  key: string,
  rule: (guard: Guard, now: EpochMillis) => Taken,
  now: EpochMillis,
): Promise<Taken> {
  const taken = rule(await hold(query, kind, key, now), now)
  await keep(query, kind, key, taken.guard, now)
  return taken
}

/** An attempt was right throughout: the row of wrong ones ends, and it counts against nobody. */
export async function settleRight(query: Query, attempt: Attempt, now: EpochMillis): Promise<void> {
  await giveBackNetwork(query, attempt, now)
  await beginAnew(query, attempt.userKey)
}

/** An attempt was right as far as it went. */
export async function settleHalfway(query: Query, attempt: Attempt, now: EpochMillis): Promise<void> {
  await giveBackNetwork(query, attempt, now)
  const guard = await hold(query, 'user', attempt.userKey, now)
  await keep(query, 'user', attempt.userKey, giveBackForUser(guard), now)
}

/** An attempt was wrong. It has been counted; the one that locks is told of, whether anybody has the name or not. */
export async function settleWrong(
  query: Query,
  attempt: Attempt,
  personId: string | null,
  now: EpochMillis,
): Promise<void> {
  if (!attempt.locks) return
  await raiseAlert(query, { personId, kind: 'locked-out', at: now, sessionId: null, otherSessionId: null })
}

/** Forgets the wrong attempts with a user name: an administrator has unlocked its holder. */
export async function clearGuard(query: Query, userName: string): Promise<void> {
  await beginAnew(query, keyOf(userName))
}

/** The row stays: one that went could be missed by an attempt that counts itself at this moment. */
async function beginAnew(query: Query, userKey: string): Promise<void> {
  await query(
    `update people.sign_in_guard set tries = 0, round = 0, locks = 0, locked_until = null
     where kind = 'user' and key = $1`,
    [userKey],
  )
}

/** What is remembered of a user name; for tests, and for those who look into an attack. */
export async function readGuard(query: Query, kind: Kind, of: string): Promise<Guard | undefined> {
  const [row] = await query<GuardRow>('select * from people.sign_in_guard where kind = $1 and key = $2', [
    kind,
    keyOf(of),
  ])
  return row && guardOf(row)
}

async function giveBackNetwork(query: Query, attempt: Attempt, now: EpochMillis): Promise<void> {
  const guard = await hold(query, 'network', attempt.networkKey, now)
  await keep(query, 'network', attempt.networkKey, giveBackForNetwork(guard), now)
}

/** The guard, held for the length of the transaction. */
async function hold(query: Query, kind: Kind, key: string, now: EpochMillis): Promise<Guard> {
  await query(
    `insert into people.sign_in_guard (kind, key, tries, round, round_from, locks, last_at)
     values ($1, $2, 0, 0, $3, 0, $3) on conflict do nothing`,
    [kind, key, new Date(now)],
  )
  const [row] = await query<GuardRow>(
    'select * from people.sign_in_guard where kind = $1 and key = $2 for update',
    [kind, key],
  )
  return row ? guardOf(row) : newGuard(now)
}

async function keep(query: Query, kind: Kind, key: string, guard: Guard, now: EpochMillis): Promise<void> {
  const { tries, round, roundFrom, locks, lockedUntil } = guard
  await query(
    `insert into people.sign_in_guard (kind, key, tries, round, round_from, locks, locked_until, last_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (kind, key) do update set tries = excluded.tries,
       round = excluded.round, round_from = excluded.round_from, locks = excluded.locks,
       locked_until = excluded.locked_until, last_at = excluded.last_at`,
    [
      kind,
      key,
      tries,
      round,
      new Date(roundFrom),
      locks,
      lockedUntil === null ? null : new Date(lockedUntil),
      new Date(now),
    ],
  )
}

/** Old guards go, a few at each attempt: strangers may make up as many names as they like. */
async function forget(query: Query, now: EpochMillis): Promise<void> {
  await query(
    `delete from people.sign_in_guard where (kind, key) in (select kind, key from people.sign_in_guard
     where last_at < $1 order by last_at limit 5 for update skip locked)`,
    [new Date(now - FORGOTTEN_AFTER_MILLIS)],
  )
}

type GuardRow = {
  readonly tries: number
  readonly round: number
  readonly round_from: Date
  readonly locks: number
  readonly locked_until: Date | null
}

const guardOf = (row: GuardRow): Guard => ({
  tries: row.tries,
  round: row.round,
  roundFrom: row.round_from.getTime(),
  locks: row.locks,
  lockedUntil: row.locked_until?.getTime() ?? null,
})
