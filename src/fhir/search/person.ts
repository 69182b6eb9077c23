import { ODS_CODE } from '../systems.ts'
import type { Test } from './criterion.ts'
import { unescaped } from './escapes.ts'
import { PRACTICE, SERVES_PLACE, type SearchParameter } from './parameters.ts'
import { readToken } from './token.ts'
import { type Read, read, wrong } from './wrong.ts'

/** Parameters that say for whom a service is wanted. The directory judges them, and not the resources. */
export const isOfPerson = (parameter: SearchParameter): boolean =>
  parameter === SERVES_PLACE || parameter === PRACTICE

/** Reads one of them: it has one value and no modifier. */
export function readOfPerson(
  parameter: SearchParameter,
  modifier: string | null,
  [text = '', ...more]: readonly string[],
): Read<Test> {
  if (modifier !== null) return wrong(`"${parameter.name}" has no modifiers.`, 'not-supported')
  if (more.length > 0) return wrong('It has one value.', 'not-supported')
  return parameter === PRACTICE ? readPractice(text) : readServesPlace(text)
}

function readServesPlace(text: string): Read<Test> {
  const place = unescaped(text)
  return place.outcome === 'wrong' ? place : read({ kind: 'serves', place: place.value })
}

/** As the native API takes it. */
const CODE = /^[A-Za-z0-9]{1,12}$/

function readPractice(text: string): Read<Test> {
  const token = readToken(text, PRACTICE)
  if (token.outcome === 'wrong') return token
  const { system, code = '' } = token.value
  if (system !== undefined && system !== ODS_CODE) return wrong(`Its system is ${ODS_CODE}.`, 'code-invalid')
  return CODE.test(code)
    ? read({ kind: 'practice', odsCode: code.toUpperCase() })
    : wrong('It is the ODS code of a GP practice.')
}
