import type { FastifyError, FastifyInstance } from 'fastify'
import { readSoap, type SoapRead, soapFault, XML_LIMITS } from '../../../dos/index.ts'
import { sayFault } from './say-fault.ts'

const MEDIA_TYPES = ['application/soap+xml', 'application/xml', 'text/xml']

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
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { statusCode = 500, code } = error
    if (statusCode >= 400 && statusCode < 500) {
      return sayFault(reply, soapFault('malformed', WORDS[code] ?? ''), statusCode)
    }
    request.log.error({ err: error }, 'an unexpected error')
    return sayFault(reply, soapFault('internal', `Request: ${request.id}.`), 500, 'unexpected')
  })
}

const WORDS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: `It is larger than ${XML_LIMITS.bytes} bytes.`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: `Send it as one of ${MEDIA_TYPES.join(', ')}.`,
}

function readMessage(mediaType: string, bytes: Buffer): SoapRead {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)"?/i.exec(mediaType)?.[1]
  return charset === undefined || charset.toUpperCase() === 'UTF-8'
    ? readSoap(bytes)
    : { outcome: 'fault', fault: soapFault('malformed', 'Only UTF-8 is read.') }
}
