import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SearchParameter } from '@medplum/fhirtypes'
import fc from 'fast-check'
import {
  type DirectoryResource,
  holds,
  parameterOf,
  parametersOf,
  RESOURCE_TYPES,
  type ResourceType,
  referenceTo,
} from '../../../src/fhir/index.ts'
import { readCriterion } from '../../../src/fhir/search/read-criterion.ts'
import { codesIn, definitionsOf, elementsOf, instantOf, lettersOf, textsIn, tokenFits } from './oracle.ts'
import { GRAPH, NOW, RESOURCES } from './world.ts'

const BASE = 'https://directory.test/fhir/R4'

/** What the search finds, as `Type/id`; undefined when the question is refused. */
function found(type: ResourceType, name: string, value: string): string[] | undefined {
  const criterion = readCriterion(type, name, value, BASE)
  if (criterion.outcome === 'wrong') return undefined
  return RESOURCES.filter(one => one.resourceType === type && holds(one, criterion.value, GRAPH, NOW)).map(
    referenceTo,
  )
}

const expected = (type: ResourceType, fits: (resource: DirectoryResource) => boolean): string[] =>
  RESOURCES.filter(one => one.resourceType === type && fits(one)).map(referenceTo)

const escaped = (text: string): string => text.replaceAll(/[\\,|$]/g, '\\$&')

/** A question about one parameter, and who fits it by the oracle. */
type Question = {
  readonly type: ResourceType
  readonly name: string
  readonly value: string
  readonly fits: (resource: DirectoryResource) => boolean
}

type Tried = { readonly type: ResourceType; readonly definition: SearchParameter }

/** HL7's parameters that are answered, but for those that are judged elsewhere or by no expression of their own. */
const TRIED: readonly Tried[] = RESOURCE_TYPES.flatMap(type =>
  definitionsOf(type)
    .filter(({ code, type: kind }) => parameterOf(type, code) && kind !== 'special' && code !== 'phonetic')
    .map(definition => ({ type, definition })),
)

const elementsEverywhere = ({ type, definition }: Tried): unknown[] =>
  RESOURCES.filter(one => one.resourceType === type).flatMap(one => elementsOf(one, definition))

const pick = <T>(values: readonly T[], other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  values.length === 0
    ? other
    : fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 4 }, { arbitrary: other, weight: 1 })

const flip = (text: string): string =>
  [...text].map(sign => (sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase())).join('')

/** Questions about one parameter: values that are there, parts and misspellings of them, and others. */
function questions(tried: Tried): fc.Arbitrary<Question> {
  const { type, definition } = tried
  const elements = elementsEverywhere(tried)
  const of = (resource: DirectoryResource) => elementsOf(resource, definition)
  const missing = fc.boolean().map(
    (value): Question => ({
      type,
      name: `${definition.code}:missing`,
      value: String(value),
      fits: resource => (of(resource).length === 0) === value,
    }),
  )
  return fc.oneof({ arbitrary: missing, weight: 1 }, { arbitrary: ofKind(tried, elements, of), weight: 6 })
}

function ofKind(
  { type, definition }: Tried,
  elements: readonly unknown[],
  of: (resource: DirectoryResource) => unknown[],
): fc.Arbitrary<Question> {
  const { code: name } = definition
  switch (definition.type) {
    case 'token': {
      const codes = elements.flatMap(element => codesIn(element, definition))
      const forms = codes.flatMap(({ system = '', code }) => [
        code,
        flip(code),
        `${system}|${code}`,
        `|${code}`,
        `${system}|`,
        `urn:other|${code}`,
      ])
      const values = pick(
        forms.filter(form => form !== '|'),
        fc.constantFrom('nothing', 'true', 'active'),
      )
      const tokens = fc.array(values, { minLength: 1, maxLength: 3 })
      const texts = pick(
        codes.flatMap(({ named }) => named),
        fc.constant('nothing'),
      )
      return fc.oneof(
        fc.tuple(tokens, fc.boolean()).map(
          ([asked, not]): Question => ({
            type,
            name: not ? `${name}:not` : name,
            value: asked.map(one => one.split('|').map(escaped).join('|')).join(','),
            fits: resource =>
              of(resource).some(element => asked.some(one => tokenFits(element, definition, one))) !== not,
          }),
        ),
        fc.tuple(texts, fc.nat({ max: 12 })).map(([whole, length]): Question => {
          const asked = whole.slice(0, length + 1)
          return {
            type,
            name: `${name}:text`,
            value: escaped(asked),
            fits: resource =>
              of(resource)
                .flatMap(element => [
                  ...codesIn(element, definition).flatMap(({ named }) => named),
                  ...namesIn(element),
                ])
                .some(text => lettersOf(text).startsWith(lettersOf(asked))),
          }
        }),
      )
    }
    case 'string': {
      const texts = elements.flatMap(textsIn)
      const asked = pick(texts, fc.constantFrom('nothing', 'o', 'St'))
      const modifier = fc.constantFrom('', ':exact', ':contains')
      return fc
        .tuple(asked, modifier, fc.nat({ max: 30 }), fc.nat({ max: 8 }), fc.boolean())
        .map(([whole, how, length, from, other]): Question => {
          const part = whole.slice(how === ':contains' ? from % whole.length : 0).slice(0, length + 1)
          const said = other ? flip(part) : part
          const plain = (text: string) =>
            name === 'address-postalcode' ? lettersOf(text).replaceAll(' ', '') : lettersOf(text)
          return {
            type,
            name: `${name}${how}`,
            value: escaped(said),
            fits: resource =>
              of(resource)
                .flatMap(textsIn)
                .some(text => {
                  if (how === ':exact') return text === said
                  return how === '' ? plain(text).startsWith(plain(said)) : plain(text).includes(plain(said))
                }),
          }
        })
    }
    case 'reference': {
      const references = elements.flatMap(element => Object(element).reference ?? []) as string[]
      const identifiers = elements.flatMap(element => Object(element).identifier ?? []) as {
        system: string
        value: string
      }[]
      const target = definition.target?.[0] ?? ''
      const value = pick(references, fc.constant(`${target}/nobody`))
      const form = fc.constantFrom(
        (one: string) => one,
        (one: string) => one.split('/')[1] ?? '',
        (one: string) => `${BASE}/${one}`,
      )
      return fc.oneof(
        fc.tuple(value, form, fc.boolean()).map(
          ([reference, write, typed]): Question => ({
            type,
            name: typed ? `${name}:${target}` : name,
            value: write(reference),
            fits: resource => of(resource).some(element => Object(element).reference === reference),
          }),
        ),
        pick(identifiers, fc.constant({ system: 'urn:x', value: 'y' })).map(
          (one): Question => ({
            type,
            name: `${name}:identifier`,
            value: `${escaped(one.system)}|${escaped(one.value)}`,
            fits: resource =>
              of(resource).some(element => {
                const { system, value } = Object(Object(element).identifier)
                return system === one.system && String(value).toUpperCase() === one.value.toUpperCase()
              }),
          }),
        ),
      )
    }
    case 'date': {
      const near = fc
        .constantFrom(...elements.map(instantOf))
        .chain(instant => fc.integer({ min: -3, max: 3 }).map(off => instant + off * 1000))
      const precision = fc.constantFrom<Precision>('year', 'month', 'day', 'minute', 'second', 'millisecond')
      const prefix = fc.constantFrom('', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb')
      return fc.tuple(near, precision, prefix).map(([instant, exactness, how]): Question => {
        const { text, from, until } = momentOf(instant, exactness)
        return {
          type,
          name,
          value: `${how}${text}`,
          fits: resource => of(resource).some(element => compares(how, instantOf(element), from, until)),
        }
      })
    }
    default: {
      const uris = elements.map(String)
      return fc
        .tuple(pick(uris, fc.constant('urn:none')), fc.constantFrom('', ':below', ':above'), fc.boolean())
        .map(([uri, how, cut]): Question => {
          const asked = cut && how === ':below' ? uri.slice(0, uri.lastIndexOf('/') + 1) || uri : uri
          const above = (a: string, b: string) => b === a || b.startsWith(a.replace(/\/?$/, '/'))
          return {
            type,
            name: `${name}${how}`,
            value: asked,
            fits: resource =>
              of(resource)
                .map(String)
                .some(held =>
                  how === '' ? held === asked : how === ':below' ? above(asked, held) : above(held, asked),
                ),
          }
        })
    }
  }
}

/** What an element that has no code is called all the same. */
const namesIn = (element: unknown): string[] =>
  typeof element === 'object' && element !== null && 'text' in element && typeof element.text === 'string'
    ? [element.text]
    : []

type Precision = 'year' | 'month' | 'day' | 'minute' | 'second' | 'millisecond'

/** The moment around an instant as it is written; days are London's, which the platform's own calendar knows. */
function momentOf(instant: number, precision: Precision): { text: string; from: number; until: number } {
  const iso = new Date(instant).toISOString()
  const cut = { minute: [16, 60_000], second: [19, 1000], millisecond: [23, 1] } as const
  if (precision === 'minute' || precision === 'second' || precision === 'millisecond') {
    const [length, millis] = cut[precision]
    const from = Math.floor(instant / millis) * millis
    return { text: `${iso.slice(0, length)}Z`, from, until: from + millis }
  }
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(instant)
  const [year = 0, month = 1, day = 1] = local.split('-').map(Number)
  const text = local.slice(0, { year: 4, month: 7, day: 10 }[precision])
  const first = [year, precision === 'year' ? 1 : month, precision === 'day' ? day : 1] as const
  const next = {
    year: [year + 1, 1, 1],
    month: [year, month + 1, 1],
    day: [year, month, day + 1],
  }[precision] as [number, number, number]
  return { text, from: londonMidnight(...first), until: londonMidnight(...next) }
}

/** The instant at which London's clocks show midnight: the offset is nought or one hour. */
function londonMidnight(year: number, month: number, day: number): number {
  const utc = Date.UTC(year, month - 1, day)
  const hour = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: 'numeric',
    hourCycle: 'h23',
  }).format(utc)
  return Number(hour) === 0 ? utc : utc - 3_600_000
}

function compares(prefix: string, held: number, from: number, until: number): boolean {
  const last = until - 1
  switch (prefix) {
    case 'ne':
      return held < from || held > last
    case 'gt':
    case 'sa':
      return held > last
    case 'lt':
    case 'eb':
      return held < from
    case 'ge':
      return held >= from
    case 'le':
      return held <= last
    default:
      return held >= from && held <= last
  }
}

describe('a search by any parameter of HL7', () => {
  for (const tried of TRIED) {
    it(`finds by ${tried.type} ${tried.definition.code} what HL7's own expression says`, () => {
      let answered = 0
      fc.assert(
        fc.property(questions(tried), ({ type, name, value, fits }) => {
          const hits = found(type, name, value)
          // Refused, because no value like that can be there: so the oracle must know none.
          if (hits === undefined) {
            if (!name.includes(':not'))
              assert.deepEqual(refusedAlike(value, fits, type), [], `${name}=${value} is refused`)
            return
          }
          answered += 1
          assert.deepEqual(hits, expected(type, fits), `${name}=${value}`)
        }),
        { numRuns: 150 },
      )
      assert.ok(answered > 20, `${answered} were answered`)
    })
  }

  it('follows references forwards and backwards as a look at every pair does', () => {
    const steps = TRIED.filter(({ definition }) => definition.type === 'reference')
    const ends = TRIED.filter(({ definition }) => ['token', 'string'].includes(definition.type))
    const paths = steps.flatMap(step =>
      ends
        .filter(end => end.type === step.definition.target?.find(one => one === end.type))
        .map(end => ({ step, end, back: false }))
        .concat(ends.filter(end => end.type === step.type).map(end => ({ step, end, back: true }))),
    )
    let answered = 0
    const asked = fc
      .constantFrom(...paths)
      .chain(path => questions(path.end).map(question => ({ ...path, question })))
    fc.assert(
      fc.property(asked, ({ step, back, question }) => {
        const refersTo = (from: DirectoryResource, to: DirectoryResource): boolean =>
          elementsOf(from, step.definition).some(element => Object(element).reference === referenceTo(to))
        const target = back ? step.definition.target?.[0] : step.type
        const type = RESOURCE_TYPES.find(one => one === target)
        if (!type) throw new Error(`No type ${target}`)
        const name = back
          ? `_has:${step.type}:${step.definition.code}:${question.name}`
          : `${step.definition.code}.${question.name}`
        const hits = found(type, name, question.value)
        if (hits === undefined) return
        answered += 1
        const others = RESOURCES.filter(one => one.resourceType === question.type && question.fits(one))
        const fits = (resource: DirectoryResource) =>
          others.some(other => (back ? refersTo(other, resource) : refersTo(resource, other)))
        assert.deepEqual(hits, expected(type, fits), `${type}?${name}=${question.value}`)
      }),
      { numRuns: 600 },
    )
    assert.ok(answered > 300)
  })
})

/** Of a refused list only what is found by each of its values alone would be lost. */
function refusedAlike(value: string, fits: Question['fits'], type: ResourceType): string[] {
  return value.includes(',') || value.endsWith('|') || lettersOf(value) === '' ? [] : expected(type, fits)
}

describe('the parameters of this directory', () => {
  it('are those that HL7 defines for these types, but for the three that it gives no expression', () => {
    for (const type of RESOURCE_TYPES) {
      const ours = parametersOf(type).filter(({ own }) => !own)
      const theirs = definitionsOf(type).filter(({ code }) => !['_text', '_content', '_query'].includes(code))
      const facts = (one: {
        name: string
        url: string
        kind: string
        target: string[]
        expression: string
      }) => one
      assert.deepEqual(
        ours
          .map(({ name, url, kind, target, expression }) =>
            facts({ name, url, kind, target: target ? [target] : [], expression }),
          )
          .sort(byName),
        theirs
          .map(({ code, url, type: kind, target = [], expression = '' }) =>
            facts({ name: code, url, kind, target: [...target], expression }),
          )
          .sort(byName),
      )
    }
  })
})

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)
