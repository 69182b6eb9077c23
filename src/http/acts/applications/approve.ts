import { createConnection, readConnection, readConnections } from '../../../accounts/index.ts'
import {
  type Application,
  type ApplicationChange,
  approveApplication,
  type CompleteForm,
  isComplete,
  missing,
  readAgreement,
  readFootprint,
  standingOf,
} from '../../../agreements/index.ts'
import type { Query } from '../../../database/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import { inside, type Unmet } from '../../../workflow/index.ts'
import type { ActContext, ActOutcome } from '../act.ts'
import { answerOf } from './view.ts'

/** Approves, and makes the connection where there is none: both or neither. */
export async function approve(
  { rooms, now, deed }: ActContext<unknown, unknown, unknown>,
  { id, kind, odsCode, form, ...application }: Application,
): Promise<ActOutcome> {
  if (!isComplete(form)) return { outcome: 'unmet', unmet: missing({ form, ...application }) }
  const { query } = rooms.database
  const fit =
    kind === 'new'
      ? await connectionOf(query, odsCode, form)
      : await connectionOfParent(query, application.parentAgreementId, form)
  if (fit === 'another-product') {
    const detail =
      'A change of use or a renewal keeps its product and environment; another one is applied for anew.'
    return { outcome: 'conflict', detail, clauses: ['AUP18-30'] }
  }
  if (kind === 'new' && fit !== null && (await serves(query, fit, now))) {
    const detail = 'The connection has an agreement in force. Refuse this one; it is a change of use of that.'
    return { outcome: 'conflict', detail, clauses: ['AUP18-30'] }
  }
  const read = readFootprint(form, postcode => pointOf(rooms.clinical.places, postcode))
  if (read.outcome === 'unknown-sites') return { outcome: 'unmet', unmet: [unknownSites(read.postcodes)] }
  const connectionId = fit ?? rooms.newId()
  const { agreementTermMonths: termMonths, resultsMax, distanceMetresMax } = rooms.policy(now).parameters
  const most = { results: resultsMax, distanceMetres: distanceMetresMax }
  const { footprint } = read
  const approval = { connectionId, agreementId: rooms.newId(), termMonths, most, footprint }
  const by = deed('access-manager', { onBehalfOf: odsCode })
  const done = rooms.database.transaction(async query => {
    const within = inside(rooms.database, query)
    const change = await approveApplication(within, id, approval, by)
    if (change.outcome !== 'changed' || fit !== null) return change
    const { productId, environment } = form
    const made = await createConnection(within, { id: connectionId, odsCode, productId, environment }, by)
    if (made !== 'created') throw new NotConnected(made)
    return change
  })
  return done.then(
    (change: ApplicationChange) => answerOf(change),
    (error: unknown) => {
      if (!(error instanceof NotConnected)) throw error
      return { outcome: 'conflict', detail: `The connection cannot be made: ${error.message}.` }
    },
  )
}

function pointOf(places: ActContext<unknown, unknown, unknown>['rooms']['clinical']['places'], text: string) {
  const answer = places.locate(text)
  if (answer.outcome === 'located') return answer.place
  return answer.outcome === 'terminated' ? answer.place : null
}

const unknownSites = (postcodes: readonly string[]): Unmet => ({
  what: `sites: nobody knows where ${postcodes.join(', ')} is, so where it cares for people cannot be agreed.`,
  clauses: ['AUP25-09', 'AUP25-28'],
  whoCanFix: 'an administrator of the organisation',
})

/** Carries a refusal out of the transaction, which it ends. */
class NotConnected extends Error {}

async function connectionOf(query: Query, odsCode: string, form: CompleteForm): Promise<string | null> {
  const all = await readConnections(query, { odsCodes: [odsCode], supplierIds: null, after: '', limit: 1000 })
  const { productId, environment } = form
  const alike = all.find(
    one => one.productId === productId && one.environment === environment && one.status !== 'withdrawn',
  )
  return alike?.id ?? null
}

async function connectionOfParent(
  query: Query,
  parentAgreementId: string | null,
  form: CompleteForm,
): Promise<string | 'another-product'> {
  const parent = parentAgreementId === null ? undefined : await readAgreement(query, parentAgreementId)
  const connection = parent && (await readConnection(query, parent.connectionId))
  const same = connection?.productId === form.productId && connection.environment === form.environment
  return connection && same ? connection.id : 'another-product'
}

const serves = async (query: Query, connectionId: string, now: EpochMillis): Promise<boolean> =>
  (await standingOf(query, connectionId, now)).agreement !== null
