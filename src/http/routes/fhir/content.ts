import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendOutcome } from './outcome.ts'
import { readPairs } from './read-pairs.ts'

/** What the answers are written in. XML is not among them: no library gives it exactly for our resources. */
const KNOWN = new Set([
  'application/fhir+json',
  'application/json',
  'text/json',
  'json',
  'application/*',
  '*/*',
])
const FHIR_VERSION = /fhirversion\s*=\s*"?([0-9.]+)"?/i

/** Whether some range of an Accept header, or a `_format`, takes what is sent here. Of FHIR it is R4. */
export function isAcceptable(text: string): boolean {
  return text.split(',').some(range => {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
    // A + that was not encoded arrives as a space.
    if (!KNOWN.has(type.replace('fhir json', 'fhir+json'))) return false
    return parameters.every(parameter => {
      const version = FHIR_VERSION.exec(parameter)?.[1]
      return !/^q\s*=\s*0(\.0*)?$/.test(parameter) && (version === undefined || /^4\.0(\.1)?$/.test(version))
    })
  })
}

/** Answers 406 where the client takes nothing that is written here: `_format` speaks before Accept (R4 http, 3.1.0.6). */
export async function requireAcceptable(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (request.is404) return undefined
  const formats = readPairs(request)?.filter(({ name }) => name === '_format') ?? []
  const accept = request.headers.accept ?? '*/*'
  const asked = formats.length > 0 ? formats.map(({ value }) => value) : [accept]
  if (asked.every(isAcceptable)) return undefined
  return sendOutcome(
    reply,
    406,
    'not-supported',
    'Answers are written as application/fhir+json, of FHIR 4.0.',
  )
}
