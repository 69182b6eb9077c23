import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Check } from 'typebox/schema'
import { Service } from '../../src/directory/service.ts'
import { compileShape, type Form, mayBeTold, shape, shapeSchema } from '../../src/directory/shape.ts'
import { AUDIENCES, type Audience } from '../../src/vocabulary/index.ts'
import { anyValue, node } from './any-service.ts'
import { plant, shouldSee } from './planted.ts'

const FORMS: readonly Form[] = ['list', 'full']
const everyWay = AUDIENCES.flatMap(audience => FORMS.map(form => ({ audience, form })))

/** The schema as plain JSON, so that it can be changed. */
const plain = (schema: object): Record<string, unknown> => JSON.parse(JSON.stringify(schema))

/** The names of the properties seen, joined by dots, each once. */
function pathsIn(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(item => pathsIn(item, prefix)))]
  if (typeof value !== 'object' || value === null) return [prefix]
  return Object.entries(value).flatMap(([name, held]) => pathsIn(held, prefix ? `${prefix}.${name}` : name))
}

function holdAgainstRule(schema: object) {
  const { service, leaves } = plant(schema)
  for (const { audience, form } of everyWay) {
    const json = JSON.stringify(compileShape(schema, audience, form)(service))
    for (const leaf of leaves) {
      const expected = shouldSee(leaf, audience, form)
      assert.equal(json.includes(leaf.marker), expected, `${leaf.marker} to ${audience} in ${form}`)
    }
  }
}

describe('a shaped service', () => {
  const { service, leaves } = plant(Service)
  const seenBy = (audience: Audience, form: Form) => compileShape(Service, audience, form)(service)

  it('shows each field to its audience and wider and to nobody else, in either form', () => {
    assert.ok(leaves.length > 80)
    holdAgainstRule(Service)
  })

  it('shows the public exactly these fields in a list', () => {
    assert.deepEqual(
      pathsIn(seenBy('public', 'list')),
      (
        'id uid odsCode name publicName typeId place.address place.town place.postcode place.easting ' +
        'place.northing place.latitude place.longitude contacts.kind contacts.value contacts.label ' +
        'instructions.public verification.lastVerifiedOn'
      ).split(' '),
    )
  })

  it('shows the public exactly these more in full', () => {
    const list = new Set(pathsIn(seenBy('public', 'list')))
    assert.deepEqual(
      pathsIn(seenBy('public', 'full')).filter(path => !list.has(path)),
      (
        'place.precision openingTimes.allHours openingTimes.weekly.day openingTimes.weekly.sessions.opens ' +
        'openingTimes.weekly.sessions.closes openingTimes.bankHolidays.opens openingTimes.bankHolidays.closes ' +
        'openingTimes.specifiedDates.date openingTimes.specifiedDates.sessions.opens ' +
        'openingTimes.specifiedDates.sessions.closes openingTimes.returnIfOpenWithinMinutes ' +
        'eligibility.ageRanges.fromDays eligibility.ageRanges.toDays eligibility.sexes eligibility.notes ' +
        'coverage.kind coverage.code coverage.metres source.name'
      ).split(' '),
    )
  })

  it('keeps from the professional only what the operator keeps', () => {
    const professional = new Set(pathsIn(seenBy('professional', 'full')))
    assert.deepEqual(
      pathsIn(seenBy('operator', 'full')).filter(path => !professional.has(path)),
      ['capacity.updatedBy', 'alignments.organisation', 'alignments.limited', 'source.key'],
    )
  })

  it('never shows the public a clinician phone, nor that there is one', () => {
    const contacts = [
      { kind: 'phone', value: '01632 960001', audience: 'public' },
      { kind: 'phone', value: '01632 960002', label: 'Clinicians only', audience: 'professional' },
      { kind: 'email', value: 'lead@example.org', audience: 'operator' },
      { kind: 'email', value: 'typo@example.org', audience: 'Public' },
      { kind: 'email', value: 'missing@example.org' },
    ]
    const values = (audience: Audience) =>
      node(compileShape(Service, audience, 'list')({ contacts }))['contacts']
    assert.deepEqual(values('public'), [{ kind: 'phone', value: '01632 960001' }])
    assert.deepEqual(values('professional'), contacts.slice(0, 2))
    assert.deepEqual(values('operator'), contacts.slice(0, 3))
  })

  it('leaves out an object in which nothing is seen', () => {
    const seen = compileShape(Service, 'public', 'full')({ instructions: { professional: 'x' }, place: {} })
    assert.deepEqual(seen, {})
  })

  it('shows nothing of a value that is not what the schema says', () => {
    const odd = { id: { secret: 1 }, name: ['secret'], place: 'secret', contacts: { 0: 'secret' }, uid: null }
    for (const { audience, form } of everyWay) {
      assert.deepEqual(compileShape(Service, audience, form)(odd), {})
    }
  })

  it('shows no item whose audience is not its own', () => {
    const heir = Object.assign(Object.create({ audience: 'public' }), { kind: 'phone', value: 'secret' })
    for (const { audience } of everyWay)
      assert.deepEqual(compileShape(Service, audience, 'full')({ contacts: [heir] }), { contacts: [] })
  })

  it('shares nothing that can change with the service it came from', () => {
    const original = { name: 'A', openingTimes: { weekly: [{ day: 'monday', sessions: [] }] } }
    const shaped = compileShape(Service, 'public', 'full')(original)
    original.openingTimes.weekly.length = 0
    assert.deepEqual(shaped, { name: 'A', openingTimes: { weekly: [{ day: 'monday', sessions: [] }] } })
  })
})

describe('a field without an audience', () => {
  it('is seen by nobody, wherever fields have audiences', () => {
    const schema = plain(Service)
    const holders = [schema, ...Object.values(node(schema['properties'])).map(node)].filter(holder =>
      Object.values(node(holder['properties'] ?? {})).some(held => node(held)['x-seen-by'] !== undefined),
    )
    assert.ok(holders.length >= 7)
    for (const holder of holders) Object.assign(holder['properties'] ?? {}, { added: { type: 'string' } })
    const { service, leaves } = plant(schema)
    assert.equal(leaves.filter(({ path }) => path.endsWith('added')).length, holders.length)
    for (const { audience, form } of everyWay) {
      assert.doesNotMatch(JSON.stringify(compileShape(schema, audience, form)(service)), /added/)
      assert.doesNotMatch(JSON.stringify(shapeSchema(schema, audience, form)), /added/)
    }
  })

  it('is seen by nobody when the schema does not know it either', () => {
    const odd = { name: 'A', added: 'secret', openingTimes: { allHours: true, added: 'secret' } }
    assert.doesNotMatch(JSON.stringify(compileShape(Service, 'operator', 'full')(odd)), /secret/)
  })

  it('and a whole schema without audiences shows nothing', () => {
    const schema = { type: 'object', properties: { name: { type: 'string' } } }
    assert.deepEqual(compileShape(schema, 'operator', 'full')({ name: 'A' }), {})
  })
})

describe('the rule of shaping', () => {
  it('holds for any marks on any fields', () => {
    const marks = fc.constantFrom(undefined, undefined, ...AUDIENCES)
    fc.assert(
      fc.property(fc.infiniteStream(fc.tuple(marks, fc.boolean())), stream => {
        const schema = plain(Service)
        remark(schema, () => stream.next().value ?? [undefined, false])
        holdAgainstRule(schema)
      }),
      { numRuns: 150 },
    )
  })

  it('does not start on a schema it cannot read to the end', () => {
    const wrong = {
      'a union': { anyOf: [{ type: 'string' }] },
      'a reference': { $ref: '#/elsewhere' },
      'any keys': { type: 'object', properties: {}, additionalProperties: true },
      'no properties': { type: 'object' },
      'an array of anything': { type: 'array' },
      'an audience nobody knows': { type: 'string', 'x-seen-by': 'pubic' },
      'items without the property to go by': {
        type: 'array',
        items: { type: 'object', properties: { value: { type: 'string' } } },
        'x-seen-by-item': 'audience',
      },
    }
    for (const [name, property] of Object.entries(wrong)) {
      const schema = { type: 'object', properties: { it: { 'x-seen-by': 'public', ...property } } }
      assert.throws(() => compileShape(schema, 'public', 'full'), /cannot read|Unknown audience/, name)
    }
  })
})

/** Gives every property of every object new marks, or none. */
function remark(schema: unknown, next: () => readonly [Audience | undefined, boolean]) {
  const { properties, items } = node(schema)
  for (const held of Object.values(node(properties ?? {}))) {
    if (typeof held !== 'object' || held === null) continue
    const [mark, inList] = next()
    Object.assign(held, { 'x-seen-by': mark, 'x-in-list': inList })
    remark(held, next)
  }
  if (items) remark(items, next)
}

describe('the schema of a shaped service', () => {
  it('fits every service as shaped', () => {
    fc.assert(
      fc.property(anyValue(Service), service => {
        for (const { audience, form } of everyWay) {
          const shaped = compileShape(Service, audience, form)(node(service))
          assert.ok(Check(shapeSchema(Service, audience, form), shaped), JSON.stringify(shaped))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('names what the audience sees and nothing else', () => {
    for (const { audience, form } of everyWay) {
      const published = shapeSchema(Service, audience, form)
      const shaped = compileShape(Service, audience, form)(plant(Service).service)
      assert.deepEqual(schemaPaths(published).sort(), pathsIn(shaped).sort())
      assert.doesNotMatch(JSON.stringify(published), /x-seen-by|x-in-list/)
    }
  })

  it('does not tell of audiences beyond the reader', () => {
    const contacts = (audience: Audience) =>
      JSON.stringify(node(shapeSchema(Service, audience, 'list')['properties'])['contacts'])
    assert.doesNotMatch(contacts('public'), /audience|professional|operator/)
    assert.match(contacts('professional'), /"enum":\["public","professional"\]/)
  })
})

function schemaPaths(schema: unknown, prefix = ''): string[] {
  const { type, items, properties } = node(schema)
  if (type === 'array') return schemaPaths(items, prefix)
  if (type !== 'object') return [prefix]
  return Object.entries(node(properties)).flatMap(([name, held]) =>
    schemaPaths(held, prefix ? `${prefix}.${name}` : name),
  )
}

describe('a service for professionals only', () => {
  it('is not told of to the public', () => {
    assert.ok(!mayBeTold({ audience: 'professional' }, 'public'))
    assert.ok(mayBeTold({ audience: 'professional' }, 'professional'))
    assert.ok(mayBeTold({ audience: 'professional' }, 'operator'))
    assert.ok(AUDIENCES.every(audience => mayBeTold({ audience: 'public' }, audience)))
  })

  it('is shaped by the same rule as any other', () => {
    fc.assert(
      fc.property(anyValue(Service), value => {
        if (!Check(Service, value)) throw new Error('the generator strayed from the schema')
        for (const { audience, form } of everyWay) {
          assert.deepEqual(shape(value, audience, form), compileShape(Service, audience, form)(value))
        }
      }),
      { numRuns: 30 },
    )
  })
})
