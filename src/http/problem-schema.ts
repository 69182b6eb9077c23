import Type, { type TSchema } from 'typebox'

const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, pattern: '^[\\s\\S]*$', ...(description ? { description } : {}) })

/** RFC 9457 problem details as this directory gives them (problem.ts). */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({
      format: 'uri-reference',
      maxLength: 200,
      description:
        'Leads to a page that explains it; for a used-up volume, the type of draft-ietf-httpapi-ratelimit-headers.',
    }),
    title: text(200),
    status: Type.Integer({ format: 'int32', minimum: 400, maximum: 599 }),
    detail: text(20_000, 'What is the matter in this case.'),
    reason: text(60, 'The stable code to branch on.'),
    clauses: Type.Array(text(8), {
      maxItems: 100,
      description: 'Clauses of the acceptable use policy it rests on.',
    }),
    remedy: text(500, 'What to do now.'),
    contact: Type.Object(
      { name: text(200), email: text(200), phone: text(40) },
      { additionalProperties: false },
    ),
    requestId: Type.Optional(text(128)),
    decisionId: Type.Optional(Type.String({ format: 'uuid', maxLength: 36 })),
    policyVersion: Type.Optional(text(40)),
    retryAfterSeconds: Type.Optional(Type.Integer({ format: 'int32', minimum: 0, maximum: 86_400 })),
    'violated-policies': Type.Optional(
      Type.Array(text(40), {
        maxItems: 20,
        description:
          'Limits that are used up, by name. Besides those in RateLimit-Policy it may be `organisation-` or `product-` and minute, day or spike: what all connections of either have together.',
      }),
    ),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          { parameter: text(100), in: text(10), message: text(500) },
          { additionalProperties: false },
        ),
        { maxItems: 100 },
      ),
    ),
    unmet: Type.Optional(
      Type.Array(
        Type.Object(
          { what: text(500), clauses: Type.Array(text(8), { maxItems: 100 }), whoCanFix: text(200) },
          { additionalProperties: false },
        ),
        { maxItems: 100, description: 'Everything still missing for the step.' },
      ),
    ),
  },
  { additionalProperties: false },
)

const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string', maxLength: 500, pattern: '^[ -~]*$', examples: [example] },
})

/** Headers on every governed answer. */
const USUAL = {
  'Access-Control-Allow-Origin': header(
    'This server alone: no pages of other sites.',
    'https://dos.example.org',
  ),
  'X-Request-ID': header('Yours, or one made here. Quote it when you ask about this answer.', 'a1b2c3'),
  RateLimit: header('What is left (draft-ietf-httpapi-ratelimit-headers-11).', '"minute";r=59999;t=60'),
  'RateLimit-Policy': header(
    'What was agreed, in requests; `pk` is the ODS code, in base64, of the organisation that the question named.',
    '"minute";q=60000;w=60, "day";q=20000000;w=86400, "spike";q=6000;w=3',
  ),
}
const RETRY = { 'Retry-After': header('Seconds to wait.', '2') }

const problem = (description: string, headers: Record<string, unknown> = {}) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
  headers,
})

/** The responses of a governed route: its own answer, and every way it may say no. */
export const governedResponses = (answer: TSchema, description: string) => ({
  200: {
    description,
    content: { 'application/json': { schema: answer } },
    headers: {
      ...USUAL,
      'Cache-Control': header(
        'Never kept (AUP25-25); `private, max-age=` only under a signed exception, and only where the question names `fields` that it covers.',
        'no-store',
      ),
      Link: header(
        'The terms of service; with `rel="latest-version"`, a newer policy binds by use and is to be accepted.',
        '</policy>; rel="terms-of-service"',
      ),
      'Signpost-Obligations': header('What the answer is given under.', 'no-store, as-of, terms-link'),
    },
  },
  400: problem('A parameter is wrong, unknown or missing; `errors` names it.', USUAL),
  401: problem('No access token, or one that is not accepted.', USUAL),
  403: problem('Policy says no: `reason` and `clauses` say why, `remedy` what to do.', USUAL),
  404: problem('There is no such service for this caller.', USUAL),
  422: problem('The place is known but nothing can be searched from it.', USUAL),
  429: problem('The agreed volume is used up for now.', { ...USUAL, ...RETRY }),
  500: problem('Something went wrong here.', USUAL),
  503: problem('This node cannot answer at this moment.', { ...USUAL, ...RETRY }),
})

const TEXT = { maxLength: 100, pattern: '^[ -~]*$' }

type ActTraits = {
  readonly hasBody: boolean
  readonly takesTwo: boolean
  readonly takesKey: boolean
  readonly version: 'none' | 'shown' | 'required'
}

/** The responses of an act: what it answers, and every way it may not be done. */
export const actResponses = (answer: TSchema, { hasBody, takesTwo, takesKey, version }: ActTraits) => ({
  ...(takesTwo
    ? { 202: proposed }
    : { 200: given(answer, 'Done.', version), 201: given(answer, 'Made.', version) }),
  400: problem('A parameter is wrong, unknown or missing; `errors` names it.', USUAL),
  401: problem('Nobody has signed in.', USUAL),
  403: problem('No role held may do this, or it is a cause of one’s own.', USUAL),
  404: problem('There is no such record for you.', USUAL),
  409: problem('Not possible in its present state; `detail` or `unmet` says why.', USUAL),
  412: problem('Changed meanwhile.', USUAL),
  ...(hasBody
    ? { 413: problem('The body is too large.', USUAL), 415: problem('The body is not JSON.', USUAL) }
    : {}),
  ...(takesKey ? { 422: problem('The Idempotency-Key came with another request before.', USUAL) } : {}),
  ...(version === 'required' ? { 428: problem('If-Match is missing.', USUAL) } : {}),
  429: problem('Too many attempts.', { ...USUAL, ...RETRY }),
  500: problem('Something went wrong here.', USUAL),
  503: problem('This node cannot answer at this moment.', { ...USUAL, ...RETRY }),
})

const given = (answer: TSchema, description: string, version: ActTraits['version'] = 'none') => ({
  description,
  content: { 'application/json': { schema: answer } },
  headers: {
    ...USUAL,
    'Cache-Control': header('Never kept.', 'no-store'),
    ...(version === 'none' ? {} : { ETag: header('The version, for If-Match.', '"3"') }),
  },
})

const proposed = given(
  Type.Object(
    {
      proposal: Type.String({ format: 'uuid', maxLength: 36 }),
      command: Type.String(TEXT),
      needs: Type.Array(Type.String(TEXT), { maxItems: 20, description: 'One of these roles.' }),
      expiresAt: Type.String({ format: 'date-time', maxLength: 35 }),
    },
    { additionalProperties: false },
  ),
  'Left for a second person.',
)

/** What a question in a body may meet besides. */
export const BODY_RESPONSES = {
  413: problem('The body is larger than 16 KiB.', USUAL),
  415: problem('The body is not JSON.', USUAL),
}
