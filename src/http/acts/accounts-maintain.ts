import Type, { type Static } from 'typebox'
import {
  letMaintain,
  MAINTAINED_MAX,
  type Maintained,
  readKeyHolder,
  readMaintained,
  readRegionMap,
  stopMaintaining,
} from '../../accounts/index.ts'
import type { Query } from '../../database/index.ts'
import { readService, readServices } from '../../directory/index.ts'
import { type Actor, holds, type Role, unreachable } from '../../vocabulary/index.ts'
import { ledBy } from './accounts-reach.ts'
import { ACCOUNTS, AccountPath } from './accounts-words.ts'
import { type Act, type ActContext, type ActOutcome, act } from './act.ts'
import { OPERATOR, reachesOrganisation, reachesSupplier, reachOf } from './reach.ts'
import { JustReason } from './register-words.ts'
import { closed, Id, Instant, iso, isoOrNull, ListOf, Nullable, Reason } from './words.ts'

const LET: readonly Role[] = ['access-manager', 'dos-lead']
const SEE: readonly Role[] = [...OPERATOR, 'euo-admin', 'supplier-admin', 'dos-lead']

const ServiceId = Type.Integer({
  format: 'int64',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description:
    'A service, by its id (not the uid that other interfaces show); all that lies below it in the hierarchy goes with it.',
})
/** In an address everything is text. */
const MaintainedPath = Type.Object(
  {
    ...AccountPath.properties,
    service: Type.String({
      maxLength: 15,
      pattern: '^[1-9][0-9]{0,14}$',
      description: 'The service, by its id.',
    }),
  },
  closed,
)
const MaintainedView = Type.Object(
  {
    service: ServiceId,
    from: Instant('Since when.'),
    until: Nullable(Instant('When it was ended; null while it holds.')),
    grantedBy: Id('Who granted it.'),
  },
  closed,
)
const view = ({ serviceId, grantedBy, from, until }: Maintained): Static<typeof MaintainedView> => ({
  service: serviceId,
  from: iso(from),
  until: isoOrNull(until),
  grantedBy,
})
const Done = Type.Object({ service: ServiceId }, closed)

type Context = Pick<ActContext<unknown, unknown, unknown>, 'rooms' | 'actor' | 'now'>

/**
 * In which role somebody says who keeps a service: the operator of any, a DoS Lead of those in regions of their own.
 * Undefined, too, where there is no such service: what is not theirs answers as if it were not there.
 */
async function keeperOf({ rooms, actor, now }: Context, serviceId: number): Promise<Role | undefined> {
  const { query } = rooms.database
  const stored = await readService(query, serviceId)
  if (!stored) return undefined
  if (holds(actor, 'access-manager')) return 'access-manager'
  const { regionId } = stored.service
  return regionId !== undefined && ledBy(actor, await readRegionMap(query), now).has(regionId)
    ? 'dos-lead'
    : undefined
}

/** Of what an account keeps, that which somebody may see: all, or as a DoS Lead that in regions of their own. */
async function seenOf(context: Context, all: readonly Maintained[]): Promise<readonly Maintained[]> {
  const { rooms, actor, now } = context
  const led = ledBy(actor, await readRegionMap(rooms.database.query), now)
  const stored = await readServices(
    rooms.database.query,
    all.map(one => one.serviceId),
  )
  const theirs = new Set(
    stored.flatMap(({ service: { id, regionId } }) =>
      regionId !== undefined && led.has(regionId) ? [id] : [],
    ),
  )
  return all.filter(one => theirs.has(one.serviceId))
}

async function seesAll(query: Query, actor: Actor, accountId: string): Promise<boolean> {
  const reach = reachOf(actor)
  const holder = await readKeyHolder(query, accountId)
  // A person's account keeps nothing, and whether there is one is nobody's business here.
  return (
    holder !== undefined &&
    holder.kind !== 'individual' &&
    (reachesOrganisation(reach, holder.odsCode) || reachesSupplier(reach, holder.supplierId))
  )
}

const NO_SUCH: ActOutcome = { outcome: 'no-such', detail: 'There is no such account, or service, for you.' }

const listAct = act({
  command: 'account maintained',
  method: 'GET',
  path: '/accounts/:id/maintained',
  tag: ACCOUNTS,
  summary: 'Which services an account keeps right, or kept',
  description: 'DoS Leads see of it what lies in their regions.',
  roles: SEE,
  clauses: ['AUP25-04'],
  params: AccountPath,
  answer: Type.Object(
    { maintained: ListOf(MaintainedView, 2 * MAINTAINED_MAX, 'What holds first, then the newest.') },
    closed,
  ),
  run: async context => {
    const { rooms, actor, params } = context
    const { query } = rooms.database
    const all = await readMaintained(query, params.id, 2 * MAINTAINED_MAX)
    const whole = await seesAll(query, actor, params.id)
    const seen = whole ? all : await seenOf(context, all)
    if (!whole && seen.length === 0) return { outcome: 'no-such' }
    return { outcome: 'done', body: { maintained: seen.map(view) } }
  },
})

const letAct = act({
  command: 'account let-maintain',
  method: 'POST',
  path: '/accounts/:id/maintained',
  tag: ACCOUNTS,
  summary: 'Let an account keep a service right, and all below it in the hierarchy',
  description:
    'It may then change what the interfaces for that change: capacity, the facts of an organisation. A DoS Lead does it for services in regions of their own.',
  roles: LET,
  clauses: ['AUP25-04', 'AUP25-06'],
  params: AccountPath,
  body: Type.Object({ service: ServiceId, reason: Reason }, closed),
  answer: Done,
  run: async context => {
    const { rooms, params, body, deed } = context
    const role = await keeperOf(context, body.service)
    if (!role) return NO_SUCH
    const made = await letMaintain(rooms.database, params.id, body.service, deed(role))
    switch (made) {
      case 'let':
        return { outcome: 'done', status: 201, body: { service: body.service } }
      case 'already':
        return { outcome: 'conflict', detail: 'The account keeps that service already.' }
      case 'too-many':
        return {
          outcome: 'conflict',
          detail: `An account keeps at most ${MAINTAINED_MAX}: name what lies above them instead.`,
        }
      case 'account-ended':
        return { outcome: 'not-legal', detail: 'The account has ended.' }
      case 'unknown-account':
        return NO_SUCH
      default:
        return unreachable(made)
    }
  },
})

const stopAct = act({
  command: 'account stop-maintaining',
  method: 'POST',
  path: '/accounts/:id/maintained/:service/end',
  tag: ACCOUNTS,
  summary: 'End at once that an account keeps a service right',
  roles: LET,
  clauses: ['AUP25-04', 'AUP25-42'],
  params: MaintainedPath,
  body: JustReason,
  answer: Done,
  run: async context => {
    const { rooms, params, deed } = context
    const service = Number(params.service)
    const role = await keeperOf(context, service)
    const made = role && (await stopMaintaining(rooms.database, params.id, service, deed(role)))
    return made === 'stopped' ? { outcome: 'done', body: { service } } : NO_SUCH
  },
})

/** Which entries of the directory an account keeps right (sources, DoS 3, 5.4). */
export const accountMaintainActs: readonly Act[] = [listAct, letAct, stopAct]
