import { type AgreementFacts, PERMISSION_TYPES } from '../../policy/index.ts'
import { type EpochMillis, unreachable } from '../../vocabulary/index.ts'
import { type Agreement, agreementAt } from '../agreement.ts'
import { dayOf } from '../calendar.ts'
import type { ConnectionEntry } from '../connection-entry.ts'
import { type Evidence, inDate } from '../permissions/evidence.ts'
import { type Permission, permissionHolds } from '../permissions/permission.ts'
import type { TailoredRecord } from '../tailored-terms.ts'
import type { ConnectionList, ListedConnection } from './listed.ts'
import { type ListedStanding, standingOf } from './listed-standing.ts'

/** Everything the list is made from. */
export type Register = {
  readonly connections: readonly ConnectionEntry[]
  readonly agreements: readonly Agreement[]
  readonly permissions: readonly Permission[]
  readonly tailored: readonly TailoredRecord[]
  readonly evidence: readonly Evidence[]
}

/**
 * The published list, worked out from the register and the agreements and from nothing else (AUP25-60). Listed is
 * every production connection that an agreement was accepted for and that has once been in use, also after its end;
 * not listed is, with the operator's agreement, one that a publication-opt-out in force is for (AUP25-61).
 */
export function makeList(register: Register, now: EpochMillis): ConnectionList {
  const agreements = Map.groupBy(register.agreements, one => one.connectionId)
  const permissions = Map.groupBy(register.permissions, one => one.connectionId)
  const connections: ListedConnection[] = []
  const withheldIds: string[] = []
  for (const entry of register.connections) {
    const accepted = (agreements.get(entry.connectionId) ?? []).filter(one => one.accepted !== null)
    const speaking = agreementAt(
      accepted.map(one => one.facts),
      now,
    )
    const standing = entry.environment === 'production' && speaking ? standingOf(entry, speaking, now) : null
    if (!speaking || !standing) continue
    const own = permissions.get(entry.connectionId) ?? []
    const beside = own.filter(one => one.agreementId === speaking.id)
    if (isWithheld(beside, standing, now)) {
      if (standing.status !== 'ceased') withheldIds.push(entry.connectionId)
      continue
    }
    const tailored = register.tailored.filter(one => one.agreementId === speaking.id)
    const times = accepted.find(one => one.facts === speaking)
    connections.push({
      ...describe(entry, speaking, tailored, beside, now),
      approvedOn: dayOf(Math.max(times?.accepted?.at ?? 0, speaking.from)),
      liveSince: standing.liveSince === null ? null : dayOf(standing.liveSince),
      status: standing.status,
      ceasedOn: standing.ceasedAt === null ? null : dayOf(standing.ceasedAt),
      safetyEvidence: safetyOf(entry, register.evidence, now),
      lastReviewedOn: dayOf(lastReview(times, own, tailored)),
    })
  }
  return { connections: connections.toSorted(byOrganisation), withheldIds: withheldIds.toSorted() }
}

function describe(
  entry: ConnectionEntry,
  agreement: AgreementFacts,
  tailored: readonly TailoredRecord[],
  permissions: readonly Permission[],
  now: EpochMillis,
): Omit<
  ListedConnection,
  'approvedOn' | 'liveSince' | 'status' | 'ceasedOn' | 'safetyEvidence' | 'lastReviewedOn'
> {
  const speaks = tailored.filter(one => one.state === 'in-force' && one.from <= now && now < one.until)
  const held = permissions.filter(one => permissionHolds(one, now))
  const ordered = PERMISSION_TYPES.flatMap(type => held.filter(one => one.scope.type === type))
  return {
    id: entry.connectionId,
    organisation: { odsCode: entry.organisation.odsCode, name: entry.organisation.name },
    product: { id: entry.product.id, name: entry.product.name },
    supplier: entry.supplier.name,
    useCase: agreement.useCase,
    purposes: agreement.purposes,
    audience: agreement.audience,
    regions: agreement.regions,
    interfaces: entry.interfaces,
    policyVersion: agreement.policyVersion,
    tailoredTerms: speaks.length > 0,
    departures: [...speaks.map(one => one.summary), ...ordered.flatMap(departure)],
  }
}

/** What a permission departs from, in a sentence; those that depart from nothing are not told. */
function departure({ scope }: Permission): readonly string[] {
  switch (scope.type) {
    case 'cache-exception':
      return [
        `By derogation, answers may be kept for up to ${scope.maxAgeSeconds} seconds (${scope.fields.join(', ')}).`,
      ]
    case 'unattended-service':
      return [`Runs without a person taking part in each question: ${scope.summary}`]
    case 'care-record-extract':
      return [`May keep in records of care what people were told (${scope.fields.join(', ')}).`]
    case 'dataset-snapshot':
      return ['By derogation, receives a snapshot of the dataset.']
    case 'public-display':
    case 'synthetic-monitoring':
    case 'raised-quota':
    case 'publication-opt-out':
      return []
    default:
      return unreachable(scope)
  }
}

/**
 * Whether the operator has agreed that it is not listed: now, or for one that is over, when it ended. So one that was
 * never shown is not shown for having come to its end.
 * @param permissions of the agreement that speaks
 */
function isWithheld(
  permissions: readonly Permission[],
  { status, ceasedAt }: ListedStanding,
  now: EpochMillis,
): boolean {
  return permissions.some(({ scope, state, from, until, decidedAt }) => {
    if (scope.type !== 'publication-opt-out' || from === null || until === null) return false
    // Before its own day: it came to its end with its agreement.
    if (state === 'expired' && decidedAt !== null && decidedAt < until) return true
    if (status !== 'ceased') return state === 'granted' && from <= now && now < until
    if (ceasedAt === null) return state === 'granted' || state === 'expired'
    const stood = state === 'granted' || state === 'expired' || (decidedAt ?? 0) >= ceasedAt
    return from <= ceasedAt && ceasedAt <= until && stood
  })
}

function safetyOf(
  { product, organisation }: ConnectionEntry,
  evidence: readonly Evidence[],
  now: EpochMillis,
): ListedConnection['safetyEvidence'] {
  const cases = evidence.filter(
    one =>
      one.kind === 'clinical-safety-case' &&
      one.productId === product.id &&
      (one.odsCode === null || one.odsCode === organisation.odsCode),
  )
  if (cases.length === 0) return 'none'
  const good = cases.some(one => one.productVersion === product.version && inDate(one, now))
  return good ? 'in-date' : 'out-of-date'
}

/** When somebody last decided anything about it. */
const lastReview = (
  agreement: Agreement | undefined,
  permissions: readonly Permission[],
  tailored: readonly TailoredRecord[],
): EpochMillis =>
  Math.max(
    agreement?.accepted?.at ?? 0,
    ...permissions.flatMap(one => one.decidedAt ?? []),
    ...tailored.map(one => one.approvedAt),
  )

const byOrganisation = (a: ListedConnection, b: ListedConnection): number =>
  compare(a.organisation.name, b.organisation.name) ||
  compare(a.product.name, b.product.name) ||
  compare(a.id, b.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
