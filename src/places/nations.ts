import type { Nation } from './place.ts'

/** The nations a postcode file may name, by the number the table keeps; 0 is kept for "the file does not say". */
export const TABLE_NATIONS: readonly (Nation | null)[] = [
  null,
  'england',
  'scotland',
  'wales',
  'northern-ireland',
  'isle-of-man',
  'jersey',
  'guernsey',
]

/** GSS country codes begin with these letters (`E92000001`); our plain CSV has the letter alone. */
const BY_LETTER: Readonly<Record<string, Nation>> = {
  E: 'england',
  S: 'scotland',
  W: 'wales',
  N: 'northern-ireland',
  M: 'isle-of-man',
}

const GSS = /^[A-Z](\d{8})?$/

/**
 * The table's number for a country as files write it.
 * @param area the postcode's area letters: `L93000001` is the Channel Islands together, and GY or JE says which
 * @returns undefined for a code of no nation known here
 */
export function tableNation(country: string, area: string): number | undefined {
  if (country === '') return 0
  if (!GSS.test(country)) return undefined
  const letter = country.charAt(0)
  const nation = letter === 'L' ? (area === 'GY' ? 'guernsey' : 'jersey') : BY_LETTER[letter]
  return nation === undefined ? undefined : TABLE_NATIONS.indexOf(nation)
}

/**
 * Whom to ask in place of this directory. Nobody is turned away without a next step. Only what has been so for years is
 * said: no local telephone numbers, and nothing that a nation does not have.
 */
export const ASK_INSTEAD: Readonly<Record<Nation, string>> = {
  england: 'Call 111 or see 111.nhs.uk.',
  scotland: 'In Scotland, call NHS 24 on 111 or see nhsinform.scot.',
  wales: 'In Wales, call NHS 111 Wales on 111 or see 111.wales.nhs.uk.',
  'northern-ireland':
    'In Northern Ireland, call the GP, or the GP out-of-hours service, listed at nidirect.gov.uk.',
  'isle-of-man': 'On the Isle of Man, ask Manx Care: see gov.im.',
  jersey: 'In Jersey, ask Health and Care Jersey: see gov.je/health.',
  guernsey: 'In Guernsey, Alderney and Sark, ask Health and Social Care: see gov.gg.',
  gibraltar: 'In Gibraltar, ask the Gibraltar Health Authority: see gha.gi.',
  elsewhere:
    'For somebody who is in England now, search by where they are. Elsewhere, ask the health service of that country.',
}
