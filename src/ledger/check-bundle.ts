import { commitmentTo } from './activity-leaf.ts'
import { BUNDLE_FORMAT, type BundleLine, type Manifest } from './bundle.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { appendLeaf, appendPerfect, type CompactRange, rootOf } from './compact-range.ts'
import { type Fault, fault } from './fault.ts'
import { commitmentIn, entryPlace } from './ledger-leaf.ts'
import { fromBase64, type NoteVerifier, noteVerifier, openNote, partsOf } from './note.ts'
import { provesInclusion } from './proofs.ts'
import { readLine, readManifest } from './read-bundle.ts'
import { perfectsOf } from './subtrees.ts'
import { HASH_BYTES, type Hash, leafHash, sameHash } from './tree-hash.ts'

export type BundleReport = {
  readonly faults: readonly Fault[]
  readonly leaves: number
  /** Of which the leaf is there and the entry is not: erased, or not told. */
  readonly withoutText: number
  /** Of which only the hash is left. */
  readonly gone: number
  readonly origin: string | null
  /** Leaves of the last checkpoint. */
  readonly size: number | null
}

/**
 * Verifies a bundle by itself: that its leaves are those of the tree its checkpoints are signed over, in their order,
 * with nothing between left out. It stops where what follows cannot be placed any more.
 * @param trusted verifier keys to accept; null: those the bundle brings
 */
export async function checkBundle(
  lines: AsyncIterable<string>,
  trusted: readonly string[] | null,
): Promise<BundleReport> {
  const read = lines[Symbol.asyncIterator]()
  const first = await read.next()
  const manifest = first.done === true ? undefined : readManifest(first.value)
  const counts = { leaves: 0, withoutText: 0, gone: 0 }
  if (manifest === undefined) {
    const what = `This is no manifest of ${BUNDLE_FORMAT}, or not as it was written.`
    return { faults: [fault('line 1', what)], ...counts, origin: null, size: null }
  }
  const { faults, checkpoints } = checkHead(manifest, trusted)
  const size = checkpoints.at(-1)?.size ?? null
  if (faults.length > 0) return { faults, ...counts, origin: manifest.origin, size }
  const follow = manifest.kind === 'range' ? rangeCheck(manifest, checkpoints) : selectionCheck(checkpoints)
  const report = () => ({ faults, ...counts, origin: manifest.origin, size })
  const atOnce = follow.begin()
  if (atOnce !== undefined) return { ...report(), faults: [atOnce] }
  for (let next = await read.next(); next.done !== true; next = await read.next()) {
    counts.leaves += 1
    const line = readLine(next.value, manifest.kind)
    if (line === undefined) {
      faults.push(fault(`line ${counts.leaves + 1}`, 'This is no leaf, or not as it was written.'))
      return report()
    }
    if (line.data === null) counts.gone += 1
    else if (line.text === null) counts.withoutText += 1
    const wrong = follow.leaf(line)
    faults.push(...wrong.faults)
    if (wrong.stop) return report()
    const broken = follow.sealed()
    // A leaf whose hash is wrong has been named already.
    if (broken !== undefined && faults.length === 0) faults.push(broken)
    if (broken !== undefined) return report()
  }
  if (faults.length > 0) return report()
  if (counts.leaves !== manifest.count)
    faults.push(
      fault(follow.missing(), `The bundle ends after ${counts.leaves} of ${manifest.count} leaves.`),
    )
  else faults.push(...[follow.end() ?? []].flat())
  return report()
}

/** Keys and checkpoints, before any leaf. */
function checkHead(
  { origin, keys, checkpoints, kind, from, to, left }: Manifest,
  trusted: readonly string[] | null,
): { faults: Fault[]; checkpoints: Checkpoint[] } {
  const faults: Fault[] = []
  const verifiers: NoteVerifier[] = []
  for (const [index, key] of keys.entries()) {
    const verifier = noteVerifier(key)
    if (verifier?.name !== origin) faults.push(fault(`key ${index + 1}`, 'This is no key of the log.'))
    else {
      verifiers.push(verifier)
      if (trusted !== null && !trusted.includes(key))
        faults.push(fault(`key ${index + 1}`, 'This is none of the keys you trust.'))
    }
  }
  const read: Checkpoint[] = []
  for (const [index, { note, right }] of checkpoints.entries()) {
    const found = checkpointIn(note, origin, verifiers)
    const isLast = index === checkpoints.length - 1
    const rights =
      kind === 'range' && isLast && typeof found !== 'string' ? perfectsOf({ from: to, to: found.size }) : []
    const what =
      typeof found === 'string'
        ? found
        : found.size <= (read.at(-1)?.size ?? -1)
          ? 'It is not larger than the one before.'
          : found.size < from || (!isLast && found.size > to) || (isLast && found.size < to)
            ? 'It is not over the leaves of this bundle.'
            : right.length !== rights.length
              ? 'It does not come with the hashes that belong to its size.'
              : undefined
    if (what !== undefined) faults.push(fault(`checkpoint ${index + 1}`, what))
    else if (typeof found !== 'string') read.push(found)
  }
  if (left.length !== (kind === 'range' ? perfectsOf({ from: 0, to: from }).length : 0))
    faults.push(fault('line 1', 'The hashes before its first leaf are not as many as they must be.'))
  return { faults, checkpoints: read }
}

/** The checkpoint a note holds, or what is wrong with it. Each of its signatures must be one of the keys'. */
function checkpointIn(note: string, origin: string, verifiers: readonly NoteVerifier[]): Checkpoint | string {
  const opened = openNote(note, verifiers)
  if (opened.outcome === 'malformed') return 'It is not formed like a signed note.'
  if (opened.outcome !== 'signed') return 'It is not signed by a key of this bundle.'
  if (partsOf(note)?.signatures.length !== opened.by.length)
    return 'Not all of its signatures are of keys of this bundle.'
  const checkpoint = readCheckpoint(opened.text)
  return checkpoint?.origin === origin ? checkpoint : 'It is no checkpoint of this log.'
}

type Follow = {
  readonly begin: () => Fault | undefined
  /** Takes the next leaf; `stop` where those behind it cannot be placed any more. */
  readonly leaf: (line: BundleLine) => { readonly faults: readonly Fault[]; readonly stop: boolean }
  /** Whether the leaves so far are those of the checkpoint that is over them, if one is. */
  readonly sealed: () => Fault | undefined
  readonly end: () => Fault | undefined
  /** Where the bundle ends too early. */
  readonly missing: () => string
}

/** What is wrong within a leaf: its hash, what it says, and what it commits to must agree. */
function wrongIn({ leaf, hash, data, salt, text }: BundleLine): Fault[] {
  if (data === null) return []
  const where = entryPlace(data)
  const about = where ? ` (node ${where.node}, number ${where.sequence}, at ${where.at})` : ''
  if (!sameHash(leafHash(Buffer.from(data)), Buffer.from(hash, 'hex')))
    return [fault(`leaf ${leaf}`, `What it says${about} is not what its hash is of.`)]
  if (salt === null || text === null) return []
  const opened = commitmentTo(fromBase64(salt) ?? new Uint8Array(), text)
  return Buffer.from(opened).toString('hex') === commitmentIn(data)
    ? []
    : [fault(`leaf ${leaf}`, `Its entry${about} is not the one it commits to.`)]
}

function rangeCheck(
  { from, to, left, checkpoints: given }: Manifest,
  checkpoints: readonly Checkpoint[],
): Follow {
  let tree: CompactRange = { size: from, roots: left.map(hashOf) }
  let next = 0
  let good = from
  /** Whether the tree is the one the checkpoint of its size is signed over; the fault that says it is not. */
  const compare = (): Fault | undefined => {
    const checkpoint = checkpoints[next]
    if (checkpoint?.size !== tree.size) return undefined
    next += 1
    if (!sameHash(rootOf(tree), checkpoint.root)) {
      const what = `The leaves from ${good} up to ${checkpoint.size} do not lead to its root.`
      return fault(`checkpoint ${next}`, what)
    }
    good = checkpoint.size
    return undefined
  }
  return {
    begin: compare,
    leaf: line => {
      if (line.leaf !== tree.size || line.leaf >= to) {
        const what = `In its place stands leaf ${line.leaf}: one was left out, put in or moved.`
        return { faults: [fault(`leaf ${tree.size}`, what)], stop: true }
      }
      tree = appendLeaf(tree, Buffer.from(line.hash, 'hex'))
      return { faults: wrongIn(line), stop: false }
    },
    sealed: compare,
    end: () => {
      if (next === checkpoints.length) return undefined
      const size = checkpoints.at(-1)?.size ?? to
      const rights = (given.at(-1)?.right ?? []).map(hashOf)
      for (const [index, { height }] of perfectsOf({ from: to, to: size }).entries())
        tree = appendPerfect(tree, height, rights[index] ?? new Uint8Array())
      return compare()
    },
    missing: () => `leaf ${tree.size}`,
  }
}

function selectionCheck([checkpoint]: readonly Checkpoint[]): Follow {
  let last = -1
  return {
    begin: () => undefined,
    leaf: line => {
      const faults = wrongIn(line)
      const proof = (line.proof ?? []).map(hashOf)
      const leaf = Buffer.from(line.hash, 'hex')
      if (faults.length === 0 && line.leaf <= last)
        faults.push(fault(`leaf ${line.leaf}`, 'It stands behind one that comes after it.'))
      else if (
        faults.length === 0 &&
        !(checkpoint && provesInclusion(leaf, line.leaf, checkpoint.size, proof, checkpoint.root))
      )
        faults.push(fault(`leaf ${line.leaf}`, 'Its proof does not lead to the root of the checkpoint.'))
      last = line.leaf
      return { faults, stop: false }
    },
    sealed: () => undefined,
    end: () => undefined,
    missing: () => 'line 1',
  }
}

/** Of text that was read as a hash. */
const hashOf = (text: string): Hash => fromBase64(text) ?? new Uint8Array(HASH_BYTES)
