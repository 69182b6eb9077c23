import type { Query } from '../database/index.ts'

/** Searches within one 1 km square. */
export type SquareAsked = { readonly square: string; readonly searches: number }

/** Whose searches: of one account, or of all of an organisation. */
export type SquaresOf = { readonly account: string } | { readonly organisation: string }

/** Where was asked in a time, by 1 km square, the most asked first, at most `limit`; what was watched only. */
export const squaresAsked = (
  query: Query,
  of: SquaresOf,
  from: Date,
  to: Date,
  limit: number,
): Promise<SquareAsked[]> =>
  query<SquareAsked>(
    `select entry->'watched'->>'square' as square, count(*)::int as searches from activity.entry
     where ($1::text is null or account = $1) and ($2::text is null or organisation = $2)
       and at >= $3 and at <= $4 and action = 'search' and entry->'watched'->>'square' is not null
     group by 1 order by 2 desc, 1 limit $5`,
    ['account' in of ? of.account : null, 'organisation' in of ? of.organisation : null, from, to, limit],
  )
