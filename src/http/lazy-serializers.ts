import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

const compilers = SerializerSelector()

/**
 * Fastify's own serializers, compiled when a route first answers rather than at the start: of some four hundred routes
 * most answer seldom, and compiling for all of them took a third of a start's processor time.
 * @throws at a route's first answer what would have been thrown at the start; the tests have every route answer
 */
export const lazySerializers: typeof compilers = (schemas, options) => {
  const compile = compilers(schemas, options)
  return route => {
    let serialize: ReturnType<typeof compile> | undefined
    return data => {
      serialize ??= compile(route)
      return serialize(data)
    }
  }
}
