import type { FastifyRequest } from 'fastify'
import type { SoapCall, SoapFault, SoapOperation, SoapRead, SoapVersion } from '../../../dos/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { GovernedAction, Stamp } from '../../governed.ts'
import type { Identified } from '../../identify.ts'
import type { ParameterError } from '../../problem.ts'
import type { HttpRooms } from '../../rooms.ts'
import { identifyByPassword } from '../../secret-identity.ts'
import { SOAP_XML, sayNo } from './say-fault.ts'

/** Every message comes by POST to one address; which operation it asks for stands in its body. */
export type SoapRoute = { Body: SoapRead | undefined; Querystring: Record<string, unknown> }

export type CallOf<O extends SoapOperation> = Extract<SoapCall, { operation: O }>

/** What every operation has in common: who asks, and how it is said no. */
export const soapDoor = (
  rooms: HttpRooms,
  operation: SoapOperation,
): Pick<GovernedAction<never, SoapRoute>, 'interface' | 'contentType' | 'identify' | 'refuse'> => ({
  interface: 'dos-soap',
  contentType: SOAP_XML,
  identify: request => identifyCaller(rooms, request),
  refuse: sayNo(operation),
})

/** User name and password stand in the body, beside the question (sources, DoS 2). Each operation needs them here. */
async function identifyCaller(
  rooms: HttpRooms,
  { body, ip }: FastifyRequest<SoapRoute>,
): Promise<Identified> {
  const credentials = body?.outcome === 'read' ? body.call.credentials : null
  return credentials === null
    ? { outcome: 'unknown', fault: 'token-missing', detail: 'No user name and password were sent.' }
    : identifyByPassword(rooms, credentials.username, credentials.password, 'dos-soap', ip)
}

/** The call of a request that was led to the door of its operation (index.ts). */
export function callOf<O extends SoapOperation>(
  { body }: FastifyRequest<SoapRoute>,
  isAsked: (call: SoapCall) => call is CallOf<O>,
): CallOf<O> {
  if (body?.outcome !== 'read' || !isAsked(body.call)) throw new Error('A call came to the door of another.')
  return body.call
}

export const isVersion = (version: SoapCall['version']): version is SoapVersion => typeof version === 'string'

/** A fault of the interface on its way to the caller: its words, then what there is to add (fault-of.ts). */
export const asErrors = (parameter: string, { code, text, more }: SoapFault): readonly ParameterError[] => [
  { parameter, in: 'body', message: text, code: String(code) },
  ...(more === '' ? [] : [{ parameter, in: 'body', message: more }]),
]

/** What every answer says of itself; the messages have no room for it. */
export const stampHeaders = ({ decisionId, confirmedAt, validUntil, change }: Stamp) => ({
  'signpost-decision-id': decisionId,
  'signpost-as-of': new Date(confirmedAt).toISOString(),
  'signpost-valid-until': new Date(validUntil).toISOString(),
  'signpost-change': String(change),
})

export const regionIdsOf = ({ limits: { regions } }: Allowed): readonly string[] | null =>
  regions === 'national' ? null : regions
