import type { Observation } from '../watch/index.ts'

/** The line through JSON.parse: an observation, or what is wrong with it. */
export function readSlowly(text: string): Observation | string {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return 'is not JSON'
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return 'is not an object'
  const entry = new Map<string, unknown>(Object.entries(read))
  const [time, account, action] = [entry.get('at'), entry.get('account'), entry.get('action')]
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  if (!Number.isFinite(at)) return 'has no time in "at"'
  if (typeof account !== 'string' || account === '') return 'has no "account"'
  const [found, ids] = [entry.get('found'), entry.get('ids')]
  if (action === 'search') {
    const [easting, northing, type] = [entry.get('easting'), entry.get('northing'), entry.get('type')]
    if (!isNumber(easting) || !isNumber(northing)) return 'has no place in "easting" and "northing"'
    if (!isNumber(type)) return 'has no number in "type"'
    if (!isNumbers(ids)) return 'has no list of numbers in "ids"'
    return { action, at, account, easting, northing, type, ids }
  }
  if (action !== 'lookup' && action !== 'ods') return 'has an "action" other than search, lookup and ods'
  if (typeof found !== 'boolean') return 'has neither true nor false in "found"'
  if (action === 'lookup') {
    const id = entry.get('id')
    return isNumber(id) ? { action, at, account, id, found } : 'has no number in "id"'
  }
  const odsCode = entry.get('odsCode')
  if (typeof odsCode !== 'string' || odsCode === '') return 'has no "odsCode"'
  if (ids !== undefined && !isNumbers(ids)) return 'has no list of numbers in "ids"'
  return { action, at, account, odsCode, found, ids: ids ?? [] }
}

const isNumber = (value: unknown): value is number => typeof value === 'number'
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber)
