import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  CLINICAL_DEMONSTRATION,
  demonstrationProfile,
  EXAMPLES,
} from '../../src/directory/reference/clinical-demonstration.ts'
import {
  REFERRAL_ROLES,
  referralRoleById,
  referralRoleByIdOrCode,
} from '../../src/directory/reference/referral-roles.ts'
import {
  SERVICE_TYPES,
  serviceTypeById,
  serviceTypeByIdOrCode,
} from '../../src/directory/reference/service-types.ts'

const unique = (values: readonly unknown[]) => new Set(values).size === values.length

describe('the service types', () => {
  it('have ids and codes of their own, in order of id', () => {
    assert.ok(unique(SERVICE_TYPES.map(({ id }) => id)))
    assert.ok(unique(SERVICE_TYPES.map(({ code }) => code)))
    assert.deepEqual(
      SERVICE_TYPES.map(({ id }) => id),
      SERVICE_TYPES.map(({ id }) => id).toSorted((a, b) => a - b),
    )
    // A code that reads as a number would be taken for an id.
    for (const { code } of SERVICE_TYPES) assert.match(code, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  })

  it('are found by id or code, however written', () => {
    assert.equal(serviceTypeByIdOrCode('13')?.code, 'pharmacy')
    assert.equal(serviceTypeByIdOrCode(' Pharmacy ')?.id, 13)
    assert.equal(serviceTypeByIdOrCode('-1')?.code, 'dos-region')
    assert.equal(serviceTypeById(105)?.code, 'emergency-department')
    for (const wrong of ['', '13.0', '013', '9999', 'pharm', 'constructor']) {
      assert.equal(serviceTypeByIdOrCode(wrong), undefined)
    }
  })

  it('of the hierarchy, of templates and retired ones cannot be searched for', () => {
    assert.deepEqual(
      SERVICE_TYPES.filter(({ searchable }) => !searchable).map(({ id }) => id),
      [-2, -1, 6, 21, 22],
    )
  })
})

describe('the referral roles', () => {
  it('are found by id or code', () => {
    assert.ok(unique(REFERRAL_ROLES.map(({ id }) => id)) && unique(REFERRAL_ROLES.map(({ code }) => code)))
    assert.equal(referralRoleById(23)?.name, '111 Telephony Referral')
    assert.equal(referralRoleByIdOrCode('111-telephony-referral')?.id, 23)
    assert.equal(referralRoleByIdOrCode('24')?.code, 'professional-referral')
    assert.equal(referralRoleById(3), undefined)
  })
})

describe('the demonstration clinical lists', () => {
  const { symptomGroups, discriminators, pairs, dispositions } = CLINICAL_DEMONSTRATION

  it('cannot be taken for the licensed ones', () => {
    for (const { id, name } of [...symptomGroups, ...discriminators]) {
      // But for the few that published descriptions ask with in their examples.
      assert.ok(id > 900_000 || [EXAMPLES.group, EXAMPLES.minor, EXAMPLES.full].some(own => own === id))
      assert.match(name, /^Demonstration: /)
    }
    for (const { code, name } of dispositions) {
      assert.ok(/^DxD\d{2}$/.test(code) || code === EXAMPLES.disposition, code)
      assert.match(name, /^Demonstration: /)
    }
  })

  it('hold together: pairs, dispositions and kinds of service that exist', () => {
    const groups = new Set(symptomGroups.map(({ id }) => id))
    const known = new Set(discriminators.map(({ id }) => id))
    assert.ok(unique(pairs.map(({ group, discriminator }) => `${group}=${discriminator}`)))
    for (const { group, discriminator } of pairs) assert.ok(groups.has(group) && known.has(discriminator))
    for (const id of groups) assert.ok(pairs.some(({ group }) => group === id))
    for (const id of known) assert.ok(pairs.some(({ discriminator }) => discriminator === id))
    for (const typeId of [...pairs, ...dispositions].flatMap(({ typeIds }) => typeIds)) {
      assert.ok(serviceTypeById(typeId)?.searchable, `type ${typeId}`)
    }
  })

  it('give each kind of service its profile', () => {
    const pharmacy = demonstrationProfile(13)
    assert.ok(
      pharmacy.symptoms.some(({ group, discriminator }) => group === 900_001 && discriminator === 950_001),
    )
    assert.deepEqual(pharmacy.dispositions, ['DxD06', 'DxD13', 'Dx08'])
    assert.deepEqual(demonstrationProfile(-1), { symptoms: [], dispositions: [] })
  })
})
