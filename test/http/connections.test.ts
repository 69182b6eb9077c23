import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import { saveOrganisation, saveProduct } from '../../src/accounts/index.ts'
import {
  grantPermission,
  type ListedConnection,
  movePermission,
  reconcileListing,
  requestPermission,
} from '../../src/agreements/index.ts'
import { connectionReader } from '../../src/connection-reader.ts'
import { preferred } from '../../src/http/routes/accept.ts'
import { asAtom } from '../../src/http/routes/connection-formats.ts'
import { BASE_URL, openHouse } from '../support/house.ts'

type Json = { changedAt: string | null; connections: ListedConnection[]; withheld: number }

describe('the published list of connections, for anybody', async () => {
  const house = await openHouse()
  const { rooms } = house
  const deed = (at = house.clock.now()) => ({ who: 'test', actingAs: 'system', why: 'a test', at })
  const reconcile = () => reconcileListing(rooms.database, connectionReader, house.clock.now())
  await reconcile()
  const get = (url: string, headers: Record<string, string> = {}) => house.ask(null, url, { headers })
  const json = async (query = '') => (await get(`/connections.json${query}`)).json<Json>()
  const about = { connections: connectionReader, policy: rooms.policies.inForce }

  it('is there without signing in, as a page for people and as JSON for programs', async () => {
    const asked: readonly [accept: string | null, type: RegExp][] = [
      ['text/html,application/xhtml+xml,*/*;q=0.8', /^text\/html/],
      ['application/json', /^application\/json/],
      [null, /^application\/json/],
    ]
    for (const [accept, type] of asked) {
      const answer = await get('/connections', accept === null ? {} : { accept })
      assert.equal(answer.statusCode, 200)
      assert.match(String(answer.headers['content-type']), type)
      assert.equal(answer.headers['vary'], 'accept')
    }
    const page = await get('/connections', { accept: 'text/html' })
    assert.match(page.body, /National Telephone Advice \(demonstration\)/)
    assert.match(page.body, /Ask .*@/)
    assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
  })

  it('lists every connection that was in use, and none that never was', async () => {
    const { connections } = await json()
    const status = new Map(connections.map(one => [one.id, one.status]))
    assert.equal(status.get('connection-call-centre'), 'live')
    assert.equal(status.get('connection-suspended'), 'not-currently-connected')
    assert.equal(status.get('connection-closed-organisation'), 'not-currently-connected')
    assert.equal(status.get('connection-terminated'), 'ceased')
    for (const never of ['no-agreement', 'terms-not-accepted'])
      assert.equal(status.get(`connection-${never}`), undefined, never)
  })

  it('is narrowed by region, organisation, product and status, and by nothing else', async () => {
    const ids = async (query: string) => (await json(query)).connections.map(one => one.id)
    const all = await ids('')
    assert.deepEqual(await ids('?organisation=XO003'), ['connection-yorkshire-urgent-care'])
    assert.deepEqual(await ids('?product=product-call-centre'), ['connection-call-centre'])
    const inLondon = await ids('?region=Y56')
    assert.ok(inLondon.includes('connection-call-centre'))
    assert.ok(!inLondon.includes('connection-yorkshire-urgent-care'))
    assert.ok((await ids('?region=Y63')).includes('connection-yorkshire-urgent-care'))
    const byStatus = await Promise.all(
      ['live', 'restricted', 'not-currently-connected', 'ceased'].map(status => ids(`?status=${status}`)),
    )
    assert.deepEqual(byStatus.flat().sort(), all.toSorted())
    for (const ending of ['', '.json', '.csv', '.atom']) {
      const wrong = await get(`/connections${ending}?org=XO003&status=closed`)
      assert.equal(wrong.statusCode, 400)
      const { errors } = wrong.json<{ errors: { parameter: string }[] }>()
      assert.deepEqual(errors.map(one => one.parameter).sort(), ['org', 'status'])
    }
  })

  it('may be kept for a while, and asked whether it is still the same', async () => {
    for (const ending of ['', '.json', '.csv', '.atom']) {
      const first = await get(`/connections${ending}`)
      const etag = String(first.headers['etag'])
      assert.equal(first.headers['cache-control'], 'public, max-age=300')
      for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const again = await get(`/connections${ending}`, { 'if-none-match': tag })
        assert.equal(again.statusCode, 304)
        assert.equal(again.body, '')
        assert.equal(again.headers['etag'], etag)
        assert.equal(again.headers['cache-control'], 'public, max-age=300')
      }
      assert.equal((await get(`/connections${ending}`, { 'if-none-match': '"x"' })).statusCode, 200)
    }
  })

  it('follows a change at once, and names that come to it from elsewhere within a minute', async () => {
    const before = await get('/connections.json')
    await saveOrganisation(
      rooms.database,
      { odsCode: 'XO001', name: 'Renamed Advice', addressLines: [], postcode: null, status: 'active' },
      deed(),
    )
    await rooms.follower.catchUp()
    const after = await get('/connections.json', { 'if-none-match': String(before.headers['etag']) })
    assert.equal(after.statusCode, 200)
    assert.match(after.body, /Renamed Advice/)
    await rooms.database.query(`update accounts.supplier set name = 'Renamed Supplier'`)
    assert.ok(!(await get('/connections.json')).body.includes('Renamed Supplier'))
    await house.advance(60_000)
    assert.match((await get('/connections.json')).body, /Renamed Supplier/)
  })

  it('is the same as CSV, read by a library that knows nothing of it, and safe to open in a spreadsheet', async () => {
    const nasty = '=HYPERLINK("http://evil.example")'
    await saveProduct(
      rooms.database,
      {
        id: 'product-call-centre',
        supplierId: 'demonstration-supplier',
        name: nasty,
        version: '1.0',
        status: 'active',
      },
      deed(),
    )
    await saveOrganisation(
      rooms.database,
      {
        odsCode: 'XO001',
        name: 'Advice, "quoted"\nand broken',
        addressLines: [],
        postcode: null,
        status: 'active',
      },
      deed(),
    )
    const answer = await get('/connections.csv')
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8; header=present')
    const rows: Record<string, string>[] = parse(answer.body, { columns: true })
    const { connections } = await json()
    assert.deepEqual(
      rows.map(row => [row['id'], row['ods_code'], row['status'], row['live_since']]),
      connections.map(one => [one.id, one.organisation.odsCode, one.status, one.liveSince ?? '']),
    )
    const row = rows.find(one => one['id'] === 'connection-call-centre')
    assert.equal(row?.['product'], `'${nasty}`)
    assert.equal(row?.['organisation'], 'Advice, "quoted"\nand broken')
    for (const one of rows) for (const cell of Object.values(one)) assert.doesNotMatch(cell, /^[=+\-@\t\r]/)
    const page = await get('/connections', { accept: 'text/html' })
    assert.ok(!page.body.includes('"http://evil.example"'))
  })

  it('tells of its changes in a feed, newest first', async () => {
    await house.advance(60_000)
    await reconcile()
    const answer = await get('/connections.atom')
    assert.equal(answer.headers['content-type'], 'application/atom+xml; charset=utf-8')
    const entries = answer.body.split('<entry>').slice(1)
    const ids = entries.map(one => Number(/#change-(\d+)</.exec(one)?.[1]))
    assert.ok(ids.length > 10)
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    )
    assert.ok(entries.some(one => one.includes('Changed: Advice, &quot;quoted&quot;')))
    assert.match(answer.body, new RegExp(`<id>${BASE_URL}/connections</id>`))
    const narrowed = await get('/connections.atom?organisation=XO003')
    const own = narrowed.body.split('<entry>').slice(1)
    assert.ok(own.length > 0 && own.every(one => one.includes('organisation=XO003')))
  })

  it('keeps its feed well formed, whatever a name holds', () => {
    const entry: ListedConnection = {
      id: 'connection',
      organisation: { odsCode: 'A&B', name: 'End ]]> of \u0000\u0008 <b> & "all"' },
      product: { id: 'product', name: '</title>' },
      supplier: 'Supplier',
      useCase: '<script>',
      purposes: [],
      audience: 'public',
      regions: 'national',
      interfaces: [],
      approvedOn: '2026-01-01',
      liveSince: null,
      status: 'live',
      ceasedOn: null,
      policyVersion: null,
      tailoredTerms: false,
      departures: [],
      safetyEvidence: 'none',
      lastReviewedOn: '2026-01-01',
    }
    const history = [
      { id: 7, at: 0, connectionId: 'connection', change: 'added', before: null, after: entry } as const,
    ]
    const contact = { name: 'Operator & Co', email: 'a@example.org', phone: '1' }
    const xml = asAtom(history, { baseUrl: 'https://x.test', contact })
    // Taken apart by hand: sections that may hold anything, then tags that must close in order.
    assert.match(xml, /&lt;script&gt;/)
    const bare = xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, 'text').replace(/<\?xml[^>]*\?>/, '')
    assert.doesNotMatch(bare, /]]>/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there.
    assert.doesNotMatch(xml, /[\u0000-\u0008]/)
    const open: string[] = []
    for (const [, close, name, self] of bare.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
      if (close) assert.equal(open.pop(), name)
      else if (!self) open.push(name ?? '')
    }
    assert.deepEqual(open, [])
    assert.doesNotMatch(bare.replaceAll(/<[^<>]*>/g, ''), /[<>]|&(?!amp;|lt;|gt;|quot;|apos;|#)/)
  })

  it('only counts those that are not listed, and tells nothing of them by way of the feed either', async () => {
    const agreementId = 'agreement-pharmacy-finder'
    const before = await json()
    assert.equal(before.withheld, 0)
    const request = {
      id: 'hide',
      agreementId,
      scope: { type: 'publication-opt-out' },
      reason: 'hide',
    } as const
    await requestPermission(rooms.database, request, async () => null, deed())
    const granted = await grantPermission(rooms.database, 'hide', {}, about, deed())
    assert.equal(granted.outcome, 'changed')
    await reconcile()
    const after = await json()
    assert.equal(after.withheld, 1)
    assert.equal(after.connections.length, before.connections.length - 1)
    for (const url of ['/connections.json', '/connections.csv', '/connections.atom'])
      assert.ok(!(await get(url)).body.includes('Medicines Helpline'), url)
    const page = await get('/connections', { accept: 'text/html' })
    assert.match(page.body, /1 connection is not listed, with the operator’s agreement/)
    assert.ok(!page.body.includes('Medicines Helpline'))
    await movePermission(rooms.database, 'hide', 'withdraw', about, deed())
    assert.equal((await json()).withheld, 0)
  })

  it('names no person', async () => {
    for (const url of ['/connections.json', '/connections.csv', '/connections.atom', '/connections']) {
      const { body } = await get(url)
      for (const word of ['Casey', 'GMC', 'symptom-admin', 'lead-y63', 'safety-officer'])
        assert.ok(!body.includes(word), `${word} in ${url}`)
    }
  })
})

describe('what an Accept header prefers', () => {
  const ours = ['application/json', 'text/html'] as const
  const cases: readonly [header: string | undefined, wanted: string][] = [
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/html', 'text/html'],
    ['text/*', 'text/html'],
    ['application/json;q=0.5, text/html;q=0.4', 'application/json'],
    ['application/json;q=0.5, text/html', 'text/html'],
    ['text/html;q=0, */*', 'application/json'],
    ['application/json;q=0, */*;q=0.1', 'text/html'],
    ['TEXT/HTML; charset=utf-8', 'text/html'],
    ['image/png', 'application/json'],
    ['text/html;q=oops', 'application/json'],
    ['', 'application/json'],
  ]
  for (const [header, wanted] of cases) {
    it(`gives ${wanted} for ${header ?? 'none'}`, () => {
      assert.equal(preferred(header, ours), wanted)
    })
  }
})
