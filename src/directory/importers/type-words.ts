import { SERVICE_TYPES, serviceTypeById, serviceTypeByIdOrCode } from '../reference/service-types.ts'

/**
 * Words that sources use for kinds of service, to the DoS type. A hospital is `specialist` unless it says that it is
 * a community hospital: the DoS has no type for a hospital as such, and an emergency department must never be
 * inferred from one. Minor injury units and walk-in centres are urgent care.
 */
const WORDS: Readonly<Record<string, number>> = {
  'a and e': 105,
  'accident and emergency': 105,
  'appliance pharmacy': 13,
  chemist: 13,
  clinic: 17,
  'community hospital': 28,
  'community pharmacy': 13,
  'cottage hospital': 28,
  'dental practice': 12,
  dentist: 12,
  'distance selling pharmacy': 134,
  'district nursing': 38,
  'emergency department': 105,
  'general practice': 100,
  gp: 100,
  'gp practice': 100,
  'gp site': 100,
  'gp surgery': 100,
  'health centre': 17,
  hospital: 48,
  'mental health hospital': 7,
  'minor injuries unit': 46,
  'minor injury unit': 46,
  miu: 46,
  optician: 14,
  optometrist: 14,
  pharmacist: 13,
  'sexual health clinic': 29,
  'urgent care centre': 46,
  'urgent treatment centre': 135,
  utc: 135,
  'voluntary organisation': 11,
  'walk in centre': 46,
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

const byName = new Map(SERVICE_TYPES.filter(type => type.searchable).map(type => [plain(type.name), type.id]))

/** Codes a map file adds, as `typeCodes`: the source's own word to one of our type ids. */
export type TypeCodes = ReadonlyMap<string, number>

export const typeCodesOf = (codes: Readonly<Record<string, number>>): TypeCodes =>
  new Map(Object.entries(codes).map(([word, id]) => [plain(word), id]))

/** The type a source's word means: by the map, as an id or code of ours, by its published name, or as a usual word. */
export function typeOfWords(words: string, codes: TypeCodes): number | undefined {
  const text = plain(words)
  if (text === '') return undefined
  const mapped = codes.get(text)
  if (mapped !== undefined) return mapped
  const known = serviceTypeByIdOrCode(words)
  if (known?.searchable) return known.id
  return byName.get(text) ?? WORDS[text] ?? WORDS[text.replace(/s$/, '')]
}

/** The type of a row that has a kind, perhaps a finer kind beside it, and a name. A hospital's name may say `community`. */
export function typeOfRow(
  row: { readonly type: string; readonly subType: string; readonly name: string },
  codes: TypeCodes,
): number | undefined {
  const subTypes = row.subType.split('|').filter(word => word.toUpperCase() !== 'UNKNOWN')
  const isHospital = /^hospitals?$/i.test(row.type.trim())
  if (isHospital && /\b(community|cottage) hospital\b/i.test(row.name))
    return typeOfWords('community hospital', codes)
  for (const word of subTypes) {
    // A number beside a kind, as ODS has, is a code of the source's own and not an id of ours.
    const type = /^\d+$/.test(word.trim()) ? codes.get(word.trim()) : typeOfWords(word, codes)
    if (type !== undefined) return type
  }
  return typeOfWords(row.type, codes)
}

/** The type that every row without one of its own is given, when there is such a type. */
export const isImportableType = (id: number): boolean => serviceTypeById(id)?.searchable === true
