import type { FastifyReply, FastifyRequest } from 'fastify'
import { JSON_FORMATS, XML_FORMATS } from '../../../fhir/index.ts'
import { sendOutcome } from './outcome.ts'
import { readPairs } from './read-pairs.ts'

/** What an answer is written in. */
export type Format = 'json' | 'xml'

const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ...JSON_FORMATS.map(name => [name, 'json'] as const),
  ...XML_FORMATS.map(name => [name, 'xml'] as const),
  // Whoever takes anything is given JSON.
  ['application/*', 'json'],
  ['*/*', 'json'],
])
const FHIR_VERSION = /fhirversion\s*=\s*"?([0-9.]+)"?/i
const QUALITY = /^q\s*=\s*([01](\.\d{0,3})?)$/

/** The format that an Accept header or a `_format` likes best, of two alike the first; null: none of them. Of FHIR it is R4. */
export function formatIn(text: string): Format | null {
  let best: Format | null = null
  let most = 0
  for (const range of text.split(',')) {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
    // A + that was not encoded arrives as a space.
    const format = FORMATS.get(type.replace('fhir ', 'fhir+'))
    const liked = parameters.some(isOtherVersion) ? 0 : qualityOf(parameters)
    if (format === undefined || liked <= most) continue
    best = format
    most = liked
  }
  return best
}

function isOtherVersion(parameter: string): boolean {
  const version = FHIR_VERSION.exec(parameter)?.[1]
  return version !== undefined && !/^4\.0(\.1)?$/.test(version)
}

const qualityOf = (parameters: readonly string[]): number => {
  const said = parameters
    .map(parameter => QUALITY.exec(parameter)?.[1])
    .find(quality => quality !== undefined)
  return said === undefined ? 1 : Number(said)
}

/** What the client wants: `_format` speaks before Accept (R4 http, 3.1.0.6). Null: nothing that is written here. */
export function formatOf(request: FastifyRequest): Format | null {
  const [first, ...more] = readPairs(request)?.filter(({ name }) => name === '_format') ?? []
  if (first === undefined) return formatIn(request.headers.accept ?? '*/*')
  // Said twice it is refused as a parameter; until then the first is as good as the other.
  return more.every(({ value }) => formatIn(value) !== null) ? formatIn(first.value) : null
}

/** Answers 406 where the client takes nothing that is written here. */
export async function requireAcceptable(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (request.is404 || formatOf(request) !== null) return undefined
  return sendOutcome(
    reply,
    406,
    'not-supported',
    'Answers are written as application/fhir+json or application/fhir+xml, of FHIR 4.0.',
  )
}
