import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { setAccountStatus, signClientAssertion } from '../../src/accounts/index.ts'
import { compose, type Rooms } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { readDemonstrationFile } from '../../src/demonstration/index.ts'
import { readService, writeServices } from '../../src/directory/index.ts'
import { importPostcodes } from '../../src/places/index.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { someService } from '../directory/some-services.ts'
import { freshServerDatabase, serverUrl } from '../support/database.ts'

/** Both stand behind one name, as nodes behind a balancer do. */
const BASE_URL = 'http://directory.test'
const POSTCODES = fileURLToPath(new URL('../fixtures/places/plain.csv', import.meta.url))
/** What one node writes the other must show within a second; the poll that is the net for a lost wake-up is 250 ms. */
const SOON_MILLIS = 1000

type Node = { readonly rooms: Rooms; readonly ask: (path: string) => Promise<Asked> }
type Asked = { readonly status: number; readonly body: string; readonly decisionId: string }

async function openNode(databaseUrl: string): Promise<Node> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-two-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const config = readConfig({
    SIGNPOST_DATA: folder,
    SIGNPOST_BASE_URL: BASE_URL,
    SIGNPOST_LOG: 'silent',
    DATABASE_URL: databaseUrl,
    PORT: '0',
  })
  const rooms = await compose(config, { clock: systemClock, say: () => {}, share: 0.005 })
  let token: Promise<string> | undefined
  const ask = async (path: string): Promise<Asked> => {
    token ??= tokenOf(rooms, folder)
    const { statusCode, body } = await rooms.app.inject({
      method: 'GET',
      url: path,
      headers: { authorization: `Bearer ${await token}` },
    })
    const decisionId = /"decisionId":"([^"]+)"/.exec(body)?.[1] ?? ''
    return { status: statusCode, body, decisionId }
  }
  return { rooms, ask }
}

async function tokenOf({ app }: Rooms, folder: string): Promise<string> {
  const demonstration = await readDemonstrationFile(join(folder, 'demo.json'))
  const account = demonstration?.accounts[0]
  assert.ok(demonstration && account)
  const assertion = await signClientAssertion({
    clientId: account.clientId,
    audience: demonstration.tokenUrl,
    keyId: account.keyId,
    privateKeyPem: await readFile(join(folder, account.privateKeyFile), 'utf8'),
    clock: systemClock,
  })
  const answer = await app.inject({
    method: 'POST',
    url: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  })
  assert.equal(answer.statusCode, 200, answer.body)
  return String(answer.json<{ access_token: unknown }>().access_token)
}

/** Asks again and again until the answer is as expected; fails when that takes longer than it may. */
async function soon(
  what: string,
  ask: () => Promise<Asked>,
  test: (asked: Asked) => boolean,
): Promise<Asked> {
  const began = performance.now()
  for (;;) {
    const asked = await ask()
    if (test(asked)) return asked
    assert.ok(performance.now() - began < SOON_MILLIS, `${what}: not within ${SOON_MILLIS} ms: ${asked.body}`)
  }
}

const deed = { who: 'test', at: new Date(), why: 'to see it elsewhere' }
const skip = serverUrl ? false : 'two nodes need a PostgreSQL: set DATABASE_URL'

describe('two nodes on one database', { skip }, async () => {
  if (!serverUrl) return
  const own = await freshServerDatabase(serverUrl)
  // Both at once on nothing: each migrates, makes the demonstration world, and takes its own keys.
  const [one, other] = await Promise.all([openNode(own.url), openNode(own.url)])
  after(async () => {
    await Promise.all([one.rooms.close(), other.rooms.close()])
    await own.drop()
  })

  it('know the same services after they started together on an empty database', () => {
    assert.ok(one.rooms.memory.size() > 100)
    assert.equal(one.rooms.memory.size(), other.rooms.memory.size())
  })

  it('show each other what is written and what is closed', async () => {
    const written = someService(900_001, { name: 'Newly Opened Pharmacy' })
    const near = '/api/v1/services?near=429967,433602&within=100'
    await other.ask(near)
    assert.equal((await writeServices(one.rooms.database, [written], deed)).outcome, 'written')
    await soon(
      'a new service',
      () => other.ask(near),
      asked => asked.body.includes('Newly Opened Pharmacy'),
    )
    await writeServices(other.rooms.database, [{ ...written, status: 'closed' }], deed)
    await soon(
      'a closed one',
      () => one.ask(near),
      asked => asked.status === 200 && !asked.body.includes('Newly'),
    )
    assert.equal((await readService(one.rooms.database.query, 900_001))?.version, 2)
  })

  it('take over a new table of postcodes', async () => {
    const unit = (asked: Asked): boolean => asked.body.includes('"precision":"unit"')
    const place = '/api/v1/places/LS1%204AP'
    assert.ok(!unit(await other.ask(place)))
    assert.equal(
      (await importPostcodes({ database: one.rooms.database, path: POSTCODES })).outcome,
      'imported',
    )
    await soon('an exact postcode', () => other.ask(place), unit)
  })

  it('follow up each other’s searches, and nothing that was not found', async () => {
    const found = await one.ask('/api/v1/services?near=LS1&within=160000&limit=1')
    const id = /"services":\[\{.*?"id":(\d+)/.exec(found.body)?.[1] ?? assert.fail(found.body)
    assert.equal((await other.ask(`/api/v1/services/${id}`)).status, 200)
    const refused = await other.ask('/api/v1/services/1')
    assert.equal(refused.status, 403, refused.body)
  })

  it('record every decision once, each under a name of its own', async () => {
    const asked = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).ask('/api/v1/service-types')),
    )
    const ids = asked.map(({ decisionId }) => decisionId)
    const rows = await one.rooms.database.query<{ node: string }>(
      'select node from activity.entry where id = any($1::uuid[])',
      [ids],
    )
    assert.equal(rows.length, 40)
    assert.equal(new Set(rows.map(row => row.node)).size, 2)
  })

  it('both refuse an account that one of them suspended, and both serve it again', async () => {
    const types = '/api/v1/service-types'
    const since = { who: 'operator', actingAs: 'system', why: 'to see it elsewhere', at: Date.now() } as const
    await setAccountStatus(one.rooms.database, 'demo-call-centre', 'suspended', since)
    for (const node of [one, other])
      await soon(
        'a refusal',
        () => node.ask(types),
        ({ status }) => status === 403,
      )
    await setAccountStatus(other.rooms.database, 'demo-call-centre', 'active', since)
    for (const node of [one, other])
      await soon(
        'an answer',
        () => node.ask(types),
        ({ status }) => status === 200,
      )
  })
})
