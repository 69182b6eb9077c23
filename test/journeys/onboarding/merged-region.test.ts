import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openHouse } from '../../support/house.ts'
import {
  aMinutePasses,
  askWith,
  done,
  type Found,
  inboxOf,
  post,
  refused,
  SECOND,
  seen,
  tokenOfPerson,
  twoAgree,
} from '../../support/journey.ts'

const NORTH = 'Y70'
const PERMISSION = 'public-display-symptom-checker'
const ACCOUNT = 'demo-practice-clinician'
const inLeeds = '/api/v1/services?near=LS1%204AP'
const inManchester = '/api/v1/services?near=M1%201AE'

type Grant = {
  readonly region: string
  readonly from: string
  readonly endedAt: string | null
  readonly inheritedFrom: readonly string[]
  readonly reviewBy: string | null
}
type Authorised = { readonly region: string; readonly grantedBy: string; readonly reviewBy: string | null }

/**
 * The North West and the North East and Yorkshire become one region, the North of England, on the first of July. A
 * symptom checker shows services of both to the public, and a clinician is authorised in one of them. Nobody who asks
 * notices the day; what was granted goes to the new lead, with where it came from, to be looked at (sources, use 2.4).
 */
describe('two regions that become one', async () => {
  const house = await openHouse()
  const manager = await house.person([], 'access-manager')
  const owner = await house.person([], 'decision-owner')
  const leadOfTheNorthEast = await house.person([], 'lead-y63')
  const leadOfTheNorthWest = await house.person([], 'lead-y62')
  const leadOfTheNorth = await house.person([])
  const clinician = await house.person([], 'practice-clinician')
  const firstOfJuly = Date.UTC(2026, 5, 30, 23)
  const from = new Date(firstOfJuly).toISOString()

  const show = async (url: string) => (await done<Found>(house.ask('symptom-checker', url))).services
  const asClinician = async (url: string) =>
    askWith(
      house,
      await tokenOfPerson(house, 'demo-gp-software', clinician.id),
      `${url}&purpose=urgent-care-referral`,
    )
  const grants = async () => {
    const { permission } = await seen<{ permission: { grants: Grant[] } }>(
      manager,
      `/permissions/${PERMISSION}`,
    )
    return permission.grants
  }
  const authorised = async () =>
    (await seen<{ regions: Authorised[] }>(manager, `/accounts/${ACCOUNT}`)).regions

  let shownInLeeds: readonly { readonly id: number }[] = []
  let shownInManchester: readonly { readonly id: number }[] = []

  it('are told of weeks ahead, and stay what they are until their day', async () => {
    await done(
      post(manager, '/regions', { id: NORTH, name: 'North of England', from, reason: 'Boards merge.' }),
    )
    const reason = 'Boards merge.'
    await done(post(manager, '/regions/Y62/merger', { successor: NORTH, from, reason }))
    await done(post(manager, '/regions/Y63/merger', { successor: NORTH, from, reason }))
    await twoAgree(
      post(manager, `/people/${leadOfTheNorth.id}/appointments`, {
        role: 'dos-lead',
        scope: NORTH,
        from,
        reason: 'She is to lead the new region.',
      }),
      owner,
      'I agree.',
    )
    await house.advance(firstOfJuly - house.clock.now() - SECOND)
    await house.rooms.sweeper.sweep()
    shownInLeeds = await show(inLeeds)
    shownInManchester = await show(inManchester)
    assert.ok(shownInLeeds.length > 0 && shownInManchester.length > 0)
    await done(asClinician(inLeeds))
    assert.equal((await refused(asClinician(inManchester))).reason, 'region-not-authorised')
    assert.equal((await refused(leadOfTheNorth.ask('GET', '/api/v1/permissions'))).reason, 'role-missing')
    assert.deepEqual(
      (await authorised()).map(({ region, grantedBy, reviewBy }) => [region, grantedBy, reviewBy]),
      [['Y63', 'lead-y63', null]],
    )
  })

  it('answer the same in both old areas the second after', async () => {
    await house.advance(2 * SECOND)
    const ids = (services: readonly { readonly id: number }[]) => services.map(({ id }) => id)
    assert.deepEqual(ids(await show(inLeeds)), ids(shownInLeeds))
    assert.deepEqual(ids(await show(inManchester)), ids(shownInManchester))
    await done(asClinician(inLeeds))
    // To professionals the two are one region: whoever was authorised in a part may ask about the whole.
    await done(asClinician(inManchester))
  })

  it('hand on what was granted, with where it came from and a day to look at it', async () => {
    await aMinutePasses(house)
    const before = (await grants()).filter(({ region }) => region === 'Y62' || region === 'Y63')
    const [inherited] = (await grants()).filter(({ region }) => region === NORTH)
    assert.equal(before.length, 2)
    assert.ok(inherited)
    assert.equal(inherited.inheritedFrom.length, 2)
    assert.ok(Date.parse(inherited.reviewBy ?? '') > house.clock.now())
    const [kept] = await authorised()
    assert.deepEqual([kept?.region, kept?.grantedBy], ['Y63', 'lead-y63'])
    assert.ok(Date.parse(kept?.reviewBy ?? '') > house.clock.now())
    // Nothing in any answer has changed by it.
    assert.deepEqual(
      (await show(inLeeds)).map(({ id }) => id),
      shownInLeeds.map(({ id }) => id),
    )
    await done(asClinician(inLeeds))
  })

  it('leave their old leads without a say', async () => {
    const reason = 'As I always did.'
    const reopen = await refused(
      post(leadOfTheNorthEast, `/accounts/${ACCOUNT}/regions`, { region: 'Y63', reason }),
    )
    const widen = await refused(
      post(leadOfTheNorthEast, `/accounts/${ACCOUNT}/regions`, { region: NORTH, reason }),
    )
    const close = await refused(
      post(leadOfTheNorthEast, `/accounts/${ACCOUNT}/region-withdrawal`, { region: 'Y63', reason }),
    )
    const hide = await refused(
      post(leadOfTheNorthWest, `/permissions/${PERMISSION}/regions/Y62/withdrawal`, { reason }),
    )
    assert.deepEqual(
      [reopen, widen, close, hide].map(refusal => refusal.reason),
      ['no-such-record', 'no-such-record', 'no-such-record', 'no-such-record'],
    )
    await done(asClinician(inLeeds))
    assert.ok((await show(inManchester)).length > 0)
  })

  it('have one new lead from that day on, who sees what came with them', async () => {
    const queue = await seen<{ reviews: { account: string; region: string; grantedBy: string }[] }>(
      leadOfTheNorth,
      '/account-queue',
    )
    assert.deepEqual(
      queue.reviews.map(({ account, region, grantedBy }) => [account, region, grantedBy]),
      [[ACCOUNT, 'Y63', 'lead-y63']],
    )
    const { permissions } = await seen<{ permissions: { id: string }[] }>(leadOfTheNorth, '/permissions')
    assert.deepEqual(
      permissions.map(({ id }) => id),
      [PERMISSION],
    )
  })

  it('are decided by the new lead: she keeps the clinician, now for all of the North', async () => {
    await done(
      post(leadOfTheNorth, `/accounts/${ACCOUNT}/regions`, { region: NORTH, reason: 'Looked at, and kept.' }),
    )
    assert.deepEqual(
      (await authorised()).map(({ region, grantedBy, reviewBy }) => [region, grantedBy, reviewBy]),
      [[NORTH, leadOfTheNorth.id, null]],
    )
    await done(asClinician(inLeeds))
    await done(asClinician(inManchester))
    const [told] = await inboxOf(clinician)
    assert.equal(told?.kind, 'region-authorised')
  })

  it('are decided by the new lead: she takes the display back, in both old areas at once', async () => {
    await done(
      post(leadOfTheNorth, `/permissions/${PERMISSION}/regions/${NORTH}/withdrawal`, {
        reason: 'I would like to see the screens first.',
      }),
    )
    const leeds = await refused(house.ask('symptom-checker', inLeeds))
    const manchester = await refused(house.ask('symptom-checker', inManchester))
    assert.deepEqual(
      [leeds.reason, manchester.reason],
      ['public-display-not-granted-here', 'public-display-not-granted-here'],
    )
    // What has been taken back stays so, whatever comes by the calendar.
    await aMinutePasses(house)
    assert.equal(
      (await refused(house.ask('symptom-checker', inLeeds))).reason,
      'public-display-not-granted-here',
    )
  })

  it('are granted anew by the new lead, and shown again in both', async () => {
    const reason = 'I have seen them.'
    await done(post(leadOfTheNorth, `/permissions/${PERMISSION}/regions/${NORTH}/grant`, { reason }))
    assert.ok((await show(inLeeds)).length > 0)
    assert.ok((await show(inManchester)).length > 0)
  })
})
