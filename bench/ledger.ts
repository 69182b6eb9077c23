import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { ActivityEntry } from '../src/activity/index.ts'
import { followEntries, readEntry } from '../src/activity/index.ts'
import { leafOf, saltMaker } from '../src/activity/leaf.ts'
import { monthMaker } from '../src/activity/month-store.ts'
import { insertBatch, type WrittenEntry } from '../src/activity/store.ts'
import { type Database, migrate, openPglite, openPostgres } from '../src/database/index.ts'
import { type Sealed, seal } from '../src/ledger/seal.ts'
import { idMaker, systemClock } from '../src/vocabulary/index.ts'
import type { Report } from './report.ts'
import { interleaved, median, ratio } from './rounds.ts'
import { reachableServer, withDatabase, withScratch } from './scratch.ts'

const BATCH = 200
const ROUNDS = 9
/** How many batches of a kind are written in one round. */
const BATCHES = 20
const SEALED_LEAVES = 250_000
const MILLION = 1_000_000
/** Eight years of months, as many as the policy of 2025 keeps. */
const YEARS = 8

const newId = idMaker(randomBytes)
const newSalt = saltMaker(randomBytes)

/** What the ledger costs: beside the entry it is of, per million, and after years. */
export async function benchLedger(): Promise<Report> {
  const hashed = await benchHashing()
  const engines = [{ name: 'PGlite', ...(await withScratch(folder => embedded(folder))) }]
  const server = await reachableServer()
  if (server !== undefined)
    engines.push({
      name: 'PostgreSQL',
      ...(await withDatabase(server, async url => {
        const database = await openPostgres(url, 4)
        return measure(database).finally(database.close)
      })),
    })
  return {
    part: 'ledger',
    tables: [
      {
        title: 'An entry becoming a leaf, on the thread that answers, µs',
        columns: ['', 'µs'],
        rows: hashed,
      },
      {
        title: `Writing batches of ${BATCH} entries`,
        columns: [
          '',
          'µs an entry before',
          'with the tree',
          'times',
          'bytes an entry before',
          'with the tree',
        ],
        rows: engines.map(({ name, write }) => [
          name,
          median(write.before),
          median(write.now),
          ratio(write.now, write.before),
          write.bytesBefore,
          write.bytesNow,
        ]),
      },
      {
        title: 'A million leaves',
        columns: ['', 's of this process to seal', 'MB of tiles', 'MB of entries and their indexes'],
        rows: engines.map(({ name, sealing, write }) => [
          name,
          sealing.secondsEachMillion,
          sealing.megabytesEachMillion,
          write.bytesNow,
        ]),
      },
      {
        title: `With ${YEARS * 12} months of partitions, ms`,
        columns: ['', 'an entry by its decision id', 'a look for new entries', 'a batch'],
        rows: engines.map(({ name, kept }) => [name, kept.byId, kept.follow, kept.batch]),
      },
    ],
    goals: [
      {
        what: 'µs more on the answering thread for an entry',
        value: Number(hashed[0]?.[1] ?? Number.NaN),
        below: 10,
      },
    ],
    notes: [
      `Medians of ${ROUNDS} rounds in which old and new take turns; entries of 20 results. "Before" is the table as it was: one part, a unique index on the id, no salt, no tree.`,
    ],
  }
}

async function benchHashing(): Promise<[string, number][]> {
  const texts = Array.from({ length: 2000 }, (_, index) => textOf(systemClock.now() + index))
  const at = new Date(0).toISOString()
  let sink = 0
  const steps = [
    {
      name: 'salt, commitment and leaf hash',
      run: (text: string, index: number) => {
        sink += leafOf('bench', index, { at, salt: newSalt(), text })[0] ?? 0
      },
    },
    {
      name: 'for comparison: reading the entry as JSON',
      run: (text: string) => {
        sink += Object.keys(JSON.parse(text)).length
      },
    },
  ]
  const measured = await interleaved(steps, ROUNDS, ({ run }) => {
    // Time of the processor, not of the clock: nothing is waited for, and whatever else runs here is left out.
    const began = process.cpuUsage()
    for (const [index, text] of texts.entries()) run(text, index)
    const used = process.cpuUsage(began)
    return (used.user + used.system) / texts.length
  })
  if (sink === 0) throw new Error('Nothing was done.')
  return steps.map(({ name }, index) => [name, median(measured[index] ?? [])])
}

async function embedded(folder: string) {
  const database = await openPglite({ folder: join(folder, 'database') })
  return measure(database).finally(database.close)
}

async function measure(database: Database) {
  await migrate(database)
  const write = await benchWriting(database)
  const sealing = await benchSealing(database)
  const kept = await benchKept(database)
  return { write, sealing, kept }
}

/** The table and the statement as they were before there was a ledger. */
const FORMER_TABLE = `
  create table bench_entry (
    node text not null, sequence bigint not null, id uuid not null unique, at timestamptz not null, account text not null,
    organisation text not null, decision text not null, refusal text, action text not null, entry json not null,
    counts boolean not null default false, primary key (node, sequence))`
const FORMER_INDEXES = [
  'create index on bench_entry (account, at)',
  'create index on bench_entry (at)',
  'create index on bench_entry (account, at) where counts',
]
const FORMER_INSERT = `
  insert into bench_entry
    (node, sequence, id, at, account, organisation, decision, refusal, action, counts, entry)
  select 'bench', $1::bigint + position - 1, id, at, account, organisation, decision, refusal, action, counts, entry::json
  from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
              $9::boolean[], string_to_array($10, E'\\n')) with ordinality
    as given (id, at, account, organisation, decision, refusal, action, counts, entry, position)`

async function benchWriting(database: Database) {
  const { query } = database
  await query(FORMER_TABLE)
  for (const index of FORMER_INDEXES) await query(index)
  const months = monthMaker(database)
  let former = 1
  let now = 1
  const before = async () => {
    const batch = batchOf()
    const columns = batch.map(entry => entry.columns)
    await query(FORMER_INSERT, [
      former,
      columns.map(each => each.id),
      columns.map(each => each.at),
      columns.map(each => each.account),
      columns.map(each => each.organisation),
      columns.map(each => each.decision),
      columns.map(each => each.refusal),
      columns.map(each => each.action),
      columns.map(() => true),
      batch.map(entry => entry.text).join('\n'),
    ])
    former += BATCH
  }
  const withTree = async () => {
    const batch = batchOf()
    await months.ensure(batch.map(entry => entry.columns.at))
    await write(database, now, batch)
    now += BATCH
  }
  const [was = [], is = []] = await interleaved([before, withTree], ROUNDS, async work => {
    const began = performance.now()
    for (let batch = 0; batch < BATCHES; batch += 1) await work()
    return ((performance.now() - began) * 1000) / (BATCHES * BATCH)
  })
  const bytes = async (sql: string): Promise<number> => {
    const [row] = await query<{ bytes: number }>(`select (${sql})::bigint as bytes`)
    return (row?.bytes ?? Number.NaN) / former
  }
  return {
    before: was,
    now: is,
    bytesBefore: await bytes(`pg_total_relation_size('bench_entry')`),
    bytesNow: await bytes(
      `select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'activity.entry'::regclass`,
    ),
  }
}

/** Leaves without entries, which sealing does not look at. */
async function benchSealing(database: Database) {
  const { query } = database
  const options = {
    database,
    log: 'activity' as const,
    clock: systemClock,
    origin: 'bench',
    sign: async () => 'note',
  }
  const sealAll = async (): Promise<void> => {
    for (;;) {
      const sealed: Sealed = await seal(options, undefined)
      if (sealed.outcome === 'contradicted') throw new Error(sealed.why)
      if (sealed.outcome === 'nothing-new' || !sealed.more) return
    }
  }
  await sealAll()
  for (let done = 0; done < SEALED_LEAVES; done += 500)
    await query(
      `with taken as (update ledger.tree set size = size + 500 where log = 'activity' returning size - 500 as first)
       insert into ledger.append (log, first, hashes) select 'activity', first, $1::bytea from taken`,
      [randomBytes(500 * 32)],
    )
  const began = process.cpuUsage()
  await sealAll()
  const used = process.cpuUsage(began)
  const seconds = (used.user + used.system) / MILLION
  const [row] = await query<{ bytes: number; leaves: number }>(
    `select pg_total_relation_size('ledger.tile') as bytes,
       (select count(*) * 256 from ledger.tile where log = 'activity' and level = 0) as leaves`,
  )
  return {
    secondsEachMillion: (seconds * MILLION) / SEALED_LEAVES,
    megabytesEachMillion: (row?.bytes ?? Number.NaN) / (row?.leaves ?? Number.NaN),
  }
}

async function benchKept(database: Database) {
  const { query } = database
  const now = new Date(systemClock.now())
  const months = Array.from({ length: YEARS * 12 }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString(),
  )
  await monthMaker(database).ensure(months)
  const [some] = await query<{ id: string; last: number }>(
    'select id::text as id, (select max(sequence) from activity.node) as last from activity.entry limit 1',
  )
  let next = (some?.last ?? 0) + 1
  const works = [
    async () => void (await readEntry(query, some?.id ?? '')),
    async () => {
      let looks = 0
      // The first look is at where each node is; then one entry comes, and is found.
      const pause = async () => {
        looks += 1
        if (looks === 1) await write(database, next++, batchOf(1))
        return looks === 1
      }
      for await (const _ of followEntries(query, {}, pause)) looks += 0
    },
    async () => {
      await write(database, next, batchOf())
      next += BATCH
    },
  ]
  const [byId = [], follow = [], batch = []] = await interleaved(works, ROUNDS, async work => {
    const began = performance.now()
    await work()
    return performance.now() - began
  })
  return { byId: median(byId), follow: median(follow), batch: median(batch) }
}

const write = (database: Database, first: number, batch: readonly WrittenEntry[]): Promise<void> =>
  insertBatch(database.query, 'bench', first, batch, (sequence, { columns: { at }, salt, text }) =>
    leafOf('bench', sequence, { at, salt, text }),
  )

function batchOf(count = BATCH): WrittenEntry[] {
  const now = systemClock.now()
  return Array.from({ length: count }, () => {
    const text = textOf(now)
    const columns: ActivityEntry = JSON.parse(text)
    return { columns, text, salt: newSalt() }
  })
}

const RESULTS = Array.from({ length: 20 }, (_, index) => 10_000 + index * 997)

function textOf(now: number): string {
  const id = newId(now)
  const entry: ActivityEntry = {
    id,
    at: new Date(now).toISOString(),
    account: 'bench',
    organisation: 'XB001',
    product: 'bench',
    connection: 'bench',
    individual: null,
    agreement: 'bench',
    facts: '0123456789abcdef0123456789abcdef',
    policyVersion: '2025-02-25',
    tailoredTerms: null,
    interface: 'native',
    action: 'search',
    purpose: 'care-coordination',
    decision: 'allow',
    refusal: null,
    clauses: ['AUP25-02', 'AUP25-08', 'AUP25-09', 'AUP25-10', 'AUP25-20', 'AUP25-25', 'AUP25-27'],
    audience: 'professional',
    question: {
      cell: 'LS1 4',
      typeIds: [13, 105],
      withinMetres: 20_000,
      limit: 20,
      filters: ['open'],
      target: null,
      purpose: 'care-coordination',
      audience: null,
      origin: { outcome: 'located', kind: 'named', regionId: 'Y63' },
      fields: null,
      kind: 'live',
    },
    results: RESULTS,
    change: 60_068,
    durationMicros: 412,
    flags: [],
    counts: true,
    requestId: id,
  }
  return JSON.stringify(entry)
}
