import { tidySpaces } from './tidy-text.ts'

const words = (text: string) => new Set(text.split(' '))

/** Kept in capitals. */
const ACRONYMS = words(
  'nhs gp gps icb ics pcn utc miu wic ed ccg pct cic llp uk ooh iuc cas sarc camhs hmp hmyoi ymca ymc bmi bupa ent ' +
    'mri hiv std gum copd ii iii iv vi vii viii ne nw se sw hq raf mod lps eps ddrb prem cmht cmhts idac iapt asda',
)
/** Lower case within a name. */
const MINOR = words('a and at by cum de for in le next of on or the to under upon via with nr near')
/** Without a vowel, and yet no initials. */
const ABBREVIATIONS = words(
  'ltd dr drs mr mrs ms st rd sq ctr cntr grnd hth bldg blk pk gdn gdns ct cl crt flr hwy jnr snr ft mt nth sth str ' +
    'pl cls clnc ctre pvt th nd prk mkt brdg plc',
)
/** Capitals lost by somebody before us; the few that can be nothing else. */
const LOST = /\b(Nhs|Gps?|Icb|Pcn|Utc|Nhsft)\b/g

/**
 * A name, address line or town as people write it. Text in capitals throughout, as the ODS files are, is turned
 * into title case that keeps NHS, GP, ICB, initials and house numbers; anything else is left but for its spaces.
 */
export function tidyName(given: string): string {
  const text = tidySpaces(given)
  if (/\p{Ll}/u.test(text) || !/\p{Lu}{2}/u.test(text)) return text.replace(LOST, word => word.toUpperCase())
  return text
    .toLowerCase()
    .replace(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu, (word, offset: number) => caseOf(word, offset === 0))
}

function caseOf(word: string, first: boolean): string {
  if (/\d/.test(word)) return /^\d+(st|nd|rd|th)$/.test(word) ? word : word.toUpperCase()
  if (ACRONYMS.has(word) || word.length === 1)
    return word.length === 1 && word === 'a' && !first ? word : word.toUpperCase()
  if (MINOR.has(word)) return first ? capital(word) : word
  if (word.length <= 4 && !/[aeiouy'’]/.test(word) && !ABBREVIATIONS.has(word)) return word.toUpperCase()
  const [, particle, rest] = /^(o['’]|d['’]|mc)(\p{L}{3,})$/u.exec(word) ?? []
  if (particle && rest) return capital(particle) + capital(rest)
  return capital(word)
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
