import type { DeclaredEvent } from '../../detection/types.ts'

/** What changes for honest people, day by day. Nothing here is an attack; a detector that cannot tell them apart accuses the innocent. */
export type Upheaval = {
  /** Services that are not there yet on day 0. */
  readonly dormant: ReadonlySet<number>
  readonly openings: readonly { readonly day: number; readonly service: number }[]
  readonly closures: readonly { readonly day: number; readonly service: number }[]
  /** Boundaries that moved: a service belongs to another region from that day on, and its callers follow. */
  readonly boundaryMoves: readonly {
    readonly day: number
    readonly from: number
    readonly to: number
    readonly services: readonly number[]
    readonly postcodes: Int32Array
  }[]
  /** People who work elsewhere from that day on; `alongside`: there too, as after a merger. The agreement says nothing of it. */
  readonly workplaces: ReadonlyMap<number, readonly Workplace[]>
  /** More of something wanted, somewhere or everywhere: an outbreak, a campaign, a service that has just opened. */
  readonly surges: readonly Surge[]
  /** An account that goes through a list, in an afternoon: a check of contact details, a clinical audit. */
  readonly audits: ReadonlyMap<number, readonly Audit[]>
  /** Accounts that begin on a later day than the rest. */
  readonly starts: ReadonlyMap<number, number>
  /** How much more or less is asked: bank holidays, heat, snow. */
  readonly volumeFactor: (rhythm: 'office' | 'shop' | 'always', day: number) => number
  /** How many times as many of one's patients are away from home. */
  readonly awayFactor: (day: number) => number
  /** Where they then are. */
  readonly resorts: Int32Array
  /** What the operator was told of beforehand. About half of what happens. */
  readonly declared: readonly DeclaredEvent[]
}

export type Workplace = { readonly day: number; readonly postcode: number; readonly alongside: boolean }
export type Surge = {
  readonly from: number
  readonly until: number
  /** Null: everywhere. */
  readonly region: number | null
  readonly wanted: number
  /** Of the searches of those who meet it. */
  readonly share: number
}
export type Audit = {
  readonly day: number
  readonly postcodes: Int32Array
  readonly wanted: readonly number[]
}

/** Nothing happens. */
export const CALM: Upheaval = {
  dormant: new Set(),
  openings: [],
  closures: [],
  boundaryMoves: [],
  workplaces: new Map(),
  surges: [],
  audits: new Map(),
  starts: new Map(),
  volumeFactor: () => 1,
  awayFactor: () => 1,
  resorts: new Int32Array(),
  declared: [],
}
