import assert from 'node:assert/strict'
import type { Act } from '../../../src/http/acts/index.ts'
import { Id, OdsCode, RegionId } from '../../../src/http/acts/words.ts'
import { fitting, type Shape, shapeOf } from './fitting.ts'

/** Kinds of things that acts name, in their paths and in what is sent with them. */
export type Thing =
  | 'account'
  | 'agreement'
  | 'application'
  | 'connection'
  | 'derogation'
  | 'feedback'
  | 'finding'
  | 'hold'
  | 'key'
  | 'notice'
  | 'officer'
  | 'organisation'
  | 'permission'
  | 'person'
  | 'policy'
  | 'product'
  | 'proposal'
  | 'question'
  | 'reference'
  | 'region'
  | 'regulator'
  | 'restriction'
  | 'secret'
  | 'service'
  | 'service-draft'
  | 'session'
  | 'supplier'
  | 'tailored-terms'
export type Things = Readonly<Record<Thing, readonly string[]>>

/** In the form of each thing, and none is of that name. */
export const NONE: Readonly<Record<Thing, string>> = {
  account: '019e8d23-0000-7000-8000-000000000001',
  agreement: '019e8d23-0000-7000-8000-000000000002',
  application: '019e8d23-0000-7000-8000-000000000003',
  connection: '019e8d23-0000-7000-8000-000000000004',
  derogation: '019e8d23-0000-7000-8000-000000000005',
  feedback: '019e8d23-0000-7000-8000-00000000000f',
  finding: '019e8d23-0000-7000-8000-000000000011',
  hold: '019e8d23-0000-7000-8000-000000000010',
  key: 'no-key',
  notice: '999999999999',
  officer: 'no-officer',
  organisation: 'ZZ999ZZ',
  permission: '019e8d23-0000-7000-8000-000000000006',
  person: 'no-person',
  policy: '2019-01-01',
  product: '019e8d23-0000-7000-8000-000000000007',
  proposal: '019e8d23-0000-7000-8000-000000000008',
  question: '019e8d23-0000-7000-8000-000000000009',
  reference: 'no-reference',
  region: 'Y99',
  regulator: 'NMC',
  restriction: '019e8d23-0000-7000-8000-00000000000a',
  secret: '019e8d23-0000-7000-8000-00000000000d',
  service: '999999999',
  'service-draft': '019e8d23-0000-7000-8000-00000000000e',
  session: '019e8d23-0000-7000-8000-00000000000b',
  supplier: 'no-supplier',
  'tailored-terms': '019e8d23-0000-7000-8000-00000000000c',
}

/** What a path names after these words. */
const AFTER: Readonly<Record<string, Thing>> = {
  '/accounts/': 'account',
  '/accounts/:id/credentials/': 'key',
  '/accounts/:id/maintained/': 'service',
  '/accounts/:id/restrictions/': 'restriction',
  '/accounts/:id/secrets/': 'secret',
  '/activity-holds/': 'hold',
  '/agreements/': 'agreement',
  '/applications/': 'application',
  '/applications/:id/questions/': 'question',
  '/connections/': 'connection',
  '/feedback-reports/': 'feedback',
  '/findings/': 'finding',
  '/me/notices/': 'notice',
  '/me/registrations/': 'regulator',
  '/me/sessions/': 'session',
  '/organisations/': 'organisation',
  '/people/': 'person',
  '/permissions/': 'permission',
  '/permissions/:id/regions/': 'region',
  '/policy/references/': 'reference',
  '/policy/versions/': 'policy',
  '/products/': 'product',
  '/proposals/': 'proposal',
  '/regions/': 'region',
  '/service-drafts/': 'service-draft',
  '/service-entries/': 'service',
  '/suppliers/': 'supplier',
  '/tailored-terms/': 'tailored-terms',
}

/** What a member of a body or of a query names. */
const MEMBERS: Readonly<Record<string, Thing>> = {
  account: 'account',
  agreement: 'agreement',
  connection: 'connection',
  derogation: 'derogation',
  odsCode: 'organisation',
  officer: 'officer',
  organisation: 'organisation',
  organisations: 'organisation',
  person: 'person',
  predecessor: 'account',
  predecessorId: 'account',
  product: 'product',
  productId: 'product',
  region: 'region',
  regionId: 'region',
  regionIds: 'region',
  regions: 'region',
  scope: 'organisation',
  successor: 'region',
  supplierId: 'supplier',
  toRegionId: 'region',
}
/** Members in the form of an id which name nothing that is somebody's, or where they stand names it. */
const NO_NAMES: readonly string[] = ['after', 'id']

/** A thing that an act names, and where. */
export type Place = { readonly in: 'path' | 'body' | 'query'; readonly name: string; readonly thing: Thing }

const FORMS = [shapeOf(Id('')).pattern, shapeOf(OdsCode).pattern, shapeOf(RegionId).pattern]

/** Everything an act names. @throws AssertionError when it is a thing, or in a place, that is new here */
export function placesOf(act: Act): readonly Place[] {
  const inPath = [...act.path.matchAll(/:(\w+)/g)].map(({ 1: name = '', index }): Place => {
    const thing = AFTER[act.path.slice(0, index)]
    assert.ok(thing, `${act.command}: what is at ${act.path.slice(0, index)}? Say it here, and plant one.`)
    return { in: 'path', name, thing }
  })
  const sent = (where: 'body' | 'query'): Place[] =>
    Object.entries(shapeOf(act[where] ?? {}).properties ?? {}).flatMap(([name, shape]) => {
      const thing = MEMBERS[name]
      const pattern = (shape.items ?? shape).pattern
      const isName = FORMS.includes(pattern) && !NO_NAMES.includes(name)
      assert.ok(thing || !isName, `${act.command}: what does its ${name} name? Say it here.`)
      return thing && isName ? [{ in: where, name, thing }] : []
    })
  return [...inPath, ...sent('body'), ...sent('query')]
}

export type Sent = {
  readonly path: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** Whichever version is present, within reason: what is tried is not the condition. */
export const ANY_VERSION = Array.from({ length: 9 }, (_, before) => `"${before + 1}"`).join(', ')

/**
 * A request for an act that passes its schema.
 * @param ids what is named in each of its places, in their order; empty: what may be left out is left out
 * @param over members of the body that the schema alone does not lead to
 */
export function requestFor(act: Act, ids: readonly string[], now: number, over: object = {}): Sent {
  const places = placesOf(act)
  const at = (where: Place['in'], name: string): string | undefined =>
    ids[places.findIndex(one => one.in === where && one.name === name)] || undefined
  const wishes = (where: 'body' | 'query') => ({
    named: (name: string) => at(where, name),
    text: () => 'some-text',
    given: (name: string, _: Shape) => at(where, name) !== undefined,
    now,
  })
  const bare = act.path.replaceAll(/:(\w+)/g, (_, name: string) => at('path', name) ?? '')
  const asked = Object.entries(fitting(act.query, wishes('query'))).map(([name, value]) => `${name}=${value}`)
  const query = asked.join('&')
  const path = query === '' ? bare : `${bare}?${query}`
  return {
    path,
    ...(act.body ? { body: fitting(act.body, wishes('body'), over) } : {}),
    ...(act.version === 'required' ? { headers: { 'if-match': ANY_VERSION } } : {}),
  }
}
