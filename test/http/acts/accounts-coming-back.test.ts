import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readAgreements } from '../../../src/agreements/index.ts'
import { readActs } from '../../../src/workflow/index.ts'
import { openHouse, type TestPerson } from '../../support/house.ts'
import { post, statusAfter } from './some-accounts.ts'

describe('coming back after the last account of a connection has ended', async () => {
  const house = await openHouse()
  const { query } = house.rooms.database
  const manager = await house.person([{ role: 'access-manager' }])
  const owner = await house.person([{ role: 'decision-owner' }])
  const second = await house.person([{ role: 'decision-owner' }])
  const odsOf = (name: string): string =>
    house.rooms.accounts.registry.find(`demo-${name}`)?.organisation.odsCode ?? assert.fail()
  const statusesOf = async (name: string): Promise<string[]> =>
    (await readAgreements(query, [`connection-${name}`])).map(({ facts }) => facts.status)
  /** A new web service account there, approved; what it lacks to be used. */
  const comeBack = async (name: string): Promise<{ id: string; missing: string[] }> => {
    const path = `/connections/connection-${name}/web-service-accounts`
    const made = await post(manager, path, { name: 'Back again' })
    assert.equal(made.statusCode, 201, made.body)
    const { id } = made.json<{ id: string }>()
    assert.equal(await statusAfter(manager, `/accounts/${id}/submission`), 'submitted')
    assert.equal(await statusAfter(manager, `/accounts/${id}/approval`), 'approved')
    const refused = await post(manager, `/accounts/${id}/activation`)
    assert.equal(refused.statusCode, 409, refused.body)
    return { id, missing: refused.json<{ unmet: { what: string }[] }>().unmet.map(({ what }) => what) }
  }
  const predecessorOf = async (person: TestPerson, id: string): Promise<string | null> =>
    (await person.ask('GET', `/api/v1/accounts/${id}`)).json<{ predecessor: string | null }>().predecessor

  it('takes everything anew, for what was agreed has ended with it', async () => {
    const admin = await house.person([{ role: 'euo-admin', scope: odsOf('pharmacy-finder') }])
    assert.deepEqual(await statusesOf('pharmacy-finder'), ['in-force'])
    assert.equal(await statusAfter(admin, '/accounts/demo-pharmacy-finder/cessation'), 'terminated')
    assert.deepEqual(await statusesOf('pharmacy-finder'), ['ended'])
    const ended = (await readActs(query, 'agreement', 'agreement-pharmacy-finder')).at(-1)
    assert.deepEqual([ended?.event, ended?.who, ended?.acting_as], ['end', admin.id, 'euo-admin'])
    const { id, missing } = await comeBack('pharmacy-finder')
    assert.equal(await predecessorOf(admin, id), 'demo-pharmacy-finder')
    assert.match(missing.join(' '), /No public key.*No agreement is in force.*listed publicly/)
  })

  it('is the same after a revocation, once two have agreed to it', async () => {
    const proposed = await post(owner, '/accounts/demo-booking-desk/revocation')
    assert.equal(proposed.statusCode, 202, proposed.body)
    assert.deepEqual(await statusesOf('booking-desk'), ['in-force'])
    const { proposal } = proposed.json<{ proposal: string }>()
    const agreed = await post(second, `/proposals/${proposal}/approval`)
    assert.equal(agreed.statusCode, 200, agreed.body)
    assert.deepEqual(await statusesOf('booking-desk'), ['ended'])
  })

  it('waits for the last one, and then still takes an agreement accepted since', async () => {
    const connection = 'connection-small-volume'
    await query(
      `insert into accounts.account (id, kind, connection_id, name, status, person_id)
       values ('nurse', 'individual', $1, 'nurse', 'active', 'person-nurse')`,
      [connection],
    )
    const admin = await house.person([{ role: 'euo-admin', scope: odsOf('small-volume') }])
    assert.equal(await statusAfter(admin, '/accounts/demo-small-volume/cessation'), 'terminated')
    assert.deepEqual(await statusesOf('small-volume'), ['in-force'], 'a person asks there still')
    const { missing } = await comeBack('small-volume')
    assert.match(missing.join(' '), /accepted for the account before this one/)
    assert.equal(await statusAfter(admin, '/accounts/nurse/cessation'), 'terminated')
    assert.deepEqual(await statusesOf('small-volume'), ['in-force'], 'the one that came back has not ended')
  })
})
