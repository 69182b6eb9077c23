import { unreachable } from '../../vocabulary/index.ts'
import type { Test } from './criterion.ts'
import { readDate } from './date.ts'
import { splitEscaped } from './escapes.ts'
import { readNear, readNearPlace } from './near.ts'
import { NEAR, type ParameterKind, type SearchParameter } from './parameters.ts'
import { isOfPerson, readOfPerson } from './person.ts'
import { readReference } from './reference.ts'
import { resourceTypeOf } from './resource-types.ts'
import { readServiceType } from './service-type.ts'
import { readString, type StringModifier } from './string.ts'
import { readToken } from './token.ts'
import { readUri, type UriModifier } from './uri.ts'
import { type Read, read, readAll, wrong } from './wrong.ts'

/** Values one parameter may have between commas. */
export const VALUES_MAX = 100
const TEXT_MAX = 4000

/** Modifiers that are answered, beside the type of a reference. The others of HL7 are refused by name. */
export const MODIFIERS: Readonly<Record<ParameterKind, readonly string[]>> = {
  token: ['missing', 'not', 'text'],
  string: ['missing', 'exact', 'contains'],
  reference: ['missing', 'identifier'],
  date: ['missing'],
  uri: ['missing', 'above', 'below'],
  special: [],
}

/** Reads what stands after the `=`. */
export function readTest(
  parameter: SearchParameter,
  modifier: string | null,
  text: string,
  base: string,
): Read<Test> {
  if (text.length > TEXT_MAX) return wrong(`It is longer than ${TEXT_MAX} characters.`, 'too-costly')
  if (/\p{Cc}/u.test(text)) return wrong('It holds a control character.', 'invalid')
  const pieces = splitEscaped(text, ',')
  if (pieces.length > VALUES_MAX) return wrong(`It has more than ${VALUES_MAX} values.`, 'too-costly')
  if (pieces.some(piece => piece.trim() === '')) return wrong('A value is empty.')
  if (isOfPerson(parameter)) return readOfPerson(parameter, modifier, pieces)
  if (modifier === 'missing' && parameter.kind !== 'special') return readMissing(pieces)
  switch (parameter.kind) {
    case 'token':
      return readTokens(parameter, modifier, pieces)
    case 'string':
      if (modifier !== null && modifier !== 'exact' && modifier !== 'contains')
        return refused(parameter, modifier)
      return readStrings(parameter, modifier, pieces)
    case 'reference':
      return readReferences(parameter, modifier, pieces, base)
    case 'date':
      if (modifier !== null) return refused(parameter, modifier)
      return as(readAll(pieces, readDate), values => ({ kind: 'date', values }))
    case 'uri':
      if (modifier !== null && modifier !== 'above' && modifier !== 'below')
        return refused(parameter, modifier)
      return readUris(modifier, pieces)
    case 'special':
      return modifier === null ? readNearest(parameter, pieces) : refused(parameter, modifier)
    default:
      return unreachable(parameter.kind)
  }
}

const as = <T>(from: Read<T>, make: (value: T) => Test): Read<Test> =>
  from.outcome === 'wrong' ? from : read(make(from.value))

const refused = ({ kind, name }: SearchParameter, modifier: string): Read<never> => {
  const known = MODIFIERS[kind]
  const there = known.length === 0 ? 'It has none.' : `It has :${known.join(', :')}.`
  return wrong(
    `The modifier :${modifier.slice(0, 40)} of "${name}" is not answered. ${there}`,
    'not-supported',
  )
}

function readMissing(pieces: readonly string[]): Read<Test> {
  const [text, ...more] = pieces
  if (more.length > 0 || (text !== 'true' && text !== 'false')) return wrong('It is true or false.')
  return read({ kind: 'missing', missing: text === 'true' })
}

function readTokens(
  parameter: SearchParameter,
  modifier: string | null,
  pieces: readonly string[],
): Read<Test> {
  if (modifier === 'text') {
    const each = (text: string) => readString(text, parameter, null)
    return as(readAll(pieces, each), values => ({ kind: 'text', values }))
  }
  if (modifier !== null && modifier !== 'not') return refused(parameter, modifier)
  const each = parameter.name === 'service-type' ? readServiceType : readToken
  return as(
    readAll(pieces, piece => each(piece, parameter)),
    values => ({ kind: 'token', values, not: modifier === 'not' }),
  )
}

const readStrings = (
  parameter: SearchParameter,
  modifier: StringModifier,
  pieces: readonly string[],
): Read<Test> =>
  as(
    readAll(pieces, piece => readString(piece, parameter, modifier)),
    values => ({ kind: 'string', values, modifier }),
  )

function readReferences(
  parameter: SearchParameter,
  modifier: string | null,
  pieces: readonly string[],
  base: string,
): Read<Test> {
  if (modifier === 'identifier') {
    // The identifier inside a reference is no id of a resource, whatever the reference is.
    const each = (text: string) => readToken(text, { ...parameter, caseSensitive: false })
    return as(readAll(pieces, each), values => ({ kind: 'identifier', values }))
  }
  if (modifier !== null && resourceTypeOf(modifier) !== parameter.target) return refused(parameter, modifier)
  return as(
    readAll(pieces, piece => readReference(piece, parameter, base)),
    values => ({ kind: 'reference', values }),
  )
}

const readUris = (modifier: UriModifier, pieces: readonly string[]): Read<Test> =>
  as(readAll(pieces, readUri), values => ({ kind: 'uri', values, modifier }))

function readNearest(parameter: SearchParameter, pieces: readonly string[]): Read<Test> {
  const [text = '', ...more] = pieces
  if (more.length > 0)
    return wrong('A search has one place; a comma in its name is written \\,.', 'not-supported')
  const byCoordinates = parameter === NEAR
  const value = byCoordinates ? readNear(text) : readNearPlace(text)
  return as(value, known => ({ kind: 'near', value: known, by: byCoordinates ? 'coordinates' : 'place' }))
}
