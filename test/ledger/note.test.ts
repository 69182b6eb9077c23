import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkpointText, readCheckpoint } from '../../src/ledger/checkpoint.ts'
import {
  noteSigner,
  noteVerifier,
  openNote,
  publicKeyOf,
  signNote,
  verifierKey,
} from '../../src/ledger/note.ts'
import { indexPath, readTilePath, tilePath } from '../../src/ledger/tile.ts'
import { formatTlogProof, readTlogProof } from '../../src/ledger/tlog-proof.ts'

/** The key, text and signature of the documentation of Go's note package. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_SEED = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
const GO_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const GO_NOTE = `${GO_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

const known = (text: string) => {
  const verifier = noteVerifier(text)
  assert.ok(verifier)
  return verifier
}
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('a signed note', () => {
  it('is the one Go makes of the same text and key', () => {
    assert.equal(verifierKey('PeterNeumann', publicKeyOf(GO_SEED)), GO_KEY)
    assert.equal(signNote(GO_TEXT, [noteSigner('PeterNeumann', GO_SEED)]), GO_NOTE)
    const opened = openNote(GO_NOTE, [known(GO_KEY)])
    assert.equal(opened.outcome === 'signed' && opened.text, GO_TEXT)
  })

  it('takes the verifier keys of logs out there, and none whose id is not that of its key', () => {
    assert.ok(noteVerifier('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'))
    assert.equal(
      noteVerifier('sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'),
      undefined,
    )
    assert.equal(noteVerifier(GO_KEY.replace('PeterNeumann', 'Peter Neumann')), undefined)
    assert.equal(noteVerifier(GO_KEY.replace('+ARpc', '+ERpc')), undefined)
    assert.equal(noteVerifier(GO_KEY.slice(0, -4)), undefined)
  })

  it('passes over the signatures of keys it does not know, and is not spoilt by them', () => {
    fc.assert(
      fc.property(seed, seed, (one, other) => {
        fc.pre(Buffer.compare(one, other) !== 0)
        const note = signNote('a\n', [noteSigner('log', one), noteSigner('log', other)])
        const verifiers = [one, other].map(key => known(verifierKey('log', publicKeyOf(key))))
        for (const verifier of verifiers)
          assert.deepEqual(openNote(note, [verifier]), { outcome: 'signed', text: 'a\n', by: [verifier] })
        assert.deepEqual(openNote(note, verifiers), { outcome: 'signed', text: 'a\n', by: verifiers })
        assert.deepEqual(openNote(note, [known(GO_KEY)]), { outcome: 'unsigned' })
      }),
      { numRuns: 20 },
    )
  })

  it('is not opened as it was once any byte of it is another', () => {
    const bytes = Buffer.from(GO_NOTE)
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      assert.notEqual(openNote(changed.toString(), [known(GO_KEY)]).outcome, 'signed', `byte ${at}`)
    }
  })

  it('has no control characters, and names its keys in one word', () => {
    assert.throws(() => signNote('no end', []))
    assert.throws(() => signNote('a\tb\n', []))
    assert.throws(() => noteSigner('two words', GO_SEED))
    assert.throws(() => noteSigner('a+b', GO_SEED))
    assert.equal(openNote('a\n', []).outcome, 'malformed')
    assert.equal(openNote('a\n\n', []).outcome, 'malformed')
  })
})

describe('a checkpoint', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), seed, (size, bytes) => {
        const text = checkpointText({ origin: 'example.org/ledger', size, root: bytes })
        assert.deepEqual(readCheckpoint(text), {
          origin: 'example.org/ledger',
          size,
          root: Buffer.from(bytes),
        })
      }),
    )
  })

  it('is read from the example of its standard, and not from what is nearly one', () => {
    const example = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    assert.equal(readCheckpoint(example)?.size, 20_852_163)
    assert.equal(readCheckpoint(`${example}extension\n`)?.size, 20_852_163)
    for (const wrong of [
      example.slice(0, -1),
      example.replace('20852163', '020852163'),
      example.replace('20852163', '-1'),
      example.replace('2I=', '2I'),
      `${example}\nextension\n`,
      `\n${example}`,
    ])
      assert.equal(readCheckpoint(wrong), undefined, wrong)
  })
})

describe('the path of a tile', () => {
  it('has threes of digits', () => {
    assert.equal(indexPath(1_234_067), 'x001/x234/067')
    assert.equal(tilePath({ level: 0, index: 273, width: 112 }), 'tile/0/273.p/112')
    assert.equal(tilePath({ level: 0, index: 1000, width: 256 }, 'entries'), 'tile/entries/x001/000')
  })

  it('is read as it was written, and in no other spelling', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        const [, , ...rest] = tilePath({ level, index, width }).split('/')
        assert.deepEqual(readTilePath(String(level), rest.join('/')), { level, index, width })
      }),
    )
    for (const [level, rest] of [
      ['00', '000'],
      ['64', '000'],
      ['0', '0'],
      ['0', 'x000/001'],
      ['0', '001.p/0'],
      ['0', '001.p/256'],
      ['0', '001.p/01'],
      ['0', '001/002'],
      ['0', '../001'],
      ['0', 'x999/x999/x999/x999/x999/999'],
    ] as const)
      assert.equal(readTilePath(level, rest), undefined, `${level} ${rest}`)
  })
})

describe('a proof as text', () => {
  it('is read as it was written', () => {
    const hashes = fc.array(seed.map(Buffer.from), { maxLength: 20 })
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        hashes,
        fc.option(fc.uint8Array({ minLength: 1 })),
        (index, list, more) => {
          const extra = more === null ? {} : { extra: Buffer.from(more) }
          const given = { index, hashes: list, checkpoint: GO_NOTE, ...extra }
          assert.deepEqual(readTlogProof(formatTlogProof(given)), given)
        },
      ),
    )
  })

  it('is not read when a line is not as it must be', () => {
    const text = formatTlogProof({ index: 3, hashes: [Buffer.alloc(32)], checkpoint: GO_NOTE })
    assert.ok(readTlogProof(text))
    for (const wrong of [
      text.replace('@v1', '@v2'),
      text.replace('index 3', 'index 03'),
      text.replace('AAAA', 'AAA'),
      'c2sp.org/tlog-proof@v1',
      '',
    ])
      assert.equal(readTlogProof(wrong), undefined, wrong)
  })
})
