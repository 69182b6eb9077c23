import { splitEscaped, unescaped } from './escapes.ts'
import type { SearchParameter } from './parameters.ts'
import { isRecord, textIn } from './path-values.ts'
import { type Read, read, readAll, wrong } from './wrong.ts'

/** `system` undefined: of any; null: of none. `code` undefined: any of that system. */
export type TokenValue = { readonly system?: string | null; readonly code?: string }

/** Reads `code`, `system|code`, `|code` or `system|` (R4 search, token). */
export function readToken(text: string, parameter: SearchParameter): Read<TokenValue> {
  const parts = readAll(splitEscaped(text, '|'), unescaped)
  if (parts.outcome === 'wrong') return parts
  const [first = '', second, ...more] = parts.value
  if (more.length > 0) return wrong('A token is a code, or a system, | and a code.')
  if (second === undefined) return judged({ code: first }, parameter)
  if (first === '' && second === '') return wrong('There is neither a system nor a code.')
  return judged(
    { system: first === '' ? null : first, ...(second === '' ? {} : { code: second }) },
    parameter,
  )
}

/** A code that cannot be there is a mistake, and an empty answer would hide it. */
function judged(value: TokenValue, { codes, caseSensitive }: SearchParameter): Read<TokenValue> {
  const { system, code } = value
  if (caseSensitive && (typeof system === 'string' || code === undefined))
    return wrong('An id has no system.', 'code-invalid')
  if (codes === undefined) return read(value)
  if (typeof system === 'string' && system !== codes.system) {
    return wrong(`Its codes are of the system ${codes.system}.`, 'code-invalid')
  }
  return code === undefined || codes.values.includes(code.toLowerCase())
    ? read(value)
    : wrong(`There is no such code. There are: ${codes.values.join(', ')}.`, 'code-invalid')
}

/** Whether a Coding, CodeableConcept, Identifier, code, id or boolean is the one asked for. */
export function matchesToken(element: unknown, value: TokenValue, parameter: SearchParameter): boolean {
  const { codes, caseSensitive = false } = parameter
  if (!isRecord(element)) {
    // An element of type code says no system: the one of its codes is meant by it.
    const fits = value.system === undefined || value.system === null || value.system === codes?.system
    return fits && isSame(String(element), value.code, caseSensitive)
  }
  const { coding } = element
  if (Array.isArray(coding)) return coding.some(one => matchesToken(one, value, parameter))
  const system = textIn(element, 'system')
  if (value.system === null ? system !== undefined : value.system !== undefined && system !== value.system) {
    return false
  }
  const code = textIn(element, 'code') ?? textIn(element, 'value')
  return code === undefined ? value.code === undefined : isSame(code, value.code, caseSensitive)
}

const isSame = (held: string, asked: string | undefined, caseSensitive: boolean): boolean =>
  asked === undefined || held === asked || (!caseSensitive && held.toLowerCase() === asked.toLowerCase())

/** What a token is called: CodeableConcept.text, Coding.display, Identifier.type.text (R4 search, `:text`). */
export function textsOfToken(element: unknown): string[] {
  if (!isRecord(element)) return []
  const { coding, type } = element
  const own = [textIn(element, 'text'), textIn(element, 'display'), textIn(type, 'text')]
  const inside = Array.isArray(coding) ? coding.flatMap(textsOfToken) : []
  return [...own.filter(text => text !== undefined), ...inside]
}
