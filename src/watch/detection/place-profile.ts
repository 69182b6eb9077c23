/**
 * How often each slot was asked about, with forgetting: when the total reaches the limit, every count is halved. A
 * table of hashes while few places are known, one number a slot once that is smaller. Also counts how many known slots
 * lie in each neighbourhood, which is what makes a second place in the same new town unsurprising.
 */
export type PlaceProfile = {
  keys: Uint16Array
  counts: Uint16Array
  used: number
  dense: boolean
  /** Sum of the counts, and how many slots and neighbourhoods are above zero. */
  total: number
  places: number
  blocks: number
}

const EMPTY = 0xffff
/** Neighbourhoods share the table with slots, from here on. */
export const BLOCK_KEYS = 0x4000
const SMALLEST = 16

export const createPlaceProfile = (): PlaceProfile => ({
  keys: new Uint16Array(SMALLEST).fill(EMPTY),
  counts: new Uint16Array(SMALLEST),
  used: 0,
  dense: false,
  total: 0,
  places: 0,
  blocks: 0,
})

export function countAt(profile: PlaceProfile, key: number): number {
  if (profile.dense) return profile.counts[denseAt(profile, key)] ?? 0
  const at = placeOf(profile.keys, key)
  return profile.keys[at] === key ? (profile.counts[at] ?? 0) : 0
}

/** Takes in a question about a slot of a neighbourhood. `slots` and `blocks`: how many there are. */
export function addPlace(
  profile: PlaceProfile,
  slot: number,
  block: number,
  limit: number,
  slots: number,
): void {
  if (profile.total >= limit) halve(profile)
  profile.total += 1
  if (bump(profile, slot, slots) !== 1) return
  profile.places += 1
  if (bump(profile, BLOCK_KEYS + block, slots) === 1) profile.blocks += 1
}

function bump(profile: PlaceProfile, key: number, slots: number): number {
  let at: number
  if (profile.dense) {
    at = denseAt(profile, key)
    if (at >= profile.counts.length) profile.counts = lengthened(profile.counts, at + 64)
  } else {
    at = placeOf(profile.keys, key)
    if (profile.keys[at] === EMPTY) {
      if (profile.used * 4 >= profile.keys.length * 3) {
        rebuild(profile, profile.keys.length * 2, slots)
        return bump(profile, key, slots)
      }
      profile.keys[at] = key
      profile.used += 1
    }
  }
  const count = Math.min(0xfffe, (profile.counts[at] ?? 0) + 1)
  profile.counts[at] = count
  return count
}

/** Slots at even places, neighbourhoods behind them: in a dense profile `keys` holds only where they begin. */
const denseAt = (profile: PlaceProfile, key: number): number =>
  key < BLOCK_KEYS ? key : (profile.keys[0] ?? 0) + key - BLOCK_KEYS

function halve(profile: PlaceProfile): void {
  const blocksOf: [key: number, count: number][] = []
  profile.total = 0
  each(profile, (key, count, at) => {
    if (key >= BLOCK_KEYS) blocksOf.push([key, count])
    else {
      // A slot seen once is forgotten only at the second halving of its neighbours: rounding up would never forget.
      const half = count >> 1
      profile.counts[at] = half
      profile.total += half
      if (half === 0 && count > 0) profile.places -= 1
    }
  })
  // Which slots of a neighbourhood are left is not known from its count; it shrinks with the whole.
  profile.blocks = 0
  for (const [key, count] of blocksOf) {
    const left = Math.max(0, Math.min(count, Math.round(count * 0.7)))
    const at = profile.dense ? denseAt(profile, key) : placeOf(profile.keys, key)
    profile.counts[at] = left
    if (left > 0) profile.blocks += 1
  }
  if (!profile.dense) rebuild(profile, profile.keys.length, Infinity)
}

function each(profile: PlaceProfile, visit: (key: number, count: number, at: number) => void): void {
  if (profile.dense) {
    const firstBlock = profile.keys[0] ?? 0
    for (let at = 0; at < profile.counts.length; at += 1) {
      const count = profile.counts[at] ?? 0
      if (count > 0) visit(at < firstBlock ? at : at - firstBlock + BLOCK_KEYS, count, at)
    }
  } else {
    for (let at = 0; at < profile.keys.length; at += 1) {
      const key = profile.keys[at] ?? EMPTY
      if (key !== EMPTY) visit(key, profile.counts[at] ?? 0, at)
    }
  }
}

/** The slots asked about. */
export function slotsOf(profile: PlaceProfile): number[] {
  const slots: number[] = []
  each(profile, (key, count) => {
    if (key < BLOCK_KEYS && count > 0) slots.push(key)
  })
  return slots
}

function rebuild(profile: PlaceProfile, length: number, slots: number): void {
  const kept: [key: number, count: number][] = []
  each(profile, (key, count) => {
    if (count > 0) kept.push([key, count])
  })
  if (length * 4 >= slots * 2) {
    profile.dense = true
    profile.keys = Uint16Array.of(slots)
    profile.counts = new Uint16Array(slots)
    for (const [key, count] of kept) {
      const at = denseAt(profile, key)
      if (at >= profile.counts.length) profile.counts = lengthened(profile.counts, at + 64)
      profile.counts[at] = count
    }
    return
  }
  profile.keys = new Uint16Array(length).fill(EMPTY)
  profile.counts = new Uint16Array(length)
  profile.used = kept.length
  for (const [key, count] of kept) {
    const at = placeOf(profile.keys, key)
    profile.keys[at] = key
    profile.counts[at] = count
  }
}

function placeOf(keys: Uint16Array, key: number): number {
  const last = keys.length - 1
  let at = Math.imul(key, 0x9e3b) & last
  for (;;) {
    const there = keys[at]
    if (there === key || there === EMPTY) return at
    at = (at + 1) & last
  }
}

function lengthened(counts: Uint16Array, length: number): Uint16Array {
  const longer = new Uint16Array(length)
  longer.set(counts)
  return longer
}

export const placeProfileBytes = (profile: PlaceProfile): number =>
  profile.keys.byteLength + profile.counts.byteLength
