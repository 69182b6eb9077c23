import type { FastifyInstance } from 'fastify'
import { readSoap, type SoapRead, soapFault, XML_LIMITS } from '../../../dos/index.ts'

export const MEDIA_TYPES = ['application/soap+xml', 'application/xml', 'text/xml']

/** Reads bodies as messages, whichever of its three media types a client knows them by, and nothing else. */
export function readMessages(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    MEDIA_TYPES,
    { parseAs: 'buffer', bodyLimit: XML_LIMITS.bytes },
    (request, body, done) => {
      done(null, readMessage(request.headers['content-type'] ?? '', Buffer.from(body)))
    },
  )
}

function readMessage(mediaType: string, bytes: Buffer): SoapRead {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)"?/i.exec(mediaType)?.[1]
  return charset === undefined || charset.toUpperCase() === 'UTF-8'
    ? readSoap(bytes)
    : { outcome: 'fault', fault: soapFault('malformed', 'Only UTF-8 is read.') }
}
