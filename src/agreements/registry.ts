import { isDeepStrictEqual } from 'node:util'
import { type Database, inTurn } from '../database/index.ts'
import type { AgreementFacts } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { agreementAt } from './agreement.ts'
import { readAgreements } from './read-store.ts'

export type Agreements = {
  /**
   * The agreement that speaks for a connection at `now`, from memory; null when it has none. The one in force when
   * there is one; else the one that says best why not, with its state. With it come its permissions and tailored
   * terms, of which some may be over or to come. The object stays the same until something in it changes.
   */
  readonly agreementFor: (connectionId: string, now: EpochMillis) => AgreementFacts | null
  /** Reads the agreements of these connections again; `*` reads all. The change feed calls it for `agreement`. */
  readonly reload: (keys: readonly string[]) => Promise<void>
}

/** Every agreement in memory, by connection. */
export async function openAgreements(database: Database): Promise<Agreements> {
  let byConnection = new Map<string, readonly AgreementFacts[]>()

  const load = async (keys: readonly string[]): Promise<void> => {
    const all = keys.includes('*')
    const rows = await readAgreements(database.query, all ? null : keys)
    const read = new Map<string, AgreementFacts[]>()
    for (const { connectionId, facts } of rows) {
      const held = read.get(connectionId)
      if (held) held.push(facts)
      else read.set(connectionId, [facts])
    }
    for (const [connectionId, facts] of read) {
      const known = byConnection.get(connectionId)
      if (known)
        read.set(
          connectionId,
          facts.map(next => known.find(one => isSame(one, next)) ?? next),
        )
    }
    if (all) byConnection = read
    else for (const key of keys) byConnection.set(key, read.get(key) ?? [])
  }
  const reload = inTurn(load)

  await reload(['*'])
  return {
    agreementFor: (connectionId, now) => {
      const held = byConnection.get(connectionId)
      return held === undefined ? null : agreementAt(held, now)
    },
    reload,
  }
}

/** What others have worked out from an agreement is kept by its object, which stays when it was read for nothing. */
const isSame = (one: AgreementFacts, other: AgreementFacts): boolean =>
  one.id === other.id && isDeepStrictEqual(one, other)
