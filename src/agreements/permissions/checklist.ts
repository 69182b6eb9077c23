import type { ClauseId } from '../../vocabulary/index.ts'

export type ChecklistItem = {
  readonly id: string
  readonly asks: string
  readonly clauses: readonly ClauseId[]
}

/**
 * What a product that shows services to the public must do, item by item (AUP25-23; sources, use 1.1 and 2.1), and who
 * stands for it (AUP25-21, 24). It is ticked by the organisation: that the promise is kept can be seen on the screens
 * that are handed in, not proved.
 */
export const PRESENTATION_CHECKLIST: readonly ChecklistItem[] = [
  {
    id: 'opening-time-precedence',
    asks: 'Specified dates are shown before bank holidays, and bank holidays before the usual week.',
    clauses: ['AUP25-23'],
  },
  {
    id: 'capacity-shown-with-care',
    asks: 'Capacity is shown with its time; a red service stays in the list and is marked, never dropped.',
    clauses: ['AUP25-23'],
  },
  {
    id: 'referral-only-marked',
    asks: 'A service that needs a referral is marked, so that nobody sets out for it without one.',
    clauses: ['AUP25-20', 'AUP25-23'],
  },
  {
    id: 'as-of-shown',
    asks: 'The time the answer reflects is shown beside it.',
    clauses: ['AUP25-23', 'AUP25-27'],
  },
  {
    id: 'non-public-withheld',
    asks: 'Nothing meant for professionals is shown: no non-public phone, no clinical e-mail, no text for clinicians.',
    clauses: ['AUP25-20', 'AUP25-23'],
  },
  {
    id: 'clinical-responsibility-accepted',
    asks: 'The organisation accepts the clinical responsibility and risk of what it shows.',
    clauses: ['AUP25-21', 'AUP25-24'],
  },
]

/** Added where a policy still asks for the leave of the national team and a talk with the local one (AUP18-14, 15). */
export const CONTACT_CHECKLIST: readonly ChecklistItem[] = [
  {
    id: 'national-team-agreed',
    asks: 'The national DoS team has given its explicit leave to display.',
    clauses: ['AUP18-14', 'AUP18-15'],
  },
  {
    id: 'local-team-asked',
    asks: 'The local DoS team has been asked about the display.',
    clauses: ['AUP18-15'],
  },
]

/** Everything that may be ticked. */
export const CHECKLIST_IDS: readonly string[] = [...PRESENTATION_CHECKLIST, ...CONTACT_CHECKLIST].map(
  item => item.id,
)
