import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readLiveSessions } from '../../src/people/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import { openHouse } from '../support/house.ts'
import { tokenOfPerson } from '../support/journey.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'

const near = '/api/v1/services?near=LS1&limit=1'

describe('a token', async () => {
  const house = await openHouse()
  const door = await nativeDoor(house, { sessionOf: async () => ({ personId: 'person-1', role: null }) })
  const client = standing(house)
  const person: CallerFacts = {
    ...client,
    account: {
      id: 'person-account-1',
      name: 'Alexandra Example',
      kind: 'individual',
      status: 'active',
      regionIds: ['Y63'],
    },
    individual: { id: 'person-account-1', role: 'R8000' },
  }

  describe('of a person', () => {
    const token = { personId: 'person-1', sessionId: 'session-0' }

    it('is answered as that person’s account, and recorded by a key that names nobody', async () => {
      const answer = await door.ask({ facts: person, token }, near)
      assert.equal(answer.statusCode, 200, answer.body)
      assert.deepEqual(door.askedFor(), [null, 'person-1', null])
      const entry = await door.entryOf(answer)
      assert.deepEqual([entry.account, entry.individual], ['person-account-1', 'person-account-1'])
      const [row] = await house.rooms.database.query<{ text: string }>(
        'select facts::text as text from activity.facts where hash = $1',
        [entry.facts ?? ''],
      )
      assert.ok(row && !row.text.includes('Alexandra') && !row.text.includes('person-1"'))
      assert.ok(!JSON.stringify(entry).includes('Alexandra'))
    })

    it('is good for as long as the sign-in it stems from, in the role chosen there', async () => {
      let live = true
      const asked: string[] = []
      const within = await nativeDoor(house, {
        sessionOf: async id => {
          asked.push(id)
          return live ? { personId: id === 'session-2' ? 'person-2' : 'person-1', role: 'R8000' } : undefined
        },
      })
      const bound = { ...token, sessionId: 'session-1' }
      const unbound = { personId: 'person-1' }
      assert.equal((await within.ask({ facts: person, token: unbound }, near)).statusCode, 401)
      assert.equal((await within.ask({ facts: person, token: bound }, near)).statusCode, 200)
      assert.deepEqual(within.askedFor(), [null, 'person-1', 'R8000'])
      // Of another person: a token that says so is none.
      const foreign = { ...token, sessionId: 'session-2' }
      assert.equal((await within.ask({ facts: person, token: foreign }, near)).statusCode, 401)
      live = false
      const ended = await within.ask({ facts: person, token: bound }, near)
      assert.equal(ended.statusCode, 401)
      assert.equal(reasonOf(ended), 'token-invalid')
      assert.deepEqual(asked, ['session-1', 'session-2', 'session-1'])
      // What was given to a client stems from no sign-in.
      assert.equal((await within.ask(client, near)).statusCode, 200)
      assert.equal(asked.length, 3)
    })

    it('keeps to the regions the person is authorised in', async () => {
      const answer = await door.ask({ facts: person, token }, '/api/v1/services?near=SE1')
      assert.equal(reasonOf(answer), 'region-not-authorised')
    })

    it('who has no account on the connection is no token of ours, word for word', async () => {
      const none = await door.ask({ facts: undefined, token }, near)
      const stranger = await door.ask({ facts: undefined }, near)
      assert.equal(none.statusCode, 401)
      assert.equal(
        none.body.replace(/"requestId":"[^"]*"/, ''),
        stranger.body.replace(/"requestId":"[^"]*"/, ''),
      )
      assert.equal(none.headers['www-authenticate'], stranger.headers['www-authenticate'])
    })

    it('is never answered with the rights of the client', async () => {
      for (const status of ['active', 'restricted'] as const) {
        const facts = { ...client, account: { ...client.account, status } }
        assert.equal((await door.ask({ facts, token }, near)).statusCode, 401)
      }
    })

    it('hears why where it is the client that may not ask', async () => {
      const suspended = { ...client, account: { ...client.account, status: 'suspended' as const } }
      assert.equal(reasonOf(await door.ask({ facts: suspended, token }, near)), 'account-suspended')
      for (const status of ['not-named', 'not-connected'] as const) {
        const facts = { ...client, organisation: { ...client.organisation, status } }
        assert.equal(reasonOf(await door.ask({ facts, token }, near)), `organisation-${status}`)
      }
    })

    it('names an organisation no differently than a client does', async () => {
      const headers = { 'NHSD-End-User-Organisation-ODS': 'ZZZ99' }
      const answer = await door.ask({ facts: person, token }, near, { headers })
      assert.equal(reasonOf(answer), 'organisation-not-connected')
    })
  })

  it('of a product signs nobody out; one of this directory’s own programs does', async () => {
    const { id } = await house.person([])
    const { app, database } = house.rooms
    const live = async () => (await readLiveSessions(database.query, id, house.clock.now())).length
    const signOut = async (clientId: string, url: string) => {
      const authorization = `Bearer ${await tokenOfPerson(house, clientId, id)}`
      const answer = await app.inject({ method: 'POST', url, headers: { authorization } })
      assert.equal(answer.statusCode, 204, answer.body)
    }
    await signOut('demo-gp-software', '/sign-out')
    await signOut('demo-gp-software', '/sign-out/everywhere')
    assert.equal(await live(), 2)
    await signOut('signpost-web', '/sign-out')
    assert.equal(await live(), 2, 'its own, opened for it, alone')
    await signOut('signpost-web', '/sign-out/everywhere')
    assert.equal(await live(), 0)
  })

  it('of a client is never answered as a person’s account', async () => {
    assert.equal((await door.ask({ facts: person }, near)).statusCode, 401)
  })

  describe('bound to one purpose', () => {
    const several = standing(house, {}, { purposes: ['urgent-care-referral', 'care-coordination'] })
    const token = { purpose: 'care-coordination' }

    it('answers for that purpose without its being named, and when it is', async () => {
      for (const url of [near, `${near}&purpose=care-coordination`]) {
        const answer = await door.ask({ facts: several, token }, url)
        assert.equal(answer.statusCode, 200, answer.body)
        assert.equal(answer.json<{ purpose: string }>().purpose, 'care-coordination')
        assert.equal((await door.entryOf(answer)).purpose, 'care-coordination')
      }
    })

    it('answers for no other, though it is agreed, and names both', async () => {
      const answer = await door.ask({ facts: several, token }, `${near}&purpose=urgent-care-referral`)
      assert.equal(answer.statusCode, 403)
      assert.equal(reasonOf(answer), 'purpose-not-agreed')
      const { detail } = answer.json<{ detail: string }>()
      assert.match(detail, /care-coordination/)
      assert.match(detail, /urgent-care-referral/)
      const entry = await door.entryOf(answer)
      assert.deepEqual(
        [entry.question.purpose, entry.purpose, entry.refusal],
        ['urgent-care-referral', 'urgent-care-referral', 'purpose-not-agreed'],
      )
    })

    it('is worth nothing once the purpose is agreed no more, and says so', async () => {
      const facts = standing(house, {}, { purposes: ['urgent-care-referral'] })
      for (const url of [near, `${near}&purpose=care-coordination`, '/api/v1/places/LS1'])
        assert.equal(reasonOf(await door.ask({ facts, token }, url)), 'purpose-not-agreed', url)
      assert.equal((await door.ask({ facts, token: { purpose: 'research' } }, near)).statusCode, 403)
      const unknown = await door.ask({ facts, token: { purpose: 'LS1 4AP' } }, near)
      assert.equal(reasonOf(unknown), 'purpose-unknown')
      assert.equal((await door.entryOf(unknown)).question.purpose, 'unknown')
    })

    it('narrows that token alone', async () => {
      const answer = await door.ask(several, `${near}&purpose=urgent-care-referral`)
      assert.equal(answer.statusCode, 200)
      assert.equal(reasonOf(await door.ask(several, near)), 'purpose-missing')
    })

    it('says first what else is wrong with the caller', async () => {
      const facts = { ...several, account: { ...several.account, status: 'suspended' as const } }
      const answer = await door.ask({ facts, token }, `${near}&purpose=urgent-care-referral`)
      assert.equal(reasonOf(answer), 'account-suspended')
    })
  })
})
