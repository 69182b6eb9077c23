import type { Audience } from '../../vocabulary/index.ts'

/**
 * Why a service that was offered was not taken up (sources, DoS 5.10). `from` is whose decision it was. One with a
 * comment is told of in words, too; the others take none, so that nothing about a person is written without need.
 */
export type RejectReason = {
  readonly id: number
  readonly name: string
  readonly from: 'patient' | 'service' | 'clinician' | 'anyone'
  readonly comment: boolean
}

const of = (id: number, name: string, from: RejectReason['from'], comment = false): RejectReason => ({
  id,
  name,
  from,
  comment,
})

export const REJECT_REASONS: readonly RejectReason[] = [
  of(21, 'Transport', 'patient'),
  of(22, 'Capacity', 'service'),
  of(23, 'Not clinically appropriate', 'clinician', true),
  of(24, 'Service declined', 'service', true),
  of(26, 'Patient choice', 'patient', true),
  of(27, 'Could not be contacted', 'anyone'),
  of(31, 'No appointments available', 'anyone'),
  of(32, 'Appointments not suitable', 'anyone'),
  of(40, 'Patient not eligible', 'anyone', true),
  of(41, 'Patient requested home visit', 'anyone'),
  of(42, 'Distance too far', 'anyone'),
  of(99, 'Other', 'anyone', true),
]

export const rejectReasonById = (id: number): RejectReason | undefined =>
  REJECT_REASONS.find(reason => reason.id === id)

/** Whether whoever asks for an audience may give a reason: a clinical one only a clinician can. */
export const mayGive = ({ from }: RejectReason, audience: Audience): boolean =>
  from !== 'clinician' || audience !== 'public'
