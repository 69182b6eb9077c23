import type { Service } from './service.ts'

/** An NHS number as people write it: ten digits, in one or as 3 3 4; none that is issued begins otherwise. */
const NHS_NUMBER = /(?<![\d.]|\+44[ (]?)([4-7]\d{2})([ -]?)(\d{3})\2(\d{4})(?!\d|\.\d)/g
/** Words that stand before a patient's own details. */
const DETAILS = /\b(?:NHS (?:no\.?|number)|date of birth|d\.?o\.?b\.?)\s*[:=]?\s*\d/i

/** Modulus 11, as the NHS Data Model and Dictionary gives it for the tenth digit. */
function isNhsNumber(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < 9; index += 1) sum += Number(digits[index]) * (10 - index)
  const check = 11 - (sum % 11)
  return check !== 10 && check % 11 === Number(digits[9])
}

/** Whether a text reads as somebody's details, as far as that can be told. */
export const readsAsPatient = (text: string): boolean =>
  DETAILS.test(text) || [...text.matchAll(NHS_NUMBER)].some(([, a, , b, c]) => isNhsNumber(`${a}${b}${c}`))

/**
 * Where an entry holds what reads as a patient's details (AUP25-58): an NHS number with its check digit, or a number
 * behind words such as "date of birth". JSON pointers (RFC 6901); empty when there is none. Telephone numbers are
 * looked at in no field that is for them. One of eleven other ten-digit numbers passes as an NHS number: to have a
 * person look at it is the smaller harm.
 */
export function patientDataIn(service: Service): string[] {
  const texts: [at: string, text: string | undefined][] = [
    ['/name', service.name],
    ['/publicName', service.publicName],
    ['/instructions/public', service.instructions.public],
    ['/instructions/professional', service.instructions.professional],
    ['/instructions/referral', service.instructions.referral],
    ['/eligibility/notes', service.eligibility.notes],
    ['/capacity/notes', service.capacity?.notes],
    ...service.endpoints.map(({ comment }, index): [string, string | undefined] => [
      `/endpoints/${index}/comment`,
      comment,
    ]),
    ...service.contacts.map(({ label }, index): [string, string | undefined] => [
      `/contacts/${index}/label`,
      label,
    ]),
  ]
  return texts.flatMap(([at, text]) => (text !== undefined && readsAsPatient(text) ? [at] : []))
}
