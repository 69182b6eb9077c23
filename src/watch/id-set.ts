/** A set of service ids that only grows. */
export type IdSet = { readonly add: (id: number) => void; readonly has: (id: number) => boolean }

/** Ids of a directory lie close together from 1 on, so a bit for each is smaller and some ten times quicker than a Set. */
const BITS_MAX = 2 ** 24

/** Ids beyond 16 million go into a Set. */
export function createIdSet(): IdSet {
  let bits = new Uint32Array(64)
  const far = new Set<number>()
  return {
    add: id => {
      if (id >= BITS_MAX) {
        far.add(id)
        return
      }
      const word = id >>> 5
      if (word >= bits.length) {
        const grown = new Uint32Array(Math.max(word + 1, bits.length * 2))
        grown.set(bits)
        bits = grown
      }
      bits[word] = (bits[word] ?? 0) | (1 << (id & 31))
    },
    has: id => (id >= BITS_MAX ? far.has(id) : ((bits[id >>> 5] ?? 0) & (1 << (id & 31))) !== 0),
  }
}
