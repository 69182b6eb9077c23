import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { readKeySet } from '../../src/accounts/index.ts'
import type { Database } from '../../src/database/index.ts'
import { CAST } from '../../src/demonstration/cast.ts'
import {
  demonstrationServices,
  ensureDemonstration,
  moveDemonstration,
  readDemonstrationFile,
  type Seeding,
} from '../../src/demonstration/index.ts'
import { PEOPLE } from '../../src/demonstration/people.ts'
import { countServices, readService, writeServices } from '../../src/directory/index.ts'
import { createPlaces } from '../../src/places/index.ts'
import { ROLE_NAMES } from '../../src/vocabulary/index.ts'
import { someService } from '../directory/some-services.ts'
import { testDatabase } from '../support/database.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const places = createPlaces()
const world = { scale: 'standard', share: 0.001 } as const
/** One account for each part, and the client of the product that asks for two organisations. */
const ACCOUNTS = [...CAST.map(part => part.name), 'shared-desk']
const SERVICES = [...demonstrationServices(world, places, NOW)].length

type Trial = Seeding & { readonly file: string; readonly said: string[] }

async function trial(database: Database): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-seed-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const said: string[] = []
  return {
    database,
    places,
    folder,
    world,
    baseUrl: 'http://directory.test',
    now: NOW,
    progress: line => said.push(line),
    file: join(folder, 'demo.json'),
    said,
  }
}

/** What was made, without times and keys, which are new in every world. */
async function made({ query }: Database): Promise<unknown> {
  return {
    services: await countServices(query),
    accounts: await query('select id, status, connection_id from accounts.account order by id'),
    agreements: await query(
      'select id, status, audience, regions, type_ids, issued_version, accepted_version from agreements.agreement order by id',
    ),
    people: await query('select id, status from people.person order by id'),
    roles: await query(
      'select person_id, role, scope_id from people.held_role order by person_id, role, scope_id',
    ),
    regions: await query('select id, name from accounts.region order by id'),
    authorisations: await query(
      'select account_id, region_id from accounts.region_authorisation where ended_at is null',
    ),
    permissions: await query('select id, state from agreements.permission order by id'),
    grants: await query(
      'select permission_id, region_id from agreements.region_grant where ended_at is null order by region_id',
    ),
    organisations: await query('select ods_code, status from accounts.organisation order by ods_code'),
  }
}

class CutShort extends Error {}

/** The same database, until so many transactions were made; then as if the process had been killed. */
function lasting(database: Database, transactions: number): Database {
  let left = transactions
  return {
    ...database,
    transaction: work => {
      if (left === 0) return Promise.reject(new CutShort())
      left -= 1
      return database.transaction(work)
    },
  }
}

describe('making the demonstration world', async () => {
  const database = await testDatabase()
  const first = await trial(database)
  await ensureDemonstration(first)
  const whole = await made(database)

  it('makes all services and a way to play every part', async () => {
    assert.equal(await countServices(database.query), SERVICES)
    const file = await readDemonstrationFile(first.file)
    assert.deepEqual(
      file?.accounts.map(account => account.name),
      ACCOUNTS,
    )
    assert.deepEqual(
      file?.people.map(person => [person.id, person.role]),
      PEOPLE.map(person => [person.id, person.role]),
    )
    assert.deepEqual([...new Set(file?.people.map(person => person.role))].sort(), [...ROLE_NAMES].sort())
    for (const { password } of file?.people ?? []) assert.ok(password.length >= 12)
    assert.equal(file?.baseUrl, 'http://directory.test')
    assert.equal(file?.tokenUrl, 'http://directory.test/oauth2/token')
    assert.match(first.said.at(-1) ?? '', new RegExp(`${SERVICES} services`))
  })

  it('lets nobody else read the keys, nor what leads to them', async () => {
    const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
    assert.equal(await mode(first.file), 0o600)
    assert.equal(await mode(join(first.folder, 'keys')), 0o700)
    const keys = await readdir(join(first.folder, 'keys'))
    assert.equal(keys.length, ACCOUNTS.length)
    for (const key of keys) assert.equal(await mode(join(first.folder, 'keys', key)), 0o600)
  })

  it('makes nothing at the next start, and leaves demo.json as it is', async () => {
    const before = await readFile(first.file, 'utf8')
    const feed = await database.query('select count(*) as changes from feed.change')
    await ensureDemonstration({ ...first, now: NOW + 86_400_000, baseUrl: 'http://elsewhere.test' })
    assert.equal(await readFile(first.file, 'utf8'), before)
    assert.deepEqual(await database.query('select count(*) as changes from feed.change'), feed)
  })

  it('notes a new address in demo.json, and nothing else; for this user only, still', async () => {
    const before = await readDemonstrationFile(first.file)
    await moveDemonstration(first.folder, 'http://127.0.0.1:9090')
    assert.deepEqual(await readDemonstrationFile(first.file), {
      ...before,
      baseUrl: 'http://127.0.0.1:9090',
      tokenUrl: 'http://127.0.0.1:9090/oauth2/token',
    })
    assert.equal((await stat(first.file)).mode & 0o777, 0o600)
  })

  it('gives a second node keys of its own, and leaves the services as they are', async () => {
    const closed = { ...someService(60), ...(await readService(database.query, 60))?.service }
    await writeServices(database, [{ ...closed, status: 'closed' }], {
      who: 'somebody',
      at: new Date(NOW),
      why: 'closed by hand',
    })
    const second = await trial(database)
    await ensureDemonstration(second)
    assert.deepEqual(await made(database), whole)
    assert.equal((await readService(database.query, 60))?.service.status, 'closed')
    const keysOf = async ({ file }: Trial) =>
      (await readDemonstrationFile(file))?.accounts.map(account => account.keyId) ?? []
    const keys = [...(await keysOf(first)), ...(await keysOf(second))]
    assert.equal(new Set(keys).size, 2 * ACCOUNTS.length)
  })
})

describe('making the demonstration world, cut short', async () => {
  it('ends complete, wherever it stopped and however often', async () => {
    const database = await testDatabase()
    const seeding = await trial(database)
    let starts = 0
    // Steps that grow, so that each start gets past where the one before stopped, at one more place of each kind.
    for (let budget = 0; ; budget += 7 + 5 * starts) {
      starts += 1
      const outcome = await ensureDemonstration({ ...seeding, database: lasting(database, budget) }).then(
        () => 'complete',
        (error: unknown) => (error instanceof CutShort ? 'cut short' : Promise.reject(error)),
      )
      if (outcome === 'complete') break
      assert.equal(await readDemonstrationFile(seeding.file), undefined)
      await writeFile(`${seeding.file}.part`, '{"half": ')
    }
    assert.ok(starts > 6, `${starts}`)
    const other = await testDatabase()
    await ensureDemonstration(await trial(other))
    assert.deepEqual(await made(database), await made(other))
    await assertKeysFit(database, seeding)
  })
})

/** The private key in the folder belongs to a key that the account has, under the id in demo.json. */
async function assertKeysFit({ query }: Database, { file }: Trial): Promise<void> {
  const rows = await query<{ account_id: string; kid: string; jwk: Record<string, unknown> }>(
    'select account_id, kid, jwk from accounts.credential',
  )
  for (const account of (await readDemonstrationFile(file))?.accounts ?? []) {
    if (account.name === 'terminated') continue
    const row = rows.find(one => one.account_id === account.clientId && one.kid === account.keyId)
    assert.ok(row, account.name)
    assert.equal((await readKeySet({ keys: [row.jwk] })).outcome, 'read')
  }
}

describe('a directory that holds a real service', () => {
  it('is never given invented ones, nor demonstration accounts', async () => {
    const database = await testDatabase()
    const real = someService(1, { source: { name: 'ods', key: 'A81001' } })
    await writeServices(database, [real], { who: 'import', at: new Date(NOW), why: 'a real one' })
    const seeding = await trial(database)
    await ensureDemonstration(seeding)
    assert.equal(await countServices(database.query), 1)
    assert.deepEqual(await database.query('select id from accounts.account'), [])
    assert.deepEqual(await readdir(seeding.folder), [])
  })
})
