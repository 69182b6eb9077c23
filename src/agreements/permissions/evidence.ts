import type { EpochMillis } from '../../vocabulary/index.ts'

/** Kinds of documents that reviewers ask for (sources, use 2.6). */
export const EVIDENCE_KINDS = [
  'clinical-safety-case',
  'deployment-safety-case',
  'hazard-log',
  'data-security',
  'penetration-test',
  'cyber-certificate',
  'design',
  'data-flow',
  'presentation',
  'signatory-authority',
  'other',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** A document somebody showed: where it is, what it hashes to and how long it speaks. Never the document itself. */
export type Evidence = {
  readonly id: string
  readonly kind: EvidenceKind
  /** Such as DCB0129, and its version: standards are renamed and replaced (sources, use 2.6). */
  readonly standard: string | null
  readonly standardVersion: string | null
  /** Of a product, of an organisation, or of an organisation's use of a product; one of the two at least. */
  readonly productId: string | null
  readonly productVersion: string | null
  readonly odsCode: string | null
  /** Where the document is kept: an address or a file reference. */
  readonly reference: string
  /** Of its bytes, SHA-256 in lower-case hexadecimal. */
  readonly sha256: string
  readonly issuedAt: EpochMillis
  /** It speaks up to, but not including, this instant. */
  readonly expiresAt: EpochMillis
  /**
   * The clinical safety officer who signed it, and their number in the register of their profession; who they are here
   * is kept with the act that adds it.
   */
  readonly officer: {
    readonly personId?: string
    readonly name: string
    readonly registration: string
  } | null
  readonly addedBy: string
  readonly addedAt: EpochMillis
}

export const inDate = (evidence: Evidence, now: EpochMillis): boolean =>
  evidence.issuedAt <= now && now < evidence.expiresAt

/** Of the safety cases in date for that very version of a product, the one that speaks longest, signed ones first. */
export function safetyCaseFor(
  evidence: readonly Evidence[],
  product: { readonly id: string; readonly version: string | null },
  odsCode: string,
  now: EpochMillis,
): Evidence | null {
  const fit = evidence.filter(
    one =>
      one.kind === 'clinical-safety-case' &&
      one.productId === product.id &&
      product.version !== null &&
      one.productVersion === product.version &&
      (one.odsCode === null || one.odsCode === odsCode) &&
      inDate(one, now),
  )
  const best = fit.toSorted(
    (a, b) =>
      Number(b.officer !== null) - Number(a.officer !== null) ||
      b.expiresAt - a.expiresAt ||
      (a.id < b.id ? -1 : 1),
  )
  return best[0] ?? null
}
