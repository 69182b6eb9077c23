import {
  type AccountMove,
  type Judge,
  type RegionMap,
  readRegionMap,
  readSeenAccount,
  type Sight,
  type StoredAccount,
} from '../../accounts/index.ts'
import { standingOf } from '../../agreements/index.ts'
import type { Query } from '../../database/index.ts'
import { type Actor, type EpochMillis, holds, type Role, scopesOf } from '../../vocabulary/index.ts'
import { type ActContext, type ActOutcome, notTaken } from './act.ts'
import { OPERATOR } from './reach.ts'

/** How far somebody reaches among accounts: which they see, and in which role they do something to one. */

type Context = Pick<ActContext<unknown, unknown, unknown>, 'rooms' | 'actor' | 'now'>

/** The regions of a DoS Lead, with those merged into them: authority follows a merger down, never up (sources, use 2.4). */
export const ledBy = (actor: Actor, regions: RegionMap, now: EpochMillis): ReadonlySet<string> =>
  regions.ledBy(scopesOf(actor, 'dos-lead'), now)

export async function sightOf({ rooms, actor, now }: Context): Promise<Sight> {
  const regions = await readRegionMap(rooms.database.query)
  return {
    all: OPERATOR.some(role => holds(actor, role)),
    personId: actor.personId,
    odsCodes: [...scopesOf(actor, 'euo-admin'), ...scopesOf(actor, 'euo-signatory')],
    supplierIds: scopesOf(actor, 'supplier-admin'),
    regionIds: [...ledBy(actor, regions, now)],
  }
}

/** The account, when it is one they may see. */
export const seenAccount = async (context: Context, id: string): Promise<StoredAccount | undefined> =>
  readSeenAccount(context.rooms.database.query, await sightOf(context), id)

/** Somebody's authority over regions, and where it could serve their own side. */
export async function judgeOf({ rooms, actor, now }: Context, account: StoredAccount): Promise<Judge> {
  const organisations = actor.roles.flatMap(({ scope }) => (scope.kind === 'organisation' ? [scope.id] : []))
  const regions = await readRegionMap(rooms.database.query)
  return {
    personId: actor.personId,
    reach: account.kind === 'individual' ? ledBy(actor, regions, now) : 'operator',
    organisations,
  }
}

/** Whether somebody leads a region where a person asks or is authorised: who sees it for another reason has no say. */
async function leadsRegionOf(context: Context, { id }: StoredAccount): Promise<boolean> {
  const { regionIds } = await sightOf(context)
  const asLead = { all: false, personId: '', odsCodes: [], supplierIds: [], regionIds }
  return (await readSeenAccount(context.rooms.database.query, asLead, id)) !== undefined
}

/** In which role somebody does something: of these the first they hold for that account. */
function roleFor(
  actor: Actor,
  account: StoredAccount,
  roles: readonly (Role | 'holder')[],
): Role | 'holder' | undefined {
  return roles.find(role => {
    switch (role) {
      case 'holder':
        return account.personId === actor.personId
      case 'euo-admin':
      case 'euo-signatory':
        return account.odsCode !== null && holds(actor, role, [account.odsCode])
      case 'supplier-admin':
        return account.kind === 'product' && holds(actor, role, [account.supplierId])
      case 'dos-lead':
        // Whether of a region the account is in, `withAccountAs` has looked.
        return account.kind === 'individual' && holds(actor, role)
      default:
        return holds(actor, role)
    }
  })
}

/** Finds the account and the role; what is not theirs to see is not there, what is theirs to see only is refused. */
export async function withAccountAs(
  context: Context & { readonly params: { readonly id: string } },
  rolesOf: (account: StoredAccount) => readonly (Role | 'holder')[],
  work: (account: StoredAccount, as: Role | 'holder') => Promise<ActOutcome>,
): Promise<ActOutcome> {
  const account = await seenAccount(context, context.params.id)
  if (!account) return { outcome: 'no-such' }
  const roles = rolesOf(account)
  const leads = roles.includes('dos-lead') && (await leadsRegionOf(context, account))
  const open = leads ? roles : roles.filter(role => role !== 'dos-lead')
  const as = roleFor(context.actor, account, open)
  if (as) return work(account, as)
  return { outcome: 'not-entitled', detail: `For this account it takes: ${roles.join(' or ')}.` }
}

/** How far the connection of an account has come; null for the client of a product, which has none. */
export const standingFor = async (query: Query, account: StoredAccount, now: EpochMillis) =>
  account.connectionId === null ? null : standingOf(query, account.connectionId, now)

/** What came of a step, as an answer. */
export function answerMove(
  move: AccountMove,
  accountId: string,
  more: Readonly<Record<string, unknown>> = {},
): ActOutcome {
  if (move.outcome === 'unknown-account') return { outcome: 'no-such' }
  if (move.outcome !== 'moved') return notTaken(move)
  return { outcome: 'done', body: { id: accountId, status: move.to, ...more } }
}

/** On whose side somebody acts: an administrator instructs as employer, everybody else is the operator. */
export const sideOf = (as: Role | 'holder'): 'operator' | 'employer' =>
  as === 'euo-admin' ? 'employer' : 'operator'
