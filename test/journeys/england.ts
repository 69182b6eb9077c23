import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { Runner } from '../../src/cli/operation.ts'
import { buildProgram } from '../../src/cli/program.ts'
import type { House } from '../support/house.ts'
import {
  openThen,
  type Postcode,
  type Row,
  readHours,
  readPostcodes,
  readServices,
} from './england-oracle.ts'

export type Files = { readonly postcodes: string; readonly services: string; readonly opening: string }

/** A directory made from files, and an independent reading of the same files beside it. */
export type England = {
  readonly postcodes: ReadonlyMap<string, Postcode>
  readonly rows: readonly Row[]
  /** The row that a service was made from. */
  readonly rowOf: (serviceId: number) => Row | undefined
  readonly search: (question: Readonly<Record<string, string>>) => Promise<Found>
}

export type Found = {
  readonly status: number
  readonly origin: { readonly easting: number; readonly northing: number; readonly precision: string } | null
  readonly services: readonly {
    readonly id: number
    readonly distanceMetres: number
    readonly open: boolean
  }[]
  readonly body: string
}

/** Imports postcodes, then services with opening times, by the operator's own commands, into a running house. */
export async function openEngland(house: House, files: Files): Promise<England> {
  await command(house, ['import', 'postcodes', files.postcodes])
  await house.rooms.follower.catchUp()
  await command(house, ['import', 'services', '--format', 'csv', files.services, '--opening', files.opening])
  await house.rooms.follower.catchUp()
  const postcodes = await readPostcodes(files.postcodes)
  const rows = await readServices(files.services, postcodes, await readHours(files.opening))
  const bySource = new Map(rows.map(row => [`${row.source} ${row.key}`, row]))
  const stored = await house.rooms.database.query<{ id: number; source_name: string; source_key: string }>(
    'select id, source_name, source_key from directory.service',
  )
  const byId = new Map(stored.map(one => [one.id, bySource.get(`${one.source_name} ${one.source_key}`)]))
  return {
    postcodes,
    rows,
    rowOf: id => byId.get(id),
    search: async question => {
      const answer = await house.ask('call-centre', `/api/v1/services?${new URLSearchParams(question)}`)
      return foundIn(answer.statusCode, answer.body)
    },
  }
}

/** The ids by which a search names the kinds of the files. Their words name no other kind of these rows. */
const TYPE_IDS: Readonly<Record<string, string>> = {
  pharmacy: '13',
  dentist: '12',
  optician: '14',
  clinic: '17',
}

/** Runs a command as a running server does on the operator's behalf. */
async function command(house: House, given: readonly string[]): Promise<void> {
  const { config, database, clock, follower } = house.rooms
  const said: string[] = []
  const say = (line: string): void => {
    said.push(line)
  }
  const run: Runner = work =>
    work({
      config,
      database,
      clock,
      settle: () => follower.catchUp(),
      settleLog: async () => {},
      random: randomBytes,
      folder: '/',
      signal: new AbortController().signal,
      print: say,
      warn: say,
      progress: () => {},
    })
  await buildProgram(run).parseAsync([...given], { from: 'user' })
  assert.ok(said.length > 0)
}

const member = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? Object.entries(of).find(([key]) => key === name)?.[1] : undefined

function foundIn(status: number, body: string): Found {
  const answer: unknown = JSON.parse(body)
  const origin = member(answer, 'origin')
  const services = member(answer, 'services')
  return {
    status,
    body,
    origin: origin
      ? {
          easting: Number(member(origin, 'easting')),
          northing: Number(member(origin, 'northing')),
          precision: String(member(origin, 'precision')),
        }
      : null,
    services: (Array.isArray(services) ? services : []).map(service => ({
      id: Number(member(service, 'id')),
      distanceMetres: Number(member(service, 'distanceMetres')),
      open: member(member(service, 'open'), 'open') === true,
    })),
  }
}

type Measured = { readonly row: Row; readonly metres: number }

/** Every row by its distance from a point: the brute force that the answer is held against. */
const measured = (rows: readonly Row[], { easting, northing }: Postcode): Measured[] =>
  rows
    .map(row => ({ row, metres: Math.hypot(row.easting - easting, row.northing - northing) }))
    .sort((a, b) => a.metres - b.metres)

// Two conversions that agree to a centimetre may round a coordinate to two neighbouring metres.
const ROUNDING_METRES = 1.5

/** The twenty nearest are the twenty nearest, in order, each at its own distance, to a metre. */
export async function assertNearest(england: England, postcode: string, type?: string): Promise<void> {
  const origin = england.postcodes.get(postcode)
  assert.ok(origin, postcode)
  const rows = type === undefined ? england.rows : england.rows.filter(row => row.type === type)
  const nearest = measured(rows, origin).slice(0, 200)
  const found = await england.search({
    near: postcode,
    limit: '20',
    ...(type ? { type: TYPE_IDS[type] ?? type } : {}),
  })
  assert.equal(found.status, 200, `${postcode}: ${found.body}`)
  assert.deepEqual(found.origin, { easting: origin.easting, northing: origin.northing, precision: 'unit' })
  const expected = nearest.filter(({ metres }) => metres <= 60_000).slice(0, 20)
  const known = found.services.filter(({ id }) => england.rowOf(id))
  // Rows without a code are left out of the independent reading; there are seven in all of England.
  assert.ok(found.services.length - known.length <= 1, postcode)
  assert.ok(found.services.length >= expected.length, `${postcode}: ${found.services.length}`)
  let last = { id: 0, distanceMetres: 0 }
  for (const [rank, service] of known.entries()) {
    const row = england.rowOf(service.id)
    assert.ok(row)
    const own = Math.hypot(row.easting - origin.easting, row.northing - origin.northing)
    near(service.distanceMetres, own, `${postcode}: ${row.key}`)
    near(own, expected[rank]?.metres ?? own, `${postcode}: number ${rank + 1}`)
    assert.ok(service.distanceMetres >= last.distanceMetres, `${postcode}: ${row.key} out of order`)
    const lastRow = england.rowOf(last.id)
    const together = lastRow?.easting === row.easting && lastRow.northing === row.northing
    assert.ok(!together || last.id < service.id, `${postcode}: ties are not in order of id`)
    last = service
  }
  assert.equal(new Set(known.map(service => service.id)).size, known.length)
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= ROUNDING_METRES, `${what}: ${actual} m, expected ${expected} m`)
}

/** An instant as a question names it, and as the week sees it. */
export type Instant = { readonly open: string; readonly weekday: number; readonly minute: number }

/**
 * What is found open at an instant is just what an independent reading of the opening times says, nearest first.
 * Rows whose times need mending are passed over: the importer's own tests are about those. Answers how many were checked.
 */
export async function assertOpen(
  england: England,
  postcode: string,
  type: string,
  at: Instant,
): Promise<number> {
  const origin = england.postcodes.get(postcode)
  assert.ok(origin, postcode)
  const found = await england.search({
    near: postcode,
    type: TYPE_IDS[type] ?? type,
    limit: '20',
    open: at.open,
  })
  assert.equal(found.status, 200, found.body)
  const rows = england.rows.filter(row => row.type === type)
  const shown = new Set(found.services.map(({ id }) => england.rowOf(id)))
  const reach = found.services.at(-1)?.distanceMetres ?? 60_000
  let checked = 0
  for (const { row, metres } of measured(rows, origin)) {
    if (metres > Math.min(reach, 60_000) - ROUNDING_METRES) break
    if (row.hours === undefined) continue
    checked += 1
    assert.equal(shown.has(row), openThen(row.hours, at.weekday, at.minute), `${row.key} at ${at.open}`)
  }
  return checked
}
