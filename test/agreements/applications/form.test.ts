import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ApplicationForm as Schema } from '../../../src/agreements/applications/form.ts'
import { hashesOf } from '../../../src/agreements/applications/promises.ts'
import { missingOf } from '../../../src/agreements/applications/questions.ts'
import {
  type ApplicationForm,
  FORM_MEMBERS,
  type FormMember,
  formHash,
  formOfChild,
  isComplete,
  PROMISE_NAMES,
  QUESTIONS,
  reviewItems,
  stands,
} from '../../../src/agreements/index.ts'
import { clauseOf } from '../../../src/policy/index.ts'
import { purposeOf } from '../../../src/vocabulary/index.ts'
import { FORM, PUBLIC, START } from './some-application.ts'

const promised = (form: ApplicationForm) =>
  PROMISE_NAMES.map(promise => ({
    promise,
    ...hashesOf(promise, form),
    at: START,
    by: 'admin-1',
    as: 'euo-admin',
  }))
const missingMembers = (form: ApplicationForm): string[] =>
  missingOf(form, promised(form)).map(one => one.what.split(':')[0] ?? '')
const without = (form: ApplicationForm, ...members: FormMember[]): ApplicationForm => {
  const left = { ...form }
  for (const member of members) delete left[member]
  return left
}

describe('the form of an application', () => {
  it('asks every question once, each with clauses of the policy', () => {
    assert.deepEqual([...FORM_MEMBERS].sort(), Object.keys(Schema.properties).sort())
    for (const member of FORM_MEMBERS) {
      assert.ok(QUESTIONS[member].text.endsWith('?'), member)
      assert.ok(QUESTIONS[member].clauses.length > 0, member)
      for (const clause of QUESTIONS[member].clauses) assert.equal(clauseOf(clause)?.id, clause)
    }
  })

  it('is whole with every answer and promise, and lacks each answer that is taken away', () => {
    assert.deepEqual(missingMembers(FORM), [])
    assert.deepEqual(missingMembers({ ...FORM, ...PUBLIC }), [])
    const whole: ApplicationForm = { ...FORM, ...PUBLIC, endUserKinds: ['the-public', 'clinicians'] }
    for (const member of FORM_MEMBERS) {
      if (whole[member] === undefined) continue
      // Without saying whether it is shown to the public, what only that asks for is not asked.
      assert.deepEqual(missingMembers(without(whole, member)), [member])
    }
  })

  it('lists everything that is missing at once, for any half of the answers', () => {
    const always = FORM_MEMBERS.filter(member => QUESTIONS[member].when === undefined)
    fc.assert(
      fc.property(fc.subarray([...always]), taken => {
        const left = without(FORM, ...taken)
        const lacking = missingMembers(left).filter(member => always.some(one => one === member))
        assert.deepEqual(lacking.sort(), [...taken].sort())
        assert.equal(isComplete(left), taken.length === 0)
      }),
    )
  })

  const DEPENDS: readonly (readonly [ApplicationForm, FormMember])[] = [
    [{ footprint: 'regions', regionIds: [] }, 'regionIds'],
    [{ footprint: 'sites', regionIds: ['Y63'] }, 'sites'],
    [{ allTypes: false, typeIds: [] }, 'typeIds'],
    [{ caching: 'pattern' }, 'cachingPattern'],
    [{ onwardSharing: 'for-direct-care' }, 'onwardSharingDetail'],
    [{ publicDisplay: true }, 'safetyEvidence'],
    [{ publicDisplay: true }, 'safetyOfficerName'],
    [{ publicDisplay: true }, 'safetyOfficerRegistration'],
    [{ commercialModel: 'product-for-direct-care' }, 'commercialDetail'],
    [{ publication: 'withhold' }, 'publicationReason'],
    [{ endUserKinds: ['call-handlers'], endUserRoles: [] }, 'endUserRoles'],
  ]
  for (const [over, member] of DEPENDS) {
    it(`asks for ${member} when ${JSON.stringify(over)}`, () => {
      assert.ok(missingMembers({ ...FORM, ...over }).includes(member))
    })
  }

  it('asks nobody for a national footprint’s regions, nor the public for professional roles', () => {
    assert.deepEqual(missingMembers({ ...without(FORM, 'regionIds'), footprint: 'national' }), [])
    assert.deepEqual(missingMembers({ ...without(FORM, 'endUserRoles'), endUserKinds: ['the-public'] }), [])
  })

  it('refuses by its name each purpose that is not direct care, alone or among others', () => {
    for (const purpose of [
      'research',
      'marketing',
      'payment',
      'service-planning',
      'service-mapping',
    ] as const) {
      const found = missingOf({ ...FORM, purposes: ['urgent-care-referral', purpose] }, promised(FORM))
      assert.equal(found.length, 1)
      assert.match(found[0]?.what ?? '', new RegExp(purpose))
      assert.match(found[0]?.what ?? '', new RegExp(purposeOf(purpose)?.title ?? 'none'))
      assert.ok(found[0]?.clauses.includes('AUP25-12'))
    }
  })

  it('is known by its answers, whatever their order', () => {
    const turned = Object.fromEntries(Object.entries(FORM).reverse())
    assert.equal(formHash({ ...turned }), formHash(FORM))
    assert.notEqual(formHash({ ...FORM, perDay: 4001 }), formHash(FORM))
  })
})

describe('promises', () => {
  it('stand as they were made; clinical ones fall when what is shown to whom changes', () => {
    const form: ApplicationForm = { ...FORM, ...PUBLIC }
    const made = promised(form)
    const fallen = (changed: ApplicationForm) => PROMISE_NAMES.filter(name => !stands(name, changed, made))
    assert.deepEqual(fallen(form), [])
    assert.deepEqual(fallen({ ...form, perDay: 5000, dsptUntil: '2028-06-30' }), [])
    const clinical = ['presentation-safety', 'risk-acceptance']
    assert.deepEqual(fallen({ ...form, endUserKinds: ['clinicians'] }), clinical)
    assert.deepEqual(fallen({ ...form, regionIds: ['Y60'] }), clinical)
    assert.deepEqual(fallen({ ...form, safetyOfficerName: 'Another' }), clinical)
  })

  it('fall when their words change, and the last one made counts', () => {
    const made = promised(FORM).map(one => ({ ...one, wordsHash: 'of other words' }))
    assert.deepEqual(
      PROMISE_NAMES.filter(name => stands(name, FORM, made)),
      [],
    )
    assert.ok(PROMISE_NAMES.every(name => stands(name, FORM, [...made, ...promised(FORM)])))
  })
})

describe('the form of a child', () => {
  const agreement = {
    id: 'a',
    status: 'in-force',
    policyVersion: '2025-02-25',
    useCase: 'As agreed in the end.',
    purposes: ['urgent-care-referral'],
    audience: 'professional',
    regions: ['Y63'],
    typeIds: null,
    resultsMax: 10,
    distanceMetresMax: 20_000,
    volume: { perMinute: 5, perDay: 50 },
    lookUps: 'follow-up',
    origins: 'any',
    from: START,
    until: null,
  } as const
  const connection = { productId: 'p', supplierId: 's', environment: 'production' } as const

  it('says what was agreed, not what was once asked for, and keeps the other answers', () => {
    const form = formOfChild('change-of-use', agreement, connection, FORM)
    assert.equal(form.useCase, 'As agreed in the end.')
    assert.deepEqual(form.purposes, ['urgent-care-referral'])
    assert.equal(form.allTypes, true)
    assert.equal(form.perDay, 50)
    assert.equal(form.rawCoordinates, true)
    // Agreed before there were handles: it goes on with directory ids until somebody gives them up.
    assert.equal(form.directoryIds, true)
    assert.equal(form.listMembers, undefined)
    const levers = { serviceIds: 'handles', listMembers: ['open'] } as const
    const narrow = formOfChild('renewal', { ...agreement, ...levers }, connection, FORM)
    assert.deepEqual([narrow.directoryIds, narrow.listMembers], [false, ['open']])
    assert.deepEqual(form.securityContact, FORM.securityContact)
    assert.equal(form.dsptUntil, FORM.dsptUntil)
  })

  it('opens again at a renewal what ages, and lists every question as a review', () => {
    const form = formOfChild('renewal', agreement, connection, { ...FORM, ...PUBLIC, predecessorId: 'old' })
    for (const member of ['dsptStatus', 'dsptUntil', 'safetyEvidence', 'predecessorId'] as const) {
      assert.equal(form[member], undefined, member)
    }
    const items = reviewItems(form)
    assert.equal(items.find(item => item.linkId === 'dsptUntil')?.answer, null)
    assert.equal(items.find(item => item.linkId === 'useCase')?.answer, 'As agreed in the end.')
    assert.equal(items.find(item => item.linkId === 'perDay')?.answer, '50')
  })

  it('is begun where there was no application, from the agreement alone', () => {
    const form = formOfChild('renewal', { ...agreement, regions: 'national' }, connection, null)
    assert.equal(form.footprint, 'national')
    assert.equal(form.regionIds, undefined)
    assert.ok(missingMembers(form).includes('dsptStatus'))
  })
})
