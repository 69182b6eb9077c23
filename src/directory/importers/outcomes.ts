/**
 * Every way a row may be changed on its way in. `tidied` changes lose and guess nothing (capitals, spaces, a
 * midnight written 00:00) and leave a row accepted; `repaired` ones correct, choose or drop something, and the
 * report lists each with its row.
 */
export const REPAIRS = {
  'name-case': { weight: 'tidied', title: 'Capitals turned into a readable name' },
  'postcode-form': { weight: 'tidied', title: 'Postcode written in its usual form' },
  'postcode-point': { weight: 'tidied', title: 'No coordinate given: placed at its postcode' },
  'phone-form': { weight: 'tidied', title: 'Telephone number written plainly' },
  'website-scheme': { weight: 'tidied', title: 'Web address given its scheme' },
  'empty-word': { weight: 'tidied', title: 'A word for nothing, such as n/a, left out' },
  'opening-midnight': { weight: 'tidied', title: 'Close at 00:00 or 23:59 read as the end of the day' },
  'opening-overnight': { weight: 'tidied', title: 'Overnight session divided at midnight' },
  'opening-merged': { weight: 'tidied', title: 'Sessions that touch or overlap joined' },
  'opening-all-hours': { weight: 'tidied', title: 'Open for all of all seven days: open at all hours' },
  'opening-past-date': { weight: 'tidied', title: 'A dated exception that has passed left out' },
  'key-made': { weight: 'tidied', title: 'No key in the source: made of kind, name and postcode' },
  'postcode-corrected': { weight: 'repaired', title: 'Postcode corrected' },
  'postcode-ended': { weight: 'repaired', title: 'Postcode has ended; where it was is used' },
  'postcode-partial': { weight: 'repaired', title: 'Only part of a postcode given' },
  'postcode-dropped': { weight: 'repaired', title: 'Not a postcode; the coordinate alone is used' },
  'approximate-point': { weight: 'repaired', title: 'The place is known only roughly' },
  'coordinate-disagrees': {
    weight: 'repaired',
    title: 'Coordinate too far from the postcode; the postcode is believed',
  },
  'coordinate-implausible': {
    weight: 'repaired',
    title: 'Coordinate is no place in Great Britain; not used',
  },
  'nation-overridden': { weight: 'repaired', title: 'Outside England, let in by an override' },
  'region-by-place': {
    weight: 'tidied',
    title: 'Region taken from the place, the source names none in force',
  },
  'phone-digits': { weight: 'repaired', title: 'A digit of a telephone number restored or removed' },
  'phone-label': {
    weight: 'repaired',
    title: 'Words or an extension beside a telephone number made its label',
  },
  'phone-dropped': { weight: 'repaired', title: 'No telephone number could be read; left out' },
  'website-dropped': { weight: 'repaired', title: 'No web address could be read; left out' },
  'email-dropped': { weight: 'repaired', title: 'No e-mail address could be read; left out' },
  'contact-audience': {
    weight: 'repaired',
    title: 'Nothing says who may see this contact: professionals only',
  },
  'opening-afternoon': { weight: 'repaired', title: 'Closing time taken for the afternoon' },
  'opening-dropped': { weight: 'repaired', title: 'An opening time that cannot be trusted left out' },
  'ages-dropped': {
    weight: 'repaired',
    title: 'Ages that contradict each other: no age is served until somebody mends it',
  },
  'endpoint-dropped': { weight: 'repaired', title: 'An endpoint that cannot be used left out' },
  'code-dropped': { weight: 'repaired', title: 'A code that cannot be one left out' },
  'text-shortened': { weight: 'repaired', title: 'A text longer than the directory holds was cut' },
} as const satisfies Record<string, { weight: 'tidied' | 'repaired'; title: string }>

export type RepairKind = keyof typeof REPAIRS

/** Every reason for which a row stays out. */
export const REJECTIONS = {
  'wrong-width': 'The row has not as many columns as its header: a delimiter inside a value, or one missing.',
  malformed: 'The row cannot be read.',
  'no-key': 'The row has nothing that identifies it, nor a name and postcode to make a key of.',
  'no-name': 'The row has no name.',
  'unknown-status': 'The row has a status word we do not know.',
  'unknown-type':
    'The row does not say which kind of service it is in words we know: map it, or give --type.',
  'not-a-service': 'The row is no place a person can be sent to.',
  duplicate: 'Another row with the same key came first.',
  closed: 'The source says it is closed or not yet open, and it is not in the directory.',
  'outside-england': 'It lies outside England; let it in by name with a reason if it must be.',
  'no-place': 'It has neither a postcode that can be placed nor a coordinate that can be believed.',
  taken: 'Another service has its identifier.',
  'patient-data': 'A text reads as the details of a patient: an NHS number, or a date of birth.',
  'does-not-fit': 'A value does not fit the service record.',
} as const

export type RejectionReason = keyof typeof REJECTIONS
