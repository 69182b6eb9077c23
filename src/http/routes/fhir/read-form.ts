import type { FastifyRequest } from 'fastify'
import {
  type Asking,
  askingName,
  NOTHING_ASKED,
  type Pair,
  type Part,
  type ResourceType,
  readAsking,
  readElements,
  type SearchError,
  SUMMARIES,
} from '../../../fhir/index.ts'
import type { ParameterError } from '../../problem.ts'
import { asParameterErrors } from './outcome.ts'
import { readPairs } from './read-pairs.ts'

export type Form =
  | { readonly outcome: 'read'; readonly asking: Asking; readonly part: Part }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

/** In what form the resource is wanted, and for what. Each may be said once. */
export function readForm(type: ResourceType, request: FastifyRequest): Form {
  const pairs = readPairs(request)
  if (!pairs) return wrongForm([{ parameter: 'query', message: 'It is not well encoded.', code: 'invalid' }])
  let asking = NOTHING_ASKED
  let part: Part = { summary: 'false', elements: null }
  const errors: SearchError[] = []
  const said = new Set<string>()
  for (const pair of pairs) {
    const wrong = (message: string, code: SearchError['code'] = 'value') =>
      errors.push({ parameter: pair.name.slice(0, 60), message, code })
    if (said.has(pair.name)) wrong('It is said more than once.', 'invalid')
    said.add(pair.name)
    const name = askingName(pair.name)
    if (name !== undefined) {
      const known = readAsking(asking, name, pair.value)
      if (known.outcome === 'wrong') wrong(known.message, known.code)
      else asking = known.value
    } else {
      const read = readPart(type, part, pair)
      if (read.outcome === 'wrong') wrong(read.message, read.code)
      else part = read.value
    }
  }
  return errors.length > 0 ? wrongForm(errors) : { outcome: 'read', asking, part }
}

const wrongForm = (errors: readonly SearchError[]): Form => ({
  outcome: 'wrong',
  errors: asParameterErrors(errors, 'query'),
})

type PartReading =
  | { readonly outcome: 'read'; readonly value: Part }
  | { readonly outcome: 'wrong'; readonly message: string; readonly code: SearchError['code'] }

function readPart(type: ResourceType, part: Part, { name, value }: Pair): PartReading {
  if (name === '_elements') {
    const elements = readElements(type, value)
    return elements.outcome === 'wrong'
      ? elements
      : { outcome: 'read', value: { ...part, elements: elements.value } }
  }
  const summary = name === '_summary' ? SUMMARIES.find(one => one === value) : undefined
  if (summary !== undefined) return { outcome: 'read', value: { ...part, summary } }
  return name === '_summary'
    ? { outcome: 'wrong', message: `It is one of ${SUMMARIES.join(', ')}.`, code: 'value' }
    : { outcome: 'wrong', message: 'A read has no such parameter.', code: 'not-supported' }
}
