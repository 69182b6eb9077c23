import Type, { type Static } from 'typebox'
import {
  CAPACITIES,
  capacityAt,
  type Difference,
  DRAFT_STATES,
  type Draft,
  type ProfileFault,
  profileOf,
  ServiceProfile,
  STATUSES,
  type StoredService,
} from '../../../directory/index.ts'
import type { ClauseId, EpochMillis } from '../../../vocabulary/index.ts'
import {
  choice,
  closed,
  Day,
  Id,
  Instant,
  iso,
  ListOf,
  Nullable,
  Prose,
  Reason,
  RegionId,
  Text,
  Whole,
} from '../words.ts'

/** Words that acts on entries of services share. */

export const TAG = 'Directory editing'
/** Entries hold personal data of staff, which whoever reads them sees. */
export const READS: readonly ClauseId[] = ['AUP25-57']
/** What is written is screened: the directory holds nothing about patients. */
export const WRITES: readonly ClauseId[] = ['AUP25-58']

export const EntryPath = Type.Object(
  {
    id: Type.String({
      minLength: 1,
      maxLength: 15,
      pattern: '^[1-9][0-9]{0,14}$',
      description: 'The entry, by its id in this directory.',
    }),
  },
  closed,
)
export const DraftPath = Type.Object({ id: Id('The draft.') }, closed)
export const JustReason = Type.Object({ reason: Reason }, closed)

const EntryId = Type.Integer({
  format: 'int64',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'The entry.',
})
export const Version = Whole(1, 2_000_000_000, 'Its version, counted from 1; also in the ETag.')
const Pointer = Prose(1000, 'Which member, as a JSON pointer (RFC 6901); empty: all of it.')
const Name = Text(255, 'What it is called.')
/** JSON of one member: as long as an entry, in the end. */
const JsonText = Prose(4_000_000, 'As JSON.')

export const FindingView = Type.Object({ at: Pointer, problem: Text(2000, 'What is the matter.') }, closed)
export const Warnings = ListOf(FindingView, 1000, 'What looks wrong, and keeps nothing from being done.')
export const findingViews = (findings: readonly ProfileFault[]): Static<typeof Warnings> =>
  findings.map(({ at, problem }) => ({ at, problem }))

const DifferenceView = Type.Object(
  {
    at: Pointer,
    before: Nullable(JsonText),
    after: Nullable(JsonText),
    added: ListOf(JsonText, 60_000, 'What a list gained.'),
    removed: ListOf(JsonText, 60_000, 'What a list lost; nothing gained nor lost: its order changed.'),
  },
  closed,
)
export const Differences = ListOf(
  DifferenceView,
  10_000,
  'Member by member; lists by what they gained and lost.',
)
export const differenceViews = (differences: readonly Difference[]): Static<typeof Differences> =>
  differences.map(one =>
    'added' in one
      ? { at: one.at, before: null, after: null, added: [...one.added], removed: [...one.removed] }
      : { ...one, added: [], removed: [] },
  )

export const CapacityView = Type.Object(
  {
    status: choice(CAPACITIES, 'How much it can take.'),
    notes: Nullable(Prose(900, 'What to know about it.')),
    updatedAt: Instant('Since when.'),
    resetAt: Nullable(Instant('When it falls back to green.')),
  },
  closed,
)
const VerificationView = Type.Object(
  {
    lastVerifiedOn: Nullable(Day('When somebody last saw to it that it is right.')),
    nextDueOn: Nullable(Day('By when somebody is to do so again.')),
  },
  closed,
)
const verificationView = ({ verification }: StoredService['service']): Static<typeof VerificationView> => ({
  lastVerifiedOn: verification.lastVerifiedOn ?? null,
  nextDueOn: verification.nextDueOn ?? null,
})

export const EntryView = Type.Object(
  {
    id: EntryId,
    uid: Text(64, 'The identifier that DoS interfaces call `id`.'),
    version: Version,
    writtenAt: Instant('When this version was written.'),
    profile: ServiceProfile,
    capacity: Nullable(CapacityView),
    verification: VerificationView,
    openDrafts: ListOf(Id('A draft.'), 100, 'Changes of it that are being written or wait.'),
  },
  closed,
)
export function entryView(
  { service, version, written }: StoredService,
  openDrafts: readonly string[],
  now: EpochMillis,
): Static<typeof EntryView> {
  const capacity = service.capacity && capacityAt(service.capacity, now).capacity
  return {
    id: service.id,
    uid: service.uid,
    version,
    writtenAt: written.at.toISOString(),
    profile: profileOf(service),
    capacity: capacity
      ? {
          status: capacity.status,
          notes: capacity.notes ?? null,
          updatedAt: capacity.updatedAt,
          resetAt: capacity.resetAt ?? null,
        }
      : null,
    verification: verificationView(service),
    openDrafts: [...openDrafts],
  }
}

export const EntryRow = Type.Object(
  {
    id: EntryId,
    uid: Text(64, 'The identifier that DoS interfaces call `id`.'),
    odsCode: Nullable(Text(64, 'As kept by its provider.')),
    name: Name,
    typeId: Whole(-100, 1_000_000, 'Its type.'),
    status: choice(STATUSES, 'Only active services are found.'),
    region: Nullable(RegionId),
    version: Version,
    ...VerificationView.properties,
  },
  closed,
)
export const entryRow = ({ service, version }: StoredService): Static<typeof EntryRow> => ({
  id: service.id,
  uid: service.uid,
  odsCode: service.odsCode ?? null,
  name: service.name,
  typeId: service.typeId,
  status: service.status,
  region: service.regionId ?? null,
  version,
  ...verificationView(service),
})

/** What came of a correction. */
export const Corrected = Type.Object(
  { id: EntryId, version: Version, writtenAt: Instant('When this version was written.') },
  closed,
)

export const DraftStateName = choice(DRAFT_STATES, 'How far it has come.')
const Revision = Whole(1, 2_000_000_000, 'Counts what happens to the draft; also in the ETag.')
export const DraftRow = Type.Object(
  {
    id: Id('The draft.'),
    service: Nullable(EntryId),
    name: Name,
    region: Nullable(RegionId),
    state: DraftStateName,
    revision: Revision,
    begunAt: Instant('When it was begun.'),
    submittedAt: Nullable(Instant('Since when it waits, or when it was last handed in.')),
    submittedBy: Nullable(Id('Who handed it in.')),
    submittedWhy: Nullable(Prose(1000, 'Why.')),
    decidedAt: Nullable(Instant('When it was approved or rejected.')),
    decidedBy: Nullable(Id('By whom.')),
    decidedWhy: Nullable(Prose(1000, 'Why.')),
    becameVersion: Nullable(Version),
  },
  closed,
)
export const draftRow = (draft: Draft): Static<typeof DraftRow> => ({
  id: draft.id,
  service: draft.serviceId,
  name: draft.profile.name,
  region: draft.regionId,
  state: draft.state,
  revision: draft.revision,
  begunAt: iso(draft.createdAt),
  submittedAt: draft.submitted && iso(draft.submitted.at),
  submittedBy: draft.submitted?.by ?? null,
  submittedWhy: draft.submitted?.why ?? null,
  decidedAt: draft.decided && iso(draft.decided.at),
  decidedBy: draft.decided?.by ?? null,
  decidedWhy: draft.decided?.why ?? null,
  becameVersion: draft.becameVersion,
})

/** What came of a step of a draft. */
export const DraftChanged = Type.Object(
  {
    id: Id('The draft.'),
    state: DraftStateName,
    revision: Revision,
    service: Nullable(EntryId),
    becameVersion: Nullable(Version),
    warnings: Warnings,
  },
  closed,
)
