export {
  ACTIONS,
  type Action,
  type ActivityEntry,
  INTERFACES,
  type Interface,
  type RecordedQuestion,
} from './entry.ts'
export { activityEntrySchema, parseEntry } from './entry-schema.ts'
export { factsFrom, type KeptFacts, keptFacts } from './facts.ts'
export { formatEntry, formatEntryInFull } from './format.ts'
export { openRecorder, type RecorderOptions } from './open-recorder.ts'
export { type QuestionShape, questionOf, recordedQuestion } from './question.ts'
export {
  followEntries,
  type LoggedEntry,
  readEntry,
  readRange,
  readTail,
} from './read.ts'
export { countEntries, type EntryFilter } from './read-store.ts'
export { NotRecorded, type Recorder, type RecorderHealth } from './recorder.ts'
export { type Difference, differencesFrom, heldUp, type Recorded, recordedReader } from './replay.ts'
export { returnedSince } from './returned-store.ts'
export { assertSpeakable, holdsPostcode, unspeakableIn } from './speakable.ts'
export {
  firstAllowedAt,
  firstUseSince,
  lastUse,
  readEntriesOfIndividual,
  type Use,
  type User,
} from './use-store.ts'
