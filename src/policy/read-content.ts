import Type from 'typebox'
import { Check, Errors } from 'typebox/value'
import type { ClauseId } from '../vocabulary/index.ts'
import { clauseOf } from './clauses.ts'
import { parametersSchema } from './parameters.ts'
import type { PolicyContent } from './policy-version.ts'

/** One thing wrong with a draft: where, as a path of members such as `text[0].paragraphs[2].clauses[1]`, and what. */
export type DraftProblem = { readonly path: string; readonly message: string }

export type ReadPolicyContent =
  | { readonly outcome: 'read'; readonly content: PolicyContent }
  | { readonly outcome: 'wrong'; readonly problems: readonly DraftProblem[] }

const closed = { additionalProperties: false }
/** Text on one line: what is hashed holds no control characters. */
const line = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })
const clauses = Type.Array(Type.Unsafe<ClauseId>(Type.String({ pattern: '^AUP(25|18)-[0-9]{2}$' })), {
  maxItems: 200,
})

const contentSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
    title: line(200),
    effectiveFrom: Type.Integer({ minimum: 0, maximum: 8.64e15 }),
    parameters: parametersSchema,
    clauses,
    supplements: clauses,
    waivable: clauses,
    changes: line(5_000),
    text: Type.Array(
      Type.Object(
        {
          heading: line(200),
          paragraphs: Type.Array(Type.Object({ number: line(10), text: line(2_000), clauses }, closed), {
            minItems: 1,
            maxItems: 100,
          }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  closed,
)

/**
 * Reads a draft from parsed JSON. `effectiveFrom` may be written as an ISO 8601 instant with its offset, too.
 * A `hash` beside it, as a version that was printed has one, is not part of the content and is left aside.
 * Whether its id and first instant come after those of other versions is judged where those are known.
 */
export function readPolicyContent(value: unknown): ReadPolicyContent {
  const draft = withInstant(withoutHash(value))
  if (!Check(contentSchema, draft)) return { outcome: 'wrong', problems: shapeProblems(contentSchema, draft) }
  const problems = contentProblems(draft)
  return problems.length > 0 ? { outcome: 'wrong', problems } : { outcome: 'read', content: draft }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

function withoutHash(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('hash' in value)) return value
  const { hash: _, ...content } = value
  return content
}

function withInstant(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('effectiveFrom' in value)) return value
  const { effectiveFrom } = value
  if (typeof effectiveFrom !== 'string' || !INSTANT.test(effectiveFrom)) return value
  return { ...value, effectiveFrom: Date.parse(effectiveFrom) }
}

/**
 * The first thing wrong with each member. Walked here, because the library stops after eight errors, and whoever writes
 * a draft wants to know all of them.
 */
function shapeProblems(schema: Type.TSchema, value: unknown, path = ''): readonly DraftProblem[] {
  if (Type.IsObject(schema) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const given = new Map<string, unknown>(Object.entries(value))
    const inside = (name: string): string => (path === '' ? name : `${path}.${name}`)
    const unknown = [...given.keys()].filter(name => !Object.hasOwn(schema.properties, name))
    return [
      ...unknown.map(name => ({ path: inside(name), message: 'is not known here' })),
      ...Object.entries(schema.properties).flatMap(([name, member]) =>
        given.has(name)
          ? shapeProblems(member, given.get(name), inside(name))
          : Type.IsOptional(member)
            ? []
            : [{ path: inside(name), message: 'is missing' }],
      ),
    ]
  }
  if (Type.IsArray(schema) && Array.isArray(value)) {
    const items = value.flatMap((item, index) => shapeProblems(schema.items, item, `${path}[${index}]`))
    if (items.length > 0) return items
  }
  const [error] = Errors(schema, value)
  return error ? [{ path, message: error.message }] : []
}

/**
 * A must of the 2025 policy is waived by a formal derogation only (sources, use 1.2, AUP18-10), and two of them have one:
 * leave to keep an answer (AUP18-20), and look-ups without a search (D2).
 */
const DEROGABLE: readonly ClauseId[] = ['AUP25-25', 'AUP25-08']

function contentProblems(content: PolicyContent): readonly DraftProblem[] {
  const problems: DraftProblem[] = []
  const note = (path: string, message: string): void => void problems.push({ path, message })
  if (!isDay(content.id)) note('id', 'is no day of the calendar')

  const held = new Set<ClauseId>()
  for (const list of ['clauses', 'supplements'] as const) {
    for (const [index, id] of content[list].entries()) {
      if (!clauseOf(id)) note(`${list}[${index}]`, `${id} is not in the catalogue of clauses`)
      if (held.has(id)) note(`${list}[${index}]`, `${id} is there twice`)
      held.add(id)
    }
  }
  for (const [index, id] of content.waivable.entries()) {
    const path = `waivable[${index}]`
    if (!held.has(id)) note(path, `${id} is none of its clauses`)
    else if (id.startsWith('AUP25') && !DEROGABLE.includes(id))
      note(path, `${id} is a must, and there is no derogation from it`)
    if (content.waivable.indexOf(id) !== index) note(path, `${id} is there twice`)
  }
  for (const [chapter, section] of content.text.entries()) {
    for (const [index, { number, clauses: said }] of section.paragraphs.entries()) {
      const path = `text[${chapter}].paragraphs[${index}]`
      const due = `${chapter + 1}.${index + 1}`
      if (number !== due) note(`${path}.number`, `is ${number}; by its place it is ${due}`)
      for (const [place, id] of said.entries())
        if (!held.has(id)) note(`${path}.clauses[${place}]`, `${id} is none of its clauses`)
    }
  }
  parameterProblems(content, note)
  return problems
}

function parameterProblems(
  { parameters }: PolicyContent,
  note: (path: string, message: string) => void,
): void {
  const within = (
    low: 'resultsDefault' | 'distanceMetresDefault' | 'volumePerMinuteDefault',
    high: 'resultsMax' | 'distanceMetresMax' | 'volumePerDayDefault',
  ) => {
    if (parameters[low] > parameters[high]) note(`parameters.${low}`, `is above parameters.${high}`)
  }
  within('resultsDefault', 'resultsMax')
  within('distanceMetresDefault', 'distanceMetresMax')
  within('volumePerMinuteDefault', 'volumePerDayDefault')
  const { inactivityMonths, inactivityWarnings } = parameters
  for (const [index, { months }] of inactivityWarnings.entries()) {
    if (inactivityMonths === null || months >= inactivityMonths)
      note(`parameters.inactivityWarnings[${index}]`, 'comes when access has ended, or never does')
  }
}

function isDay(id: string): boolean {
  const instant = Date.parse(`${id}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(id)
}
