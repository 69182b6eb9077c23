import type { EpochMillis } from '../vocabulary/index.ts'
import type { Machine } from '../workflow/index.ts'
import type { AgreementStatus, PolicyText } from './agreement.ts'

/**
 * The life of an agreement (sources, use 4.2). `reaccept-due` is in force all the same: its signatory is asked to accept
 * a newer policy version, which use alone agrees to already (AUP18-05).
 */
export const AGREEMENT_STATES = [
  'drafted',
  'issued',
  'accepted',
  'in-force',
  'reaccept-due',
  'superseded',
  'ended',
] as const satisfies readonly (AgreementStatus | 'reaccept-due')[]
export type AgreementState = (typeof AGREEMENT_STATES)[number]

export const AGREEMENT_EVENTS = [
  'issue',
  'read',
  'accept',
  'put-in-force',
  'ask-reacceptance',
  'reaccept',
  'deem-accepted',
  'open-renewal',
  'recommend-restriction',
  'supersede',
  'lapse',
  'end',
] as const
export type AgreementEvent = (typeof AGREEMENT_EVENTS)[number]

/** What the guards look at. */
export type AgreementContext = {
  /** The text that would be accepted, and the one that is to be. */
  readonly offered: PolicyText | null
  readonly asked: PolicyText | null
  /** When it begins, where another serves its connection until then. */
  readonly servedUntil: EpochMillis | null
}

const SERVES = ['in-force', 'reaccept-due'] as const

export const AGREEMENT: Machine<AgreementState, AgreementEvent, AgreementContext> = {
  name: 'agreement',
  states: AGREEMENT_STATES,
  start: 'drafted',
  final: ['superseded', 'ended'],
  transitions: [
    { event: 'issue', from: ['drafted', 'issued'], to: 'issued', clauses: ['AUP18-08'] },
    { event: 'read', from: ['issued', 'reaccept-due'], to: 'same', clauses: ['AUP18-08'] },
    { event: 'accept', from: ['issued'], to: 'accepted', clauses: ['AUP18-08', 'AUP25-59'], guard: asShown },
    { event: 'put-in-force', from: ['accepted'], to: 'in-force', clauses: ['AUP18-08'], guard: notTooEarly },
    { event: 'ask-reacceptance', from: SERVES, to: 'reaccept-due', clauses: ['AUP18-04', 'AUP18-05'] },
    {
      event: 'reaccept',
      from: ['reaccept-due'],
      to: 'in-force',
      clauses: ['AUP18-05', 'AUP25-59'],
      guard: asShown,
    },
    { event: 'deem-accepted', from: SERVES, to: 'same', clauses: ['AUP18-05'] },
    { event: 'open-renewal', from: SERVES, to: 'same', clauses: ['AUP25-44'] },
    { event: 'recommend-restriction', from: SERVES, to: 'same', clauses: ['AUP25-41', 'AUP25-44'] },
    { event: 'supersede', from: SERVES, to: 'superseded', clauses: ['AUP18-30'] },
    { event: 'lapse', from: SERVES, to: 'ended', clauses: ['AUP25-44'] },
    {
      event: 'end',
      from: ['drafted', 'issued', 'accepted', ...SERVES],
      to: 'ended',
      clauses: ['AUP25-32'],
    },
  ],
}

/** What is accepted is the very text that was put before the signatory: its version and its hash. */
function asShown({ offered, asked }: AgreementContext) {
  if (offered !== null && offered.version === asked?.version && offered.hash === asked.hash) return []
  const text = asked === null ? 'none' : `version ${asked.version} with the hash ${asked.hash}`
  return [
    {
      what: `That is not the text that was issued, which is ${text}. Read that one, and accept it by its hash.`,
      clauses: ['AUP18-08'] as const,
      whoCanFix: 'a signatory of the organisation',
    },
  ]
}

/** One that follows another begins on its first day, not before: patients' searches hang on the other. */
function notTooEarly({ servedUntil }: AgreementContext) {
  if (servedUntil === null) return []
  return [
    {
      what: `Another agreement serves the connection until this one begins, at ${new Date(servedUntil).toISOString()}.`,
      clauses: [],
      whoCanFix: 'nobody: wait until then',
    },
  ]
}
