import type { FastifySchemaValidationError } from 'fastify/types/schema.js'
import type { ParameterError } from './problem.ts'

const WHERE: Readonly<Record<string, string>> = {
  querystring: 'query',
  body: 'body',
  params: 'path',
  headers: 'header',
}

/** What the schema found wrong, one entry for each parameter by its name, unknown ones too. */
export function parameterErrors(
  validation: readonly FastifySchemaValidationError[],
  context: string | undefined,
): ParameterError[] {
  const location = WHERE[context ?? ''] ?? 'query'
  const byName = new Map<string, ParameterError>()
  for (const error of validation) {
    const { parameter, message } = describe(error)
    if (!byName.has(parameter)) byName.set(parameter, { parameter, in: location, message })
  }
  return [...byName.values()]
}

function describe(error: FastifySchemaValidationError): { parameter: string; message: string } {
  const own = error.instancePath.slice(1).replaceAll('/', '.')
  const { params } = error
  switch (error.keyword) {
    case 'additionalProperties':
      return {
        parameter: join(own, String(params['additionalProperty'])),
        message: 'There is no such parameter here; an unknown one is refused rather than ignored.',
      }
    case 'required':
      return { parameter: join(own, String(params['missingProperty'])), message: 'It is required.' }
    case 'enum': {
      const allowed = params['allowedValues']
      return {
        parameter: own,
        message: `It may be one of: ${Array.isArray(allowed) ? allowed.join(', ') : ''}.`,
      }
    }
    case 'pattern':
      return { parameter: own, message: 'It is not in the form described in /docs.' }
    case 'type':
      return {
        parameter: own === '' ? 'body' : own,
        message: `It must be of type ${params['type']}, given once.`,
      }
    default:
      return {
        parameter: own === '' ? 'body' : own,
        message: `It ${error.message ?? 'is not as it must be'}.`,
      }
  }
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)
