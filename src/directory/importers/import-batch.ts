import { unreachable } from '../../vocabulary/index.ts'
import type { Service, StoredService, Written } from '../service.ts'
import type { WriteAnswer } from '../write-store.ts'
import type { Candidate, Repair, RowPlace } from './candidate.ts'
import { mergeService, sameService } from './merge.ts'
import { NO_ID, type Settled, settle, type World } from './settle.ts'
import type { Fate, Tally } from './tally.ts'

/** What an import needs of the directory's store. */
export type ImportStore = {
  /** The services that came from these keys of a source, by key. */
  readonly servicesByKeys: (
    source: string,
    keys: readonly string[],
  ) => Promise<ReadonlyMap<string, StoredService>>
  readonly takeIds: (count: number) => Promise<readonly number[]>
  /** `expected`: by id the version that was read, 0 for a new one. */
  readonly write: (
    services: readonly Service[],
    written: Written,
    expected: ReadonlyMap<number, number>,
  ) => Promise<WriteAnswer>
}

export type Row = { readonly at: RowPlace; readonly candidate: Candidate }

/** What goes on from batch to batch. */
export type Importing = {
  readonly store: ImportStore
  readonly world: World
  readonly tally: Tally
  readonly dryRun: boolean
  readonly written: Written
  /** Source and key of every row taken so far: the first good one wins. */
  readonly taken: Set<string>
}

type Ready = Row & { readonly incoming: Extract<Settled, { outcome: 'service' }> | 'closing' }

/** What is to become of a row: a record to write, if any, over the version that was read. */
type Plan = {
  readonly row: Ready
  readonly write?: Service
  readonly over: number
  readonly fate: Fate | 'left-out'
}

/** How often a batch is planned anew because somebody edits its services at the same time. */
const CONFLICTS_MAX = 20

/**
 * Settles a batch of at most 500 rows, finds which are here already, and writes what is new or changed, in one
 * transaction. Every row is counted once, after the write. Run again after a crash it finds what was written, and
 * leaves it.
 */
export async function importBatch(rows: readonly Row[], importing: Importing): Promise<void> {
  const ready = rows.flatMap(row => settleRow(row, importing) ?? [])
  for (let conflicts = 0; ready.length > 0; ) {
    const existing = await existingServices(ready, importing.store)
    const plans = ready.map(row => planOf(row, existing.get(identity(row.candidate))))
    const refused = await save(plans, importing)
    if (refused === undefined) {
      for (const plan of plans) count(plan, importing.tally)
      return
    }
    if (refused !== 'again') ready.splice(ready.indexOf(refused), 1)
    else if (++conflicts > CONFLICTS_MAX)
      throw new Error('These services are being changed elsewhere all the while. Run the import again later.')
  }
}

const identity = ({ sourceName, key }: Candidate): string => `${sourceName}\u0000${key}`

/** PostgreSQL holds neither NUL nor half a surrogate pair in a text. */
const isHoldable = (text: string, max: number): boolean =>
  text.length <= max && text.isWellFormed() && !text.includes('\u0000')

function settleRow(row: Row, { world, tally, taken }: Importing): Ready | undefined {
  const { at, candidate } = row
  if (!isHoldable(candidate.key, 200) || !isHoldable(candidate.sourceName, 100)) {
    tally.reject(at, null, 'no-key', 'The key or the source has characters no key may have, or is too long.')
    return undefined
  }
  if (taken.has(identity(candidate))) {
    tally.reject(at, candidate.key, 'duplicate', `${candidate.sourceName} ${candidate.key} came before.`)
    return undefined
  }
  // What is closed is not placed, so that a closed service with a bad address can still be closed here.
  if (candidate.status !== 'active') return { ...row, incoming: 'closing' }
  const settled = settle(candidate, world)
  if (settled.outcome === 'rejected') {
    tally.reject(at, candidate.key, settled.reason, settled.detail)
    return undefined
  }
  taken.add(identity(candidate))
  return { ...row, incoming: settled }
}

async function existingServices(
  ready: readonly Ready[],
  store: ImportStore,
): Promise<Map<string, StoredService>> {
  const keys = new Map<string, string[]>()
  for (const { candidate } of ready) {
    const list = keys.get(candidate.sourceName)
    if (list) list.push(candidate.key)
    else keys.set(candidate.sourceName, [candidate.key])
  }
  const found = new Map<string, StoredService>()
  for (const [source, list] of keys)
    for (const [key, stored] of await store.servicesByKeys(source, list))
      found.set(`${source}\u0000${key}`, stored)
  return found
}

function planOf(row: Ready, stored: StoredService | undefined): Plan {
  const { candidate, incoming } = row
  const over = stored?.version ?? 0
  if (incoming === 'closing') {
    if (!stored) return { row, over, fate: 'left-out' }
    if (candidate.status === 'pending' || stored.service.status === 'closed')
      return { row, over, fate: 'unchanged' }
    return { row, over, fate: 'closed', write: { ...stored.service, status: 'closed' } }
  }
  if (!stored) return { row, over, fate: 'created', write: incoming.service }
  const merged = mergeService(stored.service, incoming)
  return sameService(stored.service, merged)
    ? { row, over, fate: 'unchanged' }
    : { row, over, fate: 'updated', write: merged }
}

function count({ row, fate }: Plan, tally: Tally): void {
  const { at, candidate, incoming } = row
  const repairs: readonly Repair[] = incoming === 'closing' ? [] : incoming.repairs
  const says = candidate.status === 'pending' ? 'Not yet open' : 'Closed'
  if (fate === 'left-out')
    tally.reject(at, candidate.key, 'closed', `${says} in the source, and not in the directory.`)
  else tally.accept(at, candidate.key, repairs, fate)
}

/** Writes what the plans say. Answers a row that the store refuses, which is then rejected, or that all must be planned again. */
async function save(
  plans: readonly Plan[],
  { store, tally, written, dryRun }: Importing,
): Promise<Ready | 'again' | undefined> {
  // One row may close what a later one opens again: the last word on a service is written, once.
  const last = new Map(plans.filter(plan => plan.write).map(plan => [identity(plan.row.candidate), plan]))
  if (dryRun || last.size === 0) return undefined
  const services = await numbered([...last.values()], store)
  const expected = new Map([...services].map(([service, plan]) => [service.id, plan.over]))
  const answer = await store.write([...services.keys()], written, expected)
  if (answer.outcome === 'written') return undefined
  if (answer.outcome === 'conflict') return 'again'
  const id = answer.outcome === 'taken' ? answer.id : answer.faults[0]?.id
  const refused = [...services].find(([service]) => service.id === id)?.[1].row
  if (!refused) throw new Error(`The store refused service ${id}, which was not given to it`)
  // A number of ours that somebody's own uid happens to be: the next number will do.
  if (answer.outcome === 'taken' && answer.what === 'uid' && refused.candidate.uid === undefined)
    return 'again'
  switch (answer.outcome) {
    case 'taken':
      tally.reject(
        refused.at,
        refused.candidate.key,
        'taken',
        `Its ${answer.what} is that of service ${answer.by}.`,
      )
      return refused
    case 'invalid':
      tally.reject(refused.at, refused.candidate.key, 'does-not-fit', answer.faults[0]?.problem ?? '')
      return refused
    default:
      return unreachable(answer)
  }
}

async function numbered(plans: readonly Plan[], store: ImportStore): Promise<Map<Service, Plan>> {
  const fresh = plans.filter(({ write }) => write?.id === NO_ID).length
  const ids = fresh === 0 ? [] : [...(await store.takeIds(fresh))]
  const services = new Map<Service, Plan>()
  for (const plan of plans) {
    if (!plan.write) continue
    const id = plan.write.id === NO_ID ? ids.shift() : plan.write.id
    if (id === undefined) throw new Error('The store gave fewer ids than were asked for')
    services.set({ ...plan.write, id, uid: plan.write.uid || String(id) }, plan)
  }
  return services
}
