import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { bundleLines } from '../../src/ledger/bundle-lines.ts'
import { checkBundle } from '../../src/ledger/check-bundle.ts'
import { KEY, madeRange, madeSelection, noteOver, someLeaves } from './made-bundle.ts'

const TOOL = new URL('../../tools/verify-ledger.mjs', import.meta.url)
// By its address: it is plain JavaScript on purpose, and has no types.
const tool: { verifyBundle: (bytes: Uint8Array, trusted: readonly string[]) => [string, string][] } =
  await import(TOOL.href)

async function* chunked(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 97) yield bytes.subarray(at, at + 97)
}

/** The places where both verifiers find something wrong; they must say the same. */
async function placesIn(bundle: string | Uint8Array, trusted?: readonly string[]): Promise<string[]> {
  const bytes = Buffer.from(bundle)
  const ours = (await checkBundle(bundleLines(chunked(bytes)), trusted ?? null)).faults.map(
    ({ place }) => place,
  )
  const theirs = tool.verifyBundle(bytes, trusted ?? []).map(([place]) => place)
  assert.deepEqual(theirs, ours)
  return ours
}

/** The number a leaf's line bears now: of some leaves, nothing else says which it was. */
const numberIn = (bundle: Uint8Array, line: number): string =>
  /^\{"leaf":(\d+),/.exec(Buffer.from(bundle).toString().split('\n')[line - 1] ?? '')?.[1] ?? 'none'

const leaves = someLeaves(23)
const whole = madeRange(leaves, 0, 23, [5, 16, 23])
const part = madeRange(leaves, 6, 13, [8, 21])
const chosen = madeSelection(leaves, [0, 3, 8, 22])

describe('a bundle of the ledger', () => {
  it('is sound as it was written, wherever it is cut out of the log', async () => {
    assert.deepEqual(await placesIn(whole, [KEY]), [])
    assert.deepEqual(await placesIn(chosen, [KEY]), [])
    for (let from = 0; from < 23; from += 1)
      for (let to = from; to <= 23; to += 1)
        assert.deepEqual(await placesIn(madeRange(leaves, from, to, [23])), [], `${from} to ${to}`)
  })

  it('is not sound once any byte of it is another, and both verifiers say the same place', async () => {
    for (const bundle of [whole, part, chosen]) {
      const bytes = Buffer.from(bundle)
      const starts = [0, ...[...bytes.keys()].filter(at => bytes[at] === 10).map(at => at + 1)]
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
          const changed = Buffer.from(bytes)
          changed[at] = (changed[at] ?? 0) ^ change
          const [first] = await placesIn(changed)
          const line = starts.filter(start => start <= at).length
          const { leaf } = line === 1 ? { leaf: -1 } : JSON.parse(bundle.split('\n')[line - 1] ?? '{}')
          const near =
            line === 1
              ? /^(line 1|key 1|checkpoint \d+|leaf \d+|line \d+)$/
              : new RegExp(`^(line ${line}|leaf ${leaf}|leaf ${leaf - 1}|leaf ${numberIn(changed, line)})$`)
          assert.match(first ?? 'sound', near, `byte ${at} of line ${line}`)
        }),
        { numRuns: 400 },
      )
    }
  })

  it('says which leaf was left out, moved, or put in twice', async () => {
    for (const bundle of [whole, part]) {
      const [head = '', ...lines] = bundle.slice(0, -1).split('\n')
      const first = JSON.parse(lines[0] ?? '').leaf
      const made = (changed: readonly string[]) => `${[head, ...changed].join('\n')}\n`
      for (const [at, line] of lines.entries()) {
        const without = lines.filter((_, place) => place !== at)
        assert.deepEqual(await placesIn(made(without)), [`leaf ${first + at}`])
        assert.deepEqual(await placesIn(made(lines.toSpliced(at, 0, line))), [`leaf ${first + at + 1}`])
        if (at > 0)
          assert.deepEqual(
            await placesIn(made([...without.slice(0, at - 1), line, ...without.slice(at - 1)])),
            [`leaf ${first + at - 1}`],
          )
      }
    }
    const lines = chosen.slice(0, -1).split('\n')
    assert.deepEqual(await placesIn(`${lines.slice(0, -1).join('\n')}\n`), ['line 1'])
  })

  it('says which entry was dated back or exchanged, however much of its line was made to fit', async () => {
    const lines = whole.slice(0, -1).split('\n')
    const changed = (leaf: number, change: (line: Record<string, unknown>) => unknown): string => {
      const line = JSON.parse(lines[leaf + 1] ?? '')
      change(line)
      return `${lines.with(leaf + 1, JSON.stringify(line)).join('\n')}\n`
    }
    const earlier = (text: unknown) => String(text).replace('2026-01-05', '2025-12-05')
    // What it says only; what the entry says only; both; and all of it up to the hash beside it.
    const { createHash } = await import('node:crypto')
    const sha256 = (...parts: (string | Uint8Array)[]) =>
      parts.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest('hex')
    assert.deepEqual(
      await placesIn(changed(9, line => Object.assign(line, { data: earlier(line['data']) }))),
      ['leaf 9'],
    )
    assert.deepEqual(
      await placesIn(changed(9, line => Object.assign(line, { text: earlier(line['text']) }))),
      ['leaf 9'],
    )
    const forged = changed(9, line => {
      line['text'] = earlier(line['text'])
      const commitment = sha256(Buffer.from(String(line['salt']), 'base64'), String(line['text']))
      line['data'] = earlier(line['data']).replace(/[0-9a-f]{64}\n$/, `${commitment}\n`)
    })
    assert.deepEqual(await placesIn(forged), ['leaf 9'])
    const fitted = changed(9, line => {
      Object.assign(line, JSON.parse(forged.split('\n')[10] ?? ''))
      line['hash'] = sha256(Buffer.of(0), String(line['data']))
    })
    // Leaf 9 is one of those from 5 up to 16: no verifier can say more, for the line agrees with itself.
    assert.deepEqual(await placesIn(fitted), ['checkpoint 2'])
  })

  it('may be without what was erased, and without leaves that retention took, but not without their hashes', async () => {
    const lines = whole.slice(0, -1).split('\n')
    const erased = JSON.parse(lines[4] ?? '')
    const gone = JSON.parse(lines[9] ?? '')
    const bundle = `${lines
      .with(4, JSON.stringify({ ...erased, salt: null, text: null }))
      .with(9, JSON.stringify({ ...gone, data: null, salt: null, text: null }))
      .join('\n')}\n`
    assert.deepEqual(await placesIn(bundle), [])
    const report = await checkBundle(bundleLines(chunked(Buffer.from(bundle))), null)
    assert.deepEqual([report.leaves, report.withoutText, report.gone, report.size], [23, 1, 1, 23])
    const wrong = { ...gone, data: null, salt: null, text: null, hash: '0'.repeat(64) }
    assert.deepEqual(await placesIn(`${lines.with(9, JSON.stringify(wrong)).join('\n')}\n`), ['checkpoint 2'])
  })

  it('is held to the keys one trusts, and to checkpoints that go on from each other', async () => {
    assert.deepEqual(await placesIn(whole, [KEY.replace('directory', 'another')]), ['key 1'])
    const forked = someLeaves(23).with(2, { ...leaves[7], leaf: 2 } as (typeof leaves)[0])
    const [head = '', ...rest] = whole.split('\n')
    const manifest = JSON.parse(head)
    manifest.checkpoints[0].note = noteOver(forked, 5)
    assert.deepEqual(await placesIn([JSON.stringify(manifest), ...rest].join('\n')), ['checkpoint 1'])
    manifest.checkpoints.reverse()
    assert.notDeepEqual(await placesIn([JSON.stringify(manifest), ...rest].join('\n')), [])
  })

  it('is verified offline by a file of less than 200 lines that needs nothing but Node', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signpost-bundle-'))
    after(() => rmSync(folder, { recursive: true }))
    const source = readFileSync(TOOL, 'utf8')
    assert.ok(source.split('\n').length < 200)
    const imports = [...source.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(found => found[1] ?? '')
    assert.ok(imports.length > 0 && imports.every(name => name.startsWith('node:')), imports.join())
    const [good, bad] = [join(folder, 'good'), join(folder, 'bad')]
    writeFileSync(good, whole)
    writeFileSync(bad, whole.replace('decision 11', 'decision 12'))
    const run = (...given: string[]) =>
      spawnSync(process.execPath, [fileURLToPath(TOOL), ...given], { cwd: folder, encoding: 'utf8' })
    assert.equal(run(good, KEY).status, 0)
    const found = run(bad, KEY)
    assert.equal(found.status, 1)
    assert.match(found.stdout, /^leaf 11: .*\(b, 3, 2026-01-05T09:00:00.011Z\)/)
  })
})
