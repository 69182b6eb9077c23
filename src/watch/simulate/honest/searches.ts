/** The searches of one day, as columns, put in order of time once they are all there. */
export type Searches = {
  count: number
  add: (account: number, millisOfDay: number, postcode: number, wanted: number) => void
  /** Numbers of the searches, earliest first. */
  readonly inOrder: () => Float64Array
  readonly clear: () => void
  readonly account: (search: number) => number
  readonly postcode: (search: number) => number
  readonly wanted: (search: number) => number
}

/** A key is the time and behind it the number of the search: 86,400,000 times 2^22 is exact in a double. */
const NUMBERS = 2 ** 22

export const searchOfKey = (key: number): number => key % NUMBERS
export const millisOfKey = (key: number): number => Math.floor(key / NUMBERS)

export function createSearches(): Searches {
  let capacity = 2 ** 14
  let keys = new Float64Array(capacity)
  let accounts = new Int32Array(capacity)
  let postcodes = new Int32Array(capacity)
  let wants = new Uint8Array(capacity)
  const grow = (): void => {
    capacity *= 2
    if (capacity > NUMBERS) throw new Error('More searches on one day than this fleet can number.')
    keys = grown(keys, new Float64Array(capacity))
    accounts = grown(accounts, new Int32Array(capacity))
    postcodes = grown(postcodes, new Int32Array(capacity))
    wants = grown(wants, new Uint8Array(capacity))
  }
  const searches: Searches = {
    count: 0,
    add: (account, millisOfDay, postcode, wanted) => {
      const at = searches.count
      if (at === capacity) grow()
      keys[at] = millisOfDay * NUMBERS + at
      accounts[at] = account
      postcodes[at] = postcode
      wants[at] = wanted
      searches.count = at + 1
    },
    inOrder: () => keys.subarray(0, searches.count).sort(),
    clear: () => {
      searches.count = 0
    },
    account: search => accounts[search] ?? 0,
    postcode: search => postcodes[search] ?? 0,
    wanted: search => wants[search] ?? 0,
  }
  return searches
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(from: T, into: T): T {
  into.set(from)
  return into
}
