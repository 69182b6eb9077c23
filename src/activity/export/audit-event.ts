import { unreachable } from '../../vocabulary/index.ts'
import type { Action, ActivityEntry } from '../entry.ts'
import type { LoggedEntry } from '../read.ts'

const DCM = 'http://dicom.nema.org/resources/ontology/DCM'
const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code'
const INTERACTION = 'http://hl7.org/fhir/restful-interaction'
const AUDIT_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-event-type'
const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
const OBJECT_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type'
const OBJECT_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role'
const SOURCE_TYPE = 'http://terminology.hl7.org/CodeSystem/security-source-type'
const own = (kind: string, id: string): string => `https://signpost.example/${kind}/${encodeURIComponent(id)}`

/** What FHIR calls what was done: the interaction, and the letter of AuditEvent.action (R4). */
function interactionOf(action: Action, changes: boolean): { readonly code: string; readonly letter: string } {
  switch (action) {
    case 'search':
      return { code: 'search-type', letter: 'E' }
    case 'look-up':
    case 'place':
    case 'reference':
      return { code: 'read', letter: 'R' }
    case 'maintain':
      return changes ? { code: 'update', letter: 'U' } : { code: 'read', letter: 'R' }
    case 'feedback':
      return { code: 'create', letter: 'C' }
    default:
      return unreachable(action)
  }
}

/**
 * One entry as a FHIR R4 AuditEvent (https://hl7.org/fhir/R4/auditevent.html). The question stands in entity.query as
 * FHIR has it, base64; the answer is there by the ids of its services only. `id` is the decision id.
 */
export function auditEventOf({ node, sequence, entry }: LoggedEntry) {
  const interaction = interactionOf(entry.action, entry.question.maintain?.changes ?? false)
  return {
    resourceType: 'AuditEvent',
    id: entry.id,
    type: { system: AUDIT_TYPE, code: 'rest', display: 'RESTful Operation' },
    subtype: [{ system: INTERACTION, code: interaction.code }],
    action: interaction.letter,
    recorded: entry.at,
    // 4, minor failure: the caller was at fault, or had no standing; the directory was well.
    outcome: entry.decision === 'allow' ? '0' : '4',
    ...(entry.refusal === null ? {} : { outcomeDesc: `${entry.refusal} (${entry.clauses.join(' ')})` }),
    purposeOfEvent: [
      {
        coding: [{ system: ACT_REASON, code: 'TREAT', display: 'treatment' }],
        ...(entry.purpose === null ? {} : { text: entry.purpose }),
      },
    ],
    agent: agentsOf(entry),
    source: {
      site: node,
      observer: { display: `Signpost, node ${node}, entry ${sequence}` },
      type: [{ system: SOURCE_TYPE, code: '4', display: 'Application Server' }],
    },
    entity: [
      {
        type: { system: OBJECT_TYPE, code: '2', display: 'System Object' },
        role: { system: OBJECT_ROLE, code: '24', display: 'Query' },
        query: Buffer.from(JSON.stringify(entry.question)).toString('base64'),
        detail: [
          { type: 'interface', valueString: entry.interface },
          { type: 'audience', valueString: entry.audience ?? 'none' },
          { type: 'services', valueString: entry.results.length === 0 ? 'none' : entry.results.join(' ') },
          { type: 'change', valueString: String(entry.change) },
          { type: 'request', valueString: entry.requestId },
        ],
      },
    ],
  }
}

/** The account that asked, as the source; the organisation it asked for; the person, by their pseudonymous key. */
function agentsOf(entry: ActivityEntry): object[] {
  const policy = [own('policy', entry.policyVersion)]
  if (entry.agreement !== null) policy.push(own('agreement', entry.agreement))
  const account = {
    type: { coding: [{ system: DCM, code: '110153', display: 'Source Role ID' }] },
    who: { identifier: { system: own('accounts', ''), value: entry.account } },
    altId: entry.connection,
    requestor: true,
    policy,
  }
  const organisation = {
    who: {
      type: 'Organization',
      // A caller may name no organisation at all, and is refused; FHIR forbids an empty value.
      ...(entry.organisation === ''
        ? { display: 'none named' }
        : { identifier: { system: ODS_CODE, value: entry.organisation } }),
    },
    requestor: false,
  }
  const person =
    entry.individual === null
      ? []
      : [{ who: { identifier: { system: own('people', ''), value: entry.individual } }, requestor: false }]
  return [account, organisation, ...person]
}
