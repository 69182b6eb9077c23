import type { RowPlace } from './candidate.ts'
import { isObject, type JsonObject, objectOf, objectsOf, rawJson, textOf } from './json.ts'
import { readJsonItems } from './json-items.ts'

/** A resource with its place in the file. */
export type Resource = { readonly at: RowPlace; readonly resource: JsonObject }

/** The resources of a file, and the way from a reference to one of them. */
export type Resources = {
  readonly all: readonly Resource[]
  readonly unreadable: readonly { readonly at: RowPlace; readonly detail: string }[]
  readonly find: (reference: unknown, from?: JsonObject) => JsonObject | undefined
  /** The endpoints that an organization of the file manages. */
  readonly endpointsOf: (organization: JsonObject) => readonly JsonObject[]
}

/** Reads a Bundle, a list of resources, or NDJSON of resources or of Bundles. */
export function readResources(text: string): Resources | { readonly fault: string } {
  const items = readJsonItems(text, [])
  if ('fault' in items) return items
  const all: Resource[] = []
  const unreadable: { at: RowPlace; detail: string }[] = []
  const byReference = new Map<string, JsonObject>()
  const add = (resource: unknown, at: RowPlace, fullUrl: string): void => {
    if (!isObject(resource) || textOf(resource['resourceType']) === '') {
      unreadable.push({ at, detail: 'An entry without a resource.' })
      return
    }
    all.push({ at, resource })
    byReference.set(`${textOf(resource['resourceType'])}/${textOf(resource['id'])}`, resource)
    if (fullUrl) byReference.set(fullUrl, resource)
  }
  for (const item of items) {
    if (item.outcome === 'unreadable') unreadable.push(item)
    else if (item.item['resourceType'] !== 'Bundle') add(item.item, item.at, '')
    else
      for (const [index, entry] of entriesOf(item.item)) {
        const resource = objectOf(entry)['resource']
        add(
          resource,
          { line: items.length > 1 ? item.at.line : index + 1, raw: rawJson(resource ?? entry ?? null) },
          textOf(objectOf(entry)['fullUrl']),
        )
      }
  }
  const find = finder(byReference)
  const managed = new Map<JsonObject | undefined, JsonObject[]>()
  for (const { resource } of all) {
    if (resource['resourceType'] !== 'Endpoint') continue
    const organization = find(resource['managingOrganization'], resource)
    managed.set(organization, [...(managed.get(organization) ?? []), resource])
  }
  return { all, unreadable, find, endpointsOf: organization => managed.get(organization) ?? [] }
}

const entriesOf = (bundle: JsonObject): [number, unknown][] =>
  Array.isArray(bundle['entry']) ? [...bundle['entry'].entries()] : []

/** References are relative (`Organization/1`), absolute, `urn:uuid:…`, or to what a resource contains (`#1`). */
const finder =
  (byReference: ReadonlyMap<string, JsonObject>) =>
  (reference: unknown, from?: JsonObject): JsonObject | undefined => {
    const text = textOf(objectOf(reference)['reference'])
    if (text.startsWith('#'))
      return objectsOf(from?.['contained']).find(one => textOf(one['id']) === text.slice(1))
    return byReference.get(text) ?? byReference.get(text.split('/').slice(-2).join('/'))
  }

/** The value of an identifier of that system; '' when there is none. */
export const identifierOf = (resource: JsonObject, system: string): string =>
  textOf(objectsOf(resource['identifier']).find(one => one['system'] === system)?.['value'])

/** The extension whose URL ends so; these are published under more than one base. */
export const extensionOf = (resource: JsonObject, ending: string): JsonObject =>
  objectsOf(resource['extension']).find(one => textOf(one['url']).endsWith(ending)) ?? {}
