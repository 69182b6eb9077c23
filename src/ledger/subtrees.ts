import { EMPTY_ROOT, type Hash, nodeHash } from './tree-hash.ts'

/** The leaves from `from` up to and without `to`, which stand under one node of some tree. */
export type Span = { readonly from: number; readonly to: number }

/** A perfect tree of 2^height leaves, the index-th of that height from the left. */
export type Perfect = { readonly height: number; readonly index: number }

/** The largest power of two smaller than `size`, which must be 2 at least (RFC 9162 section 2.1.1). */
export function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** The perfect trees a span is made of, largest first. The span begins where such a tree of its own may begin. */
export function perfectsOf({ from, to }: Span): Perfect[] {
  const found: Perfect[] = []
  for (let at = from; at < to; ) {
    let height = 0
    let width = 1
    while (at + width * 2 <= to && at % (width * 2) === 0) {
      height += 1
      width *= 2
    }
    found.push({ height, index: at / width })
    at += width
  }
  return found
}

/** The hash over a span, from the hashes of perfect trees. */
export function spanHash(span: Span, hashOf: (tree: Perfect) => Hash): Hash {
  const hashes = perfectsOf(span).map(hashOf)
  const last = hashes.pop()
  if (last === undefined) return EMPTY_ROOT
  return hashes.reduceRight((right, left) => nodeHash(left, right), last)
}
