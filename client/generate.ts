import { compile } from 'json-schema-to-typescript'

/** The part of an OpenAPI document that types are made from. */
export type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The types the client offers, and where the document says what they are. */
const WANTED: readonly { readonly name: string; readonly operation: string; readonly part: Part }[] = [
  { name: 'Search', operation: 'searchServices', part: 'body' },
  { name: 'SearchAnswer', operation: 'searchServices', part: '200' },
  { name: 'ClinicalSearch', operation: 'searchServicesClinically', part: 'body' },
  { name: 'ClinicalSearchAnswer', operation: 'searchServicesClinically', part: '200' },
  { name: 'LookUp', operation: 'getService', part: 'query' },
  { name: 'LookUpAnswer', operation: 'getService', part: '200' },
  { name: 'ServiceTypesAnswer', operation: 'listServiceTypes', part: '200' },
  { name: 'PlaceAnswer', operation: 'readPlace', part: '200' },
  { name: 'Problem', operation: 'searchServices', part: '403' },
]
type Part = 'body' | 'query' | '200' | '403'

const BANNER = `// Made from the directory's OpenAPI document by client/generate.ts; a test holds it to that. Do not edit.`

/** The text of src/api.ts for a document. @throws when the document lacks something that is wanted */
export async function typesFrom(document: Described): Promise<string> {
  const parts: string[] = [BANNER]
  for (const { name, operation, part } of WANTED) {
    const schema = inlined(schemaOf(operationOf(document, operation), part))
    const text = await compile({ ...schema, title: name }, name, {
      bannerComment: '',
      additionalProperties: false,
      declareExternallyReferenced: true,
      ignoreMinAndMaxItems: true,
      format: false,
    })
    parts.push(text.trim())
  }
  return `${parts.join('\n\n')}\n`
}

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function operationOf(document: Described, id: string): Json {
  for (const methods of Object.values(document.paths)) {
    for (const operation of Object.values(methods)) {
      if (isJson(operation) && operation['operationId'] === id) return operation
    }
  }
  throw new Error(`The document has no operation ${id}.`)
}

function schemaOf(operation: Json, part: Part): Json {
  switch (part) {
    case 'body':
      return at(operation, 'requestBody', 'content', 'application/json', 'schema')
    case 'query':
      return queryOf(operation)
    case '200':
      return at(operation, 'responses', '200', 'content', 'application/json', 'schema')
    case '403':
      return at(operation, 'responses', '403', 'content', 'application/problem+json', 'schema')
  }
}

function queryOf({ parameters }: Json): Json {
  const query = (Array.isArray(parameters) ? parameters : [])
    .filter(isJson)
    .filter(one => one['in'] === 'query')
  return {
    type: 'object',
    properties: Object.fromEntries(query.map(one => [one['name'], one['schema']])),
    required: query.filter(one => one['required'] === true).map(one => one['name']),
    additionalProperties: false,
  }
}

function at(from: Json, ...path: readonly string[]): Json {
  let held: unknown = from
  for (const name of path) held = isJson(held) ? held[name] : undefined
  if (!isJson(held)) throw new Error(`The document has nothing at ${path.join('/')}.`)
  return held
}

/** Without titles, which would give parts names of their own, different ones for the same part in each answer. */
function inlined(schema: Json): Json {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain)
    if (!isJson(value)) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name, held]) => !(name === 'title' && typeof held === 'string'))
        .map(([name, held]) => [name, plain(held)]),
    )
  }
  const made = plain(schema)
  if (!isJson(made)) throw new Error('A schema is an object.')
  return made
}
