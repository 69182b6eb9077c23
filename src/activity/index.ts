export type { Action, ActivityEntry, Interface } from './entry.ts'
export { activityEntrySchema, parseEntry } from './entry-schema.ts'
export { formatEntry, formatEntryInFull } from './format.ts'
export { openRecorder, type RecorderOptions } from './open-recorder.ts'
export {
  followEntries,
  type LoggedEntry,
  readEntry,
  readTail,
} from './read.ts'
export type { EntryFilter } from './read-store.ts'
export { NotRecorded, type Recorder, type RecorderHealth } from './recorder.ts'
export { returnedSince } from './returned-store.ts'
export { assertSpeakable, holdsPostcode, unspeakableIn } from './speakable.ts'
