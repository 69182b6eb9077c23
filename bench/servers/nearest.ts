// Holds services in the memory that answers searches, and asks it and its rivals for the nearest.
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { createMemory } from '../../src/directory/index.ts'
import { leanServices } from '../lean-service.ts'
import { createPoints, createQuestions } from '../points.ts'
import { everyPoint, type Finder, flatbushByType, kdbushByType } from '../rivals.ts'
import { interleaved } from '../rounds.ts'
import { answering, told } from './answering.ts'

const LIMIT = 20
const QUESTIONS = 2000
const CHECKED = 300
const ROUNDS = 7
const NOW = Date.parse('2026-11-22T10:00:00Z')

const { count } = Compile(Type.Object({ count: Type.Integer() })).Parse(told())
const points = createPoints(count)
const questions = createQuestions(points, QUESTIONS)

const bytesInUse = (): number => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const before = bytesInUse()
const began = performance.now()
const memory = createMemory({ isSearchable: () => true })
const faults = await memory.replaceAll(leanServices(points), 1)
if (faults.length > 0) throw new Error(`A service was not taken in: ${faults[0]?.reason}`)
const loadMillis = performance.now() - began
const bytesEach = (bytesInUse() - before) / count
const rssBytes = process.memoryUsage().rss

const found = (question: (typeof questions)[number], limit: number, filtered: boolean) =>
  memory.nearest({
    easting: question.easting,
    northing: question.northing,
    typeIds: [question.typeId],
    withinMetres: Number.POSITIVE_INFINITY,
    limit,
    audience: 'professional',
    now: NOW,
    ...(filtered ? { ageDays: question.ageDays, sex: question.sex } : {}),
  })
const signpost: Finder = (question, limit, filtered) => found(question, limit, filtered).map(({ id }) => id)

/** How many of the questions were not answered as looking at every point answers them, in order, ties by id. */
function mismatches(): number {
  const truth = everyPoint(points)
  const wrong = questions.slice(0, CHECKED).filter(question => {
    const ids = signpost(question, LIMIT, true)
    return ids.join() !== truth(question, LIMIT, true).join()
  })
  return wrong.length
}

const contestants = [
  { name: 'signpost', ask: found },
  { name: 'kdbush', ask: kdbushByType(points) },
  { name: 'flatbush', ask: flatbushByType(points) },
].flatMap(({ name, ask }) => [
  { name, ask, filtered: false },
  { name, ask, filtered: true },
])

let answered = 0
async function contest() {
  const measured = await interleaved(contestants, ROUNDS, ({ ask, filtered }) => {
    const start = performance.now()
    for (const question of questions) answered += ask(question, LIMIT, filtered).length
    return ((performance.now() - start) * 1000) / questions.length
  })
  return contestants.map(({ name, filtered }, index) => ({ name, filtered, micros: measured[index] ?? [] }))
}

answering({
  held: () => ({ loadMillis, bytesEach, rssBytes, recordBytesEach: memory.bytes().records / count }),
  checked: () => ({ checked: CHECKED, mismatches: mismatches() }),
  contest: async () => ({ contest: await contest(), answered }),
})
