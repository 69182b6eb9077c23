import {
  createDetection,
  type Observation,
  type WatchedAccount,
  type WatchedService,
} from '../src/watch/index.ts'
import type { Report } from './report.ts'

const SERVICES = 60_000
const ACCOUNTS = 2_000
const QUESTIONS = 600_000
const START = Date.UTC(2026, 0, 5)
const GOAL = { medianMicros: 1, p99Micros: 5 } as const

/** What the detectors add to a question, in process, among two thousand accounts. */
export async function benchWatch(): Promise<Report> {
  const random = chance(1)
  const services = Array.from({ length: SERVICES }, (_, id) => serviceOf(id + 1, random))
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => accountOf(index, services, random))
  const detection = createDetection({ services, accounts })
  const before = process.memoryUsage()
  const asked = questions(services, accounts, random)
  const took = new Float64Array(QUESTIONS)
  let found = 0
  // The clock of the machine takes about 40 ns; what is measured includes it.
  for (let at = 0; at < QUESTIONS; at += 1) {
    const observation = asked(at)
    const from = process.hrtime.bigint()
    found += detection.observe(observation).length
    took[at] = Number(process.hrtime.bigint() - from) / 1_000
  }
  const after = process.memoryUsage()
  const warm = took.slice(QUESTIONS / 3).sort()
  const at = (share: number): number => warm[Math.floor(warm.length * share)] ?? Number.NaN
  const kib = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1024 / ACCOUNTS
  return {
    part: 'watch',
    tables: [
      {
        title: 'What the detectors add to a question',
        columns: ['', ''],
        rows: [
          ['median, µs', at(0.5)],
          ['p99, µs', at(0.99)],
          ['snapshot, KiB an account', detection.snapshot().length / 1024 / ACCOUNTS],
          ['memory, KiB an account (heap and arrays, rough)', kib],
        ],
      },
    ],
    goals: [
      { what: 'median, µs', value: at(0.5), below: GOAL.medianMicros },
      { what: 'p99, µs', value: at(0.99), below: GOAL.p99Micros },
    ],
    notes: [
      `${ACCOUNTS.toLocaleString('en-GB')} accounts, ${SERVICES.toLocaleString('en-GB')} services, ${QUESTIONS.toLocaleString('en-GB')} questions with 20 results, the first third for warming up; ${found} findings.`,
    ],
  }
}

function serviceOf(id: number, random: () => number): WatchedService {
  const town = id % 400
  return {
    id,
    type: 10 + Math.floor(random() ** 2 * 32),
    easting: 150_000 + ((town * 7_919) % 450_000) + random() * 14_000,
    northing: 50_000 + ((town * 104_729) % 550_000) + random() * 14_000,
    region: `R${town % 42}`,
    odsCode: null,
  }
}

function accountOf(index: number, services: readonly WatchedService[], random: () => number): WatchedAccount {
  const site = services[Math.floor(random() * services.length)]
  return {
    account: `a${index}`,
    organisation: `o${index >> 1}`,
    product: 'p1',
    class: 'clinician',
    footprint: {
      sites: [{ easting: site?.easting ?? 0, northing: site?.northing ?? 0, radiusMetres: 25_000 }],
      regions: [],
      national: false,
    },
    volumePerDay: 60,
    types: null,
    k: 20,
  }
}

/** Each account around its site; the results of a question are stretches of services near each other. */
function questions(
  services: readonly WatchedService[],
  accounts: readonly WatchedAccount[],
  random: () => number,
): (at: number) => Observation {
  return at => {
    const account = accounts[Math.floor(random() * accounts.length)]
    const site = account?.footprint.sites[0]
    const first = Math.floor(random() * (services.length - 8_000))
    return {
      action: 'search',
      at: START + at * 100,
      account: account?.account ?? '',
      easting: (site?.easting ?? 0) + (random() - 0.5) * 12_000,
      northing: (site?.northing ?? 0) + (random() - 0.5) * 12_000,
      type: 10 + Math.floor(random() * 40),
      ids: Array.from({ length: 20 }, (_, step) => services[first + step * 400]?.id ?? 1),
    }
  }
}

function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
