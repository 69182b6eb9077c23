/**
 * Exactly which services were seen, by index. Chunks of 32, found through a small table of hashes; once the table would
 * take more than a plain bitmap, it is one. A clinician's month is about 1,500 services in 150 chunks: 1.5 KB
 * (a list of their numbers would take 3 KB and a JavaScript Set 60 KB).
 */
export type RecordSet = {
  chunks: Uint16Array
  bits: Uint32Array
  used: number
  count: number
  dense: boolean
}

const EMPTY = 0xffff
const SMALLEST = 16

export const createRecordSet = (): RecordSet => ({
  chunks: new Uint16Array(SMALLEST).fill(EMPTY),
  bits: new Uint32Array(SMALLEST),
  used: 0,
  count: 0,
  dense: false,
})

/** Adds a service; whether it was new. `size` is how many indexes there are (at most 2^21). */
export function addRecord(set: RecordSet, index: number, size: number): boolean {
  const chunk = index >>> 5
  const mask = 1 << (index & 31)
  let at = chunk
  if (set.dense) {
    if (chunk >= set.bits.length) set.bits = lengthened(set.bits, Math.max(chunk + 1, (size + 31) >>> 5))
  } else {
    at = placeOf(set.chunks, chunk)
    if (set.chunks[at] === EMPTY) {
      if (set.used * 4 >= set.chunks.length * 3) {
        grow(set, size)
        return addRecord(set, index, size)
      }
      set.chunks[at] = chunk
      set.used += 1
    }
  }
  const bits = set.bits[at] ?? 0
  if ((bits & mask) !== 0) return false
  set.bits[at] = bits | mask
  set.count += 1
  return true
}

export function hasRecord(set: RecordSet, index: number): boolean {
  const chunk = index >>> 5
  const at = set.dense ? chunk : placeOf(set.chunks, chunk)
  if (!set.dense && set.chunks[at] !== chunk) return false
  return ((set.bits[at] ?? 0) & (1 << (index & 31))) !== 0
}

function placeOf(chunks: Uint16Array, chunk: number): number {
  const last = chunks.length - 1
  let at = Math.imul(chunk, 0x9e3b) & last
  for (;;) {
    const there = chunks[at]
    if (there === chunk || there === EMPTY) return at
    at = (at + 1) & last
  }
}

function grow(set: RecordSet, size: number): void {
  const { chunks, bits } = set
  const length = chunks.length * 2
  const words = (size + 31) >>> 5
  set.dense = length * 6 >= words * 4
  set.bits = new Uint32Array(set.dense ? words : length)
  set.chunks = new Uint16Array(set.dense ? 0 : length).fill(EMPTY)
  for (const [from, chunk] of chunks.entries()) {
    if (chunk === EMPTY) continue
    const at = set.dense ? chunk : placeOf(set.chunks, chunk)
    if (!set.dense) set.chunks[at] = chunk
    set.bits[at] = bits[from] ?? 0
  }
}

function lengthened(bits: Uint32Array, length: number): Uint32Array {
  const longer = new Uint32Array(length)
  longer.set(bits)
  return longer
}

/** Every index in the set. */
export function recordsOf({ chunks, bits, dense }: RecordSet): number[] {
  const found: number[] = []
  for (let at = 0; at < bits.length; at += 1) {
    const chunk = dense ? at : (chunks[at] ?? EMPTY)
    if (!dense && chunk === EMPTY) continue
    for (let bit = 0; bit < 32; bit += 1)
      if (((bits[at] ?? 0) & (1 << bit)) !== 0) found.push(chunk * 32 + bit)
  }
  return found
}

export const recordSetBytes = (set: RecordSet): number => set.chunks.byteLength + set.bits.byteLength
