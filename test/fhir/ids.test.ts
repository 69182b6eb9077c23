import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type Area,
  areaId,
  endpointId,
  healthcareServiceId,
  locationId,
  organisationId,
  readFhirId,
} from '../../src/fhir/index.ts'

const serviceIds = fc.oneof(
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fc.constantFrom(1, 255, 256, 2 ** 31, 2 ** 32, 2 ** 52, Number.MAX_SAFE_INTEGER),
)
const odsCodes = fc
  .array(fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), { minLength: 1, maxLength: 12 })
  .map(signs => signs.join(''))
const words = fc
  .array(fc.constantFrom(...'09AZaz- '), { minLength: 2, maxLength: 16 })
  .map(signs => signs.join(''))
  .filter(word => !word.startsWith(' '))

/** RFC 9562: version 8 in the thirteenth digit, variant 10 in the two highest bits of the seventeenth. */
const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** FHIR R4, datatypes: id. */
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/

describe('ids of FHIR resources', () => {
  it('hold what they stand for, in a UUID of version 8', () => {
    fc.assert(
      fc.property(serviceIds, fc.integer({ min: 0, max: 255 }), odsCodes, (serviceId, index, odsCode) => {
        const ids = [
          [healthcareServiceId(serviceId), { kind: 'HealthcareService', serviceId }],
          [locationId(serviceId), { kind: 'Location', serviceId }],
          [endpointId(serviceId, index), { kind: 'Endpoint', serviceId, index }],
          [organisationId(odsCode.toLowerCase()), { kind: 'Organization', odsCode }],
        ] as const
        for (const [id, told] of ids) {
          assert.match(id, UUID_8)
          assert.deepEqual(readFhirId(id), told)
        }
        assert.equal(new Set(ids.map(([id]) => id)).size, 4)
      }),
    )
  })

  it('are read in one spelling only, so that two texts never name one thing', () => {
    const near = fc.tuple(serviceIds, fc.nat(35), fc.constantFrom(...'0123456789abcdefA-g'))
    fc.assert(
      fc.property(near, ([serviceId, at, sign]) => {
        const id = healthcareServiceId(serviceId)
        const other = id.slice(0, at) + sign + id.slice(at + 1)
        const told = readFhirId(other)
        if (other === id || told === undefined) return
        assert.notDeepEqual(told, { kind: 'HealthcareService', serviceId })
        assert.equal(spelling(told), other)
      }),
      { numRuns: 2000 },
    )
    assert.equal(readFhirId(healthcareServiceId(171).toUpperCase()), undefined)
    assert.equal(readFhirId(organisationId('RJ1').replace(/.{4}$/, '0000')), undefined)
  })

  it('name areas as Locations that can be read aloud', () => {
    assert.equal(areaId({ kind: 'outcode', code: 'LS1' }), 'area.outcode.LS1')
    assert.equal(areaId({ kind: 'postcode', code: 'LS1 4AP' }), 'area.postcode.LS1.4AP')
    assert.equal(areaId({ kind: 'district', code: 'Leeds/1' }), undefined)
    const plain = { noNullPrototype: true }
    const areas = fc.oneof(
      fc.record({ kind: fc.constantFrom('sector', 'outcode', 'board', 'region'), code: words }, plain),
      fc.record(
        {
          kind: fc.constant('radius' as const),
          metres: fc.integer({ min: 1, max: 500_000 }),
          serviceId: serviceIds,
        },
        plain,
      ),
    )
    fc.assert(
      fc.property(areas, (area: Area) => {
        const id = areaId(area)
        assert.match(id ?? '', FHIR_ID)
        assert.deepEqual(readFhirId(id ?? ''), { kind: 'area', area })
      }),
    )
  })

  it('refuse what cannot be one', () => {
    assert.throws(() => endpointId(1, 256), RangeError)
    assert.throws(() => organisationId('RJ1-02'), RangeError)
    assert.throws(() => organisationId('A234567890123'), RangeError)
    for (const text of ['', '1', 'area.moon.LS1', 'area.radius.0.1', 'area.radius.3000.0', '../x']) {
      assert.equal(readFhirId(text), undefined)
    }
  })
})

function spelling(told: NonNullable<ReturnType<typeof readFhirId>>): string | undefined {
  switch (told.kind) {
    case 'HealthcareService':
      return healthcareServiceId(told.serviceId)
    case 'Location':
      return locationId(told.serviceId)
    case 'Endpoint':
      return endpointId(told.serviceId, told.index)
    case 'Organization':
      return organisationId(told.odsCode)
    case 'area':
      return areaId(told.area)
  }
}
