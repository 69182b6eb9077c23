import { readRegionMap } from '../../../accounts/index.ts'
import {
  type Application,
  type ApplicationFilter,
  isOwnCause,
  readApplications,
} from '../../../agreements/index.ts'
import type { Query } from '../../../database/index.ts'
import { type Actor, type EpochMillis, holds, scopesOf } from '../../../vocabulary/index.ts'
import { readActs } from '../../../workflow/index.ts'
import { mayTry } from '../door.ts'
import { OPERATOR } from './words.ts'

/** Whether somebody who decides or reviews had a hand in the application, or acts for one of its sides. */
export const isOwn = async (query: Query, application: Application, actor: Actor): Promise<boolean> =>
  isOwnCause(application, await writersOf(query, application.id), {
    id: actor.personId,
    organisations: actor.roles.flatMap(({ scope }) => (scope.kind === 'organisation' ? [scope.id] : [])),
    suppliers: scopesOf(actor, 'supplier-admin'),
  })

/** Whoever saved the form, once or more. */
export const writersOf = async (query: Query, id: string): Promise<readonly string[]> =>
  (await readActs(query, 'application', id)).flatMap(({ event, who }) => (event === 'save' ? [who] : []))

/** Regions whose DoS Lead somebody is, with those merged into them. */
export async function regionsOf(query: Query, actor: Actor, now: EpochMillis): Promise<readonly string[]> {
  const own = scopesOf(actor, 'dos-lead')
  return own.length === 0 ? [] : [...(await readRegionMap(query)).ledBy(own, now)]
}

/** Whose applications somebody sees: the operator's people all; others those that concern them. */
export async function sightOf(
  query: Query,
  actor: Actor,
  now: EpochMillis,
): Promise<ApplicationFilter['seenBy']> {
  if (mayTry(OPERATOR, actor)) return null
  return {
    odsCodes: [
      ...scopesOf(actor, 'euo-admin'),
      ...scopesOf(actor, 'euo-signatory'),
      ...scopesOf(actor, 'clinical-safety-officer'),
    ],
    supplierIds: scopesOf(actor, 'supplier-admin'),
    regionIds: await regionsOf(query, actor, now),
  }
}

/** An application, if it is one they may see. */
export async function findApplication(
  query: Query,
  actor: Actor,
  id: string,
  now: EpochMillis,
): Promise<Application | undefined> {
  const seenBy = await sightOf(query, actor, now)
  const [found] = await readApplications(query, { ids: [id], ...(seenBy ? { seenBy } : {}), limit: 1 })
  return found
}

/**
 * In which role somebody may write into the form: an administrator of the organisation; or, until the application is
 * handed in, the administrator of the supplier who drafts it for them.
 */
export function drafterOf(actor: Actor, application: Application): 'euo-admin' | 'supplier-admin' | null {
  if (holds(actor, 'euo-admin', [application.odsCode])) return 'euo-admin'
  const { supplierId } = application.form
  const drafts = application.created.as === 'supplier-admin' && application.state === 'draft'
  return drafts && supplierId !== undefined && holds(actor, 'supplier-admin', [supplierId])
    ? 'supplier-admin'
    : null
}
