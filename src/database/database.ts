/** A value a query may carry. Objects go as JSON text with a cast in the SQL, so that nothing is guessed. */
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly (string | number | boolean | null)[]

export type Row = Readonly<Record<string, unknown>>

/** Asks in PostgreSQL 15's SQL with `$1 …` parameters and answers the rows. Throws on any database error. */
export type Query = <R extends Row = Row>(text: string, values?: readonly SqlValue[]) => Promise<R[]>

/**
 * The one door to storage, over two engines. Column types come back alike from both: `bigint` and `int` as number
 * (beyond 2^53 they throw), `timestamptz` as Date, `jsonb` parsed, `bytea` as Uint8Array, `numeric` as string.
 */
export type Database = {
  readonly engine: 'pglite' | 'postgresql'
  readonly query: Query
  /**
   * Runs `work` in one transaction: committed when its promise resolves, rolled back when it rejects.
   * Keep it short and wait for nothing but queries inside: the embedded engine has one connection for everybody, and
   * a server that finds a deadlock has `work` done again from the start.
   */
  readonly transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>
  /** Calls `heard` for each NOTIFY on `channel`. A hint only, it may be lost: poll as well. Answers how to stop. */
  readonly listen: (channel: string, heard: () => void) => Promise<() => Promise<void>>
  readonly close: () => Promise<void>
}
