import { type SoapFault, soapFault } from './faults.ts'
import { DOS_NAMESPACE, XSI_NAMESPACE } from './names.ts'
import type { XmlElement } from './xml-tree.ts'

/** What an element says, by the names of what it holds. An empty element, or one that says it is nil, is not there. */
export type Fields = {
  readonly scalars: ReadonlyMap<string, string>
  readonly lists: ReadonlyMap<string, readonly string[]>
}

export type FieldsRead =
  | {
      readonly outcome: 'read'
      readonly fields: Fields
      readonly elements: ReadonlyMap<string, XmlElement>
    }
  | { readonly outcome: 'fault'; readonly fault: SoapFault }

/** How the children of an element are to be taken; every other child is a text, without the white space around it. */
export type FieldsPlan = {
  /** Texts in which white space counts. */
  readonly exact: readonly string[]
  /** Those that hold elements. */
  readonly nested: readonly string[]
  /** Those that hold a list, by the name of its items. */
  readonly lists: Readonly<Record<string, string>>
}

/** Reads what an element of the payload holds; a fault where something known comes twice or is of another kind. */
export function fieldsOf(element: XmlElement, plan: FieldsPlan): FieldsRead {
  const scalars = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  const elements = new Map<string, XmlElement>()
  const seen = new Set<string>()
  if (element.text.trim() !== '') return wrong(`${element.name} has text where only elements belong.`)
  for (const child of ours(element)) {
    const { name, text } = child
    const isKnown = KNOWN.has(name)
    if (!isKnown) continue
    if (seen.has(name)) return wrong(`${name} is there more than once.`)
    seen.add(name)
    if (isNil(child)) continue
    const item = plan.lists[name]
    if (plan.nested.includes(name)) elements.set(name, child)
    else if (item !== undefined) {
      const items = ours(child).filter(one => one.name === item && !isNil(one))
      if (child.text.trim() !== '' || items.some(one => one.children.length > 0))
        return wrong(`${name} is no list of ${item}.`)
      lists.set(
        name,
        items.map(one => one.text.trim()),
      )
    } else if (child.children.length > 0) return wrong(`${name} holds elements and not a text.`)
    else {
      const value = plan.exact.includes(name) ? text : text.trim()
      if (value !== '') scalars.set(name, value)
    }
  }
  return { outcome: 'read', fields: { scalars, lists }, elements }
}

/** Every name the interface gives a meaning to in a request (sources, DoS 2.1, 2.3). */
const KNOWN: ReadonlySet<string> = new Set([
  'userInfo',
  'username',
  'password',
  'serviceId',
  'c',
  'caseRef',
  'caseId',
  'postcode',
  'surgery',
  'age',
  'ageFormat',
  'disposition',
  'symptomGroup',
  'symptomDiscriminatorList',
  'searchDistance',
  'forceSearchDistance',
  'gender',
  'searchDateTime',
])

const ours = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter(({ namespace }) => namespace === DOS_NAMESPACE || namespace === '')

/** `xsi:nil`, by which some clients send what they leave out. */
export const isNil = ({ attributes }: XmlElement): boolean => {
  const said = attributes.get(`${XSI_NAMESPACE} nil`)?.trim()
  return said === 'true' || said === '1'
}

const wrong = (more: string): FieldsRead => ({ outcome: 'fault', fault: soapFault('malformed', more) })
