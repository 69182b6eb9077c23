import assert from 'node:assert/strict'
import {
  type ApplicationChange,
  attest,
  type CompleteForm,
  checkEligibility,
  createApplication,
  type EligibilityFacts,
  formHash,
  isComplete,
  noteChecks,
  PROMISE_NAMES,
  passToReview,
  promiseNeeded,
  readApplication,
  submitApplication,
} from '../../../src/agreements/index.ts'
import type { Database } from '../../../src/database/index.ts'
import type { Deed } from '../../../src/vocabulary/index.ts'

/** Noon in London, on a Wednesday in summer time. */
export const START = Date.UTC(2026, 5, 3, 11, 0, 0)
export const DAY = 86_400_000

export const deedOf = (who: string, actingAs: string, at = START): Deed => ({
  who,
  actingAs,
  why: `${who} has a reason`,
  at,
})
export const ADMIN = deedOf('admin-1', 'euo-admin')
export const MANAGER = deedOf('manager-1', 'access-manager')

const contact = (name: string) => ({ name, email: `${name}@example.org` })

/** Everything that a practice in the North East and Yorkshire has to say. */
export const FORM: CompleteForm = {
  productId: 'product-gp-software',
  supplierId: 'demonstration-supplier',
  environment: 'production',
  useCase: 'Clinicians find a service for the patient before them.',
  purposes: ['urgent-care-referral', 'care-coordination'],
  endUserKinds: ['clinicians'],
  endUserRoles: ['R8000'],
  endUserCount: 120,
  publicDisplay: false,
  footprint: 'regions',
  regionIds: ['Y63'],
  allTypes: false,
  typeIds: [13, 100],
  perMinute: 60,
  perDay: 4000,
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
  technicalContact: contact('technical'),
  serviceContact: contact('service'),
  informationGovernanceContact: contact('governance'),
  clinicalSafetyContact: contact('safety'),
  securityContact: contact('security'),
}

/** What a symptom checker adds that shows services to the public. */
export const PUBLIC: Partial<CompleteForm> = {
  publicDisplay: true,
  purposes: ['self-care-signposting'],
  endUserKinds: ['the-public'],
  safetyEvidence: [
    {
      standard: 'DCB0129',
      standardVersion: '4.2',
      reference: 'safety-case-7',
      productVersion: '1.0',
      expiresOn: '2027-05-31',
    },
  ],
  safetyOfficerName: 'A clinician',
  safetyOfficerRegistration: 'GMC 0000000',
}

export const FACTS: EligibilityFacts = {
  form: FORM,
  now: START,
  organisation: 'active',
  product: { status: 'active', supplierId: 'demonstration-supplier', version: '1.0' },
  regionsKnown: ['Y56', 'Y60', 'Y63'],
  sitesOutside: [],
  ended: [],
  predecessor: 'none',
}

export function expectChanged(change: ApplicationChange) {
  assert.equal(change.outcome, 'changed', JSON.stringify(change))
  if (change.outcome !== 'changed') throw new Error('unreachable')
  return change.application
}

/** A draft with the whole form, and every promise made that it needs. */
export async function drafted(
  database: Database,
  id: string,
  over: Partial<CompleteForm> = {},
): Promise<void> {
  const form = { ...FORM, ...over }
  const draft = { id, kind: 'new', odsCode: 'XO004', form, parentAgreementId: null } as const
  assert.equal(await createApplication(database, draft, ADMIN), 'created')
  const promises = PROMISE_NAMES.filter(name => promiseNeeded(name, form))
  expectChanged(await attest(database, id, promises, ADMIN))
}

export async function submitted(
  database: Database,
  id: string,
  over: Partial<CompleteForm> = {},
): Promise<void> {
  await drafted(database, id, over)
  expectChanged(await submitApplication(database, id, ADMIN))
}

/** Checked by the rules, with everything else in order. */
export async function checked(database: Database, id: string, deed: Deed = MANAGER): Promise<void> {
  const application = await readApplication(database.query, id)
  const form = application?.form
  assert.ok(form && isComplete(form))
  const checks = checkEligibility({ ...FACTS, form, now: deed.at })
  expectChanged(await noteChecks(database, id, checks, formHash(form), deed))
}

/** With its reviewers. */
export async function inReview(
  database: Database,
  id: string,
  over: Partial<CompleteForm> = {},
): Promise<void> {
  await submitted(database, id, over)
  await checked(database, id)
  expectChanged(await passToReview(database, id, [], MANAGER))
}
