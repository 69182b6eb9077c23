import { hash } from 'node:crypto'

/**
 * Equal values kept once, each under a small number counted from 1; 0 stays free for "none". Real directories repeat
 * themselves: a few hundred eligibilities and some thousand opening times serve sixty thousand services. What
 * nobody holds any more is dropped, so that years of edits do not pile up.
 */
export type Interning<T> = {
  /** The number of the value that this text describes, made when new. Each take needs its release. */
  readonly take: (text: string, make: () => T) => number
  readonly release: (number: number) => void
  /** @throws for a number that nobody holds */
  readonly of: (number: number) => T
  readonly size: () => number
}

export function createInterning<T>(): Interning<T> {
  // Texts run to hundreds of bytes and digests do not; a microsecond each, at writing only.
  const numbers = new Map<string, number>()
  // Columns rather than objects: what a search reads is one step away.
  const values: (T | undefined)[] = [undefined]
  const digests: string[] = ['']
  const holders: number[] = [0]
  const free: number[] = []

  return {
    take: (text, make) => {
      const digest = hash('sha256', text, 'base64')
      const known = numbers.get(digest)
      if (known !== undefined) {
        holders[known] = (holders[known] ?? 0) + 1
        return known
      }
      const value = make()
      const number = free.pop() ?? values.length
      values[number] = value
      digests[number] = digest
      holders[number] = 1
      numbers.set(digest, number)
      return number
    },
    release: number => {
      const left = (holders[number] ?? 0) - 1
      if (left < 0) throw new Error(`Nobody holds the number ${number}`)
      holders[number] = left
      if (left > 0) return
      numbers.delete(digests[number] ?? '')
      values[number] = undefined
      free.push(number)
    },
    of: number => {
      const value = values[number]
      if (value === undefined) throw new Error(`Nothing is kept under the number ${number}`)
      return value
    },
    size: () => numbers.size,
  }
}
