export { idsAfter, logAfter, newestByNode } from './by-node-store.ts'
export {
  ACTIONS,
  type Action,
  type ActivityEntry,
  INTERFACES,
  type Interface,
  type RecordedQuestion,
  type WatchedEntry,
} from './entry.ts'
export { activityEntrySchema, parseEntry } from './entry-schema.ts'
export { type ErasedEntries, eraseEntriesOf } from './erase-store.ts'
export { auditEventOf } from './export/audit-event.ts'
export { CSV_COLUMNS, csvRow } from './export/csv-row.ts'
export {
  EXPORT_FORMATS,
  type ExportFormat,
  exportedEntries,
  exportedProofs,
  planExport,
  SELECTED_MAX,
} from './export/export-entries.ts'
export { factsFrom, type KeptFacts, keptFacts } from './facts.ts'
export { formatEntry, formatEntryInFull } from './format.ts'
export {
  endHold,
  type Hold,
  type HoldDraft,
  holdForChange,
  insertHold,
  isHeld,
  readHolds,
} from './hold-store.ts'
export { type LeafRow, leafOfDecision, leavesFrom } from './leaf-store.ts'
export { openRecorder, type RecorderOptions } from './open-recorder.ts'
export { askedThrough, type QuestionShape, questionOf, recordedQuestion } from './question.ts'
export {
  followEntries,
  type LoggedEntry,
  readEntry,
  readPage,
  readRange,
  readTail,
} from './read.ts'
export { countEntries, type EntryFilter } from './read-store.ts'
export { NotRecorded, type Recorder, type RecorderHealth } from './recorder.ts'
export { type Difference, differencesFrom, heldUp, type Recorded, recordedReader } from './replay.ts'
export { type PoliciesThen, type Replayed, replayRange } from './replay-range.ts'
export { type DroppedMonth, dropMonths } from './retention-store.ts'
export { returnedSince } from './returned-store.ts'
export { assertSpeakable, holdsPostcode, unspeakableIn } from './speakable.ts'
export { type SquareAsked, squaresAsked } from './squares-store.ts'
export {
  firstAllowedAt,
  firstUseSince,
  lastUse,
  readEntriesOfIndividual,
  type Use,
  type User,
} from './use-store.ts'
export { readUseSums, type UseSum } from './use-sums-store.ts'
export { activityLeavesOf, verifyActivity } from './verify.ts'
