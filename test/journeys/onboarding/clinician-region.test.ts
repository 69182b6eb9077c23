import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openHouse } from '../../support/house.ts'
import {
  askWith,
  done,
  type Found,
  inboxOf,
  post,
  refused,
  seen,
  tokenOfPerson,
} from '../../support/journey.ts'

const ACCOUNT = 'demo-practice-clinician'
const inLeeds = '/api/v1/services?near=LS1%204AP&purpose=urgent-care-referral'
const inLondon = '/api/v1/services?near=SE1&purpose=urgent-care-referral'

/**
 * A clinician whom the lead for the North East and Yorkshire has authorised has a patient who is staying in London. She
 * asks through the software of her practice, which is agreed for all of England (AUP25-06; sources, use 3.2 and 3.5).
 */
describe('a clinician who searches in a region she is not authorised in', async () => {
  const house = await openHouse()
  const clinician = await house.person([], 'practice-clinician')
  const leadOfTheNorthEast = await house.person([], 'lead-y63')
  const leadOfLondon = await house.person([], 'lead-y56')
  const search = async (url: string) =>
    askWith(house, await tokenOfPerson(house, 'demo-gp-software', clinician.id), url)

  it('is answered at home, and recorded by a key that is not her name', async () => {
    const { decisionId, services } = await done<Found>(search(inLeeds))
    assert.ok(services.length > 0)
    const told = await seen<{ regions: { region: string; grantedBy: string }[] }>(
      clinician,
      `/accounts/${ACCOUNT}`,
    )
    assert.deepEqual(
      told.regions.map(({ region, grantedBy }) => [region, grantedBy]),
      [['Y63', 'lead-y63']],
    )
    assert.ok(decisionId)
  })

  it('is refused in London, and told whom to ask', async () => {
    const refusal = await refused(search(inLondon))
    assert.equal(refusal.status, 403)
    assert.equal(refusal.reason, 'region-not-authorised')
    assert.deepEqual(refusal.clauses, ['AUP25-06', 'AUP18-29'])
    assert.equal(refusal.detail, 'The place is in region Y56.')
    assert.equal(refusal.remedy, 'Ask the DoS Lead of the region to authorise the account.')
  })

  it('is not refused what her practice’s software may ask for itself: it is hers that is narrower', async () => {
    const answer = await house.ask('gp-software', inLondon)
    assert.equal(answer.statusCode, 200, answer.body)
  })

  it('asks the lead for London, who alone sees it among the accounts that wait', async () => {
    const asked = await done<{ status: string }>(
      post(clinician, `/accounts/${ACCOUNT}/region-request`, {
        region: 'Y56',
        reason: 'A patient of ours is staying with her daughter in Southwark.',
      }),
    )
    assert.equal(asked.status, 'active')
    const waiting = await seen<{ waiting: { id: string; askedRegion: string }[] }>(
      leadOfLondon,
      '/account-queue',
    )
    assert.deepEqual(
      waiting.waiting.map(({ id, askedRegion }) => [id, askedRegion]),
      [[ACCOUNT, 'Y56']],
    )
    const elsewhere = await seen<{ waiting: unknown[] }>(leadOfTheNorthEast, '/account-queue')
    assert.deepEqual(elsewhere.waiting, [])
    assert.equal((await inboxOf(leadOfLondon))[0]?.kind, 'account-waiting')
  })

  it('is not authorised there by the lead of her own region, nor by asking', async () => {
    const refusal = await refused(
      post(leadOfTheNorthEast, `/accounts/${ACCOUNT}/regions`, { region: 'Y56', reason: 'I know her well.' }),
    )
    assert.equal(refusal.reason, 'requirements-unmet')
    assert.deepEqual(refusal.unmet, [
      {
        what: 'Y56 is not one of your regions.',
        clauses: ['AUP25-06'],
        whoCanFix: 'the DoS Lead of the region',
      },
    ])
    assert.equal((await refused(search(inLondon))).reason, 'region-not-authorised')
  })

  it('is authorised by the lead for London, and answered there from the next question on', async () => {
    await done(
      post(leadOfLondon, `/accounts/${ACCOUNT}/regions`, {
        region: 'Y56',
        reason: 'A registered clinician with a patient here.',
      }),
    )
    const { services } = await done<Found>(search(inLondon))
    assert.ok(services.length > 0)
    await done(search(inLeeds))
    const [latest] = await inboxOf(clinician)
    assert.equal(latest?.kind, 'region-authorised')
    const told = await seen<{ regions: { region: string; grantedBy: string; reason: string }[] }>(
      clinician,
      `/accounts/${ACCOUNT}`,
    )
    assert.deepEqual(
      told.regions.map(({ region, grantedBy }) => [region, grantedBy]),
      [
        ['Y56', 'lead-y56'],
        ['Y63', 'lead-y63'],
      ],
    )
  })

  it('is refused in the third region as before', async () => {
    const refusal = await refused(search('/api/v1/services?near=M1%201AE&purpose=urgent-care-referral'))
    assert.deepEqual(
      [refusal.reason, refusal.detail],
      ['region-not-authorised', 'The place is in region Y62.'],
    )
  })
})
