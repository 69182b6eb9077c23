import type { FastifyInstance } from 'fastify'
import { DEFAULT_VERSION, isSoapVersion, soapFault, wsdlText } from '../../../dos/index.ts'
import { sayFault } from './say-fault.ts'

/** GET ?wsdl, ?wsdl=1.3 and so on: what there is to ask, for anybody. Tools write the name in any case. */
export function describeSoap(app: FastifyInstance, address: () => string): void {
  app.get<{ Querystring: Record<string, unknown> }>(
    '/',
    { config: { room: 'open' }, schema: { hide: true } },
    (request, reply) => {
      const version = versionOf(request.query)
      if (version === undefined) {
        const fault = soapFault(
          'version',
          'Ask for ?wsdl=1.3, ?wsdl=1.4 or ?wsdl=1.5, or send a message by POST.',
        )
        return sayFault(reply, fault, 400)
      }
      return reply.header('content-type', 'text/xml; charset=utf-8').send(wsdlText(version, address()))
    },
  )
}

function versionOf(query: Readonly<Record<string, unknown>>) {
  const [given, ...more] = Object.entries(query)
  if (!given || more.length > 0 || given[0].toLowerCase() !== 'wsdl') return undefined
  const [, value] = given
  if (value === '') return DEFAULT_VERSION
  return typeof value === 'string' && isSoapVersion(value) ? value : undefined
}
