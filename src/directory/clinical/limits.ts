import type { Profile } from '../profile.ts'

/** Whether a service is of one of the regions that may be asked for; null: of any, and of none. */
export const isOfRegions = (
  { regionId }: Pick<Profile, 'regionId'>,
  regionIds: readonly string[] | null,
): boolean => regionIds === null || (regionId !== undefined && regionIds.includes(regionId))
