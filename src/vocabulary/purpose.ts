/**
 * Purposes of use, each mapped to an HL7 v3 ActReason PurposeOfUse code where one fits.
 * `direct` ones are direct care as AUP25-11 and the National Data Guardian describe it (AUP25-13);
 * `indirect` ones are named so that they can be refused by name (AUP25-12), and can never be granted.
 */
export const PURPOSES = [
  {
    code: 'urgent-care-referral',
    hl7: 'TREAT',
    kind: 'direct',
    title: 'Finding a service for a person who needs care now',
  },
  {
    code: 'emergency-treatment',
    hl7: 'ETREAT',
    kind: 'direct',
    title: 'Finding a service for a person in an emergency',
  },
  {
    code: 'care-coordination',
    hl7: 'CAREMGT',
    kind: 'direct',
    title: 'Planning the care of one named person',
  },
  {
    code: 'appointment-booking',
    hl7: 'PATADMIN',
    kind: 'direct',
    title: 'Booking a person into a service already chosen',
  },
  {
    code: 'referral-follow-up',
    hl7: 'TREAT',
    kind: 'direct',
    title: 'Following up a referral made for a person',
  },
  {
    code: 'self-care-signposting',
    hl7: 'TREAT',
    kind: 'direct',
    title: 'Helping a member of the public find a service for themselves',
  },
  {
    code: 'individual-public-health',
    hl7: 'PUBHLTH',
    kind: 'direct',
    title: 'Public health activity for one person, such as a vaccination',
  },
  {
    code: 'local-audit',
    hl7: null,
    kind: 'direct',
    title: 'Assuring the care given, by the team that gave it',
  },
  {
    code: 'incident-management',
    hl7: null,
    kind: 'direct',
    title: 'Handling an adverse incident in the care of a person',
  },
  { code: 'research', hl7: 'HRESCH', kind: 'indirect', title: 'Research' },
  { code: 'marketing', hl7: 'HMARKT', kind: 'indirect', title: 'Marketing' },
  { code: 'payment', hl7: 'HPAYMT', kind: 'indirect', title: 'Payment' },
  { code: 'service-planning', hl7: 'HOPERAT', kind: 'indirect', title: 'Planning services for a population' },
  { code: 'service-mapping', hl7: null, kind: 'indirect', title: 'Mapping or listing services as such' },
] as const

export type Purpose = (typeof PURPOSES)[number]
export type PurposeCode = Purpose['code']
export type DirectPurposeCode = Extract<Purpose, { kind: 'direct' }>['code']

const byCode = new Map<string, Purpose>(PURPOSES.map(purpose => [purpose.code, purpose]))

/** The purpose of that code, or undefined when there is none. */
export const purposeOf = (code: string): Purpose | undefined => byCode.get(code)
