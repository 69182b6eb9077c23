import type { Query } from '../database/index.ts'

export type UseSum = {
  /** Day in London, ISO. */
  readonly day: string
  readonly account: string
  readonly action: string
  readonly answered: number
  readonly refused: number
}

/** How often whom asked what, by London's days, of these accounts or organisations; null: everybody. */
export const readUseSums = (
  query: Query,
  of: {
    readonly account: string | null
    readonly organisations: readonly string[] | null
    readonly from: Date
    readonly to: Date
  },
  limit: number,
): Promise<UseSum[]> =>
  query<UseSum>(
    `select to_char(at at time zone 'Europe/London', 'YYYY-MM-DD') as day, account, action,
            count(*) filter (where decision = 'allow') as answered,
            count(*) filter (where decision = 'refuse') as refused
     from activity.entry
     where ($1::text is null or account = $1) and ($2::text[] is null or organisation = any($2))
       and at >= $3 and at < $4
     group by 1, 2, 3 order by 1, 2, 3 limit $5`,
    [of.account, of.organisations, of.from, of.to, limit],
  )
