import type { Endpoint } from '../directory/index.ts'

const ITK = 'urn:nhs-itk:interaction:'
const COPY = `${ITK}copyRecipientNHS111CDADocument-v2-0`

/** Who receives what 111 sends, by kind of service: general practice, emergency departments, everybody else. */
function primary(typeId: number): string {
  if (typeId === 100) return `${ITK}primaryGeneralPractitionerRecipientNHS111CDADocument-v2-0`
  const kind = typeId === 105 || typeId === 40 ? 'EmergencyDepartment' : 'OutofHour'
  return `${ITK}primary${kind}RecipientNHS111CDADocument-v2-0`
}

/** As services of the field have them: a message first, a copy by email, the telephone when all else fails (sources, DoS 5.9). */
export const demonstrationEndpoints = (id: number, typeId: number): Endpoint[] => [
  {
    order: 1,
    transport: 'itk',
    format: 'CDA',
    interaction: primary(typeId),
    businessScenario: 'Primary',
    address: `https://itk.example.org/${id}`,
    compressed: false,
  },
  {
    order: 2,
    transport: 'email',
    format: 'PDF',
    interaction: COPY,
    businessScenario: 'Copy',
    address: `service-${id}@example.org`,
    compressed: false,
  },
  {
    order: 3,
    transport: 'telno',
    businessScenario: 'Primary',
    // A number set aside for fiction.
    address: '01632 960111',
    compressed: false,
    comment: 'Demonstration: ring only if the message fails.',
  },
]
