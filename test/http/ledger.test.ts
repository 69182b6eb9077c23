import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { commitmentTo } from '../../src/ledger/activity-leaf.ts'
import { readCheckpoint } from '../../src/ledger/checkpoint.ts'
import { noteVerifier, openNote, partsOf } from '../../src/ledger/note.ts'
import { provesConsistency, provesInclusion } from '../../src/ledger/proofs.ts'
import { readTlogProof } from '../../src/ledger/tlog-proof.ts'
import { leafHash } from '../../src/ledger/tree-hash.ts'
import { readActs } from '../../src/workflow/index.ts'
import { mth } from '../ledger/rfc-oracle.ts'
import { openHouse } from '../support/house.ts'
import { lintFindings } from './lint-openapi.ts'

type Proof = {
  leaf: number
  size: number
  commitment: string
  salt: string
  entry: string
  leafData: string
  proof: string[]
  checkpoint: string
}
type Keys = { keys: { log: string; key: string; from: string; retiredAt: string | null }[] }

describe('the ledger at the door', async () => {
  const house = await openHouse()
  const get = (url: string) => house.ask(null, url)
  const decisionOf = async (account: string): Promise<string> =>
    (await house.ask(account, '/api/v1/services?near=LS1&limit=1')).json<{ decisionId: string }>().decisionId
  const keys = async (log = 'activity') =>
    (await get('/ledger/keys')).json<Keys>().keys.filter(key => key.log === log)
  const opened = async (note: string, log = 'activity') => {
    const verifiers = (await keys(log)).flatMap(({ key }) => noteVerifier(key) ?? [])
    const read = openNote(note, verifiers)
    const checkpoint = read.outcome === 'signed' ? readCheckpoint(read.text) : undefined
    assert.ok(checkpoint)
    return checkpoint
  }
  const decisions: string[] = []
  for (let count = 0; count < 3; count += 1) decisions.push(await decisionOf('call-centre'))
  const [first = '', second = ''] = decisions

  it('proves to an account that a decision about it is in the log, at once', async () => {
    for (const decision of decisions) {
      const answer = await house.ask('call-centre', `/ledger/proof/${decision}`)
      assert.equal(answer.statusCode, 200)
      assert.equal(answer.headers['cache-control'], 'no-store')
      const proof = answer.json<Proof>()
      const checkpoint = await opened(proof.checkpoint)
      assert.equal(checkpoint.size, proof.size)
      assert.equal(JSON.parse(proof.entry).id, decision)
      const commitment = commitmentTo(Buffer.from(proof.salt, 'base64'), proof.entry)
      assert.equal(Buffer.from(commitment).toString('hex'), proof.commitment)
      assert.equal(proof.leafData.split('\n').at(-2), proof.commitment)
      const hashes = proof.proof.map(hash => Buffer.from(hash, 'base64'))
      const leaf = leafHash(Buffer.from(proof.leafData))
      assert.ok(provesInclusion(leaf, proof.leaf, proof.size, hashes, checkpoint.root))
    }
  })

  it('gives the proof in the form that other tools read, too', async () => {
    const answer = await house.ask('call-centre', `/ledger/proof/${first}`, {
      headers: { accept: 'text/plain' },
    })
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
    const proof = readTlogProof(answer.body)
    assert.ok(proof?.extra)
    const checkpoint = await opened(proof.checkpoint)
    const { node, sequence, at, salt, entry } = JSON.parse(Buffer.from(proof.extra).toString())
    const commitment = Buffer.from(commitmentTo(Buffer.from(salt, 'base64'), entry)).toString('hex')
    const data = `signpost/activity/v1\n${node}\n${sequence}\n${at}\n${commitment}\n`
    assert.ok(
      provesInclusion(
        leafHash(Buffer.from(data)),
        proof.index,
        checkpoint.size,
        proof.hashes,
        checkpoint.root,
      ),
    )
  })

  it('tells of a decision to nobody else but the operator and its auditors', async () => {
    const unknown = await house.ask('call-centre', '/ledger/proof/019e8d23-0000-7000-8000-000000000000')
    const others = await house.ask('gp-software', `/ledger/proof/${first}`)
    assert.equal(unknown.statusCode, 404)
    assert.equal(others.statusCode, 404)
    const plain = (body: string) => body.replaceAll(/[0-9a-f-]{36}/g, '')
    assert.equal(plain(others.body), plain(unknown.body))
    assert.equal((await get(`/ledger/proof/${first}`)).statusCode, 401)
    const auditor = await house.person([{ role: 'auditor' }])
    assert.equal((await auditor.ask('GET', `/ledger/proof/${first}`)).statusCode, 200)
    const lead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
    assert.equal((await lead.ask('GET', `/ledger/proof/${first}`)).statusCode, 404)
    assert.equal((await house.ask('call-centre', '/ledger/proof/nothing')).statusCode, 400)
    assert.equal((await house.ask('call-centre', `/ledger/proof/${first}?more=1`)).statusCode, 400)
  })

  it('shows anybody the checkpoint, the tiles its root is made of, and that later trees go on from earlier ones', async () => {
    const before = await opened((await get('/ledger/checkpoint')).body)
    await house.ask('call-centre', `/ledger/proof/${await decisionOf('call-centre')}`)
    const checkpoint = await get('/ledger/checkpoint')
    assert.equal(checkpoint.headers['content-type'], 'text/plain; charset=utf-8')
    assert.equal(checkpoint.headers['cache-control'], 'no-store')
    const now = await opened(checkpoint.body)
    assert.ok(now.size > before.size)
    const tile = await get(`/ledger/tile/0/000.p/${now.size}`)
    assert.equal(tile.headers['content-type'], 'application/octet-stream')
    assert.match(String(tile.headers['cache-control']), /immutable/)
    assert.equal(tile.rawPayload.length, now.size * 32)
    const consistency = await get(`/ledger/consistency?from=${before.size}&to=${now.size}`)
    const proof = consistency.json<{ proof: string[] }>().proof.map(hash => Buffer.from(hash, 'base64'))
    assert.ok(provesConsistency(before, now, proof))
    const nothing = [
      '/tile/0/000',
      `/tile/0/000.p/${now.size + 1}`,
      '/tile/0/0',
      '/tile/64/000',
      '/tile/1/000.p/1',
      '/tile/0/001',
    ]
    for (const path of nothing) assert.equal((await get(`/ledger${path}`)).statusCode, 404, path)
    for (const query of [
      'from=2&to=1',
      `from=0&to=${now.size + 1}`,
      'from=-1&to=1',
      'from=0',
      'from=0&to=1&x=1',
    ])
      assert.equal((await get(`/ledger/consistency?${query}`)).statusCode, 400, query)
  })

  it('lets anybody read what was done to the registers, to the very leaves the checkpoint is over', async () => {
    await house.rooms.ledger.sealers.governance.sealNow()
    const now = await opened((await get('/ledger/governance/checkpoint')).body, 'governance')
    const leaves: Buffer[] = []
    for (let index = 0; index * 256 < now.size; index += 1) {
      const width = Math.min(256, now.size - index * 256)
      const part = width === 256 ? '' : `.p/${width}`
      const bundle = await get(`/ledger/governance/tile/entries/${String(index).padStart(3, '0')}${part}`)
      assert.equal(bundle.headers['content-type'], 'application/octet-stream')
      for (let at = 0; at < bundle.rawPayload.length; ) {
        const length = bundle.rawPayload.readUInt16BE(at)
        leaves.push(bundle.rawPayload.subarray(at + 2, at + 2 + length))
        at += 2 + length
      }
    }
    assert.equal(leaves.length, now.size)
    assert.ok(mth(leaves).equals(now.root))
    const page = await get('/ledger/governance?limit=5')
    const { entries, next } = page.json<{ entries: { leaf: number; entity: string }[]; next: number }>()
    assert.equal(entries.length, 5)
    const more = await get(`/ledger/governance?limit=5&before=${next}`)
    assert.equal(more.json<{ entries: { leaf: number }[] }>().entries[0]?.leaf, next - 1)
    const html = await house.ask(null, '/ledger/governance?entity=permission', {
      headers: { accept: 'text/html' },
    })
    assert.equal(html.headers['content-type'], 'text/html; charset=utf-8')
    assert.match(html.body, /<td>permission<\/td><td>grant<\/td>/)
    assert.ok(!html.body.includes('<td>region</td>'))
    assert.equal((await get('/ledger/governance?unknown=1')).statusCode, 400)
  })

  it('tells no more of people and of accounts than a hash of what they are called', async () => {
    const people = await house.rooms.database.query<{ id: string }>('select id from people.person limit 200')
    const bundle = (await get('/ledger/governance/tile/entries/000')).body
    assert.ok(people.length > 0)
    for (const { id } of people) assert.ok(!bundle.includes(id), id)
    for (const name of ['demo-call-centre', 'XO001']) assert.ok(!bundle.includes(name), name)
  })

  it('has its key replaced by the officer of information governance alone, and says so in its own log', async () => {
    const body = { reason: 'Once a year.' }
    const manager = await house.person([{ role: 'access-manager' }])
    assert.equal((await manager.ask('POST', '/api/v1/ledger/keys/rotation', body)).statusCode, 403)
    const officer = await house.person([{ role: 'ig-officer' }])
    const [old] = await keys()
    house.clock.advance(1000)
    const rotated = await officer.ask('POST', '/api/v1/ledger/keys/rotation', body)
    assert.equal(rotated.statusCode, 200)
    const [fresh, former] = await keys()
    assert.equal(former?.key, old?.key)
    assert.notEqual(former?.retiredAt, null)
    assert.ok(rotated.json<{ keys: string[] }>().keys.includes(fresh?.key ?? ''))
    assert.equal(partsOf((await get('/ledger/checkpoint')).body)?.signatures.length, 2)
    const id = fresh?.key.split('+')[1] ?? ''
    const [act] = await readActs(house.rooms.database.query, 'ledger-key', id)
    assert.deepEqual([act?.event, act?.who, act?.why], ['rotate', officer.id, 'Once a year.'])
    assert.equal((await house.ask('call-centre', `/ledger/proof/${second}`)).statusCode, 200)
  })

  it('is described, without an error by the rules of Spectral; those of OWASP are for what is not open to all', async () => {
    const document = await get('/ledger/openapi.json')
    assert.deepEqual(Object.keys(document.json<{ paths: object }>().paths).sort(), [
      '/ledger/checkpoint',
      '/ledger/consistency',
      '/ledger/governance',
      '/ledger/governance/checkpoint',
      '/ledger/governance/consistency',
      '/ledger/keys',
      '/ledger/proof/{decision}',
    ])
    assert.deepEqual(
      (await lintFindings(document.body)).filter(one => !one.startsWith('owasp:')),
      [],
    )
  })
})
