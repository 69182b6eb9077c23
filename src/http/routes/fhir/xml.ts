import { setImmediate as breathe } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { formatOf } from './content.ts'
import { FHIR_JSON } from './outcome.ts'
import { readPairs } from './read-pairs.ts'

const FHIR_XML = 'application/fhir+xml; charset=utf-8'

/** Writes a resource, as far as it takes long with pauses in which others are answered. */
export type WriteXml = (resource: object) => Promise<string>

let writer: Promise<WriteXml> | undefined

/** The definitions of R4 take some megabytes and a tenth of a second, so they are loaded when XML is first asked for. */
export function xmlWriter(): Promise<WriteXml> {
  writer ??= import('fhir').then(({ default: { Fhir } }) => {
    const fhir = new Fhir()
    return async resource => exactly(await inPieces(resource, one => fhir.objToXml(one)))
  })
  return writer
}

/**
 * A resource takes the library up to some milliseconds, so a bundle of hundreds is written entry by entry. Nothing of
 * ours comes after the entries.
 */
async function inPieces(resource: object, write: (resource: object) => string): Promise<string> {
  if (!('entry' in resource) || !Array.isArray(resource.entry)) return write(resource)
  const { entry, ...bundle } = resource
  const whole = write({ ...bundle, entry: [] })
  const before = write({ resourceType: 'Bundle', type: 'searchset' }).replace(TYPE_AND_END, '')
  const pieces = [whole.slice(0, -END.length)]
  for (const one of entry) {
    pieces.push(write({ resourceType: 'Bundle', entry: [one] }).slice(before.length, -END.length))
    await breathe()
  }
  return `${pieces.join('')}${END}`
}

const END = '</Bundle>'
const TYPE_AND_END = /<type value="searchset"\/><\/Bundle>$/

/** What XML 1.0 cannot hold at all; no resource of ours holds any, and whatever does is still to be read. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/**
 * All texts of a resource are attributes, in which a reader takes a bare tab for a space (XML 1.0, 3.3.3): the library
 * writes it so, but ends of lines as it should.
 */
const exactly = (xml: string): string => xml.replaceAll('\t', '&#x9;').replaceAll(FORBIDDEN, '\uFFFD')

/** Loads what writes XML before anything is decided, where XML will be wanted. */
export async function readyForXml(request: FastifyRequest): Promise<void> {
  if (formatOf(request) === 'xml') await xmlWriter()
}

/** Puts a resource into XML on its way out, if the client wants that: an answer, an outcome or a definition alike. */
export async function inFormat(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (reply.getHeader('content-type') !== FHIR_JSON || formatOf(request) !== 'xml') return payload
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
  const write = await xmlWriter()
  const xml = await write(JSON.parse(payload.toString()))
  reply.header('content-type', FHIR_XML)
  return isPretty(request) ? onLines(xml) : xml
}

const isPretty = (request: FastifyRequest): boolean =>
  readPairs(request)?.some(({ name, value }) => name === '_pretty' && value === 'true') ?? false

/** An element a line: between two tags alone `>` and `<` meet, for in texts they are escaped. */
const onLines = (xml: string): string => xml.replaceAll('><', '>\n<')
