import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { appendLeaf, EMPTY_RANGE, rootOf } from '../../src/ledger/compact-range.ts'
import {
  consistencySpans,
  inclusionSpans,
  provesConsistency,
  provesInclusion,
} from '../../src/ledger/proofs.ts'
import { type Span, spanHash } from '../../src/ledger/subtrees.ts'
import { hashesAt, hashInTile, newTiles, tileHolding } from '../../src/ledger/tile.ts'
import { type Hash, leafHash, nodeHash } from '../../src/ledger/tree-hash.ts'
import { mth, path, proof } from './rfc-oracle.ts'

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')
const hexes = (hashes: readonly Uint8Array[]): string[] => hashes.map(hex)

/** Leaves and roots that implementations of Certificate Transparency have tested each other with since 2012. */
const CT_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(text => Buffer.from(text, 'hex'))
const CT_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const CT_INCLUSION: readonly { index: number; size: number; proof: readonly string[] }[] = [
  { index: 0, size: 1, proof: [] },
  {
    index: 0,
    size: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    index: 5,
    size: 8,
    proof: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  { index: 2, size: 3, proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
]
const CT_CONSISTENCY: readonly { old: number; size: number; proof: readonly string[] }[] = [
  { old: 1, size: 1, proof: [] },
  {
    old: 1,
    size: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    old: 6,
    size: 8,
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
]

/** A tree kept as tiles, as the house keeps it. */
function tiled(leaves: readonly Uint8Array[], upTo = leaves.length) {
  const levels: Hash[][] = [leaves.slice(0, upTo).map(leafHash)]
  let range = EMPTY_RANGE
  for (const leaf of leaves.slice(0, upTo)) {
    range = appendLeaf(range, leafHash(leaf), (height, index, hash) => {
      if (height % 8 !== 0) return
      const level = height / 8
      levels[level] ??= []
      assert.equal(levels[level].length, index)
      levels[level].push(hash)
    })
  }
  const tileOf = (level: number, index: number): Uint8Array =>
    Buffer.concat((levels[level] ?? []).slice(index * 256, index * 256 + 256))
  const hash = (span: Span): Hash =>
    spanHash(span, tree => {
      const { level, index, width } = tileHolding(tree, upTo)
      const tile = tileOf(level, index)
      assert.equal(tile.length, width * 32)
      return hashInTile(tree, tile)
    })
  return { range, hash, levels }
}

const someLeaves = (maxLength: number) => fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength })

describe('a Merkle tree', () => {
  it('has the roots that others have for the same leaves', () => {
    let range = EMPTY_RANGE
    assert.equal(hex(rootOf(range)), CT_ROOTS[0])
    for (const [place, leaf] of CT_LEAVES.entries()) {
      range = appendLeaf(range, leafHash(leaf))
      assert.equal(hex(rootOf(range)), CT_ROOTS[place + 1])
      assert.equal(hex(mth(CT_LEAVES.slice(0, place + 1))), CT_ROOTS[place + 1])
    }
  })

  it('gives the proofs that others give for the same leaves, and accepts them', () => {
    for (const { index, size, proof: expected } of CT_INCLUSION) {
      const { hash, range } = tiled(CT_LEAVES, size)
      const made = inclusionSpans(index, size).map(hash)
      assert.deepEqual(hexes(made), expected)
      const leaf = leafHash(CT_LEAVES[index] ?? new Uint8Array())
      assert.ok(provesInclusion(leaf, index, size, made, rootOf(range)))
    }
    for (const { old, size, proof: expected } of CT_CONSISTENCY) {
      const { hash } = tiled(CT_LEAVES, size)
      assert.deepEqual(hexes(consistencySpans(old, size).map(hash)), expected)
    }
  })

  it('has the root and the proofs that the words of the RFC ask for, at any size', () => {
    fc.assert(
      fc.property(someLeaves(70), fc.nat(), fc.nat(), (leaves, one, other) => {
        const { range, hash } = tiled(leaves)
        const size = leaves.length
        assert.equal(hex(rootOf(range)), hex(mth(leaves)))
        assert.equal(hex(hash({ from: 0, to: size })), hex(mth(leaves)))
        if (size === 0) return
        const index = one % size
        assert.deepEqual(hexes(inclusionSpans(index, size).map(hash)), hexes(path(index, leaves)))
        const old = 1 + (other % size)
        assert.deepEqual(hexes(consistencySpans(old, size).map(hash)), hexes(proof(old, leaves)))
      }),
    )
  })

  it('is proved by its own proofs and by no others', () => {
    fc.assert(
      fc.property(someLeaves(70), fc.nat(), fc.nat(), fc.nat(), (leaves, one, other, where) => {
        fc.pre(leaves.length > 0)
        const size = leaves.length
        const root = mth(leaves)
        const index = one % size
        const leaf = leafHash(leaves[index] ?? new Uint8Array())
        const inclusion = path(index, leaves)
        assert.ok(provesInclusion(leaf, index, size, inclusion, root))
        for (const wrong of damaged(inclusion, where))
          assert.ok(!provesInclusion(leaf, index, size, wrong, root))
        assert.ok(!provesInclusion(leafHash(Buffer.from('another')), index, size, inclusion, root))
        assert.ok(!provesInclusion(leaf, size, size, inclusion, root))
        const old = 1 + (other % size)
        const before = { size: old, root: mth(leaves.slice(0, old)) }
        const consistency = proof(old, leaves)
        assert.ok(provesConsistency(before, { size, root }, consistency))
        for (const wrong of damaged(consistency, where))
          assert.ok(!provesConsistency(before, { size, root }, wrong))
        const forked = { size: old, root: mth([...leaves.slice(0, old - 1), Buffer.from('another')]) }
        assert.ok(!provesConsistency(forked, { size, root }, consistency))
      }),
    )
  })

  it('keeps its tiles as the standard counts them', () => {
    const widths = newTiles(0, 70_000).map(({ level, width }) => `${level}:${width}`)
    const count = (what: string) => widths.filter(one => one === what).length
    assert.deepEqual(
      [count('0:256'), count('0:112'), count('1:256'), count('1:17'), count('2:1'), widths.length],
      [273, 1, 1, 1, 1, 277],
    )
    assert.deepEqual(newTiles(0, 256), [
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ])
  })

  it('adds no tile that was full before, and every other that grew', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(2000), (old, more) => {
        const size = old + more
        const before = new Map(
          newTiles(0, old).map(({ level, index, width }) => [`${level}/${index}`, width]),
        )
        const grown = newTiles(0, size).filter(
          ({ level, index, width }) => before.get(`${level}/${index}`) !== width,
        )
        assert.deepEqual(newTiles(old, size), grown)
      }),
      { numRuns: 20 },
    )
  })

  it('proves by tiles of several levels, too', () => {
    const leaves = Array.from({ length: 1500 }, (_, place) => Buffer.from(String(place)))
    const { range, hash, levels } = tiled(leaves)
    const root = rootOf(range)
    assert.equal(hex(root), hex(mth(leaves)))
    assert.equal(levels[1]?.length, hashesAt(1, 1500))
    for (const index of [0, 255, 256, 511, 1023, 1024, 1279, 1280, 1499]) {
      const made = inclusionSpans(index, 1500).map(hash)
      assert.deepEqual(hexes(made), hexes(path(index, leaves)))
      assert.ok(provesInclusion(leafHash(leaves[index] ?? new Uint8Array()), index, 1500, made, root))
    }
    for (const old of [1, 255, 256, 257, 512, 1024, 1280, 1499]) {
      const before = { size: old, root: mth(leaves.slice(0, old)) }
      assert.ok(provesConsistency(before, { size: 1500, root }, consistencySpans(old, 1500).map(hash)))
    }
  })

  it('can be proved at sizes that no 32-bit number holds', () => {
    // Every hash the same: a tree whose perfect subtrees of one height are alike.
    const heights: Hash[] = [leafHash(Buffer.from('x'))]
    const perfect = (height: number): Hash => {
      for (let at = heights.length; at <= height; at += 1) {
        const below = heights[at - 1] ?? new Uint8Array()
        heights.push(nodeHash(below, below))
      }
      return heights[height] ?? new Uint8Array()
    }
    const hash = (span: Span): Hash => spanHash(span, ({ height }) => perfect(height))
    const size = 2 ** 45 + 2 ** 33 + 12_345
    const root = hash({ from: 0, to: size })
    for (const index of [0, 2 ** 32, 2 ** 45 - 1, 2 ** 45, size - 1]) {
      const made = inclusionSpans(index, size).map(hash)
      assert.ok(provesInclusion(perfect(0), index, size, made, root))
      assert.ok(!provesInclusion(perfect(1), index, size, made, root))
    }
    for (const old of [1, 2 ** 33, 2 ** 45, 2 ** 45 + 7, size - 1]) {
      const before = { size: old, root: hash({ from: 0, to: old }) }
      assert.ok(provesConsistency(before, { size, root }, consistencySpans(old, size).map(hash)))
    }
  })

  it('has no proof for what it does not hold', () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [Number.NaN, 5],
    ] as const)
      assert.throws(() => inclusionSpans(index, size), RangeError)
    for (const [old, size] of [
      [6, 5],
      [-1, 5],
      [Number.NaN, 5],
    ] as const)
      assert.throws(() => consistencySpans(old, size), RangeError)
  })
})

/** A proof with one bit turned, one hash less, one more. */
function damaged(hashes: readonly Uint8Array[], where: number): Uint8Array[][] {
  const longer = [...hashes, Buffer.alloc(32)]
  if (hashes.length === 0) return [longer]
  const bit = where % (hashes.length * 256)
  const turned = hashes.map(hash => Uint8Array.from(hash))
  const hash = turned[Math.floor(bit / 256)]
  if (hash) hash[Math.floor((bit % 256) / 8)] = (hash[Math.floor((bit % 256) / 8)] ?? 0) ^ (1 << (bit % 8))
  return [turned, hashes.slice(0, -1), longer]
}
