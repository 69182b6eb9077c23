import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { Compile } from 'typebox/compile'
import { createKeyPair } from '../../../src/accounts/index.ts'
import { commissionerId } from '../../../src/demonstration/services.ts'
import { ACTS, type Act } from '../../../src/http/acts/index.ts'
import { ROLE_NAMES, ROLES, type Role } from '../../../src/vocabulary/index.ts'
import { openHouse } from '../../support/house.ts'
import { type Asker, allOf, asker } from './askers.ts'
import { NONE, placesOf, requestFor, type Sent } from './named-things.ts'
import { plantRegister } from './planted-register.ts'
import { marksIn, publicPart } from './planter.ts'
import { registers } from './registers.ts'

/** Where those hold their roles who have nothing to do with what is planted: in a world full of others' things. */
const ELSEWHERE = {
  organisation: 'XO001',
  supplier: 'demonstration-supplier',
  region: 'Y58',
  service: String(commissionerId('Y58', 1)),
}
/** What is theirs there. */
const THEIRS: Readonly<Record<string, string>> = {
  ...ELSEWHERE,
  account: 'demo-call-centre',
  agreement: 'agreement-call-centre',
  connection: 'connection-call-centre',
  person: 'outsider-individual-end-user',
  product: 'product-call-centre',
}

/** Unlike answers about somebody else's thing named beside one's own, act and member, and why they are right. */
const UNLIKE_BY_DESIGN: Readonly<Record<string, string>> = {
  'account register-person region': 'Regions are everybody’s to list.',
  'connection create odsCode':
    'A supplier may connect any organisation; codes and names are published by ODS.',
  'role grant id': 'Whoever tells an administrator their id may be given a role of that organisation.',
  'role end id': 'And that role may be taken back.',
}

/** What is kept and shown to nobody: why things without a history were done, and what only decides. */
const NEVER_SHOWN: readonly string[] = [
  'reason of organisation save',
  'reason of supplier save',
  'reason of application check',
  'reason of application refuse',
  'reason of application ask',
  'reason of application pass',
  'reason of application approve-public-display',
  'reason of proposal approve',
  'reason of agreement issue',
  'officerName of evidence add',
  'reason of reference review',
  'changes of a policy',
  'reason of policy draft',
  'name of a session',
  'reason of watch declare',
  'reason of hold place',
  'reason of hold release',
]

/** Acts of operators that are not for auditors to see, and why. */
const NOT_FOR_AUDITORS: Readonly<Record<string, string>> = {
  'person export': 'All that is held about one person, whom an information governance officer answers.',
}

/** Acts that are sent as a POST and only look, and why. */
const LOOKS: Readonly<Record<string, string>> = {
  'search explain': 'What it says of a person stays out of addresses and their logs.',
}
const isSight = (act: Act): boolean => act.method === 'GET' || Object.hasOwn(LOOKS, act.command)

describe('every act, tried by every role', async () => {
  const house = await openHouse()
  const { database } = house.rooms
  const { things, marks, owners, secrets } = await plantRegister(house)
  const now = house.clock.now()
  const key = publicPart(await createKeyPair('ES256', 'another-key'))
  /** What the schemas alone do not lead to. */
  const bodies: Readonly<Record<string, object>> = {
    'credential register': { keys: [key] },
    'credential rotate': { key },
    'hold place': { organisation: undefined, until: undefined },
    'account let-maintain': { service: Number(things.service[0]) },
    'evidence add': { productVersion: '1.0', officerName: 'A name', officerRegistration: 'GMC 1234567' },
    'permission request': { type: 'cache-exception', regions: undefined },
    'person create': { role: 'individual-end-user' },
    'service draft': { patch: { name: 'Another name' } },
    'service-draft revise': { patch: { name: 'Another name' } },
    'watch declare': { from: new Date(now).toISOString(), until: new Date(now + 86_400_000).toISOString() },
    'search explain': { near: 'LS1 4AP', symptomGroup: 900_001, discriminators: [950_002] },
  }
  const request = (act: Act, ids: readonly string[]): Sent => requestFor(act, ids, now, bodies[act.command])

  const byRole = new Map<Role, Asker>()
  for (const role of ROLE_NAMES) {
    const { scope } = ROLES[role]
    const held = scope === 'operator' ? { role } : { role, scope: ELSEWHERE[scope] }
    byRole.set(role, await asker(house, `outsider-${role}`, [held]))
  }
  const withoutRole = await asker(house, 'outsider-without-role', [])
  const SCOPED = ROLE_NAMES.filter(role => ROLES[role].scope !== 'operator')
  const OPERATOR = ROLE_NAMES.filter(role => ROLES[role].scope === 'operator')
  const holdersOf = (roles: readonly Role[]): Asker[] => roles.flatMap(role => byRole.get(role) ?? [])
  const mayTry = (act: Act, role: Role): boolean => act.roles === 'anyone' || act.roles.includes(role)
  const outsidersFor = (act: Act): Asker[] => [
    ...holdersOf(SCOPED.filter(role => mayTry(act, role))),
    ...(act.roles === 'anyone' ? [withoutRole] : []),
  ]

  const plantedFor = (act: Act): readonly string[] => placesOf(act).map(({ thing }) => things[thing][0] ?? '')
  const noneFor = (act: Act): readonly string[] => placesOf(act).map(({ thing }) => NONE[thing])
  /** Requests that name what is planted, each thing of the kind an act is about in turn. */
  const existing = (act: Act): readonly Sent[] => {
    const [main] = placesOf(act)
    const all = main ? things[main.thing].map(id => plantedFor(act).with(0, id)) : [[]]
    return all.map(ids => request(act, ids))
  }
  /** The same but for one of the things named, which is not there: each in turn. */
  const missing = (act: Act): readonly Sent[] =>
    noneFor(act).map((none, which) => request(act, plantedFor(act).with(which, none)))
  /** Names nothing but what it must; none where that is what has been named already. */
  const bare = (act: Act): readonly Sent[] => {
    const places = placesOf(act)
    if (places.every(place => place.in === 'path')) return []
    return [
      request(
        act,
        places.map(({ in: where, thing }) => (where === 'path' ? (things[thing][0] ?? '') : '')),
      ),
    ]
  }

  const wrong = new Set<string>()
  const ask = async (
    who: Asker,
    act: Act,
    { path, body, headers }: Sent,
  ): Promise<LightMyRequestResponse> => {
    const answer = await who.ask(act.method, path, body, headers)
    if (answer.statusCode === 400) wrong.add(act.command)
    return answer
  }
  const clientToken = await house.token('call-centre')
  // What comes by the calendar is not to come in between.
  await house.rooms.sweeper.stop()
  const before = await registers(database)

  it('knows nobody who has not signed in, nor the client of a product, and looks nothing up for them', async () => {
    const authorization = `Bearer ${clientToken}`
    const spies = [mock.method(database, 'query'), mock.method(database, 'transaction')]
    for (const act of ACTS) {
      for (const headers of [{}, { authorization }]) {
        const said = await Promise.all(
          [plantedFor(act), noneFor(act)].map(async ids => {
            const { path, body = '' } = request(act, ids)
            const url = `/api/v1${path}`
            const given = body === '' ? {} : { payload: body }
            const answer = await house.rooms.app.inject({ method: act.method, url, headers, ...given })
            assert.equal(answer.statusCode, 401, `${act.command}: ${answer.body}`)
            assert.equal(answer.json<{ reason: string }>().reason, 'sign-in-needed', act.command)
            return allOf(answer)
          }),
        )
        assert.equal(said[0], said[1], act.command)
      }
    }
    // The house itself asks for changes, follows its log, and seals its ledger, now and then.
    const asked = spies.flatMap(({ mock: { calls } }) => calls.map(call => String(call.arguments[0])))
    assert.deepEqual(
      asked.filter(
        sql =>
          !/ feed\.| ledger\.|holdSealing|with recursive node |from activity\.entry where node/.test(sql),
      ),
      [],
    )
    for (const spy of spies) spy.mock.restore()
  })

  it('tells a role it is not for nothing else, whether what is named is there or not', async () => {
    for (const act of ACTS) {
      if (act.roles === 'anyone') continue
      const [there, not] = [request(act, plantedFor(act)), request(act, noneFor(act))]
      const said = new Set<string>()
      for (const who of [...holdersOf(ROLE_NAMES.filter(role => !mayTry(act, role))), withoutRole]) {
        for (const sent of who === withoutRole ? [there, not] : [there]) {
          const answer = await ask(who, act, sent)
          assert.equal(answer.statusCode, 403, `${who.label}, ${act.command}: ${answer.body}`)
          assert.equal(answer.json<{ reason: string }>().reason, 'role-missing', act.command)
          said.add(allOf(answer))
        }
      }
      assert.equal(said.size, 1, act.command)
    }
  })

  it('shows those elsewhere nothing of it, nor that it is there', async () => {
    for (const act of ACTS.filter(isSight)) {
      const alike = [...existing(act), ...missing(act)]
      for (const who of outsidersFor(act)) {
        const said = new Set<string>()
        for (const sent of [...alike, ...bare(act)]) {
          const answer = await ask(who, act, sent)
          assert.deepEqual(marksIn(marks, answer.body), [], `${who.label}, ${act.command}: ${answer.body}`)
          const status = act.path.includes('/:') ? 404 : 200
          assert.equal(answer.statusCode, status, `${who.label}, ${act.command}: ${answer.body}`)
          if (alike.includes(sent)) said.add(allOf(answer))
        }
        assert.equal(said.size, 1, `${who.label}, ${act.command}: ${[...said].join('\n')}`)
      }
    }
  })

  it('does nothing to it for those elsewhere, and does not tell them that it is there', async () => {
    for (const act of ACTS.filter(one => one.method !== 'GET' && placesOf(one).length > 0)) {
      const alike = [...existing(act), ...missing(act)]
      for (const who of outsidersFor(act)) {
        const said = new Set<string>()
        for (const sent of alike) {
          const answer = await ask(who, act, sent)
          const where = `${who.label}, ${act.command} ${sent.path}: ${answer.body}`
          assert.deepEqual(marksIn(marks, answer.body), [], where)
          assert.ok(answer.statusCode >= 400, where)
          said.add(allOf(answer))
        }
        assert.equal(said.size, 1, `${who.label}, ${act.command}: ${[...said].join('\n')}`)
      }
    }
    assert.deepEqual(await registers(database), before)
  })

  it('lets auditors see what operators see, and change nothing', async () => {
    const forOperators = ACTS.filter(
      ({ roles }) => roles !== 'anyone' && OPERATOR.some(role => roles.includes(role)),
    )
    // What operators see and auditors do not; what auditors do and do not only see: by the declarations.
    const other = forOperators.filter(act => isSight(act) !== mayTry(act, 'auditor'))
    const commands = other.map(act => act.command)
    assert.deepEqual(commands, Object.keys(NOT_FOR_AUDITORS))
    const [auditor] = holdersOf(['auditor'])
    for (const act of auditor ? ACTS : []) {
      const ofThemselves = act.method !== 'GET' && act.roles === 'anyone' && placesOf(act).length === 0
      if (ofThemselves || !auditor) continue
      const answer = await ask(auditor, act, request(act, plantedFor(act)))
      const where = `${act.command}: ${answer.body}`
      if (!mayTry(act, 'auditor')) assert.equal(answer.statusCode, 403, where)
      else if (isSight(act)) assert.notEqual(answer.statusCode, 403, where)
      else assert.ok(answer.statusCode >= 400, where)
    }
    assert.deepEqual(await registers(database), before)
  })

  it('answers those who may see in the words of its schema and with no secret, and names of people to few', async () => {
    const seen = new Set<string>()
    for (const act of ACTS.filter(isSight)) {
      const schema = Compile(act.answer)
      const readers = [...owners, ...holdersOf(OPERATOR.filter(role => mayTry(act, role)))]
      const [one, ...more] = existing(act)
      for (const sent of one ? [one, ...more, ...bare(act)] : []) {
        // Operators see all, whichever they are: of the other things of a kind it is enough that one does.
        for (const who of more.includes(sent) ? readers.slice(0, owners.length + 1) : readers) {
          const answer = await ask(who, act, sent)
          const where = `${who.label}, ${act.command} ${sent.path}`
          assert.ok([200, 403, 404].includes(answer.statusCode), `${where}: ${answer.body}`)
          if (answer.statusCode === 200) {
            const body = answer.json<unknown>()
            assert.ok(schema.Check(body), `${where}: ${JSON.stringify(schema.Errors(body))}`)
          }
          for (const secret of secrets) assert.ok(!answer.body.includes(secret), `${where}: ${answer.body}`)
          for (const mark of marksIn(marks, answer.body)) {
            seen.add(mark)
            const [, whose] = /^(?:name|e-mail) of the (.+)$/.exec(mark) ?? []
            const mayKnow = whose === undefined || !owners.includes(who) || who.label.endsWith('euo-admin')
            assert.ok(mayKnow || who.label.endsWith(whose), `${where} shows the ${mark}`)
          }
        }
      }
    }
    const unseen = [...new Set(marks.values())].filter(where => !seen.has(where))
    assert.deepEqual(unseen, NEVER_SHOWN)
  })

  it('does not carry out what was proposed for a thing that is not there', async () => {
    for (const act of ACTS.filter(one => placesOf(one).length > 0)) {
      const { roles, secondPerson } = act
      if (secondPerson === undefined || roles === 'anyone') continue
      const [first] = holdersOf(roles.filter(role => !secondPerson.includes(role)))
      const [second] = holdersOf(secondPerson)
      assert.ok(first && second, act.command)
      const proposed = await ask(first, act, request(act, noneFor(act)))
      assert.equal(proposed.statusCode, 202, `${act.command}: ${proposed.body}`)
      const { proposal } = proposed.json<{ proposal: string }>()
      const reason = { reason: 'It is agreed.' }
      const agreed = await second.ask('POST', `/proposals/${proposal}/approval`, reason)
      assert.ok(agreed.statusCode >= 400, `${act.command}: ${agreed.body}`)
    }
    assert.deepEqual(await registers(database), before)
  })

  it('has refused nothing of all this for how it was written', () => {
    assert.deepEqual([...wrong], [])
  })

  it('answers alike about a thing of others that is named beside what is one’s own', async () => {
    const unlike = new Set<string>()
    for (const act of ACTS) {
      const places = placesOf(act)
      const theirs = places.map(({ in: where, name, thing }) => {
        const own = name.startsWith('predecessor') ? undefined : THEIRS[thing]
        return own ?? (where === 'path' ? NONE[thing] : '')
      })
      for (const [which, { name, thing }] of places.entries()) {
        if (places.length < 2) continue
        for (const who of outsidersFor(act)) {
          const one = await ask(who, act, request(act, theirs.with(which, things[thing][0] ?? '')))
          const other = await ask(who, act, request(act, theirs.with(which, NONE[thing])))
          const isAlike = allOf(one) === allOf(other) && marksIn(marks, one.body).length === 0
          assert.ok(one.statusCode < 500 && other.statusCode < 500, `${act.command} ${name}: ${other.body}`)
          if (!isAlike) unlike.add(`${act.command} ${name}`)
        }
      }
    }
    assert.deepEqual([...unlike].sort(), Object.keys(UNLIKE_BY_DESIGN).sort())
  })
})
