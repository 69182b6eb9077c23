import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { policyInForce } from '../../../src/policy/index.ts'
import { openHouse } from '../../support/house.ts'
import {
  aMinutePasses,
  DAY,
  done,
  type Found,
  inboxOf,
  onCommandLine,
  post,
  refused,
  seen,
  twoAgree,
} from '../../support/journey.ts'

const VERSION = '2026-06-10'
const GRACE_DAYS = 14
/** The call centre asks for fifty services at once, which the new version no longer lets anybody do. */
const fifty = '/api/v1/services?near=LS1%204AP&limit=50'
const ten = '/api/v1/services?near=LS1%204AP&limit=10'
const practice = '/api/v1/services?near=LS1%204AP&limit=10&purpose=urgent-care-referral'

type Text = { readonly version: string; readonly hash: string; readonly privacyNotice: string }
type AgreementNow = {
  readonly state: string
  readonly policyVersion: string
  readonly asked: { readonly version: string; readonly hash: string } | null
  readonly acceptances: readonly {
    readonly version: string
    readonly kind: string
    readonly decisionId: string | null
  }[]
}

/**
 * The operator publishes a new version of the policy under everybody who uses the directory: answers hold twenty
 * services at most, and whoever has not accepted it after two weeks is answered no more (AUP18-04, AUP18-05; sources,
 * use 3.1, 4.2 and 4.7). A practice accepts it; a call centre goes on as before.
 */
describe('a policy that changes under everyone', async () => {
  const house = await openHouse()
  const author = await house.person([{ role: 'compliance-reviewer' }])
  const reviewer = await house.person([{ role: 'compliance-reviewer' }])
  const manager = await house.person([], 'access-manager')
  const owner = await house.person([], 'decision-owner')
  const signatory = await house.person([], 'practice-signatory')
  const before = policyInForce(house.clock.now())
  const effective = house.clock.now() + 7 * DAY

  const agreementOf = (name: string) => seen<AgreementNow>(manager, `/agreements/agreement-${name}`)
  /** Which of an answer's duties its headers name. */
  const duties = async (account: string, url: string): Promise<string> => {
    const answer = await house.ask(account, url)
    assert.equal(answer.statusCode, 200, answer.body)
    return String(answer.headers['signpost-obligations'])
  }
  let firstUnderIt = ''

  it('is drafted by one and reviewed by another', async () => {
    await done<Found>(house.ask('call-centre', fifty))
    await done<Found>(house.ask('call-centre', ten))
    await done<Found>(house.ask('gp-software', practice))

    const { hash: _, citations: _made, ...content } = before
    const draft = {
      ...content,
      id: VERSION,
      title: 'Acceptable use, June 2026',
      effectiveFrom: effective,
      changes: 'An answer holds twenty services at most; this version is accepted within two weeks.',
      parameters: {
        ...content.parameters,
        resultsMax: 20,
        reacceptGraceDays: GRACE_DAYS,
        reacceptHardGate: true,
      },
    }
    const reason = 'Long lists are read by nobody.'
    await done(post(author, '/policy/versions', { content: draft, reason }))
    const own = await refused(post(author, `/policy/versions/${VERSION}/review`, { reason }))
    assert.equal(own.reason, 'requirements-unmet')
    assert.match(own.unmet?.[0]?.what ?? '', /Somebody else than its author/)
    await done(post(reviewer, `/policy/versions/${VERSION}/review`, { reason: 'Clear and lawful.' }))
  })

  it('is tried on what was asked lately: whom it would touch is known before anybody is bound', async () => {
    const now = house.clock.now()
    const today = `${new Date(now - DAY).toISOString()}..${new Date(now + DAY).toISOString()}`
    const said = await onCommandLine(house, 'policy', 'rehearse', VERSION, '--log', today)
    assert.match(said, /tried on 3 recorded questions/)
    assert.match(said, /2 would be decided as they were, 1 newly refused/)
    assert.match(said, /answered → refused \(limit-above-agreed\): 1/)
    assert.match(said, /demo-call-centre, of 2 questions/)
    assert.doesNotMatch(said, /demo-gp-software/)
  })

  it('is approved by two and published, with its day', async () => {
    const path = `/policy/versions/${VERSION}`
    const early = await refused(post(manager, `${path}/publication`, { reason: 'It is urgent.' }))
    assert.equal(early.reason, 'not-possible-now')
    await twoAgree(post(manager, `${path}/approval`, { reason: 'As reviewed.' }), owner, 'I agree.')
    await done(post(manager, `${path}/publication`, { reason: 'To take force in a week.' }))
    const { versions } = await seen<{ versions: { id: string; state: string }[] }>(
      manager,
      '/policy/versions',
    )
    assert.deepEqual(
      versions.slice(-2).map(({ id, state }) => [id, state]),
      [
        [before.id, 'in-force'],
        [VERSION, 'published'],
      ],
    )
  })

  it('is told to every signatory at once, and changes no answer before its day', async () => {
    await aMinutePasses(house)
    const [told] = await inboxOf(signatory)
    assert.equal(told?.kind, 'reacceptance-asked')
    assert.match(told?.text ?? '', new RegExp(`Version ${VERSION} of the policy is published`))
    const { state, policyVersion, asked } = await agreementOf('gp-software')
    assert.deepEqual([state, policyVersion, asked?.version], ['reaccept-due', before.id, VERSION])

    const answer = await done<Found>(house.ask('call-centre', fifty))
    assert.equal(answer.newerPolicyToAccept, undefined)
    assert.equal(await duties('call-centre', fifty), 'no-store, as-of, terms-link')
    await house.advance(effective - house.clock.now() - 1)
    assert.equal(await duties('call-centre', fifty), 'no-store, as-of, terms-link')
  })

  it('binds from its first instant on, and each answer asks to accept it', async () => {
    await house.advance(1)
    const refusal = await refused(house.ask('call-centre', fifty))
    assert.equal(refusal.reason, 'limit-above-agreed')
    assert.deepEqual(refusal.clauses, ['AUP25-28', 'AUP25-41'])
    const answer = await done<Found>(house.ask('call-centre', ten))
    firstUnderIt = answer.decisionId
    assert.equal(answer.newerPolicyToAccept, true)
    assert.equal(await duties('call-centre', ten), 'no-store, as-of, terms-link, accept-newer-policy')
  })

  it('is accepted by the signatory of the practice, by its hash and no older one; then nothing asks any more', async () => {
    assert.equal(await duties('gp-software', practice), 'no-store, as-of, terms-link, accept-newer-policy')
    const path = '/agreements/agreement-gp-software'
    const { version, hash, privacyNotice } = await done<Text>(post(signatory, `${path}/reading`))
    assert.equal(version, VERSION)
    const acceptance = { version, hash, privacyNotice, reason: 'Twenty will do.' }
    const stale = { ...acceptance, version: before.id, hash: before.hash }
    const refusal = await refused(post(signatory, `${path}/reacceptance`, stale))
    assert.deepEqual([refusal.reason, refusal.clauses], ['conflict', ['AUP18-08']])
    assert.match(refusal.detail, new RegExp(`version ${VERSION} with the hash ${hash}`))
    await done(post(signatory, `${path}/reacceptance`, acceptance))
    assert.equal(await duties('gp-software', practice), 'no-store, as-of, terms-link')
    const { state, policyVersion } = await agreementOf('gp-software')
    assert.deepEqual([state, policyVersion], ['in-force', VERSION])
  })

  it('counts as accepted by use for the call centre, once, from the first answer under it', async () => {
    await aMinutePasses(house)
    await done<Found>(house.ask('call-centre', ten))
    await aMinutePasses(house)
    const { state, policyVersion, acceptances } = await agreementOf('call-centre')
    assert.deepEqual(
      acceptances.map(({ version, kind, decisionId }) => [version, kind, decisionId]),
      [
        [before.id, 'signed', null],
        [VERSION, 'deemed', firstUnderIt],
      ],
    )
    // What nobody signed is still asked for.
    assert.deepEqual([state, policyVersion], ['reaccept-due', before.id])
    const signed = (await agreementOf('gp-software')).acceptances
    assert.deepEqual(
      signed.map(({ version, kind }) => [version, kind]),
      [
        [before.id, 'signed'],
        [VERSION, 'signed'],
      ],
    )
  })

  it('shuts the door after two weeks on who has not signed, and says who can open it', async () => {
    await house.advance(effective + GRACE_DAYS * DAY - house.clock.now() - 1)
    await done<Found>(house.ask('call-centre', ten))
    await house.advance(1)
    const refusal = await refused(house.ask('call-centre', ten))
    assert.equal(refusal.status, 403)
    assert.equal(refusal.reason, 'reacceptance-overdue')
    assert.deepEqual(refusal.clauses, ['AUP18-05', 'AUP25-40'])
    assert.match(refusal.detail, new RegExp(`Version ${VERSION} was to be accepted before`))
    assert.equal(
      refusal.remedy,
      'Have your signatory read the newest policy and accept it; answers come again at once.',
    )
    await done<Found>(house.ask('gp-software', practice))
  })

  it('opens it again with the signature', async () => {
    const late = await house.person([{ role: 'euo-signatory', scope: 'XO001' }])
    const path = '/agreements/agreement-call-centre'
    const { version, hash, privacyNotice } = await done<Text>(post(late, `${path}/reading`))
    const acceptance = { version, hash, privacyNotice, reason: 'We had overlooked it.' }
    await done(post(late, `${path}/reacceptance`, acceptance))
    const answer = await done<Found>(house.ask('call-centre', ten))
    assert.equal(answer.newerPolicyToAccept, undefined)
  })
})
