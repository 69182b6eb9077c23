import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { activityLeafData, commitmentTo } from '../../src/ledger/activity-leaf.ts'
import { bundleLines } from '../../src/ledger/bundle-lines.ts'
import { checkBundle } from '../../src/ledger/check-bundle.ts'
import { readCheckpoint } from '../../src/ledger/checkpoint.ts'
import { noteVerifier, openNote } from '../../src/ledger/note.ts'
import { provesConsistency, provesInclusion } from '../../src/ledger/proofs.ts'
import { leafHash } from '../../src/ledger/tree-hash.ts'
import { KEY, madeRange, madeSelection, noteOver, ORIGIN, someLeaves } from './made-bundle.ts'
import { mth, path, proof } from './rfc-oracle.ts'

const FILE = new URL('../fixtures/ledger/vectors.json', import.meta.url)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'hex')

/** What is published, from the words of the RFC and a fixed key. */
function vectors() {
  const leaves = someLeaves(11)
  const data = leaves.map(leaf => Buffer.from(leaf.data))
  return {
    about: 'Leaves, trees, proofs and bundles of the ledger (docs/ledger-format.md). Bytes are hex.',
    origin: ORIGIN,
    key: KEY,
    leaves: leaves.map(leaf => ({
      ...leaf,
      salt: hex(leaf.salt),
      hash: hex(leafHash(Buffer.from(leaf.data))),
    })),
    checkpoints: [4, 11].map(size => noteOver(leaves, size)),
    inclusion: [0, 5, 10].map(leaf => ({ leaf, size: 11, proof: path(leaf, data).map(hex) })),
    consistency: [1, 4, 6].map(from => ({
      from,
      to: 11,
      root: hex(mth(data.slice(0, from))),
      proof: proof(from, data).map(hex),
    })),
    bundles: [madeRange(leaves, 2, 7, [4, 11]), madeSelection(leaves, [1, 9])],
  }
}

describe('the published vectors of the ledger', () => {
  const text = readFileSync(FILE, 'utf8')
  const published: ReturnType<typeof vectors> & { leaves: { salt: string }[] } = JSON.parse(text)

  it('are what the words of the RFC make of them', () => {
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(vectors())))
  })

  it('hold for what makes and verifies the real ones', async () => {
    for (const { data, salt, text: entry, hash } of published.leaves) {
      const [, node = '', sequence = '', at = ''] = data.split('\n')
      const commitment = commitmentTo(bytesOf(salt), entry)
      const made = activityLeafData({ node, sequence: Number(sequence), at: Date.parse(at), commitment })
      assert.equal(Buffer.from(made).toString(), data)
      assert.equal(hex(leafHash(made)), hash)
    }
    const verifier = noteVerifier(published.key)
    const opened = openNote(published.checkpoints[1] ?? '', verifier ? [verifier] : [])
    const now = opened.outcome === 'signed' ? readCheckpoint(opened.text) : undefined
    assert.ok(now)
    for (const { leaf, size, proof: hashes } of published.inclusion)
      assert.ok(
        provesInclusion(
          bytesOf(published.leaves[leaf]?.hash ?? ''),
          leaf,
          size,
          hashes.map(bytesOf),
          now.root,
        ),
      )
    for (const { from, root, proof: hashes } of published.consistency)
      assert.ok(provesConsistency({ size: from, root: bytesOf(root) }, now, hashes.map(bytesOf)))
    for (const bundle of published.bundles) {
      async function* chunks() {
        yield Buffer.from(bundle)
      }
      assert.deepEqual((await checkBundle(bundleLines(chunks()), [published.key])).faults, [])
    }
  })
})
