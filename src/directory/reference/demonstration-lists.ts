import { type ListRow, type Lists, NATIONAL } from '../clinical/lists.ts'
import { CLINICAL_DEMONSTRATION, EXAMPLES } from './clinical-demonstration.ts'

/** Uids lie far above the published ones, which end at 11334 (sources, DoS 2.1). */
const FIRST_GROUP = 990_001

/** Groups of several dispositions, as a call centre asks for "any primary care". */
const COMBINED: readonly { uid: number; name: string; minutes: number | null; codes: readonly string[] }[] = [
  { uid: 990_101, name: 'urgent or emergency care', minutes: 60, codes: ['DXD01', 'DXD02'] },
  { uid: 990_102, name: 'any primary care', minutes: 360, codes: ['DXD03', 'DXD04', 'DXD05'] },
  { uid: 990_103, name: 'any dentist', minutes: 60, codes: ['DXD07', 'DXD08'] },
  { uid: 990_104, name: 'pharmacist or information', minutes: null, codes: ['DXD06', 'DXD13'] },
]

/** By postcode, sector or outcode, in metres: near in cities, far in the country. */
const DISTANCES: Readonly<Record<string, number>> = {
  LS21NE: 5_000,
  'LS2 9': 8_000,
  LS2: 12_500,
  'M2 3': 8_000,
  M2: 12_500,
  B2: 12_500,
  EC1A: 6_000,
  SW1A: 6_000,
  BD23: 80_000,
  CA20: 90_000,
  EX20: 80_000,
  LN11: 70_000,
  PL26: 75_000,
  TD15: 95_000,
}

/** Outcodes by letters and highest number, with codes of areas that nobody has: the last digits of real ones are low. */
const AREAS: readonly { letters: string; upTo: number; district: string; board: string }[] = [
  { letters: 'LS', upTo: 29, district: 'E08990001', board: 'E54990001' },
  { letters: 'BD', upTo: 24, district: 'E08990002', board: 'E54990001' },
  { letters: 'M', upTo: 35, district: 'E08990003', board: 'E54990002' },
  { letters: 'L', upTo: 36, district: 'E08990004', board: 'E54990003' },
  { letters: 'B', upTo: 36, district: 'E08990005', board: 'E54990004' },
  { letters: 'BS', upTo: 16, district: 'E06990006', board: 'E54990005' },
  { letters: 'NE', upTo: 13, district: 'E08990007', board: 'E54990006' },
]

/** The area of the demonstration that ranks for itself. */
const RANKS_FOR_ITSELF = 'E08990002'

/** Invented, as all here: the real ranks are not published. Pairs of type and rank. */
const NATIONAL_RANKS: readonly (readonly [typeId: number, rank: number])[] = [
  [7, 2],
  [12, 1],
  [13, 2],
  [14, 1],
  [19, 1],
  [25, 3],
  [29, 1],
  [40, 10],
  [46, 3],
  [47, 3],
  [100, 1],
  [105, 8],
  [112, 1],
  [113, 6],
  [120, 5],
  [131, 2],
  [132, 1],
  [133, 5],
  [134, 4],
  [135, 3],
  [136, 2],
  [140, 5],
  [142, 1],
  [143, 2],
  [144, 4],
  [149, 2],
  [150, 4],
  [152, 2],
  [153, 2],
  [154, 2],
  [156, 2],
  [159, 2],
]
const LOCAL_RANKS: readonly (readonly [typeId: number, rank: number])[] = [
  [135, 1],
  [150, 1],
  [25, 2],
  [100, 3],
  [13, 4],
  [105, 9],
]

/** Every clinical list of the demonstration world, as the tables take it. The same each time. */
export function demonstrationLists(): Lists {
  const { symptomGroups, discriminators, pairs, dispositions } = CLINICAL_DEMONSTRATION
  const single = dispositions.map(({ code, name, minutes }, index) => ({
    uid: code === EXAMPLES.disposition ? EXAMPLES.dispositionGroup : FIRST_GROUP + index,
    name,
    minutes,
    codes: [code.toUpperCase()],
  }))
  const combined = COMBINED.map(group => ({ ...group, name: `Demonstration: ${group.name}` }))
  const groups = [...single, ...combined]
  return {
    'symptom-groups': symptomGroups.map(({ id, name, zCode = false }) => ({ id, name, zCode })),
    discriminators: discriminators.map(({ id, name, synonyms = [] }) => ({ id, name, synonyms })),
    pairs: pairs.map(({ group, discriminator }) => ({ group, discriminator })),
    dispositions: dispositions.map(({ code, name, minutes }) => ({
      code: code.toUpperCase(),
      name,
      minutes,
    })),
    'disposition-groups': groups.map(({ uid, name, minutes }) => ({ uid, name, minutes })),
    'disposition-group-members': groups.flatMap(({ uid, codes }) => codes.map(code => ({ uid, code }))),
    'search-distances': Object.entries(DISTANCES).map(([code, metres]) => ({ code, metres })),
    areas: AREAS.flatMap(({ letters, upTo, district, board }) =>
      Array.from({ length: upTo }, (_, index) => ({ code: `${letters}${index + 1}`, district, board })),
    ),
    ranks: [...ranks(NATIONAL, NATIONAL_RANKS), ...ranks(RANKS_FOR_ITSELF, LOCAL_RANKS)],
  }
}

const ranks = (area: string, pairs: readonly (readonly [number, number])[]): ListRow['ranks'][] =>
  pairs.map(([typeId, rank]) => ({ area, typeId, rank }))
