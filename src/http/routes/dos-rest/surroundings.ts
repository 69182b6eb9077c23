import {
  type ClinicalReference,
  type Memory,
  mayBeTold,
  referralRoleById,
  type Service,
} from '../../../directory/index.ts'
import type { RestSurroundings } from '../../../dos/index.ts'
import { REGIONS } from '../../../places/index.ts'
import type { Audience } from '../../../vocabulary/index.ts'

/** Names and neighbours of a service, as far as the audience may be told of them. */
export function surroundingsOf(
  memory: Memory,
  clinical: ClinicalReference,
  service: Service,
  audience: Audience,
): Omit<RestSurroundings, 'createdAt' | 'updatedAt'> {
  const parent = toldOf(memory, service.parentId, audience)
  return {
    symptomGroupName: id => clinical.symptomGroups.get(id)?.name ?? '',
    discriminatorName: id => clinical.discriminators.get(id)?.name ?? '',
    dispositionName: code => clinical.dispositions.get(code.toUpperCase())?.name ?? '',
    referralRoleName: id => referralRoleById(id)?.name ?? '',
    region: regionOf(memory, service, audience),
    parentId: parent?.uid ?? '',
    practices: practicesOf(memory, service, audience),
  }
}

const toldOf = (memory: Memory, id: number | undefined, audience: Audience): Service | undefined => {
  const service = id === undefined ? undefined : memory.recordOf(id)
  return service && mayBeTold(service, audience) ? service : undefined
}

const TYPE_REGION = -1
/** The hierarchy is four or five deep; a circle in it must not hold an answer up. */
const DEPTH_MAX = 20

/** The root of its ancestry (sources, DoS 5.5). Where that is no region, the name alone, from the region it is filed under. */
function regionOf(memory: Memory, service: Service, audience: Audience): RestSurroundings['region'] {
  let root = service
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    const above = root.parentId === undefined ? undefined : memory.recordOf(root.parentId)
    if (above === undefined) break
    root = above
  }
  if (root.typeId === TYPE_REGION && mayBeTold(root, audience)) return { id: root.uid, name: root.name }
  return { id: '', name: REGIONS.find(({ id }) => id === service.regionId)?.name ?? '' }
}

/** The services that the codes of the referral list stand for, in the order of the list, each once. */
function practicesOf(memory: Memory, { eligibility }: Service, audience: Audience) {
  const ids = new Set((eligibility.practices ?? []).flatMap(practice => memory.byOdsCode(practice, audience)))
  return [...ids].flatMap(id => {
    const listed = memory.recordOf(id)
    return listed ? [{ id: listed.uid, name: listed.name }] : []
  })
}
