import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountDueHandlers } from '../../../src/accounts/index.ts'
import { holdersOf } from '../../../src/people/index.ts'
import { workThroughDue } from '../../../src/workflow/index.ts'
import { openHouse } from '../../support/house.ts'
import { applied, post, settlePublication, statusAfter } from './some-accounts.ts'

const DAY = 86_400_000

describe('regions over the API', async () => {
  const house = await openHouse()
  await settlePublication(house, 'call-centre')
  const manager = await house.person([{ role: 'access-manager' }])
  const clinician = () => house.person([{ role: 'individual-end-user', scope: 'XO001' }])
  const at = (days: number) => new Date(house.clock.now() + days * DAY).toISOString()
  const merge = (id: string, successor: string, from?: string) =>
    post(manager, `/regions/${id}/merger`, { successor, ...(from === undefined ? {} : { from }) })

  it('adds regions, each code once, and lists them to anyone who signed in', async () => {
    for (const id of ['TRA', 'TRB', 'TRC']) {
      assert.equal((await post(manager, '/regions', { id, name: `Region ${id}` })).statusCode, 201)
    }
    assert.equal((await post(manager, '/regions', { id: 'TRA', name: 'Again' })).statusCode, 409)
    const lead = await house.person([{ role: 'dos-lead', scope: 'TRA' }])
    assert.equal((await post(lead, '/regions', { id: 'TRD', name: 'Mine' })).statusCode, 403)
    const listed = await lead.ask('GET', '/api/v1/regions')
    const mine = listed
      .json<{ regions: { id: string; until: string | null; successor: string | null }[] }>()
      .regions.filter(({ id }) => id.startsWith('TR'))
    assert.deepEqual(
      mine.map(({ id, until, successor }) => [id, until, successor]),
      [
        ['TRA', null, null],
        ['TRB', null, null],
        ['TRC', null, null],
      ],
    )
  })

  it('refuses mergers that make no sense, by name', async () => {
    assert.equal((await merge('NONE', 'TRB')).statusCode, 404)
    for (const [id, successor, from, parameter] of [
      ['TRA', 'NONE', at(1), 'successor'],
      ['TRA', 'TRA', at(1), 'successor'],
      ['TRA', 'TRB', at(-1), 'from'],
    ] as const) {
      const answer = await merge(id, successor, from)
      assert.equal(answer.statusCode, 400, answer.body)
      assert.match(answer.body, new RegExp(`"parameter":"${parameter}"`))
    }
  })

  it('merges from a date on: grants follow, authority does not grow, and the new lead is asked', async () => {
    const leadA = await house.person([{ role: 'dos-lead', scope: 'TRA' }])
    const leadB = await house.person([{ role: 'dos-lead', scope: 'TRB' }])
    const person = await clinician()
    const id = await applied(house, person, 'TRA')
    assert.equal(await statusAfter(leadA, `/accounts/${id}/approval`, { regions: ['TRA'] }), 'active')
    const waiting = await applied(house, await clinician(), 'TRA')
    assert.equal((await merge('TRA', 'TRB', at(1))).statusCode, 200)
    assert.equal((await merge('TRA', 'TRC', at(2))).statusCode, 409)
    const facts = () =>
      house.rooms.accounts.regions.covering(
        house.rooms.accounts.registry.findIndividual('demo-call-centre', person.id)?.account.regionIds ?? [],
        house.clock.now(),
      )
    assert.deepEqual(facts(), ['TRA'])
    assert.equal((await leadB.ask('GET', `/api/v1/accounts/${id}`)).statusCode, 404)
    await house.advance(DAY)
    assert.deepEqual(facts(), ['TRA', 'TRB'])
    const handlers = accountDueHandlers(holdersOf)
    const failed = (_: unknown, error: unknown) => assert.fail(String(error))
    await workThroughDue(house.rooms.database, house.clock.now(), handlers, failed)
    const queue = (await leadB.ask('GET', '/api/v1/account-queue')).json<{
      waiting: { id: string }[]
      reviews: { account: string; region: string; grantedBy: string }[]
    }>()
    assert.deepEqual(
      queue.waiting.map(one => one.id),
      [waiting],
    )
    assert.deepEqual(
      queue.reviews.map(({ account, region, grantedBy }) => [account, region, grantedBy]),
      [[id, 'TRA', leadA.id]],
    )
    assert.equal((await post(leadA, `/accounts/${waiting}/approval`, { regions: ['TRB'] })).statusCode, 404)
    assert.equal(await statusAfter(leadB, `/accounts/${id}/regions`, { region: 'TRB' }), 'active')
    const after = (await leadB.ask('GET', '/api/v1/account-queue')).json<{ reviews: unknown[] }>()
    assert.deepEqual(after.reviews, [])
  })
})
