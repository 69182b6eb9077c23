export { type Approval, approveDraft, isOwn } from './approve.ts'
export { type Difference, difference, membersOf } from './difference.ts'
export { DRAFT_STATES, type DraftState, OPEN_STATES } from './draft-machine.ts'
export { type Draft, type DraftFilter, listDrafts, readDraft } from './draft-store.ts'
export {
  candidateOf,
  createDraft,
  type DraftChange,
  type DraftContent,
  moveDraft,
  OPEN_DRAFTS_MAX,
  outOfDate,
  rejectDraft,
  saveDraft,
  submitDraft,
} from './drafts.ts'
export { type Correction, correctEntry, type EntryChange, type Stale, seenBy, staleSince } from './entry.ts'
export {
  closedFor,
  corrected,
  monthsLater,
  type OpeningChange,
  type Period,
  periodFaults,
  reopenedFor,
} from './opening-change.ts'
export { Profile, type ProfileFault, ProfilePatch, type ProfileRead, patched, profileOf } from './profile.ts'
export {
  type EditReach,
  findEntries,
  lineOf,
  type OverdueFilter,
  overdueEntries,
  readVersion,
  readVersions,
} from './reach-store.ts'
