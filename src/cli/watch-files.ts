import type { WatchedAccount, WatchedService } from '../watch/index.ts'
import { eachLine } from './watch-lines.ts'

/** A line that was skipped, in words. */
export type SkippedLine = (file: string, line: number, reason: string) => void

/** Services from NDJSON: `{"id":1,"type":13,"easting":430000,"northing":433500,"region":"R07","odsCode":"FXX01"}`. */
export const readServices = (path: string, skipped: SkippedLine): WatchedService[] =>
  readAll(path, skipped, serviceOf)

/** Agreements from NDJSON: account, organisation, product, class, footprint, volumePerDay, types, k. */
export const readAgreements = (path: string, skipped: SkippedLine): WatchedAccount[] =>
  readAll(path, skipped, accountOf)

function readAll<T>(
  path: string,
  skipped: SkippedLine,
  parse: (fields: ReadonlyMap<string, unknown>) => T | string,
): T[] {
  const found: T[] = []
  eachLine(path, (bytes, start, end, line) => {
    let read: unknown
    try {
      read = JSON.parse(bytes.toString('utf8', start, end))
    } catch {
      skipped(path, line, 'is not JSON')
      return
    }
    const fields = fieldsOf(read)
    const parsed = fields ? parse(fields) : 'is not an object'
    if (typeof parsed === 'string') skipped(path, line, parsed)
    else found.push(parsed)
  })
  return found
}

const fieldsOf = (read: unknown): ReadonlyMap<string, unknown> | null =>
  typeof read === 'object' && read !== null && !Array.isArray(read) ? new Map(Object.entries(read)) : null

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isNone = (value: unknown): value is null | undefined => value === null || value === undefined

function serviceOf(fields: ReadonlyMap<string, unknown>): WatchedService | string {
  const [id, type, easting, northing] = ['id', 'type', 'easting', 'northing'].map(name => fields.get(name))
  const [region, odsCode] = [fields.get('region'), fields.get('odsCode')]
  if (!isNumber(id) || !Number.isInteger(id)) return 'has no whole number in "id"'
  if (!isNumber(type)) return 'has no number in "type"'
  if (!isNumber(easting) || !isNumber(northing)) return 'has no place in "easting" and "northing"'
  return {
    id,
    type,
    easting,
    northing,
    region: isText(region) ? region : '',
    odsCode: isText(odsCode) ? odsCode : null,
  }
}

function accountOf(fields: ReadonlyMap<string, unknown>): WatchedAccount | string {
  const [account, organisation, product] = ['account', 'organisation', 'product'].map(name =>
    fields.get(name),
  )
  const [className, volume, types, k] = ['class', 'volumePerDay', 'types', 'k'].map(name => fields.get(name))
  if (!isText(account)) return 'has no "account"'
  const footprint = footprintOf(fields.get('footprint'))
  if (typeof footprint === 'string') return footprint
  if (!isNone(types) && !(Array.isArray(types) && types.every(isNumber)))
    return 'has no list of numbers in "types"'
  return {
    account,
    // An account alone is an organisation of its own.
    organisation: isText(organisation) ? organisation : `account ${account}`,
    product: isText(product) ? product : '',
    class: isText(className) ? className : 'unknown',
    footprint,
    volumePerDay: isNumber(volume) && volume > 0 ? volume : 50,
    types: isNone(types) ? null : types,
    k: isNumber(k) && k > 0 ? k : 20,
  }
}

function footprintOf(read: unknown): WatchedAccount['footprint'] | string {
  const fields = fieldsOf(read)
  if (!fields) return 'has no "footprint"'
  const [sites, regions] = [fields.get('sites') ?? [], fields.get('regions') ?? []]
  if (!Array.isArray(sites)) return 'has no list in "footprint.sites"'
  if (!Array.isArray(regions) || !regions.every(isText)) return 'has no list of texts in "footprint.regions"'
  const places = []
  for (const site of sites) {
    const of = fieldsOf(site)
    const [easting, northing, radius] = [of?.get('easting'), of?.get('northing'), of?.get('radiusMetres')]
    if (!isNumber(easting) || !isNumber(northing)) return 'has a site without "easting" and "northing"'
    places.push({ easting, northing, radiusMetres: isNumber(radius) ? radius : 0 })
  }
  return { sites: places, regions, national: fields.get('national') === true }
}
