import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openHouse } from '../support/house.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'

type Search = { readonly services: readonly object[]; readonly count: number; readonly limit: number }

const SEARCH = '/api/v1/services?near=LS1%204AP&limit=20'
const CLINICAL = {
  method: 'POST',
  payload: { near: 'LS1 4AP', symptomGroup: 900_001, discriminators: [950_002] },
} as const

const built = openHouse().then(async house => ({ house, door: await nativeDoor(house) }))

describe('an agreement that says what lists may hold', async () => {
  const { house, door } = await built
  const facts = standing(house, {}, { resultsMax: 50, listMembers: ['open', 'typeId'] })
  const members = async (url: string, over = {}) => {
    const { services } = (await door.ask(facts, url, over)).json<{ services: object[] }>()
    assert.ok(services.length > 0)
    return new Set(services.flatMap(service => Object.keys(service)))
  }

  it('has lists of those members, of id, name and distance, and of nothing else', async () => {
    assert.deepEqual(await members(SEARCH), new Set(['id', 'name', 'distanceMetres', 'open', 'typeId']))
    assert.deepEqual(
      await members(`${SEARCH}&fields=open`),
      new Set(['id', 'name', 'distanceMetres', 'open']),
    )
    const clinical = await members('/api/v1/services/clinical-search', CLINICAL)
    const always = ['id', 'name', 'distanceMetres', 'label', 'rank', 'byRoad']
    assert.deepEqual(clinical, new Set([...always, 'open', 'typeId']))
  })

  it('refuses by name a search that asks for others, and every list of fixed shape', async () => {
    const answer = await door.ask(facts, `${SEARCH}&fields=open,contacts`)
    assert.deepEqual([answer.statusCode, reasonOf(answer)], [403, 'member-not-agreed'])
    assert.match(answer.json<{ detail: string }>().detail, /^Asked for: contacts; agreed: open, typeId\.$/)
    const fhir = await door.ask(facts, '/fhir/R4/Location?near-place=LS1')
    assert.equal(fhir.statusCode, 403)
    assert.match(fhir.body, /listMembers/)
  })

  it('still gives the whole of one service that was found', async () => {
    const { services } = (await door.ask(facts, SEARCH)).json<{ services: { id: number }[] }>()
    const whole = await door.ask(facts, `/api/v1/services/${services[0]?.id}`)
    assert.ok('openingTimes' in whole.json<{ service: object }>().service)
  })
})

describe('a list of the native interface', async () => {
  const { house, door } = await built
  const facts = standing(house, {}, { resultsMax: 5 })

  it('says of numbers only how many it holds and could hold, and has no second page', async () => {
    const url = '/api/v1/services?near=LS1%204AP&within=100000'
    const answer = (await door.ask(facts, `${url}&limit=3`)).json<Record<string, unknown> & Search>()
    assert.deepEqual([answer.count, answer.limit, answer.services.length], [3, 3, 3])
    const known = ['asOf', 'audience', 'change', 'count', 'decisionId', 'limit', 'origin', 'purpose']
    assert.deepEqual(Object.keys(answer).sort(), [...known, 'services', 'validUntil', 'withinMetres'])
    for (const more of ['page=2', 'offset=3', 'after=3', 'cursor=x', 'skip=3', 'total=true', 'count=true']) {
      const refused = await door.ask(facts, `${url}&limit=3&${more}`)
      assert.deepEqual([refused.statusCode, reasonOf(refused)], [400, 'parameter-invalid'], more)
    }
    const wider = await door.ask(facts, `${url}&limit=6`)
    assert.deepEqual([wider.statusCode, reasonOf(wider)], [403, 'limit-above-agreed'])
    const clinical = (await door.ask(facts, '/api/v1/services/clinical-search', CLINICAL)).json<Search>()
    assert.equal(clinical.count, clinical.services.length)
    assert.ok(clinical.count <= 5)
    for (const name of Object.keys(clinical)) assert.doesNotMatch(name, /total|next|page|more/i)
  })
})
