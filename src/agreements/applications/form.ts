import { createHash } from 'node:crypto'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { canonical, FOOTPRINT_CLASSES } from '../../policy/index.ts'
import { PURPOSES } from '../../vocabulary/index.ts'

/** Who uses what is asked for. All but the public are people in a professional role. */
export const END_USER_KINDS = [
  'clinicians',
  'call-handlers',
  'care-coordinators',
  'administrators',
  'the-public',
] as const
export const CONTACT_KINDS = [
  'technicalContact',
  'serviceContact',
  'informationGovernanceContact',
  'clinicalSafetyContact',
  'securityContact',
] as const

const closed = { additionalProperties: false } as const
const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description })
const formed = (pattern: string, maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern, description })
const id = (description: string) => formed('^[A-Za-z0-9._~-]{1,64}$', 64, description)
const oneOf = <const V extends readonly string[]>(values: V, description: string) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], description })
const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ format: 'int32', minimum, maximum, description })
const flag = (description: string) => Type.Boolean({ description })
const day = (description: string) => Type.String({ format: 'date', maxLength: 10, description })

const contact = (description: string) =>
  Type.Object(
    {
      name: text(200, 'Who, or which team.'),
      email: Type.String({ format: 'email', minLength: 3, maxLength: 254, description: 'E-mail address.' }),
      phone: Type.Optional(text(40, 'Telephone number.')),
    },
    { ...closed, description },
  )

const site = Type.Object(
  {
    postcode: formed('^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$', 8, 'Postcode of the site, in capitals.'),
    radiusMetres: whole(100, 160_934, 'How far around it people are cared for, in metres.'),
  },
  closed,
)

/** What safety rests on: the standard and its version are data, because both change (sources, use 2.6). */
const safetyEvidence = Type.Object(
  {
    standard: text(40, 'The standard, such as DCB0129.'),
    standardVersion: text(20, 'Its version.'),
    reference: text(200, 'Where the document is to be found.'),
    productVersion: text(60, 'The version of the product it is about.'),
    expiresOn: day('The last day on which it may be relied on.'),
  },
  closed,
)

/** Answers every application needs. */
const ALWAYS = {
  productId: id('The product.'),
  supplierId: id('Who makes the product.'),
  environment: oneOf(['production', 'integration'], 'Where it is to work.'),
  useCase: text(2000, 'What it is for, in plain words; part of the published list.'),
  purposes: Type.Array(
    oneOf(
      PURPOSES.map(purpose => purpose.code),
      'A purpose.',
    ),
    {
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      description: 'Purposes of use; only those of direct care.',
    },
  ),
  endUserKinds: Type.Array(oneOf(END_USER_KINDS, 'A kind of user.'), {
    minItems: 1,
    maxItems: END_USER_KINDS.length,
    uniqueItems: true,
    description: 'Who uses it.',
  }),
  endUserCount: whole(1, 2_000_000_000, 'About how many use it.'),
  publicDisplay: flag('Whether members of the public see what is found.'),
  footprint: oneOf(['national', 'regions', 'sites'], 'Where people are cared for.'),
  allTypes: flag('Whether every service type is needed.'),
  perMinute: whole(1, 10_000_000, 'The most questions in one minute.'),
  perDay: whole(1, 2_000_000_000, 'The most questions in one day.'),
  resultsMax: whole(1, 100, 'The most services one answer needs to hold.'),
  distanceMetresMax: whole(1, 160_934, 'The furthest a search needs to reach, in metres.'),
  declaredLookUps: flag(
    'Whether services are looked up by code as a use of its own, without a search before.',
  ),
  rawCoordinates: flag('Whether searches must start from bare coordinates.'),
  caching: oneOf(['none', 'pattern'], 'Whether answers need to be kept for any time.'),
  onwardSharing: oneOf(['none', 'for-direct-care', 'beyond-direct-care'], 'Whether answers are passed on.'),
  dsptStatus: oneOf(
    ['not-met', 'approaching', 'met', 'exceeded'],
    'Status in the Data Security and Protection Toolkit.',
  ),
  dsptUntil: day('The last day for which that status stands, usually a 30 June.'),
  commercialModel: oneOf(
    ['not-commercial', 'product-for-direct-care', 'beyond-direct-care'],
    'What is charged for, and for what.',
  ),
  publication: oneOf(['publish', 'withhold'], 'Whether the connection may be in the published list.'),
  technicalContact: contact('Whom to ask about the software.'),
  serviceContact: contact('Whom to ask about the service.'),
  informationGovernanceContact: contact('Whom to ask about information governance.'),
  clinicalSafetyContact: contact('Whom to ask about clinical safety.'),
  securityContact: contact('Whom to tell of a security matter.'),
}

/** Answers that depend on others; questions.ts says when each is needed. */
const SOMETIMES = {
  endUserRoles: Type.Array(text(100, 'A role code, as the identity provider gives it.'), {
    maxItems: 200,
    uniqueItems: true,
    description: 'The professional roles in which people use it.',
  }),
  regionIds: Type.Array(formed('^[A-Z0-9]{2,12}$', 12, 'Code of a region, such as Y63.'), {
    maxItems: 50,
    uniqueItems: true,
    description: 'The regions it works in.',
  }),
  sites: Type.Array(site, { maxItems: 50, description: 'The sites it works at.' }),
  expectedPerDay: whole(
    1,
    2_000_000_000,
    'About how many searches on an ordinary day; the most, unless said.',
  ),
  useLike: oneOf(
    FOOTPRINT_CLASSES,
    'Which kind of use it is most like: what its searching is compared with.',
  ),
  typeIds: Type.Array(whole(0, 2_147_483_647, 'A service type.'), {
    maxItems: 200,
    uniqueItems: true,
    description: 'The service types it needs.',
  }),
  cachingPattern: text(1000, 'What would be kept, where, for how long and why.'),
  onwardSharingDetail: text(1000, 'With whom, what and why.'),
  safetyEvidence: Type.Array(safetyEvidence, { maxItems: 20, description: 'Clinical safety documents.' }),
  safetyOfficerName: text(200, 'The clinical safety officer.'),
  safetyOfficerRegistration: text(100, 'Their regulator and registration number.'),
  commercialDetail: text(1000, 'What is charged for.'),
  publicationReason: text(1000, 'Why it should not be in the published list.'),
  directoryIds: flag(
    'Whether services must be known by their ids in the directory, as the DoS REST, SOAP, capacity and FHIR interfaces know them; else by handles of the connection.',
  ),
  listMembers: Type.Array(formed('^[A-Za-z]{1,40}$', 40, 'A member of a service, as answers name it.'), {
    maxItems: 100,
    uniqueItems: true,
    description:
      'The members of each service that a list needs to hold beside its id, name and distance; all, unless said. A look-up of one gives the whole.',
  }),
  predecessorId: id('When coming back after an end: the account or application before.'),
}

/** What an application asks, each question open until it is answered: a draft is saved incomplete (sources, use 2.2). */
export const ApplicationForm = Type.Partial(Type.Object({ ...ALWAYS, ...SOMETIMES }, closed))
export type ApplicationForm = Type.Static<typeof ApplicationForm>
export type FormMember = keyof ApplicationForm

const CompleteForm = Type.Object({ ...ALWAYS, ...Type.Partial(Type.Object(SOMETIMES)).properties }, closed)
/** With every answer that is always needed. */
export type CompleteForm = Type.Static<typeof CompleteForm>

const whether = { form: Compile(ApplicationForm), complete: Compile(CompleteForm) }

/** @throws for a stored form that is none: only this program writes them */
export const readForm = (stored: unknown): ApplicationForm => whether.form.Parse(stored)

/** Whether every question that is always asked has an answer. */
export const isComplete = (form: ApplicationForm): form is CompleteForm => whether.complete.Check(form)

/** SHA-256 of the answers, whatever their order: what was checked, reviewed and approved is known by it. */
export const formHash = (form: ApplicationForm): string => hashOf(form)

/** What a clinical promise or review is about; other answers may change beside it. */
export function clinicalHash(form: ApplicationForm): string {
  const { productId, useCase, purposes, endUserKinds, publicDisplay, safetyEvidence } = form
  const { footprint, regionIds, sites, allTypes, typeIds, safetyOfficerName, safetyOfficerRegistration } =
    form
  const product = { productId, useCase, purposes, endUserKinds, publicDisplay, safetyEvidence }
  const place = { footprint, regionIds, sites, allTypes, typeIds }
  return hashOf({ ...product, ...place, safetyOfficerName, safetyOfficerRegistration })
}

export const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex')
