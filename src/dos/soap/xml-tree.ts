import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { unfitXml, XML_LIMITS } from './xml-guard.ts'
import { withoutReferences } from './xml-references.ts'

/** An element by its expanded name (Namespaces in XML 1.0); `namespace` is empty where it is in none. */
export type XmlElement = {
  readonly namespace: string
  readonly name: string
  /** By `namespace name`, with a space between; declarations of prefixes are not among them. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** All text directly inside, comments left out and references resolved. */
  readonly text: string
}

export type XmlRead =
  | { readonly outcome: 'read'; readonly root: XmlElement }
  | { readonly outcome: 'unsound'; readonly why: string }

const TEXT = '#text'
const CDATA = '#cdata'
const ATTRIBUTES = ':@'
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  cdataPropName: CDATA,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // References are ours to read (xml-references.ts): the parser would take those of a document type too.
  processEntities: false,
  ignoreDeclaration: true,
  maxNestedTags: XML_LIMITS.depth + 1,
})

/** What cannot be read, on the way down through the library's tree. Never leaves this file. */
class Unsound extends Error {}

/** Reads the bytes of a message as XML with namespaces, within XML_LIMITS. */
export function readXml(bytes: Uint8Array): XmlRead {
  if (bytes.length > XML_LIMITS.bytes) return unsound(`It is larger than ${XML_LIMITS.bytes} bytes.`)
  const text = decoded(bytes)
  if (text === undefined) return unsound('It is not UTF-8.')
  const unfit = unfitXml(text)
  if (unfit !== null) return unsound(unfit)
  if (XMLValidator.validate(text) !== true) return unsound('Its tags do not match.')
  try {
    const elements = elementsOf(parser.parse(text), new Map([['xml', XML_NAMESPACE]]))
    const [root] = elements
    return root && elements.length === 1
      ? { outcome: 'read', root }
      : unsound('It has not exactly one outermost element.')
  } catch (error) {
    // The library throws for what it will not read, such as a name that is dear to JavaScript.
    return unsound(error instanceof Unsound ? error.message : 'It cannot be read as XML.')
  }
}

const unsound = (why: string): XmlRead => ({ outcome: 'unsound', why })

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Without the byte order mark; undefined for what is not UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

type Prefixes = ReadonlyMap<string, string>

function elementsOf(nodes: unknown, prefixes: Prefixes): XmlElement[] {
  return entriesOf(nodes).flatMap(({ tag, inside, given }) =>
    tag === TEXT || tag === CDATA ? [] : [elementOf(tag, inside, given, prefixes)],
  )
}

function elementOf(tag: string, inside: unknown, given: unknown, above: Prefixes): XmlElement {
  const attributes = attributesOf(given)
  const prefixes = declared(attributes, above)
  const entries = entriesOf(inside)
  return {
    ...expanded(tag, prefixes, true),
    attributes: new Map(
      attributes
        .filter(([name]) => !isDeclaration(name))
        .map(([name, value]) => {
          const { namespace, name: local } = expanded(name, prefixes, false)
          return [`${namespace} ${local}`, value] as const
        }),
    ),
    children: elementsOf(inside, prefixes),
    text: entries.map(textOf).join(''),
  }
}

function textOf({ tag, inside }: Entry): string {
  if (tag === TEXT) return resolved(String(inside))
  return tag === CDATA ? entriesOf(inside).reduce((text, entry) => text + String(entry.inside), '') : ''
}

function resolved(text: string): string {
  const read = withoutReferences(text)
  if (read === undefined) throw new Unsound('It holds a reference to an entity.')
  return read
}

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:')

/** The prefixes that hold inside an element; the default namespace goes by the empty one. */
function declared(attributes: readonly (readonly [string, string])[], above: Prefixes): Prefixes {
  const own = attributes.filter(([name]) => isDeclaration(name))
  if (own.length === 0) return above
  const prefixes = new Map(above)
  for (const [name, value] of own) {
    const prefix = name.slice('xmlns:'.length)
    const isReserved = prefix === 'xmlns' || (prefix === 'xml') !== (value === XML_NAMESPACE)
    if (isReserved || (prefix !== '' && value === ''))
      throw new Unsound('It declares a prefix that cannot be.')
    prefixes.set(prefix, value)
  }
  return prefixes
}

function expanded(name: string, prefixes: Prefixes, takesDefault: boolean) {
  const [first = '', second, ...more] = name.split(':')
  if (second === undefined) return { namespace: takesDefault ? (prefixes.get('') ?? '') : '', name: first }
  const namespace = prefixes.get(first)
  if (first === '' || second === '' || more.length > 0 || namespace === undefined)
    throw new Unsound('It uses a prefix that it does not declare.')
  return { namespace, name: second }
}

type Entry = { readonly tag: string; readonly inside: unknown; readonly given: unknown }

/** The library's nodes: each an object with one name for what it is, beside its attributes. */
function entriesOf(nodes: unknown): Entry[] {
  if (!Array.isArray(nodes)) throw new Unsound('It cannot be read as XML.')
  return nodes.map((node: unknown) => {
    if (!isRecord(node)) throw new Unsound('It cannot be read as XML.')
    const tag = Object.keys(node).find(key => key !== ATTRIBUTES)
    if (tag === undefined) throw new Unsound('It cannot be read as XML.')
    return { tag, inside: node[tag], given: node[ATTRIBUTES] }
  })
}

function attributesOf(given: unknown): (readonly [string, string])[] {
  return isRecord(given)
    ? Object.entries(given).map(([name, value]) => [name, resolved(String(value))] as const)
    : []
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
