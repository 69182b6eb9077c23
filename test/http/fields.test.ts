import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { Service, writeServices } from '../../src/directory/index.ts'
import { membersSeen } from '../../src/http/service-members.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import { openHouse } from '../support/house.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'
import { PLANTED } from './planted-service.ts'

type Answer = { readonly services: readonly object[]; readonly service: object }

const SEARCH = '/api/v1/services?near=LS1&limit=5&within=100000&practice=PLANTEDGP1'

describe('the members of a service that are asked for', async () => {
  const house = await openHouse()
  const { rooms } = house
  const written = { who: 'test', at: new Date(house.clock.now()), why: 'planted' }
  await writeServices(rooms.database, [{ ...structuredClone(PLANTED), regionId: 'Y63' }], written)
  await rooms.follower.catchUp()
  const door = await nativeDoor(house)

  const year = { from: house.clock.now() - 1, until: house.clock.now() + 31_536_000_000 }
  const professional = standing(house, {}, { lookUps: 'declared' })
  const publicOne = standing(
    house,
    {},
    {
      audience: 'public',
      lookUps: 'declared',
      permissions: [
        {
          id: 'display',
          type: 'public-display',
          ...year,
          grants: [{ regionIds: ['Y60', 'Y61', 'Y62', 'Y63'], ...year }],
          productVersion: '7.1',
          safetyCaseUntil: year.until,
        },
      ],
    },
  )
  const readers: readonly (readonly [
    who: string,
    facts: CallerFacts,
    audience: 'public' | 'professional',
  ])[] = [
    ['a professional', professional, 'professional'],
    ['the public', publicOne, 'public'],
  ]
  const routes = [
    ['search', 'list', SEARCH, (answer: Answer) => answer.services],
    ['look-up', 'full', `/api/v1/services/${PLANTED.id}?`, (answer: Answer) => [answer.service]],
  ] as const

  for (const [who, facts, audience] of readers) {
    for (const [route, form, url, servicesIn] of routes) {
      it(`in a ${route} by ${who} are given as they are without asking, with id, name and distance, and no others`, async () => {
        const names = [...membersSeen(audience, form)]
        const whole = await door.ask(facts, url)
        assert.equal(whole.statusCode, 200, whole.body)
        const all = servicesIn(whole.json<Answer>())
        assert.ok(all.length > 0)
        await fc.assert(
          fc.asyncProperty(fc.shuffledSubarray(names, { minLength: 1 }), async fields => {
            const asked = fields.join(fields.length % 2 === 0 ? ',' : ' , ')
            const answer = await door.ask(facts, `${url}&fields=${encodeURIComponent(asked)}`)
            assert.equal(answer.statusCode, 200, answer.body)
            const wanted = new Set([...fields, 'id', 'name', 'distanceMetres'])
            assert.deepEqual(
              servicesIn(answer.json<Answer>()),
              all.map(service =>
                Object.fromEntries(Object.entries(service).filter(([name]) => wanted.has(name))),
              ),
            )
          }),
          { numRuns: 30 },
        )
      })

      it(`in a ${route} that ${who} may not see are refused like members there are not`, async () => {
        const seen = membersSeen(audience, form)
        const withheld = [...Object.keys(Service.properties), 'capacityAgeSeconds'].filter(
          name => !seen.has(name),
        )
        assert.ok(withheld.includes('alignments'))
        assert.equal(withheld.includes('endpoints'), audience === 'public' || form === 'list')
        for (const name of withheld) {
          const invented = 'q'.repeat(name.length)
          const [hidden, missing] = [
            await door.ask(facts, `${url}&fields=name,${name}`),
            await door.ask(facts, `${url}&fields=name,${invented}`),
          ]
          assert.equal(hidden.statusCode, 400)
          assert.deepEqual(alike(hidden, name), alike(missing, invented))
        }
      })
    }
  }

  it('are judged by the audience asked for, where it is the narrower', async () => {
    assert.equal((await door.ask(professional, `${SEARCH}&fields=instructions`)).statusCode, 200)
    const narrower = await door.ask(professional, `${SEARCH}&fields=capacity&audience=public`)
    assert.equal(narrower.statusCode, 400)
  })

  it('that make no sense are refused by the name of the parameter, in address and body alike', async () => {
    const hostile = [
      '',
      ',',
      'id,',
      ',id',
      'id,,name',
      'place.town',
      'id name',
      'id;name',
      '*',
      'NAME',
      'LS1 4AP',
      'constructor',
      'toString',
      '__proto__',
      'hasOwnProperty',
      'prototype',
      'id\u0000',
      'idé',
      'a'.repeat(401),
      Array.from({ length: 100 }, () => 'name').join(','),
      "id'; drop table directory.service; --",
    ]
    for (const text of hostile) {
      const answers = [
        await door.ask(professional, `${SEARCH}&fields=${encodeURIComponent(text)}`),
        await door.ask(professional, `/api/v1/services/60?fields=${encodeURIComponent(text)}`),
        await door.ask(professional, '/api/v1/services/search', {
          method: 'POST',
          payload: { near: 'LS1', fields: text },
        }),
      ]
      for (const answer of answers) {
        assert.equal(answer.statusCode, 400, `${text}: ${answer.body}`)
        const { errors } = answer.json<{ errors: { parameter: string }[] }>()
        assert.deepEqual(
          errors.map(error => error.parameter),
          ['fields'],
        )
      }
    }
    for (const url of [`${SEARCH}&fields=id&fields=name`, `${SEARCH}&fields[]=id`, `${SEARCH}&Fields=id`])
      assert.equal((await door.ask(professional, url)).statusCode, 400, url)
    for (const payload of [
      { near: 'LS1', fields: ['id'] },
      { near: 'LS1', fields: { id: true } },
      { near: 'LS1', fields: null },
    ])
      assert.equal(
        (await door.ask(professional, '/api/v1/services/search', { method: 'POST', payload })).statusCode,
        400,
      )
    for (const url of ['/api/v1/places/LS1?fields=id', '/api/v1/service-types?fields=id'])
      assert.equal((await door.ask(professional, url)).statusCode, 400, url)
  })

  it('are no matter to those who may not ask at all', async () => {
    const suspended = { ...professional, account: { ...professional.account, status: 'suspended' as const } }
    for (const fields of ['id', 'alignments', 'nothing'])
      assert.equal(reasonOf(await door.ask(suspended, `${SEARCH}&fields=${fields}`)), 'account-suspended')
  })

  it('cost nothing of the agreed volume while they make no sense', async () => {
    const left = async () => (await door.ask(professional, `${SEARCH}&fields=id`)).headers['ratelimit']
    const before = /r=(\d+)/.exec(String(await left()))?.[1]
    const wrong = await door.ask(professional, `${SEARCH}&fields=nothing`)
    assert.equal(wrong.headers['ratelimit'], undefined)
    assert.equal(/r=(\d+)/.exec(String(await left()))?.[1], String(Number(before) - 1))
  })

  it('are recorded by their names, once each', async () => {
    const answer = await door.ask(professional, `${SEARCH}&fields=name,open,name`)
    assert.deepEqual((await door.entryOf(answer)).question.fields, ['name', 'open'])
    const none = await door.ask(professional, SEARCH)
    assert.equal((await door.entryOf(none)).question.fields, null)
  })
})

/** A refusal without the name that was asked for and what differs between any two. */
function alike({ statusCode, headers, body }: LightMyRequestResponse, name: string) {
  const { date: _, 'x-request-id': __, 'content-length': ___, ...rest } = headers
  const text = body.replaceAll(`here: ${name}.`, 'here: ….').replace(/"requestId":"[^"]*"/, '')
  return { statusCode, rest, text }
}
