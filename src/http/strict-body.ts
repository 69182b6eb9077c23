import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify/types/schema.js'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/**
 * Judges a JSON body without converting anything in it. The compiler for addresses must convert, for there everything
 * is text; in a body it would take `true` for 1, and a search `within: true` would reach one metre.
 */
export const strictBody: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  let kept: ReturnType<typeof Compile<TSchema>> | undefined
  const judge = (body: unknown): boolean => {
    kept ??= Compile(schema)
    const compiled = kept
    if (compiled.Check(body)) return true
    judge.errors = compiled.Errors(body).flatMap(eachByName)
    return false
  }
  judge.errors = [] as FastifySchemaValidationError[]
  return judge
}

type Found = ReturnType<ReturnType<typeof Compile>['Errors']>[number]

/** One error for each property, as Ajv gives them, so that both are described alike (parameter-errors.ts). */
function eachByName(found: Found): FastifySchemaValidationError[] {
  const { keyword, schemaPath, instancePath, message } = found
  const error = { keyword, schemaPath, instancePath, message }
  switch (found.keyword) {
    // Says of each unknown property what `additionalProperties` says of all of them.
    case 'boolean':
      return []
    case 'additionalProperties':
      return found.params.additionalProperties.map(name => ({
        ...error,
        params: { additionalProperty: name },
      }))
    case 'required':
      return found.params.requiredProperties.map(name => ({ ...error, params: { missingProperty: name } }))
    case 'enum':
      return [{ ...error, params: { allowedValues: found.params.allowedValues.map(String) } }]
    case 'type':
      return [{ ...error, params: { type: String(found.params.type) } }]
    default:
      return [{ ...error, params: {} }]
  }
}
