import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readActs } from '../../../src/workflow/index.ts'
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

const LEAVER = 'practice-clinician'
const ACCOUNT = 'demo-practice-clinician'
const inLeeds = '/api/v1/services?near=LS1%204AP&purpose=urgent-care-referral'

/**
 * A clinician leaves the practice while she is signed in. The administrator of the practice takes her off its people,
 * and the very token she holds is worth nothing from the next question on (AUP25-18; sources, use 3.3).
 */
describe('somebody who leaves while she is signed in', async () => {
  const house = await openHouse()
  const admin = await house.person([], 'practice-admin')
  const leaver = await house.person([], LEAVER)
  const adminElsewhere = await house.person([], 'symptom-admin')
  const token = await tokenOfPerson(house, 'demo-gp-software', LEAVER)

  it('is answered with the token she signed in for', async () => {
    const { services } = await done<Found>(askWith(house, token, inLeeds))
    assert.ok(services.length > 0)
    const { roles } = await seen<{ roles: { role: string }[] }>(leaver, '/me')
    assert.deepEqual(
      roles.map(({ role }) => role),
      ['individual-end-user'],
    )
  })

  it('cannot be taken off by the administrator of another organisation, to whom she is nobody', async () => {
    const refusal = await refused(post(adminElsewhere, `/people/${LEAVER}/leaving`, { reason: 'A mistake.' }))
    assert.deepEqual([refusal.status, refusal.reason], [404, 'no-such-record'])
    await done(askWith(house, token, inLeeds))
  })

  it('is taken off by her own, by one act', async () => {
    const left = await done<{ status: string }>(
      post(admin, `/people/${LEAVER}/leaving`, { reason: 'Her last day was yesterday.' }),
    )
    assert.equal(left.status, 'left')
  })

  it('is refused at the next question with the same token, and told what to do', async () => {
    const refusal = await refused(askWith(house, token, inLeeds))
    // Her sign-in is over with everything that was given out for it, so that nobody is left who could be answered.
    assert.equal(refusal.status, 401)
    assert.equal(refusal.reason, 'token-invalid')
    assert.match(refusal.remedy, /new access token/)
  })

  it('may do nothing else here either: whoever has left has no role and no session', async () => {
    const refusal = await refused(leaver.ask('GET', '/api/v1/me'))
    assert.deepEqual([refusal.status, refusal.reason], [401, 'sign-in-needed'])
  })

  it('leaves the others of the practice as they were', async () => {
    assert.equal((await house.ask('gp-software', inLeeds)).statusCode, 200)
    const { roles } = await seen<{ roles: { role: string }[] }>(admin, '/me')
    assert.equal(roles[0]?.role, 'euo-admin')
  })

  it('is on record as having left and why, and the administrator has been told that her account is over', async () => {
    const { status, endedAs } = await seen<{ status: string; endedAs: string }>(admin, `/accounts/${ACCOUNT}`)
    assert.deepEqual([status, endedAs], ['terminated', 'ceased'])
    const acts = await readActs(house.rooms.database.query, 'account', ACCOUNT)
    const { event, who, acting_as, why } = acts.at(-1) ?? {}
    assert.deepEqual(
      [event, who, acting_as, why],
      ['cease', 'practice-admin', 'euo-admin', 'Her last day was yesterday.'],
    )
    const [latest] = await inboxOf(admin)
    assert.equal(latest?.kind, 'account-ended')
    assert.match(latest?.text ?? '', /must not be used in any setting \(AUP25-37\)/)
  })
})
