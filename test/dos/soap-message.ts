/** Messages as clients of the SOAP interface write them, for tests of all layers. */

export const DOS = 'https://nww.pathwaysdos.nhs.uk/app/api/webservices'
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope'
export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/'

/** An element: its name, and its text or its elements. */
export type Part = readonly [name: string, inside: string | readonly Part[]]

export type Style = {
  /** Prefixes of the envelope and of the payload; empty: by default namespace. */
  readonly envelope: string
  readonly payload: string
  /** Written between elements. */
  readonly between: string
}

export const STYLES: Readonly<Record<string, Style>> = {
  soapUi: { envelope: 'soap', payload: 'web', between: '\n  ' },
  tns: { envelope: 'env', payload: 'tns', between: '' },
  dotNet: { envelope: 's', payload: '', between: '\r\n' },
  bare: { envelope: '', payload: 'q1', between: '\t' },
}

export const STYLE: Style = { envelope: 'soap', payload: 'web', between: '' }

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The XML of a message. `version` null: no header at all. */
export function message(
  operation: string,
  parts: readonly Part[],
  { version = null, style = STYLE }: { version?: string | null; style?: Style } = {},
): string {
  const { envelope, payload, between } = style
  const env = (name: string): string => (envelope === '' ? name : `${envelope}:${name}`)
  const own = (name: string): string => (payload === '' ? name : `${payload}:${name}`)
  const declare = (prefix: string, namespace: string): string =>
    prefix === '' ? `xmlns="${namespace}"` : `xmlns:${prefix}="${namespace}"`
  const declared = declare(payload, DOS)
  const write = ([name, inside]: Part, first = ''): string => {
    const content =
      typeof inside === 'string'
        ? escaped(inside)
        : `${inside.map(part => between + write(part)).join('')}${between}`
    return `<${own(name)}${first}>${content}</${own(name)}>`
  }
  const header =
    version === null
      ? ''
      : `<${env('Header')}>${between}${write(['serviceVersion', version], ` ${declared}`)}</${env('Header')}>`
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<${env('Envelope')} ${declare(envelope, SOAP_12)}>${between}${header}` +
    `${between}<${env('Body')}>${between}${write([operation, parts], ` ${declared}`)}${between}</${env('Body')}></${env('Envelope')}>`
  )
}

export const userInfo = (username = 'user', password = 'pass'): Part => [
  'userInfo',
  [
    ['username', username],
    ['password', password],
  ],
]

/** The elements of `c` for a search that is well made; a null leaves an element out. */
export function caseParts(
  defaults: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>> = {},
): readonly Part[] {
  return Object.entries({ ...defaults, ...changes }).flatMap(([name, value]): Part[] => {
    if (value === null) return []
    if (name !== 'symptomDiscriminatorList') return [[name, value]]
    return [[name, value === '' ? [] : value.split(',').map((code): Part => ['int', code])]]
  })
}
