export {
  appendChanges,
  CHANGE_TOPICS,
  type Change,
  type ChangeTopic,
  listenForChanges,
  newestChange,
  readChanges,
} from './changes.ts'
export type { Database, Query, Row, SqlValue } from './database.ts'
export { type ChangeHandler, type Follower, type FollowOptions, followChanges } from './follow.ts'
export { inTurn } from './in-turn.ts'
export { migrate } from './migrate.ts'
export { openPglite } from './pglite.ts'
export { openPostgres } from './postgres.ts'
