import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { type Service, writeServices } from '../../../src/directory/index.ts'
import { someService } from '../../directory/some-services.ts'
import { openHouse } from '../../support/house.ts'
import {
  aMinutePasses,
  DAY,
  done,
  type Found,
  inboxOf,
  type Missing,
  post,
  put,
  refused,
  seen,
  twoAgree,
} from '../../support/journey.ts'

const HELPLINE = 'XO005'
const PRODUCT = 'product-pharmacy-finder'
const inLeeds = '/api/v1/services?near=LS1%204AP&type=pharmacy&within=3000'
const inLondon = '/api/v1/services?near=SE1&type=pharmacy&within=3000'

type Permission = { readonly id: string; readonly state: string }
type PolicyToRead = { readonly version: string; readonly hash: string; readonly privacyNotice: string }

/**
 * The Medicines Helpline finds pharmacies for callers with its Pharmacy Finder, and wants the public to use it. It is
 * followed from the wish to the first public answer, and to the day the product moves on (AUP25-20 to 24, AUP18-14 to
 * 17; sources, use 3.2, 3.3 and 3.6).
 */
describe('a pharmacy app that wants to show services to the public', async () => {
  const house = await openHouse()
  const admin = await house.person([{ role: 'euo-admin', scope: HELPLINE }])
  const signatory = await house.person([{ role: 'euo-signatory', scope: HELPLINE }])
  const safetyOfficer = await house.person([{ role: 'clinical-safety-officer', scope: HELPLINE }])
  const supplier = await house.person([], 'supplier-admin')
  const manager = await house.person([], 'access-manager')
  const owner = await house.person([], 'decision-owner')
  const leadOfTheNorthEast = await house.person([], 'lead-y63')
  const leadOfTheNorthWest = await house.person([], 'lead-y62')
  const search = (url: string) => house.ask('pharmacy-finder', url)

  // Three pharmacies at one corner in Leeds: one for everybody, one for professionals only, and one that belongs to the
  // next region over the border, whose lead has been asked nothing.
  const pharmacy = (id: number, name: string, changes: Partial<Service>): Service =>
    someService(id, { name, publicName: name, regionId: 'Y63', ...changes })
  await writeServices(
    house.rooms.database,
    [
      pharmacy(990_001, 'Corner Pharmacy', {}),
      pharmacy(990_002, 'Hospital Dispensary', { audience: 'professional' }),
      pharmacy(990_003, 'Border Pharmacy', { regionId: 'Y60' }),
    ],
    { who: 'test', why: 'a corner in Leeds', at: new Date(house.clock.now()) },
  )
  await house.rooms.follower.catchUp()

  let application = ''
  let agreement = ''
  let permission = ''

  it('is used by professionals today, who see all three', async () => {
    const { audience, services } = await done<Found>(search(inLeeds))
    assert.equal(audience, 'professional')
    assert.deepEqual(
      services.filter(({ id }) => id > 990_000).map(({ name }) => name),
      ['Corner Pharmacy', 'Hospital Dispensary', 'Border Pharmacy'],
    )
  })

  it('asks to change its use, and is refused while it has no safety case: by name, clause and who can fix it', async () => {
    const begun = await done<{ application: string }>(
      post(admin, '/agreements/agreement-pharmacy-finder/change-of-use', {
        reason: 'People could help themselves at night.',
      }),
    )
    application = begun.application
    const contact = (name: string) => ({ name, email: `${name}@helpline.example.org` })
    await done(
      put(admin, `/applications/${application}/form`, {
        revision: 1,
        useCase: 'Members of the public find a pharmacy.',
        purposes: ['self-care-signposting'],
        endUserKinds: ['the-public'],
        endUserCount: 50_000,
        publicDisplay: true,
        rawCoordinates: false,
        caching: 'none',
        onwardSharing: 'none',
        dsptStatus: 'met',
        dsptUntil: '2027-06-30',
        commercialModel: 'not-commercial',
        publication: 'publish',
        technicalContact: contact('technical'),
        serviceContact: contact('service'),
        informationGovernanceContact: contact('governance'),
        clinicalSafetyContact: contact('safety'),
        securityContact: contact('security'),
        reason: 'All we know today.',
      }),
    )
    await done(
      post(admin, `/applications/${application}/promises`, {
        promises: [
          'no-storage',
          'no-resale',
          'professional-role',
          'clinical-responsibility',
          'non-use-after-cessation',
        ],
        reason: 'The trustees agreed.',
      }),
    )
    const refusal = await refused(post(admin, `/applications/${application}/submission`, { reason: 'Done.' }))
    assert.equal(refusal.reason, 'requirements-unmet')
    assert.deepEqual(refusal.unmet, [
      {
        what: 'safetyEvidence: Which clinical safety documents does it rest on?',
        clauses: ['AUP25-22', 'AUP18-17'],
        whoCanFix: 'an administrator of the organisation',
      },
      {
        what: 'safetyOfficerName: Who is the clinical safety officer?',
        clauses: ['AUP25-22', 'AUP18-17'],
        whoCanFix: 'an administrator of the organisation',
      },
      {
        what: 'safetyOfficerRegistration: With whom is the clinical safety officer registered, under which number?',
        clauses: ['AUP25-22', 'AUP18-17'],
        whoCanFix: 'an administrator of the organisation',
      },
      {
        what: 'The promise presentation-safety has not been made as things now stand.',
        clauses: ['AUP25-22', 'AUP25-23'],
        whoCanFix: 'in the organisation: clinical-safety-officer',
      },
      {
        what: 'The promise risk-acceptance has not been made as things now stand.',
        clauses: ['AUP25-21'],
        whoCanFix: 'in the organisation: clinical-safety-officer',
      },
    ])
  })

  it('names a safety case and hands it in; what is meant for a clinician, only the clinician promises', async () => {
    await done(
      put(admin, `/applications/${application}/form`, {
        revision: 2,
        safetyEvidence: [
          {
            standard: 'DCB0129',
            standardVersion: '4.2',
            reference: 'helpline/safety-case-1.0',
            productVersion: '1.0',
            expiresOn: '2027-05-31',
          },
        ],
        safetyOfficerName: 'Cleo Safety',
        safetyOfficerRegistration: 'GPhC 2071234',
        reason: 'It is being written.',
      }),
    )
    const promises = { promises: ['presentation-safety', 'risk-acceptance'], reason: 'I have assessed it.' }
    const byAdmin = await refused(post(admin, `/applications/${application}/promises`, promises))
    assert.equal(byAdmin.reason, 'role-missing')
    assert.match(byAdmin.detail, /is for clinical-safety-officer of the organisation to make/)
    await done(post(safetyOfficer, `/applications/${application}/promises`, promises))
    await done(post(admin, `/applications/${application}/submission`, { reason: 'Now it is whole.' }))
    await done(post(manager, `/applications/${application}/checks`, { reason: 'In order.' }))
    await done(post(manager, `/applications/${application}/reviews/opening`, { reason: 'In order.' }))
    await done(
      post(safetyOfficer, `/applications/${application}/reviews`, {
        decision: 'agree',
        reason: 'The hazards are known and held.',
      }),
    )
  })

  it('is approved by two, since the public is concerned, and its signatory accepts', async () => {
    const alone = await refused(post(manager, `/applications/${application}/approval`, { reason: 'Fine.' }))
    assert.deepEqual([alone.reason, alone.clauses], ['conflict', ['AUP25-22', 'AUP18-14']])
    assert.match(alone.detail, /takes two people/)
    await twoAgree(
      post(manager, `/applications/${application}/public-display-approval`, { reason: 'It fills a gap.' }),
      owner,
      'I agree.',
    )
    const { agreementId } = await seen<{ agreementId: string }>(admin, `/applications/${application}`)
    agreement = agreementId
    await done(post(manager, `/agreements/${agreement}/issue`, { reason: 'Approved.' }))
    const { version, hash, privacyNotice } = await done<PolicyToRead>(
      post(signatory, `/agreements/${agreement}/reading`),
    )
    const accepted = await done<{ state: string }>(
      post(signatory, `/agreements/${agreement}/acceptance`, {
        version,
        hash,
        privacyNotice,
        reason: 'Read and agreed.',
      }),
    )
    assert.equal(accepted.state, 'in-force')
  })

  it('is shown nothing yet: the agreement names the public, and nobody has permitted the display', async () => {
    const refusal = await refused(search(inLeeds))
    assert.equal(refusal.status, 403)
    assert.equal(refusal.reason, 'public-display-not-permitted')
    assert.deepEqual(refusal.clauses, ['AUP25-22', 'AUP25-41', 'AUP18-16', 'AUP18-17'])
    assert.equal(
      refusal.remedy,
      'Apply for the permission, with a clinical safety case and the grant of each DoS Lead.',
    )
  })

  it('asks for two of the seven regions, and hears of everything that stands in the way', async () => {
    const asked = await done<Permission>(
      post(admin, '/permissions', {
        agreement,
        type: 'public-display',
        regions: ['Y62', 'Y63'],
        checklist: [
          'opening-time-precedence',
          'capacity-shown-with-care',
          'referral-only-marked',
          'non-public-withheld',
          'clinical-responsibility-accepted',
        ],
        reason: 'We begin in the north.',
      }),
    )
    permission = asked.id
    assert.equal(asked.state, 'requested')
    const refusal = await refused(
      post(manager, `/permissions/${permission}/grant`, { reason: 'Let us see.' }),
    )
    assert.equal(refusal.reason, 'requirements-unmet')
    assert.deepEqual(refusal.unmet, [
      {
        what: `There is no clinical safety case in date for product ${PRODUCT}, version 1.0.`,
        clauses: ['AUP25-22', 'AUP18-17'],
        whoCanFix: 'the clinical safety officer of the product or of your organisation',
      },
      {
        what: 'No registered clinical safety officer stands under a safety case in date.',
        clauses: ['AUP25-22', 'AUP18-17'],
        whoCanFix: 'the clinical safety officer of the product or of your organisation',
      },
      {
        what: 'Not ticked on the checklist, as-of-shown: The time the answer reflects is shown beside it.',
        clauses: ['AUP25-23', 'AUP25-27'],
        whoCanFix: 'the administrator or signatory of your organisation',
      },
      {
        what: 'No DoS Lead of region Y62 has granted it.',
        clauses: ['AUP18-16'],
        whoCanFix: 'a DoS Lead of region Y62',
      },
      {
        what: 'No DoS Lead of region Y63 has granted it.',
        clauses: ['AUP18-16'],
        whoCanFix: 'a DoS Lead of region Y63',
      },
    ])
  })

  it('sees to each: the safety case by its officer, the checklist by itself, the regions by their leads', async () => {
    await done(
      post(safetyOfficer, '/me/registrations', { regulator: 'GPhC', number: '2071234', reason: 'My own.' }),
    )
    await done(post(safetyOfficer, '/evidence', safetyCaseFor('1.0')))
    await done(
      post(admin, `/permissions/${permission}/amendment`, {
        checklist: [
          'opening-time-precedence',
          'capacity-shown-with-care',
          'referral-only-marked',
          'as-of-shown',
          'non-public-withheld',
          'clinical-responsibility-accepted',
        ],
        reason: 'The time stands beside each answer now.',
      }),
    )
    const { missing } = await seen<{ missing: Missing[] }>(admin, `/permissions/${permission}`)
    assert.deepEqual(
      missing.map(({ whoCanFix }) => whoCanFix),
      ['a DoS Lead of region Y62', 'a DoS Lead of region Y63'],
    )
    const reason = 'I have seen the screens.'
    await done(post(leadOfTheNorthEast, `/permissions/${permission}/regions/Y63/grant`, { reason }))
    const foreign = await refused(
      post(leadOfTheNorthEast, `/permissions/${permission}/regions/Y62/grant`, { reason }),
    )
    assert.equal(foreign.reason, 'no-such-record')
    await done(post(leadOfTheNorthWest, `/permissions/${permission}/regions/Y62/grant`, { reason }))
    const granted = await done<Permission>(
      post(manager, `/permissions/${permission}/grant`, { reason: 'Nothing is missing.' }),
    )
    assert.equal(granted.state, 'granted')
  })

  it('shows the public what is public and granted, and nothing else', async () => {
    const answer = await search(inLeeds)
    const { audience, services } = await done<Found>(answer)
    assert.equal(audience, 'public')
    assert.deepEqual(
      services.filter(({ id }) => id > 990_000).map(({ name }) => name),
      ['Corner Pharmacy'],
    )
    // Its public number is there; the one for professionals, and what they are told, are not.
    assert.ok(answer.body.includes('0113 496 0000'))
    assert.ok(!answer.body.includes('0113 496 0999') && !answer.body.includes('Ring the bell twice'))
  })

  it('shows nothing where no lead has granted it, and says whom to ask', async () => {
    const refusal = await refused(search(inLondon))
    assert.equal(refusal.reason, 'public-display-not-granted-here')
    assert.deepEqual(refusal.clauses, ['AUP18-16', 'AUP25-20', 'AUP25-41'])
    assert.equal(refusal.detail, 'The place is in region Y56; granted: Y62, Y63.')
    assert.match(refusal.remedy, /^Ask the DoS Lead of the region for a grant\./)
  })

  it('is frozen from the moment its supplier puts a new version in use, and is told why', async () => {
    await done(post(supplier, `/products/${PRODUCT}/versions`, { version: '2.0', reason: 'A new map.' }))
    const refusal = await refused(search(inLeeds))
    assert.equal(refusal.reason, 'safety-case-other-version')
    assert.deepEqual(refusal.clauses, ['AUP25-22', 'AUP25-23', 'AUP18-17'])
    assert.match(refusal.detail, /is in use as version 2\.0; the safety case is for 1\.0\./)
    await aMinutePasses(house)
    await aMinutePasses(house)
    const told = (await inboxOf(admin)).filter(({ kind }) => kind === 'safety-case-for-another-version')
    assert.deepEqual(
      told.map(({ subject }) => subject),
      ['Public display is frozen: the product has a new version'],
    )
  })

  it('shows services again once the new version is assessed and the permission looked at anew', async () => {
    const early = await refused(
      post(manager, `/permissions/${permission}/reaffirmation`, { reason: 'They ask us daily.' }),
    )
    assert.deepEqual(early.unmet?.[0], {
      what: `There is no clinical safety case in date for product ${PRODUCT}, version 2.0.`,
      clauses: ['AUP25-22', 'AUP18-17'],
      whoCanFix: 'the clinical safety officer of the product or of your organisation',
    })
    await done(post(safetyOfficer, '/evidence', safetyCaseFor('2.0')))
    assert.equal((await refused(search(inLeeds))).reason, 'safety-case-other-version')
    await done(post(manager, `/permissions/${permission}/reaffirmation`, { reason: 'It is assessed.' }))
    const { services } = await done<Found>(search(inLeeds))
    assert.ok(services.some(({ name }) => name === 'Corner Pharmacy'))
  })

  function safetyCaseFor(productVersion: string) {
    const now = house.clock.now()
    return {
      kind: 'clinical-safety-case',
      product: PRODUCT,
      productVersion,
      organisation: HELPLINE,
      standard: 'DCB0129',
      standardVersion: '4.2',
      reference: `helpline/safety-case-${productVersion}`,
      sha256: createHash('sha256').update(`the safety case of ${productVersion}`).digest('hex'),
      issuedAt: new Date(now - DAY).toISOString(),
      expiresAt: new Date(now + 360 * DAY).toISOString(),
      officerName: 'Cleo Safety',
      officerRegistration: 'GPhC 2071234',
      reason: `Assessed for version ${productVersion}.`,
    }
  }
})
