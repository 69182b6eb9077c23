import type { Allowed } from '../../../policy/index.ts'
import type { Stamp } from '../../governed.ts'

/** What every answer says of itself beside the resources, which have no room for it (AUP25-24 and following). */
export const stampHeaders = (stamp: Stamp, allowed: Allowed): Record<string, string> => ({
  'signpost-decision': stamp.decisionId,
  'signpost-as-of': new Date(stamp.confirmedAt).toISOString(),
  'signpost-valid-until': new Date(stamp.validUntil).toISOString(),
  'signpost-audience': allowed.audience,
  ...(allowed.purpose === null ? {} : { 'signpost-purpose': allowed.purpose }),
  ...(allowed.mayKeep === null ? {} : { 'signpost-may-keep': allowed.mayKeep.join(', ') }),
})

export const encode = (resource: object, pretty: boolean): Buffer =>
  Buffer.from(JSON.stringify(resource, null, pretty ? 2 : undefined))
