import { parametersOf, RESOURCE_TYPES } from '../../../fhir/index.ts'
import { PURPOSES } from '../../../vocabulary/index.ts'

/** A search parameter that HL7 does not define. */
export type OwnParameter = {
  readonly code: string
  readonly type: 'special' | 'token'
  /** Types it is a parameter of; null: of all. */
  readonly base: readonly string[] | null
  readonly description: string
}

const ASKED: readonly OwnParameter[] = [
  {
    code: 'purpose',
    type: 'token',
    base: null,
    description: `What the question is for (AUP25-10): ${PURPOSES.map(({ code }) => code).join(', ')}. May be left out where the agreement names one purpose only. Also of a read.`,
  },
  {
    code: 'audience',
    type: 'token',
    base: null,
    description:
      'Who will see the answer: public or professional; never wider than the agreement, and as it says when left out. Also of a read.',
  },
  {
    code: 'case',
    type: 'token',
    base: null,
    description:
      'TEST: a trial. MONITORING: a probe of whether the directory answers, which needs permission first. Left out: it is in earnest. Also of a read.',
  },
]

export const OWN_PARAMETERS: readonly OwnParameter[] = [
  ...RESOURCE_TYPES.flatMap(type =>
    parametersOf(type)
      .filter(({ own }) => own)
      .map(
        ({ name, kind, documentation }): OwnParameter => ({
          code: name,
          type: kind === 'token' ? 'token' : 'special',
          base: [type],
          description: documentation,
        }),
      ),
  ),
  ...ASKED,
]

/** Its definition, as HL7 has them; undefined when there is no such parameter of our own. */
export function searchParameter(code: string, base: string): object | undefined {
  const one = OWN_PARAMETERS.find(parameter => parameter.code === code)
  if (!one) return undefined
  return {
    resourceType: 'SearchParameter',
    id: one.code,
    url: `${base}/SearchParameter/${one.code}`,
    name: one.code
      .split('-')
      .map(word => word.charAt(0).toUpperCase() + word.slice(1))
      .join(''),
    status: 'active',
    date: '2026-11-22',
    description: one.description,
    code: one.code,
    base: one.base ?? RESOURCE_TYPES,
    type: one.type,
    multipleOr: false,
    multipleAnd: false,
  }
}
