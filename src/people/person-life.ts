import type { Machine } from '../workflow/index.ts'
import type { PersonStatus } from './person-store.ts'

export type PersonEvent = 'lock' | 'unlock' | 'leave'

/** How a person's entry lives. Leaving has no way back: whoever returns is entered anew and inherits nothing. */
export const PERSON_LIFE: Machine<PersonStatus, PersonEvent, null> = {
  name: 'person',
  states: ['active', 'locked', 'left'],
  start: 'active',
  final: ['left'],
  transitions: [
    { event: 'lock', from: ['active'], to: 'locked', clauses: ['AUP25-18'] },
    { event: 'unlock', from: ['locked'], to: 'active', clauses: ['AUP25-18'] },
    { event: 'leave', from: ['active', 'locked'], to: 'left', clauses: ['AUP25-18'] },
  ],
}
