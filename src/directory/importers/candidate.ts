import type { Sex, Status, Weekday } from '../service.ts'
import type { RejectionReason, RepairKind } from './outcomes.ts'

/** What was changed on the way in. `detail` says from what to what, for a person who reads the report. */
export type Repair = { readonly kind: RepairKind; readonly detail: string }

/** Collects repairs while a row is read and settled. */
export type Note = (kind: RepairKind, detail: string) => void

/** Times as the source wrote them; `sessions.ts` reads them. */
export type RawSession = { readonly opens: string; readonly closes: string }

/** Opening times as the source wrote them. */
export type RawOpening = {
  readonly weekly: readonly (RawSession & { readonly day: Weekday })[]
  readonly bankHolidays: readonly RawSession[]
  /** A dated exception; `open` false: closed that day, whatever the times say. */
  readonly dated: readonly (RawSession & { readonly date: string; readonly open: boolean })[]
  readonly allHours: boolean
  /** What the format's reader could not carry over, in words. */
  readonly dropped: readonly string[]
}

export type RawContact = {
  readonly kind: 'phone' | 'fax' | 'email' | 'web'
  readonly text: string
  readonly label?: string
  readonly audience?: 'public' | 'professional'
}

export type RawPoint =
  | { readonly kind: 'degrees'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'grid'; readonly easting: number; readonly northing: number }

export type RawEndpoint = {
  readonly order: number
  readonly transport: 'itk' | 'email' | 'telno' | 'http'
  readonly format?: 'CDA' | 'HTML' | 'PDF' | 'FHIR'
  readonly interaction?: string
  readonly businessScenario?: 'Primary' | 'Copy'
  readonly address: string
  readonly compressed?: boolean
  readonly comment?: string
}

/**
 * A row as its format understood it, before anything is checked against the world. Absent means that the source
 * does not speak of it: a re-import then leaves what the directory holds.
 */
export type Candidate = {
  /** Stable between editions of the same source, so that a re-import finds its own. */
  readonly sourceName: string
  readonly key: string
  readonly name: string
  readonly publicName?: string
  readonly uid?: string
  readonly odsCode?: string
  readonly typeId: number
  /** `closed` rows close a service already here, and are kept out otherwise. */
  readonly status: Extract<Status, 'active' | 'closed' | 'pending'>
  readonly audience?: 'public' | 'professional'
  /** Street lines, without the town. */
  readonly address: readonly string[]
  readonly town?: string
  readonly postcode?: string
  readonly point?: RawPoint
  /** Whether `point` is the place itself or only the middle of its postcode. */
  readonly pointPrecision?: 'exact' | 'unit'
  /** The ODS national grouping, `Y56` and so on; `W00` is Wales. */
  readonly grouping?: string
  readonly contacts: readonly RawContact[]
  readonly instructions?: {
    readonly public?: string
    readonly professional?: string
    readonly referral?: string
  }
  readonly opening?: RawOpening
  /** Years, both ends included, as people say it: 12 to 17 ends the day before the eighteenth birthday. */
  readonly ages?: { readonly from?: number; readonly to?: number }
  readonly sexes?: readonly Sex[]
  readonly eligibilityNotes?: string
  readonly endpoints?: readonly RawEndpoint[]
  readonly attributes?: readonly { readonly name: string; readonly value: string }[]
  readonly verifiedOn?: string
  /** Repairs already made while reading. */
  readonly repairs: readonly Repair[]
}

/** Where a row stands in its file, and its bytes as text, so that it can be mended and given again. */
export type RowPlace = { readonly line: number; readonly raw: string }

/** What a format made of one row: every row gives exactly one of these. */
export type RowAnswer =
  | { readonly outcome: 'candidate'; readonly at: RowPlace; readonly candidate: Candidate }
  | {
      readonly outcome: 'rejected'
      readonly at: RowPlace
      readonly key: string | null
      readonly reason: RejectionReason
      readonly detail: string
    }

/** What a format made of a whole file. */
export type FileAnswer =
  | {
      readonly outcome: 'rows'
      readonly rows: Iterable<RowAnswer>
      /** The header line, where the format has one, to put before rejected rows; and the columns nobody reads. */
      readonly header?: string
      readonly ignoredColumns?: readonly string[]
    }
  | { readonly outcome: 'fault'; readonly reason: string }
