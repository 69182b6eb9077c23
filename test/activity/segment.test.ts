import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { frameOf, linesOf } from '../../src/activity/frame.ts'
import { headerOf, JournalDamaged, readHeader, scanSegment } from '../../src/activity/segment.ts'

const HEADER = headerOf('node-1', 7, new Date(0))

/** A segment of these batches, with the offset each frame ends at. */
function segmentOf(batches: readonly (readonly string[])[]) {
  const frames: Buffer[] = [HEADER]
  const ends = [HEADER.length]
  let next = 7
  for (const batch of batches) {
    frames.push(frameOf(next, batch))
    next += batch.length
    ends.push((ends.at(-1) ?? 0) + (frames.at(-1)?.length ?? 0))
  }
  return { bytes: Buffer.concat(frames), ends }
}

function recoveredFrom(bytes: Buffer): string[] | undefined {
  const header = readHeader('x', bytes)
  if (!header) return undefined
  const found: string[] = []
  scanSegment('x', bytes, header, frame => found.push(...linesOf(frame)))
  return found
}

const line = fc.string({ unit: 'binary', maxLength: 40 }).map(text => JSON.stringify({ text }))
const batches = fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
})

describe('a journal segment', () => {
  it('gives back what was put in, whatever characters it holds', () => {
    fc.assert(
      fc.property(batches, given => assert.deepEqual(recoveredFrom(segmentOf(given).bytes), given.flat())),
    )
  })

  it('cut at any byte, holds exactly the batches that were whole', () => {
    fc.assert(
      fc.property(batches, given => {
        const { bytes, ends } = segmentOf(given)
        for (let cut = 0; cut <= bytes.length; cut += 1) {
          const whole = ends.filter(end => end <= cut).length - 1
          const expected = whole < 0 ? undefined : given.slice(0, whole).flat()
          assert.deepEqual(recoveredFrom(bytes.subarray(0, cut)), expected, `cut at ${cut}`)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('with any byte changed, is refused with the place of the damage, wherever it lies', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 255 }), (given, flip) => {
        const { bytes, ends } = segmentOf(given)
        for (let at = 0; at < bytes.length; at += 1) {
          const damaged = Buffer.from(bytes)
          damaged[at] = (damaged[at] ?? 0) ^ flip
          const frameStart = [0, ...ends].findLast(end => end <= at)
          assert.throws(
            () => recoveredFrom(damaged),
            (error: unknown) =>
              error instanceof JournalDamaged && error.message.includes(`at byte ${frameStart}`),
          )
        }
      }),
      { numRuns: 25 },
    )
  })

  it('with sectors of the last batch never written, holds the batches before it', () => {
    const big = (name: string) =>
      Array.from({ length: 20 }, (_, n) => JSON.stringify({ name, n, pad: 'x'.repeat(90) }))
    const { bytes, ends } = segmentOf([big('a'), big('b')])
    const start = ends[1] ?? 0
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), lost => {
        const torn = Buffer.from(bytes)
        lost.forEach((gone, index) => {
          const sector = (Math.floor(start / 512) + index) * 512
          if (gone) torn.fill(0, Math.max(start, sector), Math.min(torn.length, sector + 512))
        })
        const expected = torn.equals(bytes) ? [...big('a'), ...big('b')] : big('a')
        assert.deepEqual(recoveredFrom(torn), expected)
      }),
    )
  })

  it('with a batch missing from the middle, is refused', () => {
    const { bytes, ends } = segmentOf([['"a"'], ['"b"'], ['"c"']])
    const holed = Buffer.concat([bytes.subarray(0, ends[1]), bytes.subarray(ends[2])])
    assert.throws(() => recoveredFrom(holed), /entry 8 is expected and 9 is there/)
  })
})
