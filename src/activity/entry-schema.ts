import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { MAINTAINED } from '../policy/index.ts'
import { AUDIENCES, type ClauseId } from '../vocabulary/index.ts'
import { ACTIONS, type ActivityEntry, INTERFACES } from './entry.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }
const clauseId = Type.Unsafe<ClauseId>(Type.String({ pattern: '^AUP(25|18)-[0-9]{2}$' }))
const whole = Type.Integer({ minimum: 0 })

const origin = Type.Union([
  Type.Object({ outcome: Type.Literal('not-given') }, closed),
  Type.Object(
    { outcome: Type.Literal('located'), kind: Type.Enum(['coordinate', 'named']), regionId: Type.String() },
    closed,
  ),
  Type.Object({ outcome: Type.Literal('outside-england'), nation: Type.String() }, closed),
  Type.Object(
    {
      outcome: Type.Literal('unusable'),
      because: Type.Enum(['no-fixed-abode', 'non-geographic', 'unlocated', 'ambiguous', 'not-recognised']),
    },
    closed,
  ),
])

/** An activity entry as it is written. Closed: a member that entry.ts does not name is an error. */
export const activityEntrySchema = Type.Object(
  {
    id: Type.String({
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
    }),
    at: Type.String({
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
    }),
    account: Type.String(),
    organisation: Type.String(),
    product: Type.String(),
    connection: Type.String(),
    individual: Nullable(Type.String()),
    agreement: Nullable(Type.String()),
    facts: Type.Optional(Nullable(Type.String({ pattern: '^[0-9a-f]{32}$' }))),
    policyVersion: Type.String(),
    tailoredTerms: Type.Optional(Nullable(Type.String())),
    interface: Type.Enum([...INTERFACES]),
    action: Type.Enum([...ACTIONS]),
    purpose: Nullable(Type.String()),
    decision: Type.Enum(['allow', 'refuse']),
    refusal: Nullable(Type.String()),
    clauses: Type.Array(clauseId),
    audience: Nullable(Type.Enum([...AUDIENCES])),
    question: Type.Object(
      {
        cell: Nullable(Type.String()),
        typeIds: Nullable(Type.Array(Type.Integer())),
        withinMetres: Nullable(Type.Number()),
        limit: Nullable(Type.Integer()),
        filters: Type.Array(Type.String()),
        target: Nullable(Type.String()),
        purpose: Type.Optional(Nullable(Type.String())),
        audience: Type.Optional(Nullable(Type.Enum([...AUDIENCES]))),
        origin: Type.Optional(origin),
        by: Type.Optional(Type.Enum(['id', 'ods-code'])),
        recentlyReturned: Type.Optional(Type.Boolean()),
        maintain: Type.Optional(
          Type.Object(
            { what: Type.Enum([...MAINTAINED]), changes: Type.Boolean(), maintained: Type.Boolean() },
            closed,
          ),
        ),
        fields: Type.Optional(Nullable(Type.Array(Type.String()))),
        kind: Type.Optional(Type.Enum(['live', 'test', 'monitoring'])),
      },
      closed,
    ),
    results: Type.Array(Type.Integer()),
    change: whole,
    durationMicros: Type.Number({ minimum: 0 }),
    flags: Type.Array(Type.Enum(['test', 'monitoring'])),
    counts: Type.Optional(Type.Boolean()),
    requestId: Type.String(),
    watched: Type.Optional(
      Type.Object(
        {
          square: Nullable(Type.String({ pattern: '^[HJNOST][A-HJ-Z][0-9]{4}$' })),
          nearestMetres: Nullable(whole),
          found: Type.Optional(Type.Array(Type.Integer())),
          brake: Type.Optional(Type.Enum(['smaller-k', 'footprint-only', 'throttle'])),
          findings: Type.Optional(Type.Array(Type.String())),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** Holds the schema and the type of entry.ts to each other: the two lines below stop compiling when they part. */
type Written = Type.Static<typeof activityEntrySchema>
const asEntry = (written: Written): ActivityEntry => written
const asWritten = (entry: Mutable<ActivityEntry>): Written => entry
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends string | number | boolean | null
    ? T
    : { -readonly [Key in keyof T]: Mutable<T[Key]> }
void asWritten

const check = Compile(activityEntrySchema)

/**
 * Reads an entry back from the JSON text it was written as.
 * @throws naming the member that is wrong; an entry of ours that does not read is a fault, not an outcome
 */
export function parseEntry(text: string): ActivityEntry {
  const value: unknown = JSON.parse(text)
  if (check.Check(value)) return asEntry(value)
  const [first] = check.Errors(value)
  throw new Error(`An activity entry does not read: ${first?.instancePath || '/'} ${first?.message ?? ''}`)
}
