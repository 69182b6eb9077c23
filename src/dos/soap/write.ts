import { DOS_NAMESPACE, SOAP_NAMESPACE } from './names.ts'

/** XML text as the interface writes it: prefixes `env` and `ns1` and no default namespace (sources, DoS 2). */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 section 2.2 has no room for.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** A text as the content of an element. What XML cannot hold at all becomes U+FFFD. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_XML, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;')

const element = (name: string, content: string): string =>
  content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`

/** An element of the payload around elements already written. */
export const holding = (name: string, ...children: readonly string[]): string =>
  element(`ns1:${name}`, children.join(''))

/** An element of the payload with a text, a number or a truth; empty where there is none. */
export const saying = (name: string, value: string | number | boolean | undefined): string =>
  element(`ns1:${name}`, escaped(value === undefined ? '' : String(value)))

/** As `saying`, and nothing at all where there is no value: for numbers, of which none is empty. */
export const sayingIfAny = (name: string, value: number | string | undefined): string =>
  value === undefined ? '' : saying(name, value)

/** An element of the envelope. */
export const env = (name: string, content: string, kind: 'elements' | 'text' = 'elements'): string =>
  element(`env:${name}`, kind === 'text' ? escaped(content) : content)

const PAYLOAD = [`xmlns:ns1="${DOS_NAMESPACE}"`]

/** The whole message around the content of its body. */
export function envelope(body: string, declarations: readonly string[] = PAYLOAD): Buffer {
  const declared = [`xmlns:env="${SOAP_NAMESPACE}"`, ...declarations].join(' ')
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope ${declared}>${env('Body', body)}</env:Envelope>\n`,
  )
}
