import { outsideEngland } from './answers.ts'
import type { Nation, PlaceAnswer } from './place.ts'

/**
 * Codes with the look of a postcode that stand for no address in the United Kingdom (sources, data 5).
 * @param compact capitals and digits only, as `compactPostcode` gives
 * @returns null for an ordinary text
 */
export function readSpecialCode(compact: string): PlaceAnswer | null {
  return (
    readPseudoPostcode(compact) ??
    readForcesPostcode(compact) ??
    readPostOnly(compact) ??
    readTerritory(compact)
  )
}

/** The NHS Data Dictionary's ZZ99 codes: no fixed abode, not known, or only a country known. */
function readPseudoPostcode(compact: string): PlaceAnswer | null {
  if (NO_ABODE.has(compact)) return { outcome: 'no-fixed-abode', label: 'No fixed abode' }
  const match = /^ZZ99(?:([0-9OI])([A-Z])Z)?$/.exec(compact)
  if (!match) return null
  const [, digit, letter] = match
  if (digit === undefined || letter === undefined) return { outcome: 'no-fixed-abode', label: 'ZZ99' }
  const code = `${digit.replace('O', '0').replace('I', '1')}${letter}`
  const label = `ZZ99 ${code}Z`
  // 3VZ no fixed abode, 3WZ address not known, 3CZ somewhere in England: all of them may be in England right now.
  if (code === '3V' || code === '3W' || code === '3C') return { outcome: 'no-fixed-abode', label }
  return outsideEngland(label, NATION_CODES[code] ?? 'elsewhere')
}

/** What people say in words. */
const NO_ABODE: ReadonlySet<string> = new Set(['NOFIXEDABODE', 'NOFIXEDADDRESS', 'NFA', 'HOMELESS'])

const NATION_CODES: Readonly<Record<string, Nation>> = {
  '1W': 'scotland',
  '2W': 'northern-ireland',
  '3G': 'wales',
}

function readForcesPostcode(compact: string): PlaceAnswer | null {
  const bfpo = /^BFP[O0]([0-9]{0,4})$/.exec(compact)
  const label = bfpo ? `BFPO ${bfpo[1]}`.trim() : /^BF1(\d[A-Z]{2})?$/.exec(compact) && spaced(compact, 3)
  if (!label) return null
  return {
    outcome: 'non-geographic',
    label,
    reason:
      'A British Forces post office number says which unit mail goes to, not where anybody is. Give the postcode or town where the person is now.',
  }
}

function readPostOnly(compact: string): PlaceAnswer | null {
  const girobank = /^G[I1]R[O0]AA$/.test(compact)
  if (!girobank && !/^(BX|XX)\d[A-Z\d]?(\d[A-Z]{2})?$/.test(compact)) return null
  return {
    outcome: 'non-geographic',
    label: girobank ? 'GIR 0AA' : spaced(compact, compact.length > 4 ? compact.length - 3 : compact.length),
    reason:
      'Mail to this postcode goes to one large organisation, wherever it is; nobody lives there. Give the postcode or town where the person is now.',
  }
}

/** Territories that made codes of their own, all ending 1ZZ, and Gibraltar. */
const TERRITORIES: readonly string[] = [
  'ASCN',
  'BBND',
  'BIQQ',
  'FIQQ',
  'PCRN',
  'SIQQ',
  'STHL',
  'TDCU',
  'TKCA',
]

function readTerritory(compact: string): PlaceAnswer | null {
  if (/^G[X]11(\d[A-Z]{2})?$/.test(compact)) return outsideEngland(spaced(compact, 4), 'gibraltar')
  if (TERRITORIES.includes(compact.slice(0, 4)) && /^.{4}([1I]ZZ)?$/.test(compact))
    return outsideEngland(spaced(compact.replace('IZZ', '1ZZ'), 4), 'elsewhere')
  // NPT, for Newport, was one of the first codes tried; all of Newport became NP1 to NP20 decades ago.
  if (/^NPT\d[A-Z]{2}$/.test(compact)) return outsideEngland(spaced(compact, 3), 'wales')
  return null
}

const spaced = (compact: string, at: number): string => `${compact.slice(0, at)} ${compact.slice(at)}`.trim()
