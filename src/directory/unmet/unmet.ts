import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Gap } from '../clinical/question.ts'
import { londonMoment } from '../london.ts'
import { needArea } from './area.ts'
import { type NeedSum, type SearchSum, writeSums } from './unmet-store.ts'

/** The place of a search, as far as areas go. */
export type SearchedPlace = Parameters<typeof needArea>[0]

/** Counts what clinical searches did not find. */
export type UnmetNeed = {
  /**
   * Counts one clinical search and its gaps: services that failed exactly one criterion (sources, DoS 6, step 5).
   * Neither who asked nor about whom is taken in, and of the place only its area.
   */
  readonly note: (gaps: readonly Gap[], place: SearchedPlace, now: EpochMillis) => void
  /** Writes down what was counted since the last time. What fails is kept, and written with the next. */
  readonly flush: () => Promise<void>
}

/** Separates parts of a key; no code holds it. */
const BETWEEN = '\t'
const DAY = 86_400_000

type Sums<T> = Map<string, { -readonly [K in keyof T]: T[K] }>

/**
 * Sums in memory, so that a search waits for nothing; they are written every few seconds and when the node closes. What
 * was counted since is lost when a node is killed, which sums of a region can bear. A sum is written as it stands, under
 * the name of this run: writing it again, after an answer that never came, changes nothing, and nodes do not meet.
 * @param run unlike any other, this node's or another's
 */
export function createUnmetNeed(query: () => Query, run: string): UnmetNeed {
  const needs: Sums<NeedSum> = new Map()
  const searches: Sums<SearchSum> = new Map()
  /** Keys of sums that have grown since they were written. */
  let grown = new Set<string>()
  let newestDay = ''
  let writing: Promise<void> = Promise.resolve()

  const note: UnmetNeed['note'] = (gaps, place, now) => {
    const day = londonMoment(now).date
    const area = needArea(place)
    if (day > newestDay) newestDay = day
    const at = [day, area.regionId, area.kind, area.area].join(BETWEEN)
    const search = searches.get(at) ?? { day, ...area, searches: 0 }
    search.searches += 1
    searches.set(at, search)
    grown.add(at)
    /** A search counts once for each kind of gap, however many services had it. */
    const met = new Set<string>()
    for (const { typeId, criterion } of gaps) {
      const key = [at, typeId, criterion].join(BETWEEN)
      const need = needs.get(key) ?? { day, ...area, typeId, criterion, searches: 0, services: 0 }
      need.services += 1
      if (!met.has(key)) need.searches += 1
      met.add(key)
      needs.set(key, need)
      grown.add(key)
    }
  }
  const write = async (): Promise<void> => {
    if (grown.size === 0) return
    const keys = grown
    grown = new Set()
    const of = <T>(sums: Sums<T>) => [...keys].flatMap(key => sums.get(key) ?? [])
    try {
      await writeSums(query(), run, of(needs), of(searches))
    } catch (error) {
      for (const key of keys) grown.add(key)
      throw error
    }
    forgetWritten(needs)
    forgetWritten(searches)
  }
  /**
   * What is written of days gone by grows no more. The day before the newest is kept: a search that was begun before
   * midnight may be counted after it, and a sum that began anew would not be added to the one that is written.
   */
  const forgetWritten = <T extends { day: string }>(sums: Map<string, T>): void => {
    const kept = new Date(Date.parse(newestDay) - DAY).toISOString().slice(0, 10)
    for (const [key, { day }] of sums) if (day < kept && !grown.has(key)) sums.delete(key)
  }
  return {
    note,
    flush: () => {
      const mine = writing.then(write)
      writing = mine.catch(() => {})
      return mine
    },
  }
}
