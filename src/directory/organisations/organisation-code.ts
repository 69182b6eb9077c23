/** A GP practice's ODS code: a letter of those in use and five digits (sources, DoS 4.3). */
const PRACTICE = /^[ABCDEFGHJKLMNPVWY][0-9]{5}/
/** A pharmacy's: F and four more. What follows is the DoS's own suffix, as in `FQW63RPX` (sources, DoS 9). */
const PHARMACY = /^F[A-Z0-9]{4}/
const WHOLE = /^[A-Z0-9]{1,12}$/

/**
 * The ODS code of the organisation that a service belongs to, in upper case; undefined when what the service keeps as
 * its code names none. Codes are kept as free text, and services of one pharmacy or practice tell themselves apart by
 * suffixes. Practices come first: theirs may begin with F and would lose a digit as a pharmacy's.
 */
export function organisationCodeOf(odsCode: string | undefined): string | undefined {
  const code = odsCode?.trim().toUpperCase() ?? ''
  return PRACTICE.exec(code)?.[0] ?? PHARMACY.exec(code)?.[0] ?? WHOLE.exec(code)?.[0]
}
