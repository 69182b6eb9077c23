import type { Meta } from '@medplum/fhirtypes'
import { ACT_REASON } from '../systems.ts'
import type { ResourceContext, SeenService } from './context.ts'

/** An invented service says so in HL7's own code for test data. */
const INVENTED = [{ system: ACT_REASON, code: 'HTEST', display: 'test health data' }]

export const metaOf = (
  seen: Pick<SeenService, 'source'>,
  { version, updatedAt }: Pick<ResourceContext, 'version' | 'updatedAt'>,
  profile: string | null,
): Meta => ({
  versionId: String(version),
  lastUpdated: updatedAt,
  ...(profile === null ? {} : { profile: [profile] }),
  ...tagOf(seen),
})

export const tagOf = (seen: Pick<SeenService, 'source'> | undefined): Pick<Meta, 'tag'> =>
  seen?.source?.name === 'demonstration' ? { tag: INVENTED } : {}
