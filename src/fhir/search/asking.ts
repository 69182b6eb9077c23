import { PURPOSES } from '../../vocabulary/index.ts'
import type { Asking } from './search.ts'
import { type Read, read, wrong } from './wrong.ts'

/** Parameters that every question may carry. The last three are this directory's own; `case` is from the DoS. */
export const ASKING = ['_format', '_pretty', 'purpose', 'audience', 'case'] as const
type AskingName = (typeof ASKING)[number]

export const askingName = (name: string): AskingName | undefined => ASKING.find(one => one === name)

/** What may be said of the form; the header Accept says the rest. */
export const JSON_FORMATS = ['json', 'application/json', 'application/fhir+json', 'text/json'] as const
export const XML_FORMATS = ['xml', 'application/xml', 'application/fhir+xml', 'text/xml'] as const
const FORMATS: readonly string[] = [...JSON_FORMATS, ...XML_FORMATS]

export const NOTHING_ASKED: Asking = { pretty: false, purpose: null, audience: null, kind: 'live' }

/** Reads one of them into what is known so far. */
export function readAsking(asking: Asking, name: AskingName, value: string): Read<Asking> {
  switch (name) {
    case '_format':
      // A + that was not encoded arrives as a space.
      return FORMATS.includes((value.split(';')[0] ?? '').trim().toLowerCase().replace('fhir ', 'fhir+'))
        ? read(asking)
        : wrong('Answers are written as application/fhir+json or application/fhir+xml.', 'not-supported')
    case '_pretty':
      if (value !== 'true' && value !== 'false') return wrong('It is true or false.')
      return read({ ...asking, pretty: value === 'true' })
    case 'purpose':
      return PURPOSES.some(({ code }) => code === value)
        ? read({ ...asking, purpose: value })
        : wrong(`It is one of: ${PURPOSES.map(({ code }) => code).join(', ')}.`)
    case 'audience':
      return value === 'public' || value === 'professional'
        ? read({ ...asking, audience: value })
        : wrong('It is public or professional.')
    case 'case':
      if (value === 'TEST') return read({ ...asking, kind: 'test' })
      return value === 'MONITORING'
        ? read({ ...asking, kind: 'monitoring' })
        : wrong('It is TEST or MONITORING.')
  }
}
