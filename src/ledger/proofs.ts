import { type Span, splitOf } from './subtrees.ts'
import { type Hash, nodeHash, sameHash } from './tree-hash.ts'

/**
 * The spans whose hashes prove that a leaf stands at `index` in a tree of `size` leaves, from the leaf's sibling
 * upwards: PATH(m, D_n) of RFC 9162 section 2.1.3.1.
 * @throws when the tree has no such leaf
 */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`A tree of ${size} leaves has none at ${index}.`)
  const spans: Span[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
    }
  }
  return spans.reverse()
}

/**
 * The spans whose hashes prove that the tree of `size` leaves begins with the one of `old` leaves: PROOF(m, D_n) of
 * RFC 9162 section 2.1.4.1. Nothing has to be proved of an empty tree, nor of the same one.
 * @throws when the old tree is the larger one
 */
export function consistencySpans(old: number, size: number): Span[] {
  if (!(old >= 0 && old <= size))
    throw new RangeError(`A tree of ${size} leaves cannot begin with ${old} of them.`)
  if (old === 0 || old === size) return []
  const spans: Span[] = []
  let from = 0
  let to = size
  // SUBPROOF's flag: while all steps went left, the old tree's root is what the verifier has already.
  let known = true
  while (to !== old) {
    const middle = from + splitOf(to - from)
    if (old <= middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
      known = false
    }
  }
  if (!known) spans.push({ from, to })
  return spans.reverse()
}

/** Whether `proof` leads from the leaf at `index` to the root of a tree of `size` leaves (RFC 9162 section 2.1.3.2). */
export function provesInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (!(index >= 0 && index < size)) return false
  let place = index
  let last = size - 1
  let hash = leaf
  for (const step of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(step, hash)
      while (place % 2 === 0 && place !== 0) {
        place = half(place)
        last = half(last)
      }
    } else hash = nodeHash(hash, step)
    place = half(place)
    last = half(last)
  }
  return last === 0 && sameHash(hash, root)
}

/** Whether `proof` shows that the tree of `size` leaves begins with that of `old` (RFC 9162 section 2.1.4.2). */
export function provesConsistency(
  old: { readonly size: number; readonly root: Hash },
  now: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean {
  if (old.size > now.size) return false
  if (old.size === now.size) return proof.length === 0 && sameHash(old.root, now.root)
  if (old.size === 0) return proof.length === 0
  let place = old.size - 1
  let last = now.size - 1
  while (place % 2 === 1) {
    place = half(place)
    last = half(last)
  }
  // A power of two is a perfect tree, whose root the verifier has.
  const [first, ...rest] = place === 0 ? [old.root, ...proof] : proof
  if (first === undefined) return false
  let oldHash = first
  let newHash = first
  for (const step of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      oldHash = nodeHash(step, oldHash)
      newHash = nodeHash(step, newHash)
      while (place % 2 === 0 && place !== 0) {
        place = half(place)
        last = half(last)
      }
    } else newHash = nodeHash(newHash, step)
    place = half(place)
    last = half(last)
  }
  return last === 0 && sameHash(oldHash, old.root) && sameHash(newHash, now.root)
}

const half = (number: number): number => Math.floor(number / 2)
