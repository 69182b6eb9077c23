import Type, { type Static } from 'typebox'
import { readProduct, readProducts } from '../../accounts/index.ts'
import { addEvidence, EVIDENCE_KINDS, type Evidence, readEvidence } from '../../agreements/index.ts'
import { connectionReader } from '../../connection-reader.ts'
import type { Query } from '../../database/index.ts'
import { type Actor, holds, type Role } from '../../vocabulary/index.ts'
import { type Act, act } from './act.ts'
import { readSafetyOfficer } from './evidence-officer.ts'
import { EUO, OPERATOR, type Reach, reachOf } from './reach.ts'
import { After, Limit, Next, PAGE, paged } from './register-words.ts'
import { choice, closed, Id, Instant, iso, ListOf, Nullable, OdsCode, Reason, Text } from './words.ts'

const TAG = 'Evidence'
const Kind = choice(EVIDENCE_KINDS, 'What kind of document.')
const Hash = Type.String({
  minLength: 64,
  maxLength: 64,
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256 of the document, lower-case hexadecimal.',
})

const EvidenceView = Type.Object(
  {
    id: Id('The document.'),
    kind: Kind,
    standard: Nullable(Text(60, 'The standard it follows.')),
    standardVersion: Nullable(Text(40, 'Which version of it.')),
    product: Nullable(Id('The product it is about.')),
    productVersion: Nullable(Text(40, 'Which version of it.')),
    organisation: Nullable(OdsCode),
    reference: Text(500, 'Where the document is kept.'),
    sha256: Hash,
    issuedAt: Instant('When it was issued.'),
    expiresAt: Instant('Until when it speaks.'),
    officerRegistration: Nullable(
      Text(100, 'Of a safety case: the registration of the officer who signed it.'),
    ),
    addedAt: Instant('When it was entered here.'),
  },
  closed,
)
/** Without the officer's name: the register has it, the number says who it is. */
const evidenceView = (evidence: Evidence): Static<typeof EvidenceView> => ({
  id: evidence.id,
  kind: evidence.kind,
  standard: evidence.standard,
  standardVersion: evidence.standardVersion,
  product: evidence.productId,
  productVersion: evidence.productVersion,
  organisation: evidence.odsCode,
  reference: evidence.reference,
  sha256: evidence.sha256,
  issuedAt: iso(evidence.issuedAt),
  expiresAt: iso(evidence.expiresAt),
  officerRegistration: evidence.officer?.registration ?? null,
  addedAt: iso(evidence.addedAt),
})

const Draft = Type.Object(
  {
    kind: Kind,
    product: Type.Optional(Id('The product it is about.')),
    productVersion: Type.Optional(Text(40, 'Which version of it; a safety case is for one version.')),
    organisation: Type.Optional(OdsCode),
    standard: Type.Optional(Text(60, 'The standard it follows, such as DCB0129.')),
    standardVersion: Type.Optional(Text(40, 'Which version of the standard.')),
    reference: Text(500, 'Where the document is kept.'),
    sha256: Hash,
    issuedAt: Instant('When it was issued.'),
    expiresAt: Instant('Until when it speaks.'),
    officer: Type.Optional(
      Id('Of a clinical safety case: who signed it; you yourself, if you are such an officer, unless told.'),
    ),
    officerName: Type.Optional(
      Text(200, 'Who signed it; of a clinical safety case the name on the register is taken.'),
    ),
    officerRegistration: Type.Optional(
      Text(
        100,
        'Their regulator and number, such as GMC 1234567; of a clinical safety case one that is on the register.',
      ),
    ),
    reason: Reason,
  },
  closed,
)

export const evidenceActs: readonly Act[] = [
  act({
    command: 'evidence list',
    method: 'GET',
    path: '/evidence',
    tag: TAG,
    summary: 'Documents that permissions rest on',
    description:
      'The operator sees all; an organisation its own and those of products it uses; a supplier those of its products.',
    roles: [...OPERATOR, ...EUO, 'supplier-admin'],
    clauses: ['AUP25-22', 'AUP25-45', 'AUP18-17'],
    query: Type.Object(
      { product: Type.Optional(Id('Only of this product.')), after: After, limit: Limit },
      closed,
    ),
    answer: Type.Object({ evidence: ListOf(EvidenceView, PAGE, 'In order of id.'), next: Next }, closed),
    run: async ({ rooms, actor, query: { product, after = '', limit = PAGE } }) => {
      const { query } = rooms.database
      const about = await aboutWhat(query, reachOf(actor))
      const seen = (await readEvidence(query, product === undefined ? {} : { productIds: [product] }))
        .filter(one => mayReadEvidence(about, one))
        .filter(one => one.id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
      const { page, next } = paged(seen, limit, one => one.id)
      return { outcome: 'done', body: { evidence: page.map(evidenceView), next } }
    },
  }),
  act({
    command: 'evidence add',
    method: 'POST',
    path: '/evidence',
    tag: TAG,
    summary: 'Enter a document: where it is kept, what it hashes to, how long it speaks',
    description:
      'The document itself stays where it is. A clinical safety case is for one version of a product and names the officer who signed it: somebody who holds that role, for the organisation where one is named, and whose registration with a regulator is open. Whoever adds it grants no permission that rests on it.',
    roles: ['clinical-safety-officer', 'euo-admin', 'supplier-admin', 'access-manager'],
    clauses: ['AUP25-22', 'AUP18-17'],
    body: Draft,
    answer: EvidenceView,
    run: async ({ rooms, actor, now, body, deed }) => {
      const errors = wrongIn(body)
      if (errors.length > 0) return { outcome: 'wrong', errors }
      const role = await addsAs(rooms.database.query, actor, body)
      if (!role) return { outcome: 'no-such' }
      const { query } = rooms.database
      const officer =
        body.kind === 'clinical-safety-case'
          ? await readSafetyOfficer(query, { ...body, officer: body.officer ?? actor.personId }, now)
          : statedOfficer(body)
      if (officer === undefined) return { outcome: 'wrong', errors: [NO_OFFICER] }
      const evidence: Evidence = {
        id: rooms.newId(),
        kind: body.kind,
        standard: body.standard ?? null,
        standardVersion: body.standardVersion ?? null,
        productId: body.product ?? null,
        productVersion: body.productVersion ?? null,
        odsCode: body.organisation ?? null,
        reference: body.reference,
        sha256: body.sha256,
        issuedAt: Date.parse(body.issuedAt),
        expiresAt: Date.parse(body.expiresAt),
        officer,
        addedBy: actor.personId,
        addedAt: now,
      }
      const added = await addEvidence(rooms.database, evidence, deed(role))
      if (added === 'id-taken') return { outcome: 'conflict', detail: 'Try again.' }
      return { outcome: 'done', status: 201, body: evidenceView(evidence) }
    },
  }),
]

function wrongIn(body: Static<typeof Draft>) {
  const wrong = (parameter: string, message: string) => ({ parameter, in: 'body', message })
  const safety = body.kind === 'clinical-safety-case'
  return [
    ...(body.product === undefined && body.organisation === undefined
      ? [wrong('product', 'Name the product, the organisation, or both.')]
      : []),
    ...(body.productVersion !== undefined && body.product === undefined
      ? [wrong('productVersion', 'A version needs the product it is of.')]
      : []),
    ...(safety && (body.product === undefined || body.productVersion === undefined)
      ? [wrong('productVersion', 'A clinical safety case is for one version of a product.')]
      : []),
    ...(!safety && body.officer !== undefined ? [wrong('officer', 'Of a clinical safety case only.')] : []),
    ...(!safety && (body.officerName === undefined) !== (body.officerRegistration === undefined)
      ? [wrong('officerRegistration', 'An officer has a name and a registration.')]
      : []),
    ...(Date.parse(body.issuedAt) < Date.parse(body.expiresAt)
      ? []
      : [wrong('expiresAt', 'It must lie after the day of issue.')]),
  ]
}

const NO_OFFICER = {
  parameter: 'officer',
  in: 'body',
  message:
    'Name somebody who is a clinical safety officer, of the organisation where you name one, and whose registration is open here.',
}

const statedOfficer = ({ officerName: name, officerRegistration: registration }: Static<typeof Draft>) =>
  name === undefined || registration === undefined ? null : { name, registration }

/** A supplier adds for its own products; an organisation for itself, and for products as it uses them. */
async function addsAs(
  query: Query,
  actor: Actor,
  { product, organisation }: Static<typeof Draft>,
): Promise<Role | undefined> {
  const known = product === undefined ? undefined : await readProduct(query, product)
  if (product !== undefined && !known) return undefined
  if (holds(actor, 'access-manager')) return 'access-manager'
  if (organisation === undefined) {
    return known && holds(actor, 'supplier-admin', [known.supplierId]) ? 'supplier-admin' : undefined
  }
  const used = await connectionReader(query, null)
  const theirs =
    product === undefined ||
    used.some(one => one.product.id === product && one.organisation.odsCode === organisation)
  const role = (['clinical-safety-officer', 'euo-admin'] as const).find(one =>
    holds(actor, one, [organisation]),
  )
  return theirs ? role : undefined
}

/** What a reader's evidence is about: products they make or use, and their organisations; null: everything. */
async function aboutWhat(query: Query, reach: Reach): Promise<About> {
  if (reach === null) return null
  const { supplierIds, odsCodes } = reach
  const made = await readProducts(query, { supplierIds, after: '', limit: PRODUCTS_MAX })
  const used = (await connectionReader(query, null)).filter(one =>
    odsCodes.includes(one.organisation.odsCode),
  )
  return { odsCodes, productIds: [...made.map(one => one.id), ...used.map(one => one.product.id)] }
}
type About = { readonly odsCodes: readonly string[]; readonly productIds: readonly string[] } | null
const PRODUCTS_MAX = 10_000

/** Whether a document is about something of the reader's, and not about somebody else's use of it. */
const mayReadEvidence = (about: About, { odsCode, productId }: Evidence): boolean =>
  about === null ||
  (odsCode !== null ? about.odsCodes.includes(odsCode) : about.productIds.includes(productId ?? ''))
