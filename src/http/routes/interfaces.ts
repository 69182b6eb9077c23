import type { FastifyInstance } from 'fastify'
import type { OperatorContact } from '../../vocabulary/index.ts'
import { type ErrorWays, handleErrors } from '../errors.ts'
import type { HttpRooms } from '../rooms.ts'
import { type SayNo, sendProblem } from '../send-problem.ts'
import { capacity } from './capacity/index.ts'
import { dosIngest } from './dos-ingest/index.ts'
import { dosRest } from './dos-rest/index.ts'
import { dosSearch } from './dos-search/index.ts'
import { dosSoap } from './dos-soap/index.ts'
import { fhir } from './fhir/index.ts'

/** What each interface is built from. */
export type InterfaceParts = {
  readonly rooms: HttpRooms
  readonly contact: OperatorContact
  /** What callers call this directory, without a trailing slash. */
  readonly baseUrl: () => string
}

/** What an interface declares: where it is, how it says no, and what it answers. */
export type Interface = Omit<ErrorWays, 'methodsAt'> & {
  /** Where it begins, without a slash at the end. */
  readonly prefix: string
  /** The addresses below the prefix, each with its methods, for who asks by another. */
  readonly addresses: readonly { readonly path: RegExp; readonly methods: string }[]
  readonly routes: (app: FastifyInstance, parts: InterfaceParts) => Promise<void>
}

/** The paths that clients of the field already know. */
const INTERFACES: readonly Interface[] = [dosRest, dosSoap, capacity, dosSearch, dosIngest, fhir]

/** Each interface in a scope of its own, in which whatever goes wrong is said in its own way. */
export async function interfaceRoutes(app: FastifyInstance, parts: InterfaceParts): Promise<void> {
  for (const one of INTERFACES) {
    const open = async (scope: FastifyInstance): Promise<void> => {
      const methodsAt = (path: string) => one.addresses.find(known => known.path.test(path))?.methods ?? null
      handleErrors(scope, parts.contact, { ...one, methodsAt })
      await one.routes(scope, parts)
      // A part of the address longer than the router takes comes here, and not to the router's own refusal.
      scope.all('/*', { config: { room: 'open' }, schema: { hide: true } }, (_request, reply) => {
        reply.callNotFound()
        return reply
      })
    }
    await app.register(open, { prefix: one.prefix })
  }
}

/** How no is said at an address, also where no route and no scope was reached. */
export function sayNoAt(url: string): SayNo {
  const path = url.split('?', 1)[0] ?? ''
  const found = INTERFACES.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
  return found?.sayNo ?? sendProblem
}
