import type { CodeableConcept, Coding, Endpoint, Extension } from '@medplum/fhirtypes'
import type { Service, Endpoint as ServiceEndpoint } from '../../directory/index.ts'
import type { Audience } from '../../vocabulary/index.ts'
import { endpointId, organisationIdOf } from '../ids.ts'
import { ENDPOINT_CONNECTION, EXTENSIONS, PAYLOAD_INTERACTION, PAYLOAD_TYPE } from '../systems.ts'
import { type ResourceContext, seenService } from './context.ts'
import { metaOf } from './meta.ts'
import { organisationReference } from './reference.ts'
import { codeOf, filled, textOf } from './text.ts'

/** The endpoints of a service, in the order in which they are kept; none for whoever may not see any. */
export function endpointsOf(service: Service, audience: Audience, context: ResourceContext): Endpoint[] {
  const seen = seenService(service, audience)
  return (seen.endpoints ?? []).map((endpoint, index) =>
    filled({
      resourceType: 'Endpoint' as const,
      id: endpointId(seen.id, index),
      meta: metaOf(seen, context, null),
      extension: endpointExtensions(endpoint),
      status: service.status === 'active' ? ('active' as const) : ('off' as const),
      connectionType: connectionOf(endpoint),
      name: textOf(endpoint.comment),
      managingOrganization: organisationReference(organisationIdOf(seen), seen.odsCode, context.organisation),
      payloadType: payloadTypeOf(endpoint),
      payloadMimeType: payloadMimeTypeOf(endpoint),
      address: addressOf(endpoint),
    }),
  )
}

export const connectionOf = ({ transport }: ServiceEndpoint): Coding => ({
  system: ENDPOINT_CONNECTION,
  code: transport,
})

/** The three extensions the field has given to endpoints (sources, DoS 4.1). */
export function endpointExtensions({ order, compressed, businessScenario }: ServiceEndpoint): Extension[] {
  const scenario = businessScenario === 'Copy' ? 'copy-recipient' : 'primary-recipient'
  return [
    { url: EXTENSIONS.endpointOrder, valueInteger: order },
    ...(compressed === undefined ? [] : [{ url: EXTENSIONS.endpointCompression, valueBoolean: compressed }]),
    ...(businessScenario === undefined
      ? []
      : [{ url: EXTENSIONS.endpointBusinessScenario, valueCode: scenario }]),
  ]
}

/** The interaction, as dos-search codes it; undefined for a telephone, and where none is kept. */
export function interactionOf({ transport, interaction }: ServiceEndpoint): CodeableConcept | undefined {
  const code = transport === 'telno' ? undefined : codeOf(interaction)
  return code === undefined ? undefined : { coding: [{ system: PAYLOAD_INTERACTION, code }] }
}

/** R4 wants at least one: without an interaction nothing is sent but what is said. */
const payloadTypeOf = (endpoint: ServiceEndpoint): CodeableConcept[] => [
  interactionOf(endpoint) ?? {
    coding: [
      endpoint.transport === 'telno'
        ? { system: PAYLOAD_TYPE, code: 'none', display: 'None' }
        : { system: PAYLOAD_TYPE, code: 'any', display: 'Any' },
    ],
  },
]

const MIME_TYPES = {
  CDA: 'application/hl7-cda+xml',
  HTML: 'text/html',
  PDF: 'application/pdf',
  FHIR: 'application/fhir',
} as const satisfies Record<NonNullable<ServiceEndpoint['format']>, string>

/** The formats of the DoS by the names they were moved to (sources, DoS 4.1 and 4.3); a telephone carries none. */
export const payloadMimeTypeOf = ({ transport, format }: ServiceEndpoint): string[] =>
  transport === 'telno' || format === undefined ? [] : [MIME_TYPES[format]]

/** A FHIR url holds no white space. */
const addressOf = ({ transport, address }: ServiceEndpoint): string => {
  const text = textOf(address) ?? '-'
  return transport === 'telno' ? text.replaceAll(/\s+/g, '') : text.replaceAll(/\s/g, encodeURIComponent)
}
