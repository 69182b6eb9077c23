import { XMLParser } from 'fast-xml-parser'

/** What an XML document is made of, for a judgement of its own: names without prefixes, attributes, children, text. */
type Node = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Node[]
  readonly text: string
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
})

function nodesOf(list: unknown): Node[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: Record<string, unknown>) => {
    const name = Object.keys(entry).find(key => key !== ':@' && key !== '#text')
    if (name === undefined) return []
    const inside = entry[name]
    const attributes = Object.entries(entry[':@'] ?? {}).map(([key, value]) => [key, String(value)] as const)
    const texts = Array.isArray(inside) ? inside.map(one => String(one['#text'] ?? '')) : []
    return [
      { name, attributes: Object.fromEntries(attributes), children: nodesOf(inside), text: texts.join('') },
    ]
  })
}

const below = (node: Node, ...names: readonly string[]): Node[] =>
  names.reduce<Node[]>(
    (nodes, name) => nodes.flatMap(({ children }) => children.filter(child => child.name === name)),
    [node],
  )

const SIMPLE: Readonly<Record<string, RegExp>> = {
  string: /^[\s\S]*$/,
  int: /^-?\d{1,10}$/,
  long: /^-?\d{1,19}$/,
  short: /^-?\d{1,5}$/,
  float: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false|1|0)$/,
}

/**
 * What in the body of a message is not as its WSDL says: elements unknown, missing, too many or out of order, and texts
 * that are not of their type. Written apart from what writes both.
 */
export function nonconformities(wsdl: string, message: string): string[] {
  const schema = nodesOf(parser.parse(wsdl)).flatMap(root => below(root, 'types', 'schema'))[0]
  const body = nodesOf(parser.parse(message)).flatMap(root => below(root, 'Body'))[0]
  const top = body?.children[0]
  if (!schema || !top) return ['There is no schema, or no body.']
  const named = (kind: string, name: string): Node | undefined =>
    schema.children.find(child => child.name === kind && child.attributes['name'] === name)
  const problems: string[] = []

  const judge = (node: Node, type: Node | string, path: string): void => {
    if (typeof type === 'string') {
      const [prefix, name = ''] = type.split(':')
      if (prefix === 's') {
        if (!SIMPLE[name]?.test(node.text) || node.children.length > 0)
          problems.push(`${path}: "${node.text}" is no ${name}`)
        return
      }
      const complex = named('complexType', name)
      if (complex) {
        judge(node, complex, path)
        return
      }
      const values = [named('simpleType', name)]
        .flatMap(simple => (simple ? below(simple, 'restriction', 'enumeration') : []))
        .map(({ attributes }) => attributes['value'])
      if (!values.includes(node.text)) problems.push(`${path}: "${node.text}" is no ${name}`)
      return
    }
    let left = node.children
    for (const { attributes } of below(type, 'sequence', 'element')) {
      const { name = '', minOccurs = '1', maxOccurs = '1' } = attributes
      const count = left.findIndex(child => child.name !== name)
      const these = left.slice(0, count < 0 ? left.length : count)
      left = left.slice(these.length)
      if (these.length < Number(minOccurs)) problems.push(`${path}/${name} is missing`)
      if (maxOccurs !== 'unbounded' && these.length > Number(maxOccurs))
        problems.push(`${path}/${name} comes too often`)
      for (const child of these) judge(child, attributes['type'] ?? '', `${path}/${name}`)
    }
    for (const { name } of left) problems.push(`${path}/${name} is not expected there`)
  }

  const element = named('element', top.name)
  const type = element?.children.find(({ name }) => name === 'complexType')
  if (!type) return [`There is no ${top.name}.`]
  judge(top, type, top.name)
  return problems
}
