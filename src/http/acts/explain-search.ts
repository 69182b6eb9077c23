import Type, { type Static } from 'typebox'
import {
  type ClinicalAnswer,
  type ClinicalQuestion,
  REFERRAL_ROLES,
  STEPS,
  serviceTypeById,
  type Trace,
} from '../../directory/index.ts'
import type { LocatedPlace } from '../../places/index.ts'
import { type Actor, type EpochMillis, holds, type Role, scopesOf } from '../../vocabulary/index.ts'
import { askClinical, type ClinicalRooms } from '../clinical-answer.ts'
import { CLINICAL_MEMBERS, type ClinicalNeed, readNeed, unknownCodes } from '../clinical-need.ts'
import { clinicalOrigin } from '../clinical-origin.ts'
import type { ParameterError } from '../problem.ts'
import { WITHIN_METRES_MAX } from '../routes/native/question.ts'
import { placeOf } from '../routes/native/read-search.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { Count, choice, closed, Flag, Instant, iso, ListOf, Nullable, Prose, Text, Whole } from './words.ts'

/** The operator's, and DoS Leads, who are told of the entries of their own regions. */
const READERS: readonly Role[] = ['access-manager', 'compliance-reviewer', 'auditor']

/** As many traces as an answer has room for; in a city, twenty thousand services are in reach. */
const TRACES_MAX = 1000
const LIMIT_MAX = 100
const SERVICES_MAX = 100

const ServiceNumber = Type.Integer({ format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const STEP_NAMES = [...STEPS, 'answer', 'catch-all'] as const

const ExplainBody = Type.Object(
  {
    ...CLINICAL_MEMBERS,
    audience: Type.Optional(
      choice(['public', 'professional'], 'As whom it is asked; professional unless told.'),
    ),
    referralRoles: Type.Optional(
      Type.Array(Whole(0, 1_000_000, 'A referral role.'), {
        maxItems: 20,
        description: 'The search roles of whoever asked (ids); any unless told.',
      }),
    ),
    limit: Type.Optional(
      Whole(1, LIMIT_MAX, 'The most results whoever asked may be given; 100 unless told.'),
    ),
    services: Type.Optional(
      Type.Array(ServiceNumber, {
        maxItems: SERVICES_MAX,
        description: 'Tell of these services only (ids).',
      }),
    ),
  },
  closed,
)
type ExplainBody = Static<typeof ExplainBody>

const TraceView = Type.Object(
  {
    service: ServiceNumber,
    uid: Text(64, 'Its identifier in the DoS interfaces.'),
    name: Text(255, 'Its name.'),
    typeId: Type.Integer({ format: 'int32', minimum: -100, maximum: 1_000_000, description: 'Its type.' }),
    type: Nullable(Text(200, 'What that is called.')),
    regionId: Nullable(Text(20, 'The region whose lead answers for it.')),
    step: choice(STEP_NAMES, 'The step that left it out; answer or catch-all where it was kept.'),
    kept: Flag('Whether it is in the answer.'),
    why: Prose(2000, 'In a sentence.'),
  },
  closed,
)

const ExplainAnswer = Type.Object(
  {
    origin: Text(200, 'The place, as it was understood.'),
    district: Nullable(Text(20, 'Its local authority district.')),
    board: Nullable(Text(20, 'Its integrated care board.')),
    withinMetres: Whole(0, 1_000_000, 'How far the search reached along each axis of the grid.'),
    distanceSource: choice(
      ['override', 'postcode', 'sector', 'district', 'request', 'national'],
      'Where that distance is from.',
    ),
    windowUntil: Instant('By when a service had to open.'),
    catchAll: Flag('Whether nothing fitted, and the nearest emergency departments answer.'),
    steps: ListOf(
      Type.Object({ step: choice(STEP_NAMES, 'A step.'), count: Count }, closed),
      STEP_NAMES.length,
      'How many services each step left out, of all in reach; and how many were kept.',
    ),
    traces: ListOf(TraceView, TRACES_MAX, 'Those kept first, in order; then those that came furthest.'),
    notShown: Whole(0, 2_000_000_000, 'Services in reach of which nothing more is told here.'),
  },
  closed,
)

/** Why a clinical search finds what it finds. */
export const explainSearchActs: readonly Act[] = [
  act({
    command: 'search explain',
    method: 'POST',
    path: '/directory/clinical-search/explanation',
    tag: 'Directory',
    summary: 'Explain a clinical search: which step kept or dropped each service, and why',
    description:
      'Asks the same question as POST /services/clinical-search and changes nothing. DoS Leads are told of services of their own regions. It is a POST so that what it says of a person stays out of addresses and their logs.',
    roles: [...READERS, 'dos-lead'],
    clauses: [],
    body: ExplainBody,
    answer: ExplainAnswer,
    run: ({ rooms, actor, now, body }) => explain(rooms.clinical, actor, body, now),
  }),
]

async function explain(
  rooms: ClinicalRooms,
  actor: Actor,
  body: ExplainBody,
  now: EpochMillis,
): Promise<ActOutcome> {
  const reference = rooms.clinical()
  const { need, errors } = readNeed(body, now)
  const found = rooms.places.locate(body.near)
  const place = placeOf(found)
  const all = [...errors, ...unknownCodes(need, reference), ...unknownRoles(body)]
  if (place === null) all.push({ parameter: 'near', in: 'body', message: 'It is no place to search from.' })
  if (place === null || all.length > 0) return { outcome: 'wrong', errors: all }
  const origin = clinicalOrigin(found, reference)
  const question = questionOf(body, { need, place, origin, now })
  const answer = await askClinical(rooms, question, place)
  if (answer.outcome === 'no-valid-discriminator')
    return { outcome: 'conflict', detail: 'The lists of codes have just changed: ask again.' }
  return { outcome: 'done', body: viewOf(rooms, actor, body, { place, answer, areas: origin.areas }) }
}

function unknownRoles({ referralRoles = [] }: ExplainBody): ParameterError[] {
  return referralRoles
    .filter(role => !REFERRAL_ROLES.some(({ id }) => id === role))
    .map(role => ({ parameter: 'referralRoles', in: 'body', message: `There is no referral role ${role}.` }))
}

type Asked = {
  readonly need: ClinicalNeed
  readonly place: LocatedPlace
  readonly origin: Pick<ClinicalQuestion, 'postcode' | 'areas'>
  readonly now: EpochMillis
}

function questionOf(body: ExplainBody, { need, place, origin, now }: Asked): ClinicalQuestion {
  return {
    easting: place.easting,
    northing: place.northing,
    ...origin,
    ...need,
    distance: { ...need.distance, metresMax: WITHIN_METRES_MAX },
    now,
    audience: body.audience ?? 'professional',
    referralRoleIds: body.referralRoles ?? null,
    typeIds: null,
    regionIds: null,
    limit: body.limit ?? LIMIT_MAX,
    explain: true,
  }
}

type Found = Extract<ClinicalAnswer, { outcome: 'found' }>
type Explained = {
  readonly place: LocatedPlace
  readonly answer: Found
  readonly areas: ClinicalQuestion['areas']
}

function viewOf(
  { memory }: ClinicalRooms,
  actor: Actor,
  { services }: ExplainBody,
  { place, answer, areas }: Explained,
): Static<typeof ExplainAnswer> {
  const told = answer.traces.filter(({ id }) => services === undefined || services.includes(id))
  const regions = READERS.some(role => holds(actor, role)) ? null : scopesOf(actor, 'dos-lead')
  const views: Static<typeof TraceView>[] = []
  for (const trace of inOrder(told, answer)) {
    if (views.length === TRACES_MAX) break
    const service = memory.recordOf(trace.id)
    const isTheirs =
      regions === null || (service?.regionId !== undefined && regions.includes(service.regionId))
    if (!service || !isTheirs) continue
    const { uid, name, typeId, regionId = null } = service
    const type = serviceTypeById(typeId)?.name ?? null
    const { id, step, kept, why } = trace
    views.push({ service: id, uid, name, typeId, type, regionId, step, kept, why })
  }
  return {
    origin: place.label,
    ...areas,
    withinMetres: answer.distanceMetres,
    distanceSource: answer.distanceSource,
    windowUntil: iso(answer.windowUntil),
    catchAll: answer.catchAll,
    steps: countsOf(answer.traces),
    traces: views,
    notShown: answer.traces.length - views.length,
  }
}

/** The answer as it stands, then what came furthest before it was left out; by id where they came equally far. */
function inOrder(traces: readonly Trace[], { services }: Found): Trace[] {
  const place = new Map(services.map(({ id }, index) => [id, index]))
  const rankOf = ({ id, step }: Trace): number =>
    place.get(id) ?? services.length + STEP_NAMES.length - indexOf(step)
  return traces.toSorted((a, b) => rankOf(a) - rankOf(b) || a.id - b.id)
}

const indexOf = (step: Trace['step']): number => STEP_NAMES.indexOf(step)

function countsOf(traces: readonly Trace[]): { step: Trace['step']; count: number }[] {
  const counts = new Map<Trace['step'], number>()
  for (const { step } of traces) counts.set(step, (counts.get(step) ?? 0) + 1)
  return STEP_NAMES.flatMap(step => {
    const count = counts.get(step)
    return count === undefined ? [] : [{ step, count }]
  })
}
