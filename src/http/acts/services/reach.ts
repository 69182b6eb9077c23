import { readRegionMap } from '../../../accounts/index.ts'
import {
  type Draft,
  type EditReach,
  lineOf,
  londonMoment,
  readDraft,
  readService,
  type StoredService,
} from '../../../directory/index.ts'
import { type Actor, holds, type Role, scopesOf } from '../../../vocabulary/index.ts'
import { recordAct } from '../../../workflow/index.ts'
import { ledBy } from '../accounts-reach.ts'
import type { ActContext } from '../act.ts'
import { OPERATOR } from '../reach.ts'

/** How far somebody reaches among entries: which they see, and in which role they change one. */

export type Context = Pick<ActContext<unknown, unknown, unknown>, 'rooms' | 'actor' | 'now' | 'deed'>

/** Those who correct an entry at once. */
export const EDITORS: readonly Role[] = ['service-editor', 'dos-lead']
/** Those who write drafts; the operator does for what is of no region. */
export const DRAFTERS: readonly Role[] = [...EDITORS, 'access-manager']
/** Those who decide on drafts. */
export const APPROVERS: readonly Role[] = ['dos-lead', 'access-manager']
export const READERS: readonly Role[] = [...OPERATOR, ...EDITORS]

const rootsOf = (actor: Actor): readonly number[] =>
  scopesOf(actor, 'service-editor').flatMap(id => (/^[1-9]\d{0,14}$/.test(id) ? [Number(id)] : []))

export async function editReach({ rooms, actor, now }: Omit<Context, 'deed'>): Promise<EditReach> {
  const regions = await readRegionMap(rooms.database.query)
  return {
    all: OPERATOR.some(role => holds(actor, role)),
    regionIds: [...ledBy(actor, regions, now)],
    rootIds: rootsOf(actor),
  }
}

/** What somebody is to an entry. */
export type Standing = { readonly lead: boolean; readonly editor: boolean; readonly operator: boolean }

/**
 * @param regionId whose lead answers for it
 * @param entry itself, or what it is to hang below where it is new
 */
async function standingFor(
  context: Omit<Context, 'deed'>,
  regionId: string | null | undefined,
  entry: number | undefined,
): Promise<Standing> {
  const reach = await editReach(context)
  const line =
    entry === undefined || reach.rootIds.length === 0 ? [] : await lineOf(context.rooms.database.query, entry)
  return {
    lead: regionId != null && reach.regionIds.includes(regionId),
    editor: line.some(id => reach.rootIds.includes(id)),
    operator: reach.all,
  }
}

const sees = ({ lead, editor, operator }: Standing): boolean => lead || editor || operator

export type SeenEntry = { readonly stored: StoredService; readonly standing: Standing }

/** The entry, when it is one they may see. */
export async function seenEntry(context: Omit<Context, 'deed'>, id: string): Promise<SeenEntry | undefined> {
  const stored = await readService(context.rooms.database.query, Number(id))
  if (!stored) return undefined
  const standing = await standingFor(context, stored.service.regionId, stored.service.id)
  return sees(standing) ? { stored, standing } : undefined
}

export type SeenDraft = { readonly draft: Draft; readonly standing: Standing }

/** The draft, when its entry is one they may see, or would be. */
export async function seenDraft(context: Omit<Context, 'deed'>, id: string): Promise<SeenDraft | undefined> {
  const { query } = context.rooms.database
  const draft = await readDraft(query, id)
  if (!draft) return undefined
  const stored = draft.serviceId === null ? undefined : await readService(query, draft.serviceId)
  const region = stored ? stored.service.regionId : draft.regionId
  const standing = await standingFor(context, region, draft.serviceId ?? draft.profile.parentId)
  return sees(standing) ? { draft, standing } : undefined
}

/** What somebody would be to an entry of that region, below that other. */
export const standingBelow = (
  context: Omit<Context, 'deed'>,
  regionId: string | undefined,
  parentId: number | undefined,
): Promise<Standing> => standingFor(context, regionId, parentId)

/** The role in which somebody corrects an entry at once; undefined: they may see it and no more. */
export const correctorOf = ({ lead, editor }: Standing): Role | undefined =>
  lead ? 'dos-lead' : editor ? 'service-editor' : undefined

/** The role in which somebody writes a draft. */
export const drafterOf = (standing: Standing, actor: Actor): Role | undefined =>
  correctorOf(standing) ?? (holds(actor, 'access-manager') ? 'access-manager' : undefined)

/** The role in which somebody decides on a draft: the operator stands in for a lead who is away, or whose own it is. */
export const approverOf = ({ lead }: Standing, actor: Actor): Role | undefined =>
  lead ? 'dos-lead' : holds(actor, 'access-manager') ? 'access-manager' : undefined

/** A region with all that was merged into it, for lists that name one; null: whichever. */
export async function regionsOf(
  { rooms, now }: Pick<Context, 'rooms' | 'now'>,
  region: string | undefined,
): Promise<readonly string[] | null> {
  if (region === undefined) return null
  return [...(await readRegionMap(rooms.database.query)).reach([region], now)]
}

/** Today in London, as dates of entries are meant. */
export const todayOf = ({ now }: Pick<Context, 'now'>): string => londonMoment(now).date

/**
 * Puts on record that somebody read entries, before they are shown: this is service data outside a search, so it is
 * bounded by reach and never unrecorded.
 */
export async function recordReading(
  context: Context,
  what: string,
  services: readonly number[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { rooms, actor, deed } = context
  const as = READERS.find(role => holds(actor, role)) ?? 'holder'
  const after = { services, ...more }
  await recordAct(rooms.database.query, 'service-reading', actor.personId, what, deed(as), null, after)
}
