import { deserialize, serialize } from 'node:v8'
import type { Catalogue } from './catalogue.ts'
import type { GlobalState } from './global-sensor.ts'
import { addRecord, createRecordSet, type RecordSet, recordsOf } from './record-set.ts'
import type { SharedState } from './shared-shift.ts'
import { createState, type SubjectState } from './subject.ts'
import type { DeclaredEvent } from './types.ts'

/** Everything a detection knows. Services and types are by numbers of its own; `ids` and `types` say which is which. */
export type Snapshot = {
  readonly format: 'signpost-watch-snapshot'
  readonly version: 1
  readonly terrain: string
  readonly types: readonly number[]
  readonly ids: readonly number[]
  readonly shared: SharedState
  readonly global: GlobalState
  readonly events: readonly DeclaredEvent[]
  readonly accounts: [string, SubjectState][]
  readonly organisations: [string, SubjectState][]
}

export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
}

export const terrainName = ({ terrain }: Catalogue): string =>
  [terrain.squareMetres, terrain.west, terrain.south, terrain.columns, terrain.rows, terrain.slots].join(' ')

export const writeSnapshot = (snapshot: Snapshot): Buffer => serialize(snapshot)

/**
 * Reads a snapshot for a directory that may have changed since: services and types are found again by what they are
 * called. When the squares themselves are others, places and evidence start anew; what was taken is kept.
 * Throws `SnapshotError` when it is not a snapshot.
 */
export function readSnapshot(bytes: Buffer, catalogue: Catalogue): Snapshot {
  let read: unknown
  try {
    read = deserialize(bytes)
  } catch {
    throw new SnapshotError('The state of the watch cannot be read.')
  }
  if (!isSnapshot(read)) throw new SnapshotError('The state of the watch is not of version 1.')
  const { ids, types } = read
  const sameIds =
    catalogue.ids().length >= ids.length && ids.every((id, index) => catalogue.indexOf(id) === index)
  for (const type of types) catalogue.types.of(type)
  const sameTypes = types.every((type, index) => catalogue.types.of(type) === index)
  const samePlaces = read.terrain === terrainName(catalogue)
  const revive = ([name, state]: [string, SubjectState]): [string, SubjectState] => {
    const kept: SubjectState =
      samePlaces && sameTypes ? owned(state) : { ...createState(), ...takenOf(state) }
    if (sameIds) return [name, kept]
    const [records, recordsBefore] = [kept.records, kept.recordsBefore].map(set =>
      renumbered(set, ids, catalogue),
    )
    return [name, { ...kept, ...(records && recordsBefore ? { records, recordsBefore } : {}) }]
  }
  return {
    ...read,
    shared: { ...read.shared, counts: read.shared.counts.slice() },
    global: { ...read.global, bank: read.global.bank.slice(), means: read.global.means.slice() },
    accounts: read.accounts.map(revive),
    organisations: read.organisations.map(revive),
  }
}

const takenOf = ({ records, epochStart, recordsBefore, level, brakeUntil }: SubjectState) => ({
  records: ownedRecords(records),
  epochStart,
  recordsBefore: ownedRecords(recordsBefore),
  level,
  brakeUntil,
})

/** With arrays of its own: those read are windows on the bytes given. Fields newer than the snapshot are as at first. */
function owned(state: SubjectState): SubjectState {
  const { places, records, surprises } = state
  return {
    ...createState(),
    ...state,
    bank: state.bank.slice(),
    lookupBank: state.lookupBank.slice(),
    means: state.means.slice(),
    types: state.types.slice(),
    lateTypes: state.lateTypes.slice(),
    lateBlocks: state.lateBlocks.slice(),
    listTypes: state.listTypes?.slice() ?? new Uint32Array(0),
    farMap: state.farMap?.slice() ?? new Uint32Array(0),
    places: { ...places, keys: places.keys.slice(), counts: places.counts.slice() },
    records: ownedRecords(records),
    recordsBefore: ownedRecords(state.recordsBefore),
    surprises: { ...surprises, values: surprises.values.slice() },
  }
}

const ownedRecords = (records: RecordSet): RecordSet => ({
  ...records,
  chunks: records.chunks.slice(),
  bits: records.bits.slice(),
})

function renumbered(records: RecordSet, ids: readonly number[], catalogue: Catalogue): RecordSet {
  const fresh = createRecordSet()
  for (const before of recordsOf(records)) {
    const index = catalogue.indexOf(ids[before] ?? -1)
    if (index >= 0) addRecord(fresh, index, catalogue.size())
  }
  return fresh
}

function isSnapshot(read: unknown): read is Snapshot {
  if (typeof read !== 'object' || read === null) return false
  const fields = new Map<string, unknown>(Object.entries(read))
  return (
    fields.get('format') === 'signpost-watch-snapshot' &&
    fields.get('version') === 1 &&
    ['types', 'ids', 'events', 'accounts', 'organisations'].every(name => Array.isArray(fields.get(name)))
  )
}
