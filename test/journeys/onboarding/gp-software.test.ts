import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createKeyPair } from '../../../src/accounts/index.ts'
import { readEntry } from '../../../src/activity/index.ts'
import { openHouse } from '../../support/house.ts'
import {
  aMinutePasses,
  askForToken,
  askWith,
  DAY,
  done,
  type Found,
  inboxOf,
  type Missing,
  post,
  put,
  refused,
  seen,
} from '../../support/journey.ts'

type Changed = {
  readonly id: string
  readonly state: string
  readonly revision: number
  readonly dueAt: string | null
  readonly missing: readonly Missing[]
}
type PolicyToRead = { readonly version: string; readonly hash: string; readonly privacyNotice: string }
type Step = { readonly account: string; readonly status: string }

const GPS = 'A81999'
const COMPANY = 'northern-practice-software'
const near = '/api/v1/services?near=LS1%204AP&purpose=urgent-care-referral'

/**
 * A company sells software to general practices. One practice applies to search the directory with it; the practice
 * and the company are followed from their first entry in the register to the first live answer (sources, use 3.1 to 3.4).
 */
describe('a practice and its new software', async () => {
  const house = await openHouse()
  const manager = await house.person([{ role: 'access-manager' }])
  const leadOfTheNorthEast = await house.person([], 'lead-y63')
  const leadOfLondon = await house.person([], 'lead-y56')

  // The company: entered by the operator, its product by its own administrator.
  await done(
    put(manager, `/suppliers/${COMPANY}`, { name: 'Northern Practice Software', reason: 'They rang.' }),
  )
  const { person: sue } = await done<{ person: { id: string } }>(
    post(manager, '/people', {
      name: 'Sue Supplies',
      email: 'sue@northern.example.org',
      role: 'supplier-admin',
      scope: COMPANY,
      reason: 'She looks after their products.',
    }),
  )
  const supplier = await house.person([], sue.id)
  const product = await done<{ id: string; version: string | null }>(
    post(supplier, '/products', { supplierId: COMPANY, name: 'Surgery Day', reason: 'Our new product.' }),
  )
  await done(
    post(supplier, `/products/${product.id}/versions`, { version: '3.1', reason: 'The first to go out.' }),
  )

  // The practice: entered by the operator, with its first administrator.
  await done(
    put(manager, `/organisations/${GPS}`, {
      name: 'Moorside Surgery',
      addressLines: ['1 Moor Lane', 'Leeds'],
      postcode: 'LS6 2AB',
      reason: 'They would like to apply.',
    }),
  )
  const { person: ada } = await done<{ person: { id: string } }>(
    post(manager, '/people', {
      name: 'Ada Moorside',
      email: 'ada@moorside.example.org',
      role: 'euo-admin',
      scope: GPS,
      reason: 'Their first administrator.',
    }),
  )
  const admin = await house.person([], ada.id)

  let application = ''
  let connection = ''
  let agreement = ''
  let account = ''
  const keys = await createKeyPair('ES256')

  it('has a signatory only once it has shown that it gave her the authority', async () => {
    const petra = {
      name: 'Petra Partner',
      email: 'petra@moorside.example.org',
      role: 'euo-signatory',
      scope: GPS,
      reason: 'She signs for the partners.',
    }
    const refusal = await refused(post(manager, '/people', petra))
    assert.equal(refusal.reason, 'requirements-unmet')
    assert.deepEqual(refusal.unmet, [
      {
        what: 'The role euo-signatory takes evidence that the organisation gave this person the authority.',
        clauses: ['AUP25-02'],
        whoCanFix: 'the organisation, through its administrator',
      },
    ])
    await done(post(manager, '/people', { ...petra, evidence: 'Minutes of the partners, 2 June' }))
  })

  it('drafts an application with the answers it has, and hears what is still open', async () => {
    const draft = await done<Changed>(
      post(admin, '/applications', {
        odsCode: GPS,
        productId: product.id,
        supplierId: COMPANY,
        environment: 'production',
        useCase: 'Clinicians find a service for the patient before them, and refer.',
        purposes: ['urgent-care-referral', 'care-coordination'],
        endUserKinds: ['clinicians'],
        footprint: 'regions',
        reason: 'Our patients are sent to the wrong places.',
      }),
    )
    application = draft.id
    assert.equal(draft.state, 'draft')
    assert.ok(draft.missing.length > 20)
  })

  it('cannot ask for what is not direct care: that is not even written down', async () => {
    const purposes = ['urgent-care-referral', 'research']
    const body = { revision: 1, purposes, reason: 'Two birds, one stone.' }
    const refusal = await refused(put(admin, `/applications/${application}/form`, body))
    assert.equal(refusal.reason, 'requirements-unmet')
    assert.deepEqual(refusal.unmet, [
      {
        what: 'research (Research) is not direct care of a person, and cannot be granted.',
        clauses: ['AUP25-10', 'AUP25-12'],
        whoCanFix: 'an administrator of the organisation',
      },
    ])
  })

  it('is refused when it hands it in half done, with everything that is missing named at once', async () => {
    const refusal = await refused(post(admin, `/applications/${application}/submission`, { reason: 'Done.' }))
    assert.equal(refusal.reason, 'requirements-unmet')
    assert.deepEqual(
      (refusal.unmet ?? []).map(({ what }) => /^(?:The promise )?([A-Za-z-]+)/.exec(what)?.[1]),
      [
        'endUserRoles',
        'endUserCount',
        'publicDisplay',
        'regionIds',
        'allTypes',
        'perMinute',
        'perDay',
        'resultsMax',
        'distanceMetresMax',
        'declaredLookUps',
        'rawCoordinates',
        'caching',
        'onwardSharing',
        'dsptStatus',
        'dsptUntil',
        'commercialModel',
        'publication',
        'technicalContact',
        'serviceContact',
        'informationGovernanceContact',
        'clinicalSafetyContact',
        'securityContact',
        'no-storage',
        'no-resale',
        'professional-role',
        'clinical-responsibility',
        'non-use-after-cessation',
      ],
    )
    const toolkit = refusal.unmet?.find(({ what }) => what.startsWith('dsptStatus'))
    assert.deepEqual(toolkit, {
      what: 'dsptStatus: What is the status in the Data Security and Protection Toolkit?',
      clauses: ['AUP25-45'],
      whoCanFix: 'an administrator of the organisation',
    })
  })

  it('answers the rest, makes its promises and hands it in; the clock of the operator starts', async () => {
    await done(
      put(admin, `/applications/${application}/form`, {
        revision: 1,
        endUserRoles: ['R8000'],
        endUserCount: 40,
        publicDisplay: false,
        regionIds: ['Y63'],
        allTypes: true,
        perMinute: 60,
        perDay: 90_000,
        resultsMax: 20,
        distanceMetresMax: 40_000,
        declaredLookUps: false,
        rawCoordinates: false,
        caching: 'none',
        onwardSharing: 'none',
        dsptStatus: 'met',
        dsptUntil: '2027-06-30',
        commercialModel: 'not-commercial',
        publication: 'publish',
        technicalContact: { name: 'Support', email: 'support@northern.example.org' },
        serviceContact: { name: 'Practice manager', email: 'manager@moorside.example.org' },
        informationGovernanceContact: { name: 'Caldicott guardian', email: 'ig@moorside.example.org' },
        clinicalSafetyContact: { name: 'Clinical lead', email: 'safety@moorside.example.org' },
        securityContact: { name: 'Security', email: 'security@northern.example.org' },
        reason: 'Asked around.',
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
        reason: 'The partners agreed.',
      }),
    )
    const handedIn = await done<Changed>(
      post(admin, `/applications/${application}/submission`, { reason: 'Now it is whole.' }),
    )
    assert.equal(handedIn.state, 'submitted')
    assert.deepEqual(handedIn.missing, [])
    assert.equal(Date.parse(handedIn.dueAt ?? ''), house.clock.now() + 28 * DAY)
  })

  it('is found eligible, but for one number that the operator asks about: the clock stands still', async () => {
    await house.advance(3 * DAY)
    const checked = await done<Changed & { checks: { name: string; outcome: string }[] }>(
      post(manager, `/applications/${application}/checks`, { reason: 'Their turn has come.' }),
    )
    assert.equal(checked.state, 'eligibility-check')
    assert.deepEqual(
      checked.checks.filter(({ outcome }) => outcome !== 'passed'),
      [],
    )
    const asked = await done<Changed>(
      post(manager, `/applications/${application}/questions`, {
        question: 'Forty clinicians, ninety thousand questions a day: is that so?',
        reason: 'It seems too many.',
      }),
    )
    assert.deepEqual([asked.state, asked.dueAt], ['questions', null])
  })

  it('answers five days later, and loses no time by it', async () => {
    await house.advance(5 * DAY)
    const form = { revision: 2, perDay: 4000, reason: 'A nought too many.' }
    await done(put(admin, `/applications/${application}/form`, form))
    const { questions } = await seen<{ questions: { id: string }[] }>(admin, `/applications/${application}`)
    const answered = await done<Changed>(
      post(admin, `/applications/${application}/questions/${questions[0]?.id}/answer`, {
        answer: 'No: four thousand. We have corrected it.',
        reason: 'They were right.',
      }),
    )
    assert.equal(answered.state, 'eligibility-check')
    // Three days of the twenty-eight are gone; the five that waited for the practice are not counted.
    assert.equal(Date.parse(answered.dueAt ?? ''), house.clock.now() + 25 * DAY)
  })

  it('is checked anew, for its form has changed, and goes to the DoS Lead of its region', async () => {
    const opening = `/applications/${application}/reviews/opening`
    const early = await refused(post(manager, opening, { reason: 'All is well.' }))
    assert.equal(early.reason, 'requirements-unmet')
    assert.match(early.detail, /The form has changed since its eligibility was checked/)
    await done(post(manager, `/applications/${application}/checks`, { reason: 'Once more.' }))
    const passed = await done<Changed>(post(manager, opening, { reason: 'All is well.' }))
    assert.equal(passed.state, 'review')
    const unreviewed = await refused(
      post(manager, `/applications/${application}/approval`, { reason: 'We know them.' }),
    )
    assert.deepEqual(unreviewed.unmet, [
      {
        what: 'The review for region Y63 is open.',
        clauses: ['AUP18-16', 'AUP25-40'],
        whoCanFix: 'the DoS Lead of Y63',
      },
    ])
    const review = { regionId: 'Y63', decision: 'agree', reason: 'It will spare us many calls.' }
    const elsewhere = await refused(post(leadOfLondon, `/applications/${application}/reviews`, review))
    assert.equal(elsewhere.reason, 'no-such-record')
    await done(post(leadOfTheNorthEast, `/applications/${application}/reviews`, review))
  })

  it('is approved: there is a connection now, and an agreement in the words of the form', async () => {
    const approved = await done<Changed>(
      post(manager, `/applications/${application}/approval`, { reason: 'A plain use of direct care.' }),
    )
    assert.equal(approved.state, 'approved')
    const whole = await seen<{ connectionId: string; agreementId: string }>(
      admin,
      `/applications/${application}`,
    )
    connection = whole.connectionId
    agreement = whole.agreementId
    const drafted = await seen<{ state: string; perDay: number; regionIds: string[] }>(
      admin,
      `/agreements/${agreement}`,
    )
    assert.deepEqual([drafted.state, drafted.perDay, drafted.regionIds], ['drafted', 4000, ['Y63']])
  })

  it('cannot go live yet, and hears all that is missing and who can see to it', async () => {
    const opened = await done<{ id: string }>(
      post(supplier, `/connections/${connection}/web-service-accounts`, {
        name: 'Surgery Day at Moorside',
        reason: 'So that our software can ask.',
      }),
    )
    account = opened.id
    await done(post(admin, `/accounts/${account}/submission`, { reason: 'This is the one.' }))
    await done(post(manager, `/accounts/${account}/approval`, { reason: 'As agreed.' }))
    const refusal = await refused(
      post(manager, `/accounts/${account}/activation`, { reason: 'They are keen.' }),
    )
    assert.equal(refusal.reason, 'requirements-unmet')
    assert.deepEqual(refusal.unmet, [
      {
        what: 'No public key is registered that holds now.',
        clauses: ['AUP25-04'],
        whoCanFix: 'the administrator of the organisation or its supplier',
      },
      {
        what: 'No agreement is in force.',
        clauses: ['AUP25-40', 'AUP18-08'],
        whoCanFix: 'the signatory of the End User Organisation',
      },
      {
        what: 'It is not settled whether the connection is listed publicly.',
        clauses: ['AUP25-60', 'AUP25-61'],
        whoCanFix: 'the signatory of the End User Organisation',
      },
    ])
  })

  it('is sent the policy, which only its signatory accepts, and only the very text that was sent', async () => {
    await done(post(manager, `/agreements/${agreement}/issue`, { reason: 'Approved.' }))
    const petra = await signatory()
    const text = await done<PolicyToRead>(post(petra, `/agreements/${agreement}/reading`))
    const { version, hash, privacyNotice } = text
    const acceptance = { version, hash, privacyNotice, reason: 'We have read it.' }

    const byAdmin = await refused(post(admin, `/agreements/${agreement}/acceptance`, acceptance))
    assert.equal(byAdmin.reason, 'role-missing')

    // She has an older copy in her drawer.
    const stale = { ...acceptance, version: '2018-07-03', hash: 'd'.repeat(64) }
    const refusal = await refused(post(petra, `/agreements/${agreement}/acceptance`, stale))
    assert.equal(refusal.reason, 'conflict')
    assert.deepEqual(refusal.clauses, ['AUP18-08'])
    assert.match(refusal.detail, new RegExp(`version ${version} with the hash ${hash}`))

    const accepted = await done<{ state: string; policyVersion: string; missingBeforeUse: Missing[] }>(
      post(petra, `/agreements/${agreement}/acceptance`, acceptance),
    )
    assert.deepEqual([accepted.state, accepted.policyVersion], ['in-force', version])
  })

  it('has settled with it that the connection is listed; what is left is a key', async () => {
    const { missing } = await seen<{ missing: Missing[] }>(admin, `/accounts/${account}`)
    assert.deepEqual(
      missing.map(({ what }) => what),
      ['No public key is registered that holds now.'],
    )
    await done(
      post(supplier, `/accounts/${account}/credentials`, {
        keys: [keys.publicJwk],
        reason: 'Made on the machine that uses it.',
      }),
    )
    // The key opens the door of the token, and the token says who asks; that it may not ask yet, policy says.
    const refusal = await refused(askWith(house, await token(), near))
    assert.equal(refusal.reason, 'account-not-yet-active')
    assert.deepEqual(refusal.clauses, ['AUP25-04', 'AUP25-06', 'AUP18-08'])
  })

  it('is activated, and is told so', async () => {
    const step = await done<Step>(
      post(manager, `/accounts/${account}/activation`, { reason: 'Nothing is missing.' }),
    )
    assert.equal(step.status, 'active')
    const { state } = await seen<{ state: string }>(admin, `/applications/${application}`)
    assert.equal(state, 'live')
    const [latest] = await inboxOf(admin)
    assert.equal(latest?.kind, 'account-active')
  })

  it('asks for a token, searches, and is answered', async () => {
    const answer = await askWith(house, await token(), near)
    assert.equal(answer.headers['cache-control'], 'no-store')
    const found = await done<Found>(answer)
    assert.deepEqual([found.audience, found.purpose], ['professional', 'urgent-care-referral'])
    assert.ok(found.services.length > 0 && found.services.length <= 20)

    // It is on record, with who asked, for whom, under which agreement, and what was told.
    await house.rooms.recorder.settle()
    const logged = await readEntry(house.rooms.database.query, found.decisionId)
    assert.ok(logged)
    const { entry } = logged
    assert.deepEqual(
      [entry.account, entry.organisation, entry.product, entry.connection, entry.agreement],
      [account, GPS, product.id, connection, agreement],
    )
    assert.deepEqual([entry.decision, entry.question.cell, entry.counts], ['allow', 'LS1 4', true])
    // Nobody asked for directory ids, so its answers have handles of its own, and the record has the ids.
    const { handles } = house.rooms
    assert.deepEqual(
      entry.results,
      found.services.map(({ id }) => handles.read(connection, String(id))),
    )

    // Two purposes were agreed, so each question names one; and London was not.
    const nameless = await refused(askWith(house, await token(), '/api/v1/services?near=LS1%204AP'))
    assert.equal(nameless.reason, 'purpose-missing')
    const london = await refused(
      askWith(house, await token(), '/api/v1/services?near=SE1&purpose=care-coordination'),
    )
    assert.equal(london.reason, 'region-not-agreed')
    assert.deepEqual(london.clauses, ['AUP25-06', 'AUP25-41', 'AUP18-29'])
  })

  it('is in the published list, for anybody to see', async () => {
    await aMinutePasses(house)
    const answer = await house.ask(null, `/connections.json?organisation=${GPS}`)
    const { connections } = await done<{ connections: Readonly<Record<string, unknown>>[] }>(answer)
    assert.equal(connections.length, 1)
    const {
      organisation,
      product: listed,
      supplier: by,
      useCase,
      status,
      regions,
      liveSince,
    } = connections[0] ?? {}
    assert.deepEqual(
      { organisation, listed, by, useCase, status, regions, liveSince },
      {
        organisation: { odsCode: GPS, name: 'Moorside Surgery' },
        listed: { id: product.id, name: 'Surgery Day' },
        by: 'Northern Practice Software',
        useCase: 'Clinicians find a service for the patient before them, and refer.',
        status: 'live',
        regions: ['Y63'],
        liveSince: '2026-06-11',
      },
    )
    assert.ok(!answer.body.includes('Petra') && !answer.body.includes('Ada'), 'it names nobody')
  })

  async function token() {
    const { access_token } = await done<{ access_token: string }>(askForToken(house, account, keys))
    return access_token
  }

  async function signatory() {
    const { people } = await seen<{ people: { id: string }[] }>(
      manager,
      `/people?organisation=${GPS}&role=euo-signatory`,
    )
    return house.person([], people[0]?.id)
  }
})
