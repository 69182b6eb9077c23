import {
  readAccount,
  readConnections,
  readOrganisation,
  readProduct,
  readRegionMap,
  readSeenAccounts,
} from '../../../accounts/index.ts'
import {
  type Application,
  type CompleteForm,
  type EligibilityFacts,
  readApplication,
} from '../../../agreements/index.ts'
import type { Query } from '../../../database/index.ts'
import { createPlaces, type Places, REGIONS } from '../../../places/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'

/** What the registers say of those an application names. */
export async function eligibilityFacts(
  query: Query,
  application: Application,
  form: CompleteForm,
  now: EpochMillis,
): Promise<EligibilityFacts> {
  const organisation = await readOrganisation(query, application.odsCode)
  const product = await readProduct(query, form.productId)
  return {
    form,
    now,
    organisation: organisation?.status ?? null,
    product: product
      ? { status: product.status, supplierId: product.supplierId, version: product.version }
      : null,
    regionsKnown: await regionsKnown(query, now),
    sitesOutside: (form.sites ?? []).flatMap(({ postcode }) => (liesInEngland(postcode) ? [] : [postcode])),
    ended: application.kind === 'new' ? await endedAccounts(query, application.odsCode, form) : [],
    predecessor: await predecessorOf(query, application),
  }
}

/** The regions of England, and those the register has instead of them since they merged. */
async function regionsKnown(query: Query, now: EpochMillis): Promise<readonly string[]> {
  const map = await readRegionMap(query)
  const ids = [...REGIONS.map(region => region.id), ...map.all.map(region => region.id)]
  return [...new Set(ids)].filter(id => map.stateOf(id, now) !== 'merged')
}

let kept: Places | undefined

/** By the tables that come with the program: which nation a postcode district is in needs no others. */
function liesInEngland(postcode: string): boolean {
  kept ??= createPlaces()
  const answer = kept.locate(postcode)
  return answer.outcome === 'located' || answer.outcome === 'terminated' || answer.outcome === 'unlocated'
}

const OF_ALL = { all: true, personId: '', odsCodes: [], supplierIds: [], regionIds: [] } as const

/** Web service accounts of the organisation for that product and environment which ended, none having come since. */
async function endedAccounts(
  query: Query,
  odsCode: string,
  form: CompleteForm,
): Promise<EligibilityFacts['ended']> {
  const connections = await readConnections(query, {
    odsCodes: [odsCode],
    supplierIds: null,
    after: '',
    limit: 1000,
  })
  const alike = connections.filter(
    one => one.productId === form.productId && one.environment === form.environment,
  )
  if (alike.some(one => one.accountId !== null)) return []
  const ids = new Set(alike.map(one => one.id))
  const ended = await readSeenAccounts(query, OF_ALL, {
    odsCode,
    connectionId: null,
    personId: null,
    status: 'terminated',
    after: null,
    limit: 1000,
  })
  // Whether the duties after the end are met is for enforcement to know; until it says, a person judges.
  return ended.flatMap(account =>
    account.kind === 'web-service' && account.connectionId !== null && ids.has(account.connectionId)
      ? [{ id: account.id, duties: 'unknown' as const }]
      : [],
  )
}

async function predecessorOf(
  query: Query,
  { odsCode, form }: Application,
): Promise<EligibilityFacts['predecessor']> {
  const id = form.predecessorId
  if (id === undefined) return 'none'
  if ((await readApplication(query, id))?.odsCode === odsCode) return 'theirs'
  return (await readAccount(query, id))?.odsCode === odsCode ? 'theirs' : 'not-theirs'
}
