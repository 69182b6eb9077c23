import { type Database, inTurn } from '../database/index.ts'
import { POLICY_VERSIONS, type PolicyVersion, policyVersion, readPolicyContent } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { readStoredPolicies, type StoredPolicy } from './store.ts'

export type PolicyVersions = {
  /** Every published version, oldest first: those that come with the program, then those published here. */
  readonly all: () => readonly PolicyVersion[]
  readonly of: (id: string) => PolicyVersion | undefined
  /**
   * The newest in force at `now`; by using the directory everybody agrees to it (AUP18-05).
   * @throws RangeError before the first version: without a policy nothing may be answered, and the clock is wrong
   */
  readonly inForce: (now: EpochMillis) => PolicyVersion
  /** For the change feed's topic `policy`. */
  readonly reload: () => Promise<void>
}

/**
 * The published policy versions, in memory.
 * @throws when a published version is not what was approved: its text no longer has the hash it was published with
 */
export async function openPolicyVersions(database: Database): Promise<PolicyVersions> {
  let versions: readonly PolicyVersion[] = POLICY_VERSIONS
  const reload = inTurn(async () => {
    const stored = await readStoredPolicies(database.query, 'published')
    versions = [...POLICY_VERSIONS, ...stored.map(sealed)]
  })
  await reload()
  return {
    all: () => versions,
    of: id => versions.find(version => version.id === id),
    inForce: now => {
      const inForce = versions.findLast(version => version.effectiveFrom <= now)
      if (inForce === undefined) throw new RangeError(`No policy was in force at ${now} ms since the epoch`)
      return inForce
    },
    reload,
  }
}

/** A published version as it was approved, or nothing at all. */
export function sealed(stored: StoredPolicy): PolicyVersion {
  const read = readPolicyContent(JSON.parse(stored.content))
  const version = read.outcome === 'read' ? policyVersion(read.content) : undefined
  if (version?.hash !== stored.hash) {
    throw new Error(
      `The policy version ${stored.id} is not the text that was published: its hash is another.`,
    )
  }
  return version
}
