/**
 * What the clinical search knows beside the services themselves (sources, DoS 5.3): lists of codes, distances, areas and
 * ranks. The real ones are licensed and come by import; the demonstration brings invented ones.
 */
export type ClinicalReference = {
  /** By id; `zCode` marks groups that a search for a kind of service uses, not triage. */
  readonly symptomGroups: ReadonlyMap<number, { readonly name: string; readonly zCode: boolean }>
  readonly discriminators: ReadonlyMap<
    number,
    { readonly name: string; readonly synonyms: readonly string[] }
  >
  /** The discriminators that may be asked with each symptom group. */
  readonly pairs: ReadonlyMap<number, ReadonlySet<number>>
  /** By code in upper case, `DX08`; `minutes` within which the person should be seen or called. */
  readonly dispositions: ReadonlyMap<
    string,
    { readonly code: string; readonly name: string; readonly minutes: number }
  >
  /** By uid, the whole number that SOAP sends; `codes` are the dispositions it stands for, in upper case. */
  readonly dispositionGroups: ReadonlyMap<number, DispositionGroup>
  /**
   * How far a search reaches from a postcode (`LS14AP`), a sector (`LS1 4`) or an outcode (`LS1`), whole metres. A
   * sector keeps its space: without it LS1 4 and the outcode LS14 would be the same key. See `postcodeKeys`.
   */
  readonly searchDistances: ReadonlyMap<string, number>
  /** Which areas a postcode, sector or outcode lies in, written as in `searchDistances`; the most exact one counts. */
  readonly areas: ReadonlyMap<string, AreaCodes>
  /** Rank of service types, 1 best to 10; a type without one comes after all that have one. */
  readonly nationalRanks: ReadonlyMap<number, number>
  /** By area code, for areas that rank for themselves: rank by service type. */
  readonly localRanks: ReadonlyMap<string, ReadonlyMap<number, number>>
}

/** What a postcode is kept under in `searchDistances` and `areas`, most exact first. */
export type PostcodeKeys = {
  /** `LS14AP` */
  readonly postcode: string
  /** `LS1 4` */
  readonly sector: string
  /** `LS1` */
  readonly outcode: string
}

/** The keys of a full postcode in capitals without spaces, `LS14AP`: the last three characters are its inward code. */
export const postcodeKeys = (postcode: string): PostcodeKeys => {
  const outcode = postcode.slice(0, -3)
  return { postcode, sector: `${outcode} ${postcode.slice(-3, -2)}`, outcode }
}

export type DispositionGroup = {
  readonly uid: number
  readonly name: string
  readonly minutes: number | null
  readonly codes: readonly string[]
}

/** The areas a place lies in: local authority district, and integrated care board (once: CCG). Null: not known. */
export type AreaCodes = { readonly district: string | null; readonly board: string | null }

export const NO_AREAS: AreaCodes = Object.freeze({ district: null, board: null })

export const EMPTY_REFERENCE: ClinicalReference = Object.freeze({
  symptomGroups: new Map(),
  discriminators: new Map(),
  pairs: new Map(),
  dispositions: new Map(),
  dispositionGroups: new Map(),
  searchDistances: new Map(),
  areas: new Map(),
  nationalRanks: new Map(),
  localRanks: new Map(),
})
