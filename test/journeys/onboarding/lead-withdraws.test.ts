import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readServices } from '../../../src/directory/index.ts'
import { openHouse } from '../../support/house.ts'
import { done, type Found, inboxOf, post, refused, seen } from '../../support/journey.ts'

const PERMISSION = 'public-display-symptom-checker'
const inLeeds = '/api/v1/services?near=LS1%204AP'
/** Rochdale lies in the North West, a few miles from the border with Yorkshire. */
const nearTheBorder = '/api/v1/services?near=OL16&within=60000&limit=20'

type Grant = { readonly region: string; readonly endedAt: string | null }

/**
 * A symptom checker shows services of all seven regions to the public. The lead for the North East and Yorkshire takes
 * her grant back: from the next answer on her services are gone from that consumer’s results, and from no other’s
 * (AUP18-16; sources, use 3.2).
 */
describe('a lead who takes back that her services are shown to the public', async () => {
  const house = await openHouse()
  const lead = await house.person([], 'lead-y63')
  const leadOfTheNorthWest = await house.person([], 'lead-y62')
  const admin = await house.person([], 'symptom-admin')
  const signatory = await house.person([], 'symptom-signatory')
  const show = (url: string) => house.ask('symptom-checker', url)
  let oneOfHers = 0
  const withdrawal = `/permissions/${PERMISSION}/regions/Y63/withdrawal`

  /** The regions of the services in an answer. */
  const regionsIn = async ({ services }: Found): Promise<ReadonlySet<string | undefined>> => {
    const ids = services.map(({ id }) => id)
    const found = await readServices(house.rooms.database.query, ids)
    return new Set(found.map(({ service }) => service.regionId))
  }

  it('has been shown, in Leeds and over the border', async () => {
    const inHers = await done<Found>(show(inLeeds))
    oneOfHers = inHers.services[0]?.id ?? 0
    await done(show(`/api/v1/services/${oneOfHers}`))
    const regions = await regionsIn(await done<Found>(show(nearTheBorder)))
    assert.ok(regions.has('Y62') && regions.has('Y63'), [...regions].join())
  })

  it('alone can take it back: to the lead of the next region it is not there to be taken', async () => {
    const refusal = await refused(post(leadOfTheNorthWest, withdrawal, { reason: 'They are near us.' }))
    assert.deepEqual([refusal.status, refusal.reason], [404, 'no-such-record'])
    const own = await refused(post(admin, withdrawal, { reason: 'We would rather not.' }))
    assert.deepEqual([own.status, own.reason], [403, 'role-missing'])
  })

  it('takes it back, and is nowhere in that consumer’s results from the next answer on', async () => {
    const before = await done<Found>(show(nearTheBorder))
    await done(post(lead, withdrawal, { reason: 'People were sent to a unit that had moved.' }))
    const after = await done<Found>(show(nearTheBorder))
    assert.deepEqual(await regionsIn(after), new Set(['Y62']))
    // What is left stands in the order it stood in.
    const left = before.services.map(({ id }) => id).filter(id => after.services.some(one => one.id === id))
    assert.deepEqual(after.services.map(({ id }) => id).slice(0, left.length), left)
  })

  it('has a search from her own region refused, with why, and with what can be done about it', async () => {
    const refusal = await refused(show(inLeeds))
    assert.equal(refusal.status, 403)
    assert.equal(refusal.reason, 'public-display-not-granted-here')
    assert.deepEqual(refusal.clauses, ['AUP18-16', 'AUP25-20', 'AUP25-41'])
    assert.equal(refusal.detail, 'The place is in region Y63; granted: Y56, Y58, Y59, Y60, Y61, Y62.')
    assert.equal(
      refusal.remedy,
      'Ask the DoS Lead of the region for a grant. Until then, ask only about places where you have one.',
    )
  })

  it('has each of them withheld also from who had it in an answer a moment ago', async () => {
    const refusal = await refused(show(`/api/v1/services/${oneOfHers}`))
    assert.deepEqual([refusal.status, refusal.reason], [404, 'not-found'])
  })

  it('has nothing changed for professionals: it was the public she spoke of', async () => {
    const { services } = await done<Found>(house.ask('call-centre', inLeeds))
    assert.ok(services.length > 0)
  })

  it('has the consumer told at once, its administrator and its signatory, with her reason', async () => {
    for (const told of [await inboxOf(admin), await inboxOf(signatory)]) {
      assert.equal(told[0]?.kind, 'region-grant-withdrawn')
      assert.match(told[0]?.text ?? '', /People were sent to a unit that had moved/)
    }
  })

  it('leaves what was granted on record, with its end', async () => {
    const { permission } = await seen<{ permission: { state: string; grants: Grant[] } }>(
      admin,
      `/permissions/${PERMISSION}`,
    )
    assert.equal(permission.state, 'granted')
    assert.deepEqual(
      permission.grants.filter(({ endedAt }) => endedAt !== null),
      permission.grants.filter(({ region }) => region === 'Y63'),
    )
  })

  it('may grant it again, and is shown again', async () => {
    const reason = 'The unit’s entry has been put right.'
    await done(post(lead, `/permissions/${PERMISSION}/regions/Y63/grant`, { reason }))
    const again = await regionsIn(await done<Found>(show(nearTheBorder)))
    assert.ok(again.has('Y62') && again.has('Y63'))
    await done(show(inLeeds))
  })
})
