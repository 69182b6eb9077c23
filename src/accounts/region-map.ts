import type { EpochMillis } from '../vocabulary/index.ts'

/** A region of the register. It ends when it is merged into its successor, from `until` on. */
export type Region = {
  readonly id: string
  readonly name: string
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  readonly successorId: string | null
}

/** The regions with their mergers, each of which speaks from its date on. Pure. */
export type RegionMap = {
  readonly all: readonly Region[]
  /** Whether something new may be said of a region of that id. */
  readonly stateOf: (id: string, now: EpochMillis) => 'current' | 'merged' | 'unknown'
  /**
   * All regions that these have become, or have taken in: a region covers those merged into it, and what was said of a
   * merged one counts for its successor, which is one region with all it took in. Ids that the register does not have
   * stay as they are. In the order of the alphabet.
   */
  readonly covering: (ids: readonly string[], now: EpochMillis) => readonly string[]
  /**
   * These and all that have been merged into them, and not what they were merged into: what is said of a part of a
   * larger region does not grow to be about the whole.
   */
  readonly reach: (ids: readonly string[], now: EpochMillis) => ReadonlySet<string>
  /**
   * How far the say of the DoS Lead of these goes: as `reach`, but of those that are regions still. Whoever led one that
   * was merged has no say any more; the lead of its successor has.
   */
  readonly ledBy: (ids: readonly string[], now: EpochMillis) => ReadonlySet<string>
  /** The region that this one is by now; itself when it was not merged or is not known. */
  readonly presentOf: (id: string, now: EpochMillis) => string
  /** How many mergers are in effect. Mergers are only ever added, so as long as it stays the same, so does all else. */
  readonly mergersInEffect: (now: EpochMillis) => number
}

export function regionMap(all: readonly Region[]): RegionMap {
  const byId = new Map(all.map(region => [region.id, region]))
  const effects = all.flatMap(({ until }) => (until === null ? [] : [until])).sort((a, b) => a - b)

  /** The region and what it went into, one after the other. Cut where it would come round, which the register prevents. */
  const pathOf = (id: string, now: EpochMillis): readonly string[] => {
    const path = [id]
    for (let at = byId.get(id); at?.successorId != null && at.until !== null && at.until <= now; ) {
      if (path.includes(at.successorId)) break
      path.push(at.successorId)
      at = byId.get(at.successorId)
    }
    return path
  }
  const presentOf = (id: string, now: EpochMillis): string => pathOf(id, now).at(-1) ?? id

  const stateOf: RegionMap['stateOf'] = (id, now) => {
    const region = byId.get(id)
    if (!region || region.from > now) return 'unknown'
    return region.until !== null && region.until <= now ? 'merged' : 'current'
  }
  const reach: RegionMap['reach'] = (ids, now) => {
    const given = new Set(ids)
    const merged = all.flatMap(({ id }) => (pathOf(id, now).some(step => given.has(step)) ? [id] : []))
    return new Set([...ids, ...merged])
  }

  return {
    all,
    stateOf,
    covering: (ids, now) => {
      const present = new Set(ids.map(id => presentOf(id, now)))
      const covered = all.flatMap(({ id }) => (present.has(presentOf(id, now)) ? [id] : []))
      return [...new Set([...ids, ...covered])].sort()
    },
    reach,
    ledBy: (ids, now) =>
      reach(
        ids.filter(id => stateOf(id, now) !== 'merged'),
        now,
      ),
    presentOf,
    mergersInEffect: now => {
      let count = 0
      while (count < effects.length && (effects[count] ?? now) <= now) count += 1
      return count
    },
  }
}
