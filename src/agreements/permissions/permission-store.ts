import { appendChanges, type Database, type Query } from '../../database/index.ts'
import type { Deed, EpochMillis } from '../../vocabulary/index.ts'
import { recordAct, type Step, step, unschedule } from '../../workflow/index.ts'
import { type Circumstances, CLAUSES_OF_TYPE } from './circumstances.ts'
import {
  circumstancesOf,
  defaultDates,
  type Held,
  holdPermission,
  type PermissionSurroundings,
} from './circumstances-store.ts'
import { PERMISSION_MACHINE, type PermissionEvent, type PermissionStep } from './machine.ts'
import { grantHolds, type Permission, type PermissionState } from './permission.ts'
import { readPermission } from './permission-read-store.ts'
import { scheduleEnds } from './timers.ts'

export type PermissionChange =
  | { readonly outcome: 'changed'; readonly permission: Permission }
  | { readonly outcome: 'unknown-permission' }
  | WrongDates
  /** Another stands today, and this one would begin later: there would be none in between. */
  | { readonly outcome: 'too-early'; readonly other: string }
  | Exclude<Step<PermissionState, PermissionEvent>, { outcome: 'moved' }>

/** Dates that cannot be. */
export type WrongDates = {
  readonly outcome: 'wrong-dates'
  readonly parameter: 'from' | 'until'
  /** What is wrong with them, as a sentence. */
  readonly what: string
}

/** What a grant sets; what is left out has its default. */
export type GrantTerms = {
  readonly conditions?: readonly string[]
  /** At once unless said; never in the past. */
  readonly from?: EpochMillis | null
  /** The longest it may last, and no longer than its agreement, unless said. */
  readonly until?: EpochMillis | null
  /** Of public display: the regions that must have granted by now; the others asked for may follow. */
  readonly regions?: readonly string[] | null
}

/** Grants what was asked for. Another permission of the same type on the same agreement makes way for it. */
export const grantPermission = (
  database: Database,
  id: string,
  terms: GrantTerms,
  surroundings: PermissionSurroundings,
  deed: Deed,
): Promise<PermissionChange> =>
  change(database, id, 'grant', surroundings, deed, {
    wish: (_held, about) => {
      const usual = defaultDates(about, terms.from ?? deed.at)
      return { from: usual.from, until: terms.until ?? usual.until, regionsNow: terms.regions ?? null }
    },
    refuse: async (query, { permission }, about) => {
      if (about.from < deed.at) {
        return { outcome: 'wrong-dates', parameter: 'from', what: 'It must not lie in the past.' }
      }
      const other = about.from > deed.at ? await standingBeside(query, permission) : undefined
      return other === undefined ? null : { outcome: 'too-early', other }
    },
    write: async (query, { permission }, about) => {
      await supersedeOthers(query, permission, deed)
      await query(
        `update agreements.permission set state = 'granted', conditions = $2, valid_from = $3, valid_until = $4,
           decided_at = $5, evidence_id = $6, told_of_version = null where id = $1`,
        [
          id,
          terms.conditions ?? [],
          new Date(about.from),
          new Date(about.until),
          new Date(deed.at),
          evidenceFor(about),
        ],
      )
      await scheduleEnds(query, id, about)
    },
  })

/** Looks at everything anew and rests the permission on the newest evidence; lifts a suspension. */
export const reaffirmPermission = (
  database: Database,
  id: string,
  surroundings: PermissionSurroundings,
  deed: Deed,
): Promise<PermissionChange> =>
  change(database, id, 'reaffirm', surroundings, deed, {
    // The regions whose leads were to follow may follow still.
    wish: ({ permission }, about) => ({
      from: about.from,
      until: about.until,
      regionsNow: grantedRegions(permission, deed.at),
    }),
    write: async (query, _held, about) => {
      await query(
        `update agreements.permission set state = 'granted', decided_at = $2, evidence_id = $3, told_of_version = null
         where id = $1`,
        [id, new Date(deed.at), evidenceFor(about)],
      )
      await scheduleEnds(query, id, about)
    },
  })

/** Steps that set a state and nothing else. */
export type PlainEvent = 'discuss' | 'refuse' | 'take-up' | 'suspend' | 'withdraw' | 'expire'

export const movePermission = (
  database: Database,
  id: string,
  event: PlainEvent,
  surroundings: PermissionSurroundings,
  deed: Deed,
): Promise<PermissionChange> =>
  change(database, id, event, surroundings, deed, {
    write: async (query, _held, _about, to) => {
      await query(
        `update agreements.permission set state = $2, decided_at = $3,
           taken_up_at = case when $4 then $3 else taken_up_at end where id = $1`,
        [id, to, new Date(deed.at), event === 'take-up'],
      )
      // What is suspended still ends on its day.
      if (to !== 'suspended') await unschedule(query, 'permission', id)
    },
  })

type Refusal = Extract<PermissionChange, { outcome: 'wrong-dates' | 'too-early' }>

type Work = {
  /** The dates and regions to be judged; those it has unless said. */
  readonly wish?: (
    held: Held,
    about: Circumstances,
  ) => Partial<Pick<Circumstances, 'from' | 'until' | 'regionsNow'>>
  readonly region?: string
  /** What stands in the way of the dates it would have, once the step is known to be legal. */
  readonly refuse?: (query: Query, held: Held, about: Circumstances) => Promise<Refusal | null>
  readonly write: (query: Query, held: Held, about: Circumstances, to: PermissionState) => Promise<void>
}

/** One transaction: holds the permission, judges the step, does the work, records it, tells the feed. */
export async function change(
  database: Database,
  id: string,
  event: PermissionEvent,
  surroundings: PermissionSurroundings,
  deed: Deed,
  work: Work,
): Promise<PermissionChange> {
  return database.transaction(async query => {
    const held = await holdPermission(query, id, surroundings)
    if (!held) return { outcome: 'unknown-permission' }
    const { permission } = held
    const now = deed.at
    const dates = { now, from: permission.from ?? now, until: permission.until ?? now }
    const about = await circumstancesOf(query, held, surroundings, dates)
    const judged: PermissionStep = {
      ...about,
      ...work.wish?.(held, about),
      ...(work.region === undefined ? {} : { regionId: work.region }),
    }
    const taken = step(PERMISSION_MACHINE, permission.state, event, judged)
    if (taken.outcome !== 'moved') return taken
    const refusal = await work.refuse?.(query, held, judged)
    if (refusal) return refusal
    await work.write(query, held, judged, taken.to)
    const after = await readPermission(query, id)
    if (!after) throw new Error(`The permission ${id} is gone from under its own transaction.`)
    const clauses = [...new Set([...taken.clauses, ...CLAUSES_OF_TYPE[permission.scope.type]])]
    await recordAct(query, 'permission', id, event, { ...deed, clauses }, told(permission), told(after))
    await appendChanges(query, 'agreement', [permission.connectionId])
    return { outcome: 'changed', permission: after }
  })
}

/** What the record of acts keeps of a permission: no reasons twice, no people. */
export const told = ({
  state,
  scope,
  from,
  until,
  conditions,
  evidenceId,
  grants,
  agreementId,
}: Permission) => ({
  agreementId,
  state,
  scope,
  from,
  until,
  conditions,
  evidenceId,
  regionsGranted: grants.filter(grant => grant.endedAt === null).map(grant => grant.regionId),
})

/** Another of its type that stands on its agreement; called with all of these held. */
async function standingBeside(
  query: Query,
  { id, agreementId, scope }: Permission,
): Promise<string | undefined> {
  const [other] = await query<{ id: string }>(
    `select id from agreements.permission where agreement_id = $1 and type = $2 and id <> $3
       and state in ('granted', 'suspended') order by id limit 1`,
    [agreementId, scope.type, id],
  )
  return other?.id
}

/** Called with the permission held, whose agreement's other permissions are held as well. */
async function supersedeOthers(query: Query, permission: Permission, deed: Deed): Promise<void> {
  const others = await query<{ id: string; state: string }>(
    `update agreements.permission p set state = 'superseded', decided_at = $4
     from (select id, state from agreements.permission where agreement_id = $1 and type = $2 and id <> $3
       and state in ('granted', 'suspended')) as was
     where p.id = was.id returning p.id, was.state`,
    [permission.agreementId, permission.scope.type, permission.id, new Date(deed.at)],
  )
  for (const other of others) {
    await unschedule(query, 'permission', other.id)
    const after = { state: 'superseded', by: permission.id }
    await recordAct(query, 'permission', other.id, 'supersede', deed, { state: other.state }, after)
  }
}

const evidenceFor = ({ scope, safetyCase }: Circumstances): string | null =>
  scope.type === 'public-display' ? (safetyCase?.id ?? null) : null

/** Null when there is none: then every region asked for is missing, and is told. */
function grantedRegions(permission: Permission, now: EpochMillis): readonly string[] | null {
  const regions = permission.grants.flatMap(grant => (grantHolds(grant, now) ? [grant.regionId] : []))
  return regions.length > 0 ? regions : null
}
