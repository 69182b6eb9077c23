import Type from 'typebox'
import { startChild } from './child.ts'
import type { Goal, Report, Table } from './report.ts'
import { median, ratio } from './rounds.ts'

const SIZES = [60_000, 1_000_000]

const Held = Type.Object({
  loadMillis: Type.Number(),
  bytesEach: Type.Number(),
  rssBytes: Type.Integer(),
  recordBytesEach: Type.Number(),
})
const Checked = Type.Object({ checked: Type.Integer(), mismatches: Type.Integer() })
const Contest = Type.Object({
  contest: Type.Array(
    Type.Object({ name: Type.String(), filtered: Type.Boolean(), micros: Type.Array(Type.Number()) }),
  ),
})

/** The nearest twenty in process: against the usual libraries, held against brute force, and what a service weighs. */
export async function benchNearest(): Promise<Report> {
  const sizes = []
  for (const count of SIZES) sizes.push(await measure(count))
  return report(sizes)
}

/** In a process for each size, so that its memory is its own. */
async function measure(count: number) {
  const child = startChild('nearest.ts', { count }, ['--expose-gc'])
  const held = await child.ask('held', Held)
  const checked = await child.ask('checked', Checked)
  if (checked.mismatches > 0) throw new Error(`${checked.mismatches} answers were not the nearest.`)
  const { contest } = await child.ask('contest', Contest)
  await child.stop()
  const micros = (name: string, filtered: boolean): readonly number[] =>
    contest.find(one => one.name === name && one.filtered === filtered)?.micros ?? []
  return { count, held, checked, micros }
}

const WORDS = [
  { name: 'signpost', words: 'Signpost' },
  { name: 'kdbush', words: 'kdbush + geokdbush, an index for each type' },
  { name: 'flatbush', words: 'flatbush, an index for each type' },
]

function report(sizes: readonly Awaited<ReturnType<typeof measure>>[]): Report {
  const speed: Table = {
    title: 'Nearest 20 of a type, in process, µs a question',
    columns: ['', ...sizes.flatMap(({ count }) => [inWords(count), `${inWords(count)}, age and sex`])],
    rows: WORDS.map(({ name, words }) => [
      words,
      ...sizes.flatMap(({ micros }) => [false, true].map(filtered => median(micros(name, filtered)))),
    ]),
  }
  const memory: Table = {
    title: 'Services held in memory (lean records)',
    columns: ['services', 'loaded in s', 'bytes each', 'of them record', 'resident MB'],
    rows: sizes.map(({ count, held }) => [
      inWords(count),
      held.loadMillis / 1000,
      held.bytesEach,
      held.recordBytesEach,
      held.rssBytes / 2 ** 20,
    ]),
  }
  const goals = sizes.map(
    ({ count, micros }): Goal => ({
      what: `Nearest with type, age and sex at ${inWords(count)}: times faster than kdbush + geokdbush`,
      value: ratio(micros('kdbush', true), micros('signpost', true)),
      atLeast: 3,
    }),
  )
  const [small, large] = sizes
  if (small && large) {
    const growth = median(large.micros('signpost', true)) / median(small.micros('signpost', true))
    goals.push({
      what: `Cost from ${inWords(small.count)} to ${inWords(large.count)}`,
      value: growth,
      below: 2,
    })
  }
  const checked = sizes.map(
    ({ count, checked: { checked: asked } }) => `${asked} questions at ${inWords(count)} services`,
  )
  return {
    part: 'nearest',
    tables: [speed, memory],
    goals,
    notes: [
      `All of ${checked.join(' and ')} were answered as brute force answers them, in order, ties by id.`,
      'Signpost also judges audience and referral role, and answers distances; its rivals answer places in an index, asked with a test of age and sex on flat arrays.',
      `A lean record holds names, place, one telephone number, hours and eligibility; each size has a process of its own.`,
    ],
  }
}

const inWords = (count: number): string => (count >= 1e6 ? `${count / 1e6} million` : `${count / 1000},000`)
