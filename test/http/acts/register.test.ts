import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readActs } from '../../../src/workflow/index.ts'
import { openHouse } from '../../support/house.ts'

type Body = Readonly<Record<string, unknown>>

describe('the register, as people keep it', async () => {
  const house = await openHouse()
  const access = await house.person([{ role: 'access-manager' }])
  const owner = await house.person([{ role: 'decision-owner' }])
  const auditor = await house.person([{ role: 'auditor' }])
  const admin = await house.person([{ role: 'euo-admin', scope: 'XO001' }])
  const maker = await house.person([{ role: 'supplier-admin', scope: 'acme' }])
  const rival = await house.person([{ role: 'supplier-admin', scope: 'rival' }])
  const lead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])

  type Person = typeof access
  const ask = async (
    person: Person,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    status: number,
    body?: Body,
  ): Promise<Body> => {
    const given = body === undefined || method === 'GET' ? body : { reason: 'a test', ...body }
    const answer = await person.ask(method, `/api/v1${path}`, given)
    assert.equal(answer.statusCode, status, `${method} ${path}: ${answer.body}`)
    return answer.json()
  }
  const idOf = (body: Body): string => String(body['id'])
  const rows = (body: Body, member: string): Body[] => {
    const list = body[member]
    assert.ok(Array.isArray(list))
    return list
  }
  const reasonOf = (body: Body) => body['reason']

  for (const supplier of ['acme', 'rival'])
    await ask(access, 'PUT', `/suppliers/${supplier}`, 201, { name: `${supplier} Ltd` })

  it('has organisations, which the operator sees all of and each organisation itself', async () => {
    const all = rows(await ask(auditor, 'GET', '/organisations', 200), 'organisations')
    assert.ok(all.length > 10)
    const own = rows(await ask(admin, 'GET', '/organisations', 200), 'organisations')
    assert.deepEqual(
      own.map(one => one['odsCode']),
      ['XO001'],
    )
    assert.equal((await ask(admin, 'GET', '/organisations/XO001', 200))['status'], 'active')
    const hidden = await ask(admin, 'GET', '/organisations/XO002', 404)
    const missing = await ask(admin, 'GET', '/organisations/NOBODY', 404)
    const { requestId: _one, ...first } = hidden
    const { requestId: _two, ...second } = missing
    assert.deepEqual(first, second)
    assert.equal(reasonOf(await ask(lead, 'GET', '/organisations', 403)), 'role-missing')
  })

  it('is read page by page, and nothing twice', async () => {
    const whole = rows(await ask(access, 'GET', '/organisations', 200), 'organisations')
    const seen: unknown[] = []
    let after = ''
    for (;;) {
      const page = await ask(access, 'GET', `/organisations?limit=4${after}`, 200)
      seen.push(...rows(page, 'organisations').map(one => one['odsCode']))
      if (page['next'] === null) break
      after = `&after=${page['next']}`
    }
    assert.deepEqual(
      seen,
      whole.map(one => one['odsCode']),
    )
    const closed = rows(await ask(access, 'GET', '/organisations?status=closed', 200), 'organisations')
    assert.ok(closed.length > 0 && closed.every(one => one['status'] === 'closed'))
  })

  it('has an organisation added, corrected, closed and reopened by an access manager and nobody else', async () => {
    const body = { name: 'New Trust', postcode: 'LS1 4AP', addressLines: ['1 High Street'] }
    for (const person of [admin, maker, owner, auditor, lead])
      await ask(person, 'PUT', '/organisations/XNEW', 403, body)
    await ask(access, 'PUT', '/organisations/XNEW', 201, body)
    await ask(access, 'PUT', '/organisations/XNEW', 200, { name: 'New Trust, Renamed' })
    assert.deepEqual(await ask(access, 'GET', '/organisations/XNEW', 200), {
      odsCode: 'XNEW',
      ...body,
      name: 'New Trust, Renamed',
      status: 'active',
      statusReason: null,
      odsRole: null,
      openedOn: null,
      closedOn: null,
    })
    await ask(access, 'PUT', '/organisations/XNEW', 400, { name: 'N', postcode: 'nowhere' })
    await ask(admin, 'POST', '/organisations/XNEW/closure', 403, {})
    await ask(access, 'POST', '/organisations/XNONE/closure', 404, {})
    await ask(access, 'POST', '/organisations/XNEW/closure', 200, { closedOn: '2026-05-31' })
    assert.equal(
      reasonOf(await ask(access, 'POST', '/organisations/XNEW/closure', 409, {})),
      'not-possible-now',
    )
    assert.equal((await ask(access, 'GET', '/organisations/XNEW', 200))['closedOn'], '2026-05-31')
    // Correcting what a closed one is called does not open it.
    await ask(access, 'PUT', '/organisations/XNEW', 200, { name: 'Closed Trust' })
    assert.equal((await ask(access, 'GET', '/organisations/XNEW', 200))['status'], 'closed')
    await ask(access, 'POST', '/organisations/XNEW/reopening', 200, {})
    const acts = await readActs(house.rooms.database.query, 'organisation', 'XNEW')
    assert.deepEqual(
      acts.map(act => [act.event, act.who, act.acting_as, act.why]),
      ['save', 'save', 'close', 'save', 'reopen'].map(event => [
        event,
        access.id,
        'access-manager',
        'a test',
      ]),
    )
  })

  it('has an organisation suspended and reinstated with a reason, by those who decide for the operator', async () => {
    const search = () => house.ask('small-volume', '/api/v1/services?near=LS1+4AP&limit=1')
    const { organisation } = house.rooms.accounts.registry.find('demo-small-volume') ?? assert.fail()
    const path = `/organisations/${organisation.odsCode}`
    for (const person of [admin, maker, auditor, lead])
      await ask(person, 'POST', `${path}/suspension`, 403, {})
    await ask(owner, 'POST', '/organisations/XNONE/suspension', 404, {})
    await ask(owner, 'POST', `${path}/suspension`, 200, {})
    await ask(owner, 'POST', `${path}/suspension`, 409, {})
    assert.equal((await search()).json<Body>()['reason'], 'organisation-suspended')
    await ask(access, 'POST', `${path}/closure`, 200, {})
    assert.equal((await ask(access, 'POST', `${path}/reopening`, 200, {}))['status'], 'suspended')
    await ask(access, 'POST', `${path}/reinstatement`, 200, {})
    assert.equal((await search()).statusCode, 200)
    const torn = await house.person([
      { role: 'decision-owner' },
      { role: 'euo-admin', scope: organisation.odsCode },
    ])
    await ask(torn, 'POST', `${path}/suspension`, 403, {})
  })

  it('refuses the caller of an organisation from the moment it is closed, and answers again when it is reopened', async () => {
    const search = () => house.ask('small-volume', '/api/v1/services?near=LS1+4AP&limit=1')
    assert.equal((await search()).statusCode, 200)
    const { organisation } = house.rooms.accounts.registry.find('demo-small-volume') ?? assert.fail()
    await ask(access, 'POST', `/organisations/${organisation.odsCode}/closure`, 200, {})
    const refused = await search()
    assert.equal(refused.statusCode, 403)
    assert.equal(refused.json<Body>()['reason'], 'organisation-closed')
    await ask(access, 'POST', `/organisations/${organisation.odsCode}/reopening`, 200, {})
    assert.equal((await search()).statusCode, 200)
  })

  const saved = await maker.ask('POST', '/api/v1/products', {
    supplierId: 'acme',
    name: 'Desk',
    reason: 'our first product',
  })
  const product = idOf(saved.json())

  it('lets a supplier add its own products and versions, and see no others', async () => {
    assert.equal(saved.statusCode, 201, saved.body)
    await ask(maker, 'POST', '/products', 200, { id: product, supplierId: 'acme', name: 'Desk 2' })
    await ask(maker, 'POST', `/products/${product}/versions`, 201, { version: '1.0', note: 'The first.' })
    assert.equal(
      reasonOf(await ask(maker, 'POST', `/products/${product}/versions`, 409, { version: '1.0' })),
      'conflict',
    )
    await ask(access, 'POST', `/products/${product}/versions`, 201, { version: '1.1' })
    const shown = await ask(maker, 'GET', `/products/${product}`, 200)
    assert.deepEqual(shown['product'], {
      id: product,
      supplierId: 'acme',
      name: 'Desk 2',
      version: '1.1',
      status: 'active',
    })
    assert.deepEqual(
      rows(shown, 'versions').map(one => one['version']),
      ['1.1', '1.0'],
    )
    const names = async (person: Person, path: string, list: string) =>
      rows(await ask(person, 'GET', path, 200), list).map(one => one['id'])
    assert.deepEqual(await names(maker, '/products', 'products'), [product])
    assert.deepEqual(await names(rival, '/products', 'products'), [])
    assert.deepEqual(await names(maker, '/suppliers', 'suppliers'), ['acme'])
    assert.ok((await names(auditor, '/suppliers', 'suppliers')).length >= 3)
  })

  it('shows another supplier nothing of a product, not even that there is one', async () => {
    const like = async (method: 'GET' | 'POST', path: (id: string) => string, body?: Body) => {
      const theirs = await rival.ask(method, `/api/v1${path(product)}`, body)
      const none = await rival.ask(method, `/api/v1${path('no-such-product')}`, body)
      assert.equal(theirs.statusCode, 404, theirs.body)
      const { requestId: _one, ...first } = theirs.json<Body>()
      const { requestId: _two, ...second } = none.json<Body>()
      assert.deepEqual(first, second)
    }
    const reason = 'a test'
    await like('GET', id => `/products/${id}`)
    await like('POST', id => `/products/${id}/versions`, { version: '9', reason })
    await like('POST', id => `/products/${id}/clients`, { environment: 'production', name: 'Mine', reason })
    for (const id of [product, 'no-such-product']) {
      const renamed = { id, supplierId: 'rival', name: 'Mine now' }
      assert.equal(reasonOf(await ask(rival, 'POST', '/products', 404, renamed)), 'no-such-record')
      const connection = { odsCode: 'XO001', productId: id, environment: 'production' }
      assert.equal(reasonOf(await ask(rival, 'POST', '/connections', 404, connection)), 'no-such-record')
    }
    await ask(rival, 'POST', '/products', 404, { supplierId: 'acme', name: 'In their name' })
    await ask(access, 'POST', '/products', 404, { supplierId: 'no-such-supplier', name: 'Nobody’s' })
  })

  it('has products stopped by the operator alone, and ended by two people', async () => {
    for (const person of [maker, admin, auditor])
      await ask(person, 'POST', `/products/${product}/suspension`, 403, {})
    assert.deepEqual(await ask(owner, 'POST', `/products/${product}/suspension`, 200, {}), {
      status: 'suspended',
    })
    assert.deepEqual(await ask(access, 'POST', `/products/${product}/reinstatement`, 200, {}), {
      status: 'active',
    })
    const doomed = idOf(await ask(maker, 'POST', '/products', 201, { supplierId: 'acme', name: 'Doomed' }))
    const proposed = await ask(access, 'POST', `/products/${doomed}/withdrawal`, 202, {})
    const both = await house.person([{ role: 'decision-owner' }], access.id)
    await ask(both, 'POST', `/proposals/${proposed['proposal']}/approval`, 403, {})
    await ask(owner, 'POST', `/proposals/${proposed['proposal']}/approval`, 200, {})
    const [, withdrawn] = await readActs(house.rooms.database.query, 'product', doomed)
    assert.deepEqual(
      [withdrawn?.event, withdrawn?.who, withdrawn?.acting_as, withdrawn?.approved_by],
      ['withdraw', access.id, 'access-manager', owner.id],
    )
    for (const [path, body] of [
      ['suspension', {}],
      ['reinstatement', {}],
      ['versions', { version: '3' }],
      ['clients', { environment: 'production', name: 'Too late' }],
    ] as const)
      assert.equal(
        reasonOf(await ask(access, 'POST', `/products/${doomed}/${path}`, 409, body)),
        'not-possible-now',
      )
  })

  it('connects an organisation and a product, and drafts the accounts, each for who may', async () => {
    const wanted = { odsCode: 'XO001', productId: product, environment: 'production' }
    await ask(admin, 'POST', '/connections', 403, wanted)
    const connection = await ask(maker, 'POST', '/connections', 201, wanted)
    const id = idOf(connection)
    assert.equal(connection['status'], 'open')
    assert.equal(reasonOf(await ask(maker, 'POST', '/connections', 409, wanted)), 'conflict')
    const unknown = await ask(maker, 'POST', '/connections', 409, { ...wanted, odsCode: 'NOBODY' })
    const closed = rows(await ask(access, 'GET', '/organisations?status=closed', 200), 'organisations')[0]
    const shut = await ask(maker, 'POST', '/connections', 409, { ...wanted, odsCode: closed?.['odsCode'] })
    assert.equal(unknown['detail'], shut['detail'])

    const other = await house.person([{ role: 'euo-admin', scope: 'XO002' }])
    const seen = async (person: Person) =>
      rows(await ask(person, 'GET', '/connections', 200), 'connections').map(one => one['id'])
    assert.deepEqual((await seen(admin)).toSorted(), [id, 'connection-call-centre'].toSorted())
    assert.deepEqual(await seen(maker), [id])
    assert.deepEqual(await seen(rival), [])
    assert.deepEqual(await seen(other), ['connection-symptom-checker'])

    const account = { name: 'Our desk' }
    for (const person of [other, rival])
      await ask(person, 'POST', `/connections/${id}/web-service-accounts`, 404, account)
    const draft = await ask(admin, 'POST', `/connections/${id}/web-service-accounts`, 201, account)
    assert.equal(draft['status'], 'draft')
    assert.equal(house.rooms.accounts.registry.find(idOf(draft))?.account.status, 'draft')
    const second = await ask(maker, 'POST', `/connections/${id}/web-service-accounts`, 409, account)
    assert.equal(reasonOf(second), 'conflict')
    const [created] = await readActs(house.rooms.database.query, 'account', idOf(draft))
    assert.deepEqual([created?.acting_as, created?.on_behalf_of], ['euo-admin', 'XO001'])

    const client = { environment: 'production', name: 'Desk for all' }
    const drafted = await ask(maker, 'POST', `/products/${product}/clients`, 201, client)
    await ask(access, 'POST', `/products/${product}/clients`, 409, client)
    assert.equal(house.rooms.accounts.registry.find(idOf(drafted))?.organisation.status, 'not-named')

    const refused = await ask(admin, 'POST', `/connections/${id}/withdrawal`, 409, {})
    assert.equal(reasonOf(refused), 'requirements-unmet')
    assert.equal(rows(refused, 'unmet').length, 1)
    await ask(other, 'POST', `/connections/${id}/withdrawal`, 404, {})
    await ask(maker, 'POST', '/connections/no-such/withdrawal', 404, {})
  })

  it('opens no account on a connection that is on hold', async () => {
    await ask(access, 'PUT', '/organisations/XHOLD', 201, { name: 'On Hold' })
    const wanted = { odsCode: 'XHOLD', productId: product, environment: 'production' }
    const id = idOf(await ask(access, 'POST', '/connections', 201, wanted))
    await ask(access, 'POST', '/organisations/XHOLD/closure', 200, {})
    const path = `/connections/${id}/web-service-accounts`
    assert.equal(reasonOf(await ask(maker, 'POST', path, 409, { name: 'Late' })), 'not-possible-now')
    await ask(access, 'POST', '/organisations/XHOLD/reopening', 200, {})
    await ask(maker, 'POST', path, 201, { name: 'In time' })
  })
})
