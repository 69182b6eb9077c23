import type { Database, Query } from '../database/index.ts'
import type { Deed, Random } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { type Checkpoint, checkpointText, readCheckpoint } from './checkpoint.ts'
import { replaceNote } from './checkpoint-store.ts'
import {
  forgetSeeds,
  insertKey,
  type KeyRow,
  keepLedgerName,
  lockKeys,
  readKeys,
  readLedgerName,
  readSigningKey,
  retireKey,
} from './key-store.ts'
import { LOGS, originOf } from './logs.ts'
import { keyId, noteSigner, partsOf, publicKeyOf, signNote, verifierKey } from './note.ts'
import { sameHash } from './tree-hash.ts'
import { type Log, readCheckpointRow } from './tree-store.ts'

const SEED_BYTES = 32

/** Private halves that are kept outside the database, the one to sign with first. Empty: they are kept in it. */
export type KeptSeeds = readonly Uint8Array[]

/**
 * Gives the logs their name and their first key, where they have none. Nodes that start together agree on one. Where
 * seeds are kept outside, the first of them is the key in use from now on.
 * @param name what the logs are called if they have no name yet
 */
export async function openKeys(
  database: Database,
  name: string,
  seeds: KeptSeeds,
  random: Random,
  deed: Deed,
): Promise<void> {
  const isRight = (key: KeyRow | undefined): boolean => {
    const [wanted] = seeds
    return key !== undefined && (wanted === undefined || sameHash(publicKeyOf(wanted), key.public_key))
  }
  const known = await readLedgerName(database.query)
  if (known !== undefined && isRight(keyInUse(await readKeys(database.query)))) return
  await database.transaction(async query => {
    await lockKeys(query)
    await keepLedgerName(query, name)
    if (!isRight(keyInUse(await readKeys(query)))) await takeKey(query, seeds, random, deed)
  })
}

/** A new key takes the place of the one in use; the newest checkpoint of each log is then signed by both. */
export const rotateKey = (
  database: Database,
  seeds: KeptSeeds,
  random: Random,
  deed: Deed,
): Promise<'rotated' | 'no-name' | 'kept-in-a-file'> =>
  database.transaction(async query => {
    await lockKeys(query)
    if ((await readLedgerName(query)) === undefined) return 'no-name'
    // What is kept in a file is changed there.
    if (seeds.length > 0) return 'kept-in-a-file'
    await takeKey(query, seeds, random, deed)
    return 'rotated'
  })

async function takeKey(query: Query, seeds: KeptSeeds, random: Random, deed: Deed): Promise<void> {
  const [kept] = seeds
  const seed = kept ?? random(SEED_BYTES)
  const publicKey = publicKeyOf(seed)
  const former = keyInUse(await readKeys(query))
  const at = new Date(deed.at)
  await retireKey(query, at)
  await insertKey(query, publicKey, kept === undefined ? seed : null, at)
  const name = (await readLedgerName(query)) ?? ''
  const formerSeed = former && seedOf(former, seeds)
  // A former key whose private half is lost can countersign nothing; the new one then stands by the act alone.
  const signing = formerSeed === undefined ? [seed] : [formerSeed, seed]
  for (const log of LOGS) {
    const newest = await readCheckpointRow(query, log)
    const text = newest && partsOf(newest.note)?.text
    if (newest === undefined || text === undefined || readCheckpoint(text) === undefined) continue
    const signers = signing.map(each => noteSigner(originOf(name, log), each))
    await replaceNote(query, log, newest.size, signNote(text, signers))
  }
  await forgetSeeds(query)
  const id = keyId(name, publicKey)
  const before = former ? { key: keyId(name, former.public_key) } : null
  await recordAct(query, 'ledger-key', id, former ? 'rotate' : 'make', deed, before, {
    key: verifierKey(name, publicKey),
  })
}

/**
 * The checkpoint as a note signed by the key in use. Ask inside the transaction that writes it: the key is then not
 * replaced before that has ended.
 * @throws before `openKeys`, or when the private half is neither in the database nor among `seeds`
 */
export async function signCheckpoint(
  query: Query,
  checkpoint: Checkpoint,
  seeds: KeptSeeds,
): Promise<string> {
  const key = await readSigningKey(query)
  const seed = key && seedOf(key, seeds)
  if (seed === undefined)
    throw new Error(
      'The private half of the key in use is in a file: set SIGNPOST_LEDGER_KEY_FILE to the one that holds it.',
    )
  return signNote(checkpointText(checkpoint), [noteSigner(checkpoint.origin, seed)])
}

/** A key by which anybody can verify checkpoints of a log. */
export type PublishedKey = {
  readonly log: Log
  /** As verifiers are configured with it (C2SP signed-note). */
  readonly key: string
  readonly from: Date
  /** Null: in use. */
  readonly retiredAt: Date | null
}

/** Every key that ever signed checkpoints, newest first. */
export async function publishedKeys(query: Query): Promise<PublishedKey[]> {
  const name = await readLedgerName(query)
  if (name === undefined) return []
  const keys = await readKeys(query)
  return LOGS.flatMap(log =>
    keys.map(({ public_key, signs_from, retired_at }) => ({
      log,
      key: verifierKey(originOf(name, log), public_key),
      from: signs_from,
      retiredAt: retired_at,
    })),
  )
}

const keyInUse = (keys: readonly KeyRow[]): KeyRow | undefined => keys.find(key => key.retired_at === null)

const seedOf = (key: KeyRow, seeds: KeptSeeds): Uint8Array | undefined =>
  key.seed ?? seeds.find(seed => sameHash(publicKeyOf(seed), key.public_key))
