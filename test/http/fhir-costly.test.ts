import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createMemory, type Service } from '../../src/directory/index.ts'
import {
  anchorOf,
  healthcareServiceOf,
  holds,
  KILOMETRES,
  locationOf,
  quickTest,
  type ResourceType,
  readSearch,
} from '../../src/fhir/index.ts'
import { type Found, findNear, LOOKS_MAX } from '../../src/http/routes/fhir/find.ts'
import { createGraph } from '../../src/http/routes/fhir/graph.ts'
import type { About } from '../../src/http/routes/fhir/question.ts'
import { groundOf, scopeOfPlace } from '../../src/http/routes/fhir/scope.ts'
import { type LocatedPlace, toWgs84 } from '../../src/places/index.ts'
import type { Allowed } from '../../src/policy/index.ts'
import { serviceAt, stored } from '../directory/some-services.ts'
import { SERVICES } from '../fhir/search/world.ts'

const NOW = Date.parse('2026-12-03T12:00:00Z')
const COUNT = 4500
const at = { easting: 430_000, northing: 433_000 }
const place: LocatedPlace = {
  ...at,
  kind: 'grid',
  label: 'here',
  precision: 'exact',
  errorMetres: 0,
  regionId: 'Y63',
  cell: 'LS1 4',
  ...toWgs84(at),
}
const allowed: Allowed = {
  outcome: 'allow',
  audience: 'professional',
  purpose: null,
  limits: {
    results: 10,
    resultsMax: 50,
    distanceMetres: 60_000,
    distanceMetresMax: 100_000,
    referralRoleIds: null,
    typeIds: null,
    regions: 'national',
    volume: { perMinute: 100, perDay: 100 },
    counts: 'usual',
    handlesFor: null,
    listMembers: null,
    answerValidSeconds: 60,
  },
  obligations: [],
  caching: null,
  mayKeep: null,
  flags: [],
  clauses: [],
  policyVersion: '25',
  tailoredTerms: null,
}

describe('a filter that forces many services to be looked at', async () => {
  const memory = createMemory({ isSearchable: () => true })
  // A line of services to the east, each ten metres further; every hundredth of another type.
  const world = Array.from(
    { length: COUNT },
    (_, index): Service =>
      serviceAt(index + 1, at.easting + index * 10, at.northing, {
        name: `Lean ${index}`,
        odsCode: `FL${String(index).padStart(4, '0')}`,
        typeId: index % 100 === 0 ? 100 : 13,
      }),
  )
  assert.deepEqual(
    await memory.replaceAll(
      world.map(one => stored(one)),
      1,
    ),
    [],
  )
  const rooms = { memory, organisations: { of: () => undefined } } as const

  const ask = (
    type: ResourceType,
    query: Readonly<Record<string, string>>,
  ): { found: Found; looks: number } => {
    const near =
      type === 'Location'
        ? 'near'
        : type === 'HealthcareService'
          ? 'location.near'
          : '_has:Location:organization:near'
    const pairs = Object.entries({ [near]: '53.79|-1.55', ...query }).map(([name, value]) => ({
      name,
      value,
    }))
    const read = readSearch(type, pairs, { base: 'https://x', lenient: false })
    assert.ok(read.outcome === 'read', JSON.stringify(read))
    const anchored = anchorOf(read.search)
    assert.ok(anchored.outcome === 'read' && anchored.anchor.kind === 'near')
    const { typeIds } = anchored.anchor
    const criteria = read.search.criteria.filter(({ test }) => test.kind !== 'near')
    const about: Extract<About, { kind: 'near' }> = {
      kind: 'near',
      place,
      unit: KILOMETRES,
      isFar: false,
      served: null,
      practice: null,
      notices: [],
      typeIds: typeIds.found,
    }
    const ground = groundOf(rooms, allowed, about)
    const graph = createGraph(rooms, scopeOfPlace(rooms, allowed, ground, NOW), NOW)
    const found = findNear(rooms, { type, criteria, first: null }, about, ground, allowed, graph, NOW)
    return { found, looks: graph.looks() }
  }
  const names = ({ found }: ReturnType<typeof ask>) => {
    assert.ok(found.outcome === 'found', found.outcome)
    return found.hits.map(({ resource }) => 'name' in resource && resource.name)
  }

  it('is given up after so many records and resources, whatever the filter is', () => {
    const costly: [type: ResourceType, query: Readonly<Record<string, string>>][] = [
      ['HealthcareService', { name: 'nothing has this name' }],
      ['HealthcareService', { 'endpoint:missing': 'false' }],
      ['HealthcareService', { 'service-type:not': '13,100' }],
      ['Location', { 'address-city': 'nowhere' }],
      ['HealthcareService', { 'organization.name': 'nobody' }],
      ['Organization', { name: 'nobody' }],
    ]
    for (const [type, query] of costly) {
      const { found, looks } = ask(type, query)
      assert.equal(found.outcome, 'too-costly', JSON.stringify(query))
      // The records of an organisation, of which there are ten here, are read at one go.
      assert.ok(looks > LOOKS_MAX && looks <= LOOKS_MAX + 20, String(looks))
    }
  })

  it('is answered where a type or what it asks leaves few to be looked at', () => {
    assert.deepEqual(names(ask('HealthcareService', { name: 'Lean 4400', 'service-type': '100' })), [
      'Lean 4400',
    ])
    const first = ask('HealthcareService', { name: 'lean' })
    assert.deepEqual(
      names(first),
      Array.from({ length: 50 }, (_, index) => `Lean ${index}`),
    )
    assert.ok(first.looks < LOOKS_MAX, String(first.looks))
    assert.equal(names(ask('HealthcareService', {})).length, 50)
    assert.equal(ask('HealthcareService', {}).looks, 100)
  })

  it('judges what a record says at once as the whole resource does', () => {
    const context = { version: 1, updatedAt: '2026-11-01T00:00:00.000Z', now: NOW }
    const graph = { follow: () => undefined, around: () => [] }
    const word = fc.constantFrom(
      'st',
      'Señor',
      'MARY',
      'Public St',
      'leeds',
      'LS1',
      'high',
      'x',
      '13',
      '100',
      'true',
      'work',
      'active',
      '394814009',
      'clinica',
    )
    const name = fc.constantFrom(
      'name',
      'name:contains',
      'name:exact',
      'name:missing',
      'active',
      'service-type',
      'service-type:not',
      'service-type:text',
      'specialty',
      'specialty:missing',
      'address',
      'address:contains',
      'address-city',
      'address-postalcode',
      'address-use',
      'status',
      'status:not',
      '_id',
      'identifier',
    )
    const asked = fc.tuple(fc.constantFrom('HealthcareService', 'Location'), name, word, fc.boolean())
    let judged = 0
    fc.assert(
      fc.property(asked, ([type, name, word, truth]) => {
        const value = name.endsWith(':missing') ? String(truth) : word
        const read = readSearch(type as ResourceType, [{ name, value }], {
          base: 'https://x',
          lenient: false,
        })
        if (read.outcome === 'wrong') return
        const { criteria } = read.search
        const mayFit = quickTest(type as ResourceType, criteria)
        for (const service of SERVICES)
          for (const audience of ['public', 'professional'] as const) {
            const make = type === 'Location' ? locationOf : healthcareServiceOf
            const whole = make(service, audience, context)
            const fits = criteria.every(criterion => holds(whole, criterion, graph, NOW))
            const quick = mayFit(service, audience, NOW)
            if (name === '_id' || name === 'identifier') assert.ok(quick)
            else assert.equal(quick, fits, `${type} ${name}=${value} ${service.id}`)
            judged += 1
          }
      }),
      { numRuns: 300 },
    )
    assert.ok(judged > 3000, String(judged))
  })
})
