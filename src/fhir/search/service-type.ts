import { SERVICE_TYPES, type ServiceType, serviceTypeByIdOrCode } from '../../directory/index.ts'
import { OWN, SERVICE_TYPE } from '../systems.ts'
import type { SearchParameter } from './parameters.ts'
import { readToken, type TokenValue } from './token.ts'
import { type Read, read, wrong } from './wrong.ts'

const byName = new Map(SERVICE_TYPES.map(type => [type.name.toLowerCase(), type]))

/**
 * Reads a service type by its id, its code in the native API, or its name, and answers the coding that every service of
 * it has. An unknown one is a mistake, and an empty answer would hide it.
 */
export function readServiceType(text: string, parameter: SearchParameter): Read<TokenValue> {
  const token = readToken(text, parameter)
  if (token.outcome === 'wrong') return token
  const { system, code } = token.value
  if (system !== undefined && system !== SERVICE_TYPE && system !== OWN.serviceType) {
    return wrong(`Service types are of the system ${SERVICE_TYPE} or ${OWN.serviceType}.`, 'code-invalid')
  }
  if (code === undefined) return token
  const type = serviceTypeByIdOrCode(code) ?? byName.get(code.toLowerCase())
  if (!type) return wrong('There is no such service type. /api/v1/service-types lists them.', 'code-invalid')
  if (!type.searchable) return wrong('Services of this type are not found by search.', 'code-invalid')
  return read(codingOf(type))
}

const codingOf = ({ id }: ServiceType): TokenValue => ({ system: OWN.serviceType, code: String(id) })

/** The ids of the service types asked for; null: of any type. */
export function typeIdsOf(values: readonly TokenValue[]): readonly number[] | null {
  const codes = values.map(({ code }) => code)
  return codes.includes(undefined) ? null : [...new Set(codes.map(Number))]
}
