import Type from 'typebox'
import {
  activateAccount,
  approveAccount,
  authoriseRegion,
  declineRegion,
  type RegionChange,
  readRegionMap,
  rejectAccount,
  rerouteIndividual,
  type StoredAccount,
  setSearchRoles,
  withdrawRegion,
} from '../../accounts/index.ts'
import { noteLive } from '../../agreements/index.ts'
import { holdersOf } from '../../people/index.ts'
import { type Role, unreachable } from '../../vocabulary/index.ts'
import { inside } from '../../workflow/index.ts'
import { answerMove, judgeOf, ledBy, standingFor, withAccountAs } from './accounts-reach.ts'
import { ACCOUNTS, AccountPath, RegionIds, RoleIds, StepAnswer } from './accounts-words.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { closed, Reason, RegionId } from './words.ts'

/** Deciding about accounts: DoS Leads about people in their regions, the operator about all others. */

const DECIDE: readonly Role[] = ['dos-lead', 'access-manager']
const decides = ({ kind }: StoredAccount): readonly Role[] =>
  kind === 'individual' ? ['dos-lead'] : ['access-manager']
const JustReason = Type.Object({ reason: Reason }, closed)
const OneRegion = Type.Object({ region: RegionId, reason: Reason }, closed)

const answerRegion = (change: RegionChange, id: string): ActOutcome => {
  switch (change.outcome) {
    case 'there-already':
      return { outcome: 'conflict', detail: 'The account is authorised there already.' }
    case 'not-narrowed':
      return {
        outcome: 'conflict',
        detail: 'The account is not narrowed by region: it may ask wherever its agreement lets it.',
      }
    default:
      return answerMove(change, id)
  }
}

export const accountDecideActs: readonly Act[] = [
  act({
    command: 'account approve',
    method: 'POST',
    path: '/accounts/:id/approval',
    tag: ACCOUNTS,
    summary: 'Approve an application: of a person for regions you lead, of others as the operator',
    description:
      'A person’s account is active from then on when its connection has everything it takes. For a web service account name no region, or those it is narrowed to.',
    roles: DECIDE,
    clauses: ['AUP25-06'],
    params: AccountPath,
    body: Type.Object(
      {
        regions: Type.Optional(RegionIds('Where it may ask.')),
        searchRoles: Type.Optional(RoleIds),
        reason: Reason,
      },
      closed,
    ),
    answer: StepAnswer,
    run: context =>
      withAccountAs(context, decides, async (account, as) => {
        const { rooms, now, body, deed } = context
        const judge = await judgeOf(context, account)
        return rooms.database.transaction(async query => {
          const terms = { regionIds: body.regions ?? [], referralRoleIds: body.searchRoles ?? null }
          const standing = await standingFor(query, account, now)
          const within = inside(rooms.database, query)
          const move = await approveAccount(within, account.id, terms, judge, standing, holdersOf, deed(as))
          return answerMove(move, account.id)
        })
      }),
  }),
  act({
    command: 'account reroute',
    method: 'POST',
    path: '/accounts/:id/route',
    tag: ACCOUNTS,
    summary: 'Put a person’s application before the lead of another region, without rejecting it',
    roles: DECIDE,
    clauses: ['AUP25-06'],
    params: AccountPath,
    body: OneRegion,
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => DECIDE,
        async ({ id }, as) => {
          const { rooms, body, deed } = context
          return answerMove(await rerouteIndividual(rooms.database, id, body.region, holdersOf, deed(as)), id)
        },
      ),
  }),
  act({
    command: 'account reject',
    method: 'POST',
    path: '/accounts/:id/rejection',
    tag: ACCOUNTS,
    summary: 'Do not accept an application; the reason goes to whoever applied',
    roles: DECIDE,
    clauses: ['AUP25-40'],
    params: AccountPath,
    body: JustReason,
    answer: StepAnswer,
    run: context =>
      withAccountAs(context, decides, async (account, as) => {
        const judge = await judgeOf(context, account)
        const { rooms, deed } = context
        return answerMove(
          await rejectAccount(rooms.database, account.id, judge, holdersOf, deed(as)),
          account.id,
        )
      }),
  }),
  act({
    command: 'account decline-region',
    method: 'POST',
    path: '/accounts/:id/region-refusal',
    tag: ACCOUNTS,
    summary: 'Do not open the region an account asked for; all else of it stays',
    roles: ['dos-lead'],
    clauses: ['AUP25-06'],
    params: AccountPath,
    body: JustReason,
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        () => ['dos-lead'],
        async (account, as) => {
          const { rooms, actor, now, deed } = context
          const led = ledBy(actor, await readRegionMap(rooms.database.query), now)
          if (account.reviewRegionId !== null && !led.has(account.reviewRegionId)) return NOT_LED
          const judge = await judgeOf(context, account)
          const move = await declineRegion(rooms.database, account.id, judge, holdersOf, deed(as))
          return answerMove(move, account.id)
        },
      ),
  }),
  act({
    command: 'account authorise-region',
    method: 'POST',
    path: '/accounts/:id/regions',
    tag: ACCOUNTS,
    summary: 'Open another region to an account',
    description:
      'For a region that another was merged into, this is also the review of what was authorised there. A web service account must have been narrowed by region.',
    roles: DECIDE,
    clauses: ['AUP25-06'],
    params: AccountPath,
    body: OneRegion,
    answer: StepAnswer,
    run: context =>
      withAccountAs(context, decides, async (account, as) => {
        const { rooms, now, body, deed } = context
        const judge = await judgeOf(context, account)
        return rooms.database.transaction(async query => {
          const standing = await standingFor(query, account, now)
          const within = inside(rooms.database, query)
          const { id } = account
          const by = deed(as)
          return answerRegion(
            await authoriseRegion(within, id, body.region, judge, standing, holdersOf, by),
            id,
          )
        })
      }),
  }),
  act({
    command: 'account withdraw-region',
    method: 'POST',
    path: '/accounts/:id/region-withdrawal',
    tag: ACCOUNTS,
    summary: 'Withdraw a region, at once; a person left without any is suspended',
    roles: DECIDE,
    clauses: ['AUP25-06'],
    params: AccountPath,
    body: OneRegion,
    answer: StepAnswer,
    run: context =>
      withAccountAs(context, decides, async (account, as) => {
        const { rooms, actor, now, body, deed } = context
        if (account.kind === 'individual') {
          const led = ledBy(actor, await readRegionMap(rooms.database.query), now)
          if (!led.has(body.region)) return NOT_LED
        }
        const { id } = account
        return answerRegion(await withdrawRegion(rooms.database, id, body.region, holdersOf, deed(as)), id)
      }),
  }),
  act({
    command: 'account activate',
    method: 'POST',
    path: '/accounts/:id/activation',
    tag: ACCOUNTS,
    summary: 'Let an approved account be used; else hear everything that is still missing',
    roles: ['access-manager', 'euo-admin', 'dos-lead'],
    clauses: ['AUP25-04', 'AUP18-08', 'AUP25-61'],
    params: AccountPath,
    body: JustReason,
    answer: StepAnswer,
    run: context =>
      withAccountAs(
        context,
        ({ kind }) =>
          kind === 'individual' ? ['access-manager', 'dos-lead', 'euo-admin'] : ['access-manager'],
        async (account, as) => {
          const { rooms, now, deed } = context
          return rooms.database.transaction(async query => {
            const standing = await standingFor(query, account, now)
            const within = inside(rooms.database, query)
            const by = deed(as)
            const move = await activateAccount(within, account.id, standing, holdersOf, by)
            if (move.outcome === 'moved' && account.connectionId !== null) {
              await noteLive(within, account.connectionId, by)
            }
            return answerMove(move, account.id)
          })
        },
      ),
  }),
  act({
    command: 'account set-search-roles',
    method: 'PUT',
    path: '/accounts/:id/search-roles',
    tag: ACCOUNTS,
    summary: 'Set which services an account finds, by their referral roles; none given: all',
    roles: DECIDE,
    clauses: ['AUP25-41'],
    params: AccountPath,
    body: Type.Object({ searchRoles: Type.Optional(RoleIds), reason: Reason }, closed),
    answer: StepAnswer,
    run: context =>
      withAccountAs(context, decides, async ({ id, status, personId, endedAt }, as) => {
        const { rooms, actor, body, deed } = context
        if (personId === actor.personId) return OWN_CAUSE
        if (endedAt !== null) return { outcome: 'not-legal', detail: `The account is ${status}.` }
        const set = await setSearchRoles(rooms.database, id, body.searchRoles ?? null, deed(as))
        switch (set) {
          case 'changed':
            return { outcome: 'done', body: { id, status } }
          case 'unknown-account':
            return { outcome: 'no-such' }
          default:
            return unreachable(set)
        }
      }),
  }),
]

const NOT_LED: ActOutcome = {
  outcome: 'not-entitled',
  detail: 'It is not one of your regions.',
  clauses: ['AUP25-06'],
}

const OWN_CAUSE: ActOutcome = { outcome: 'own-cause', detail: 'Nobody decides about their own account.' }
