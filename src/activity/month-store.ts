import type { Database } from '../database/index.ts'

/** Makes the partitions of the log. */
export type Months = {
  /** Resolves when there is a partition for each of these instants, ISO 8601 in UTC. */
  readonly ensure: (instants: Iterable<string>) => Promise<void>
  /** Trusts nothing it remembers: a write has failed, and a month may have been dropped. */
  readonly forget: () => void
}

const MONTH = /^(\d{4})-(\d{2})$/

/** The name of a month's partition within `activity`, from its first seven characters: `2026-11`. */
export const partitionOf = (month: string): string => `entry_${month.replace('-', '_')}`

/** The first instant of the month behind this one. */
export function monthAfter(month: string): string {
  const [, year, number] = MONTH.exec(month) ?? []
  if (year === undefined) throw new Error(`${JSON.stringify(month)} is no month.`)
  return new Date(Date.UTC(Number(year), Number(number))).toISOString()
}

/**
 * Which months have their partition is remembered, so that a batch costs a comparison for each entry. A partition is
 * made apart and then attached, which lets reading and writing go on; one made as `partition of` would not.
 */
export function monthMaker(database: Pick<Database, 'transaction'>): Months {
  const made = new Set<string>()
  let last = ''
  return {
    ensure: async instants => {
      for (const instant of instants) {
        const month = instant.slice(0, 7)
        if (month === last) continue
        if (!made.has(month)) await makeMonth(database, month)
        made.add(month)
        last = month
      }
    },
    forget: () => {
      made.clear()
      last = ''
    },
  }
}

async function makeMonth(database: Pick<Database, 'transaction'>, month: string): Promise<void> {
  const until = monthAfter(month)
  const name = partitionOf(month)
  await database.transaction(async query => {
    // Two nodes may come to a new month at once.
    await query('select pg_advisory_xact_lock(7426025, 1)')
    const there = await query(`select 1 where to_regclass('activity.${name}') is not null`)
    if (there.length > 0) return
    await query(
      `create table activity.${name} (like activity.entry including defaults including constraints)`,
    )
    await query(
      `alter table activity.entry attach partition activity.${name}
       for values from ('${month}-01T00:00:00Z') to ('${until}')`,
    )
  })
}
