import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { createRegion, saveOrganisation, saveProduct, saveSupplier } from '../../../src/accounts/index.ts'
import { FORM, PUBLIC } from '../../agreements/applications/some-application.ts'
import type { House, TestPerson } from '../../support/house.ts'

export const REASON = { reason: 'as the journey goes' }
export { FORM, PUBLIC }

/** An organisation with a product of a supplier, beside the demonstration world; nothing connects them yet. */
export async function applicant(house: House, name: string) {
  const { database } = house.rooms
  const odsCode = `T${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`
  const supplierId = `supplier-${name}`
  const productId = `product-${name}`
  const deed = { who: 'test', actingAs: 'system', why: 'a test', at: house.clock.now() }
  const organisation = { odsCode, name, addressLines: [], postcode: null, status: 'active' } as const
  await saveOrganisation(database, organisation, deed)
  await saveSupplier(database, { id: supplierId, name }, deed)
  await saveProduct(database, { id: productId, supplierId, name, version: '1.0', status: 'active' }, deed)
  await createRegion(database, { id: 'Y63', name: 'North East and Yorkshire' }, deed)
  const form = { ...FORM, productId, supplierId }
  return {
    odsCode,
    supplierId,
    productId,
    form,
    admin: await house.person([{ role: 'euo-admin', scope: odsCode }]),
    signatory: await house.person([{ role: 'euo-signatory', scope: odsCode }]),
    safetyOfficer: await house.person([{ role: 'clinical-safety-officer', scope: odsCode }]),
    supplier: await house.person([{ role: 'supplier-admin', scope: supplierId }]),
  }
}
export type Applicant = Awaited<ReturnType<typeof applicant>>

export const PROMISES = [
  'no-storage',
  'no-resale',
  'professional-role',
  'clinical-responsibility',
  'non-use-after-cessation',
]

/** The operator's people and the lead of a region. */
export const operators = async (house: House) => ({
  manager: await house.person([{ role: 'access-manager' }]),
  owner: await house.person([{ role: 'decision-owner' }]),
  auditor: await house.person([{ role: 'auditor' }]),
  lead: await house.person([{ role: 'dos-lead', scope: 'Y63' }]),
})
export type Operators = Awaited<ReturnType<typeof operators>>

export function ok<T = Record<string, unknown>>(answer: LightMyRequestResponse, status = 200): T {
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json<T>()
}

export const post = (person: TestPerson, url: string, body: object = {}) =>
  person.ask('POST', `/api/v1${url}`, { ...REASON, ...body })
export const get = (person: TestPerson, url: string) => person.ask('GET', `/api/v1${url}`)

/** Handed in, with everything in order; answers the id. */
export async function handedIn(who: Applicant, over: object = {}): Promise<string> {
  const { id } = ok<{ id: string }>(
    await post(who.admin, '/applications', { odsCode: who.odsCode, ...who.form, ...over }),
    201,
  )
  ok(await post(who.admin, `/applications/${id}/promises`, { promises: PROMISES }))
  if ('publicDisplay' in over) {
    const promises = ['presentation-safety', 'risk-acceptance']
    ok(await post(who.safetyOfficer, `/applications/${id}/promises`, { promises }))
  }
  ok(await post(who.admin, `/applications/${id}/submission`))
  return id
}

export async function inReview(who: Applicant, { manager }: Operators, over: object = {}): Promise<string> {
  const id = await handedIn(who, over)
  ok(await post(manager, `/applications/${id}/checks`))
  ok(await post(manager, `/applications/${id}/reviews/opening`))
  return id
}

/** Approved and issued; answers the ids of the application and the agreement. */
export async function issued(who: Applicant, by: Operators, over: object = {}) {
  const id = await inReview(who, by, over)
  ok(await post(by.lead, `/applications/${id}/reviews`, { regionId: 'Y63', decision: 'agree' }))
  ok(await post(by.manager, `/applications/${id}/approval`))
  const shown = ok<{ agreementId: string; connectionId: string }>(await get(who.admin, `/applications/${id}`))
  ok(await post(by.manager, `/agreements/${shown.agreementId}/issue`))
  return { application: id, agreement: shown.agreementId, connection: shown.connectionId }
}

export type ToRead = { version: string; hash: string; privacyNotice: string; asIs: string }

/** Read by the signatory, and accepted as it was read. */
export async function acceptedBy(who: Applicant, agreement: string): Promise<void> {
  const read = ok<ToRead>(await who.signatory.ask('POST', `/api/v1/agreements/${agreement}/reading`))
  const { version, hash, privacyNotice } = read
  ok(await post(who.signatory, `/agreements/${agreement}/acceptance`, { version, hash, privacyNotice }))
}
