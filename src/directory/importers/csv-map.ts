import { isTarget, TARGETS, type Target } from './csv-targets.ts'
import { isObject, type JsonObject, objectOf, parseJson } from './json.ts'
import { isImportableType } from './type-words.ts'

/** A map file, read: which column goes where, what every row has, and what the source's kinds mean. */
export type CsvMap = {
  /** Header as the file has it, in lower case, to target. */
  readonly columns: ReadonlyMap<string, Target>
  readonly constants: ReadonlyMap<Target, string>
  /** The source's word to our type id. */
  readonly typeCodes: Readonly<Record<string, number>>
}

export type CsvMapAnswer =
  | { readonly outcome: 'map'; readonly map: CsvMap }
  | { readonly outcome: 'fault'; readonly reason: string }

const PARTS = ['columns', 'constants', 'typeCodes']

/**
 * Reads a map: `{"columns": {"Our header": "place.postcode"}, "constants": {"type": "pharmacy"},
 * "typeCodes": {"CHEM": 13}}`. Everything wrong with it is named at once: every unknown target, not the first.
 */
export function readCsvMap(text: string): CsvMapAnswer {
  const parsed = parseJson(text)
  if (parsed.outcome === 'fault') return { outcome: 'fault', reason: `The map is not JSON: ${parsed.reason}` }
  if (!isObject(parsed.value)) return { outcome: 'fault', reason: 'The map is no JSON object.' }
  const columns = objectOf(parsed.value['columns'])
  const constants = objectOf(parsed.value['constants'])
  const codes = objectOf(parsed.value['typeCodes'])
  const faults = [
    ...Object.keys(parsed.value)
      .filter(part => !PARTS.includes(part))
      .map(part => `unknown part "${part}" (there are ${PARTS.join(', ')})`),
    ...unknownTargets(Object.values(columns), Object.keys(constants)),
    ...badCodes(codes),
  ]
  if (faults.length > 0) return { outcome: 'fault', reason: `The map has faults: ${faults.join('; ')}.` }
  return {
    outcome: 'map',
    map: { columns: columnsOf(columns), constants: constantsOf(constants), typeCodes: codesOf(codes) },
  }
}

function unknownTargets(columns: readonly unknown[], constants: readonly string[]): string[] {
  const unknown = [...columns, ...constants]
    .map(target => (typeof target === 'string' ? target : JSON.stringify(target)))
    .filter(target => !isTarget(target))
  if (unknown.length === 0) return []
  return [`unknown targets ${unknown.map(one => `"${one}"`).join(', ')} (there are ${TARGETS.join(', ')})`]
}

const badCodes = (codes: JsonObject): string[] =>
  Object.entries(codes)
    .filter(([, id]) => typeof id !== 'number' || !isImportableType(id))
    .map(([word, id]) => `"${word}" is given to ${JSON.stringify(id)}, which is no service type`)

function columnsOf(columns: JsonObject): Map<string, Target> {
  const read = new Map<string, Target>()
  for (const [header, target] of Object.entries(columns))
    if (typeof target === 'string' && isTarget(target)) read.set(header.trim().toLowerCase(), target)
  return read
}

function constantsOf(constants: JsonObject): Map<Target, string> {
  const read = new Map<Target, string>()
  for (const [target, value] of Object.entries(constants))
    if (isTarget(target)) read.set(target, String(value))
  return read
}

function codesOf(codes: JsonObject): Record<string, number> {
  const read: Record<string, number> = {}
  for (const [word, id] of Object.entries(codes)) if (typeof id === 'number') read[word] = id
  return read
}
