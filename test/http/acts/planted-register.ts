import assert from 'node:assert/strict'
import { createKeyPair, readKeySet, registerKeySetUrl } from '../../../src/accounts/index.ts'
import { ApplicationForm, CHECKLIST_IDS } from '../../../src/agreements/index.ts'
import { POLICY_VERSIONS } from '../../../src/policy/index.ts'
import { FORM, PUBLIC } from '../../agreements/applications/some-application.ts'
import type { House } from '../../support/house.ts'
import type { Asker } from './askers.ts'
import { holdsText, shapeOf } from './fitting.ts'
import type { Things } from './named-things.ts'
import { plantFeedback } from './planted-feedback.ts'
import { plantFindings } from './planted-findings.ts'
import { plantHolds } from './planted-holds.ts'
import { type People, plantLives, plantPeople, storedSecrets } from './planted-people.ts'
import { plantServices } from './planted-services.ts'
import { type Answer, type Planter, planter, publicPart, text } from './planter.ts'

/** The region whose lead is concerned. */
export const REGION = 'Y63'

/**
 * One organisation with everything that can be of it, in the middle of the demonstration world. Each text of it holds
 * a mark that stands nowhere else. It is made by those who may, through the acts themselves, and what they send is
 * found from the schemas: a text that an act learns to take is marked from that day on.
 */
export async function plantRegister(house: House) {
  const planting = planter(house)
  const { mark, marks } = planting
  const odsCode = mark('code of the organisation').toUpperCase()
  const supplier = mark('id of the supplier')
  const people = await plantPeople(house, planting, { odsCode, supplier, region: REGION })
  const register = await plantOrganisations(planting, people, { odsCode, supplier })
  const applied = await plantApplications(planting, people, register)
  const terms = await plantTerms(planting, people, { ...register, ...applied })
  const accounts = await plantAccounts(house, planting, people, { ...register, ...applied })
  const lives = await plantLives(house, planting, people, odsCode)
  const services = await plantServices(house, planting, people, REGION)
  const feedback = await plantFeedback(house, planting, people, {
    service: services.things.service[0] ?? '',
    region: REGION,
    odsCode,
    account: accounts.things.account[0] ?? '',
  })
  const findings = await plantFindings(house, planting, people, {
    account: accounts.things.account[0] ?? '',
    odsCode,
    region: REGION,
  })
  const holds = await plantHolds(planting, people, { account: accounts.things.account[0] ?? '', odsCode })
  const things: Things = {
    ...terms,
    ...feedback.things,
    ...findings.things,
    ...holds.things,
    ...accounts.things,
    ...lives.things,
    ...services.things,
    service: [...accounts.things.service, ...services.things.service],
    organisation: [odsCode, register.closed],
    supplier: [supplier],
    product: [register.product],
    region: [REGION],
    application: applied.applications,
    question: [applied.question],
    agreement: [applied.agreement],
    connection: [applied.connection, register.withdrawn],
  }
  for (const [thing, ids] of Object.entries(things)) {
    // A generated id is as good as a mark.
    for (const id of ids) if (id.length === 36) marks.set(id, `id of ${thing}`)
  }
  const { admin, signatory, officer, maker, leads, clinician, newcomer } = people
  return {
    things,
    marks,
    owners: [admin, signatory, officer, maker, leads, clinician, newcomer, services.editor],
    secrets: [...lives.secrets, ...accounts.secrets, ...(await storedSecrets(house))],
  }
}

type Register = Awaited<ReturnType<typeof plantOrganisations>> & {
  readonly odsCode: string
  readonly supplier: string
}

async function plantOrganisations(
  { does, mark }: Planter,
  { manager, maker }: People,
  { odsCode, supplier }: { odsCode: string; supplier: string },
) {
  const closed = mark('code of the closed organisation').toUpperCase()
  const version = mark('version of the product')
  await does(manager, 'organisation save', { odsCode })
  await does(manager, 'organisation save', { odsCode: closed })
  await does(manager, 'organisation close', { odsCode: closed })
  await does(manager, 'supplier save', { id: supplier })
  const product = text((await does(maker, 'product save', {}, { supplierId: supplier })).id)
  await does(maker, 'product release', { id: product }, { version })
  const trial = { odsCode, productId: product, environment: 'integration' }
  const withdrawn = text((await does(maker, 'connection create', {}, trial)).id)
  await does(maker, 'connection withdraw', { id: withdrawn })
  return { odsCode, supplier, closed, version, product, withdrawn }
}

async function plantApplications({ does, mark }: Planter, people: People, register: Register) {
  const { manager, admin, officer, leads, signatory } = people
  const { odsCode, supplier: supplierId, product: productId, version: productVersion } = register
  const { properties = {} } = shapeOf(ApplicationForm)
  // The answers that hold no text of anybody's own; the others are marked.
  const answers = Object.entries({ ...FORM, ...PUBLIC }).filter(
    ([name]) => !holdsText(properties[name] ?? {}),
  )
  const safety = {
    standard: mark('standard'),
    standardVersion: mark('version of the standard'),
    reference: mark('reference of the safety case'),
    productVersion,
    expiresOn: '2027-05-31',
  }
  const begin = async (): Promise<string> => {
    const over = { ...Object.fromEntries(answers), odsCode, supplierId, productId, safetyEvidence: [safety] }
    const id = text((await does(admin, 'application create', {}, over)).id)
    await does(admin, 'application attest', { id }, { promises: PROMISES })
    const clinical = ['presentation-safety', 'risk-acceptance']
    await does(officer, 'application attest', { id }, { promises: clinical })
    await does(admin, 'application submit', { id })
    await does(manager, 'application check', { id })
    return id
  }
  const refused = await begin()
  await does(manager, 'application refuse', { id: refused })
  const id = await begin()
  await does(manager, 'application ask', { id })
  const { questions } = await does(admin, 'application show', { id })
  const question = text(of(questions).id)
  await does(admin, 'application answer', { id, question })
  await does(manager, 'application check', { id })
  await does(manager, 'application pass', { id }, { judged: undefined })
  const agree = 'agree-with-conditions'
  await does(leads, 'application review', { id }, { regionId: REGION, decision: agree })
  await does(officer, 'application review', { id }, { decision: agree })
  await does(manager, 'application approve-public-display', { id })
  const shown = await does(admin, 'application show', { id })
  const agreement = text(shown['agreementId'])
  await does(manager, 'agreement issue', { id: agreement })
  const read = await does(signatory, 'agreement read', { id: agreement })
  const { version, hash, privacyNotice } = read
  await does(signatory, 'agreement accept', { id: agreement }, { version, hash, privacyNotice })
  return { applications: [id, refused], question, agreement, connection: text(shown['connectionId']) }
}
const PROMISES = [
  'no-storage',
  'no-resale',
  'professional-role',
  'clinical-responsibility',
  'non-use-after-cessation',
]

const of = (list: unknown): Answer => (Array.isArray(list) ? list[0] : undefined) ?? {}

async function plantAccounts(
  house: House,
  { does, mark, codeFor }: Planter,
  people: People,
  { connection, product }: { readonly connection: string; readonly product: string },
) {
  const { manager, owner, admin, leads, maker, clinician, newcomer, signatory } = people
  const pair = await createKeyPair('ES256', mark('name of a key'))
  const ofService = text((await does(admin, 'account create-web-service', { id: connection })).id)
  await does(admin, 'account submit', { id: ofService })
  await does(manager, 'account approve', { id: ofService })
  await does(admin, 'credential register', { id: ofService }, { keys: [publicPart(pair)] })
  await plantAddress(house, mark, ofService)
  const uris = [`https://${mark('address people are sent back to')}.example.org/`]
  await does(maker, 'account set-redirects', { id: ofService }, { uris })
  await does(manager, 'account activate', { id: ofService })
  await does(manager, 'account set-search-roles', { id: ofService }, { searchRoles: [23] })
  const username = mark('user name of an account')
  const password = await does(admin, 'secret issue-password', { id: ofService }, { username })
  const apiKey = await does(maker, 'secret issue-key', { id: ofService })
  const service = regionRoot(house, REGION)
  await does(leads, 'account let-maintain', { id: ofService }, { service })
  const resultsMax = 5
  const narrowed = await does(owner, 'account restrict', { id: ofService }, { resultsMax })
  await does(owner, 'account suspend', { id: ofService })
  const client = { environment: 'production' }
  const ofProduct = text((await does(maker, 'account create-product-client', { id: product }, client)).id)
  const apply = (who: Asker) =>
    does(who, 'account register-person', {}, { connection, region: REGION, person: undefined })
  const confirmed = async (who: Asker): Promise<string> => {
    const id = text((await apply(who)).id)
    await does(who, 'account validate-email', { id }, { code: await codeFor(who.id) })
    return id
  }
  const ofPerson = await confirmed(clinician)
  await does(leads, 'account approve', { id: ofPerson }, { regions: [REGION] })
  // One that waits for its lead, and one whose address is not confirmed: the code is on its way.
  await confirmed(newcomer)
  await apply(signatory)
  return {
    things: {
      account: [ofService, ofPerson, ofProduct],
      restriction: [text(narrowed['restriction'])],
      key: [pair.kid],
      secret: [text(password.id), text(apiKey.id)],
      service: [String(service)],
    },
    secrets: [
      await codeFor(signatory.id),
      text(password['secret']),
      text(apiKey['secret']).slice(text(apiKey.id).length + 1),
    ],
  }
}

/** The entry at the top of a region, under which all of it lies. */
function regionRoot({ rooms: { memory } }: House, regionId: string): number {
  for (let id = 1; id <= memory.size(); id += 1) {
    const record = memory.recordOf(id)
    if (record?.regionId === regionId && record.parentId === undefined) return id
  }
  throw new Error(`${regionId} has no top.`)
}

/** The address of a key set, as it is kept once it was read: no network here. */
async function plantAddress({ rooms, clock }: House, mark: Planter['mark'], account: string): Promise<void> {
  const pair = await createKeyPair('ES256', mark('name of a key at an address'))
  const read = await readKeySet({ keys: [publicPart(pair)] })
  assert.equal(read.outcome, 'read')
  const url = `https://${mark('address of a key set')}.example.org/keys`
  const deed = { who: 'test', actingAs: 'system', why: mark('why of a key set'), at: clock.now() }
  const keys = read.outcome === 'read' ? read.keys : []
  const kept = await registerKeySetUrl(rooms.database, account, { url, keys }, deed)
  assert.equal(kept.outcome, 'kept')
}

async function plantTerms(
  { does, mark, now }: Planter,
  people: People,
  register: { agreement: string; odsCode: string; product: string; version: string },
) {
  const { manager, admin, officer, leads, reviewer } = people
  const { agreement, odsCode: organisation, product, version: productVersion } = register
  const number = mark('registration of the officer').toUpperCase()
  await does(officer, 'me register', {}, { regulator: 'GPhC', number })
  const about = { product, productVersion, organisation, officerRegistration: `GPhC ${number}` }
  await does(officer, 'evidence add', {}, { kind: 'clinical-safety-case', ...about })
  const caching = { permits: 'cache-exception', fields: ['name'], maxAgeSeconds: 60, purgeOnSignal: true }
  const derogation = { agreement, purposes: ['self-care-signposting'], ...caching }
  const signed = await does(manager, 'derogation create', {}, derogation)
  const version = POLICY_VERSIONS.at(-1)?.id
  const terms = { agreement, version, set: ['resultsMax=10'], waives: [] }
  const tailored = await does(manager, 'tailored-terms propose', {}, terms)
  const ask = async (type: string, over: object): Promise<string> => {
    const unsaid = { summary: undefined, pattern: undefined, fields: undefined }
    return text((await does(admin, 'permission request', {}, { ...unsaid, agreement, type, ...over })).id)
  }
  const display = await ask('public-display', { regions: [REGION], checklist: CHECKLIST_IDS })
  await does(leads, 'permission discuss', { id: display })
  await does(leads, 'permission grant-region', { id: display, region: REGION })
  await does(manager, 'permission grant', { id: display })
  const unattended = await ask('unattended-service', { summary: mark('summary of a permission') })
  await does(manager, 'permission grant', { id: unattended })
  const cached = await ask('cache-exception', { pattern: mark('pattern of a permission') })
  await does(manager, 'permission refuse', { id: cached })
  const reference = mark('id of a reference document')
  await does(reviewer, 'reference review', { id: reference })
  const { hash: _, citations: __, ...content } = POLICY_VERSIONS.at(-1) ?? POLICY_VERSIONS[0]
  const said = { title: mark('title of a policy'), changes: mark('changes of a policy') }
  const draft = { ...content, ...said, id: '2026-12-31', effectiveFrom: now + 300 * 86_400_000 }
  await does(reviewer, 'policy draft', {}, { content: draft })
  return {
    derogation: [text(signed.id)],
    'tailored-terms': [text(tailored.id)],
    permission: [display, cached],
    reference: [reference],
    policy: ['2026-12-31'],
    regulator: ['GPhC'],
  }
}
