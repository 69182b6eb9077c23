import type { Candidate, FileAnswer, Note, RawOpening, Repair, RowAnswer, RowPlace } from './candidate.ts'
import type { CsvMap } from './csv-map.ts'
import type { RejectionReason } from './outcomes.ts'
import type { TypeCodes } from './type-words.ts'

/** Finds the opening times of an organisation in the side file, by its own id or by kind and code. */
export type FindOpening = (keys: readonly string[]) => RawOpening | undefined

/** What a format reader is given beside the text. */
export type Reading = {
  /** `YYYY-MM-DD` in London. */
  readonly today: string
  /** The name every record's source gets, in place of the format's own. */
  readonly source: string | undefined
  readonly typeCodes: TypeCodes
  /** The type of rows that name none. */
  readonly typeId: number | undefined
  readonly findOpening: FindOpening
  readonly map: CsvMap | undefined
  /** The file's name without folder and endings, for a source that has no better name. */
  readonly fileName: string
}

/** Reads one file's text into rows. Throws nothing: what cannot be read is an answer. */
export type ReadFormat = (text: string, reading: Reading) => FileAnswer

export const rejected = (
  at: RowPlace,
  key: string | null,
  reason: RejectionReason,
  detail: string,
): RowAnswer => ({ outcome: 'rejected', at, key, reason, detail })

export const accepted = (at: RowPlace, candidate: Candidate): RowAnswer => ({
  outcome: 'candidate',
  at,
  candidate,
})

/** A list of repairs and the way to add to it. */
export function collectRepairs(): { readonly repairs: Repair[]; readonly note: Note } {
  const repairs: Repair[] = []
  return { repairs, note: (kind, detail) => repairs.push({ kind, detail }) }
}
