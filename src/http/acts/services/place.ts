import { readRegionMap } from '../../../accounts/index.ts'
import {
  type ProfileFault,
  readService,
  type Service,
  type ServiceProfile,
} from '../../../directory/index.ts'
import { holds } from '../../../vocabulary/index.ts'
import { type Context, type Standing, standingBelow } from './reach.ts'

/**
 * Where in the hierarchy an entry is to stand, judged for whoever writes it: its region is one of the register, the
 * entry above it of the same region, and there within the writer's reach. Else an entry could be put below somebody
 * else's. A lead may give an entry away to another region, which an access manager then decides.
 * @param standing what the writer is to the entry as it stands
 * @param before null: it is new
 */
export async function placeFaults(
  context: Omit<Context, 'deed'>,
  standing: Standing,
  before: Service | null,
  { regionId, parentId }: ServiceProfile,
): Promise<readonly ProfileFault[]> {
  const leaves = before !== null && before.regionId !== regionId
  if (before !== null && !leaves && before.parentId === parentId) return []
  const { query } = context.rooms.database
  const regions = await readRegionMap(query)
  const faults: ProfileFault[] = []
  if (regionId !== undefined && regions.stateOf(regionId, context.now) !== 'current') {
    faults.push({ at: '/regionId', problem: 'is no region' })
  }
  const presentOf = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : regions.presentOf(id, context.now)
  const above = parentId === undefined ? undefined : (await readService(query, parentId))?.service
  if (above && presentOf(above.regionId) !== presentOf(regionId)) {
    faults.push({ at: '/parentId', problem: 'is an entry of another region' })
  }
  const there = await standingBelow(context, regionId, parentId)
  const may =
    there.lead || there.editor || (leaves && standing.lead) || holds(context.actor, 'access-manager')
  return may ? faults : [...faults, { at: '/parentId', problem: 'is no entry that you look after' }]
}
