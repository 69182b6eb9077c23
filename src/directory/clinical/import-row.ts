import { serviceTypeById } from '../reference/service-types.ts'
import type { KnownCodes } from './difference.ts'
import { type ListName, type ListRow, NATIONAL } from './lists.ts'
import type { RowReading } from './row-reading.ts'

/** What the file of one list looks like, and how a row of it is read. */
export type ListShape<N extends ListName> = {
  /** As they are called in the first line; an optional one may be absent, and any of its cells blank. */
  readonly columns: readonly string[]
  readonly optional: readonly string[]
  /** What fails is noted with the reading, and the row is then of no use. */
  readonly read: (cells: RowReading, known: KnownCodes) => ListRow[N]
}

const NAME_MAX = 255
const CODE_MAX = 2_147_483_647
/** A quarter of a year: nothing that is triaged waits longer. */
const MINUTES_MAX = 130_000
const RANK_MAX = 10
/** As the DoS keeps them, numeric(3,1) (sources, DoS 5.3). */
const KM = { least: 0.1, most: 99.9, decimals: 1 }

export const LIST_SHAPES: { readonly [N in ListName]: ListShape<N> } = {
  'symptom-groups': {
    columns: ['id', 'name', 'zCode'],
    optional: ['zCode'],
    read: cells => ({
      id: cells.whole('id', 1, CODE_MAX),
      name: cells.text('name', NAME_MAX),
      zCode: cells.yes('zCode'),
    }),
  },
  discriminators: {
    columns: ['id', 'name', 'synonyms'],
    optional: ['synonyms'],
    read: cells => ({
      id: cells.whole('id', 1, CODE_MAX),
      name: cells.text('name', NAME_MAX),
      synonyms: cells.several('synonyms', '|', NAME_MAX),
    }),
  },
  pairs: {
    columns: ['symptomGroup', 'discriminator'],
    optional: [],
    read: (cells, known) => {
      const group = cells.whole('symptomGroup', 1, CODE_MAX)
      const discriminator = cells.whole('discriminator', 1, CODE_MAX)
      cells.must(known.groups.has(group), `there is no symptom group ${group}`)
      cells.must(known.discriminators.has(discriminator), `there is no discriminator ${discriminator}`)
      return { group, discriminator }
    },
  },
  dispositions: {
    columns: ['code', 'name', 'minutes'],
    optional: [],
    read: cells => ({
      code: dispositionCode(cells),
      name: cells.text('name', NAME_MAX),
      minutes: cells.whole('minutes', 0, MINUTES_MAX),
    }),
  },
  'disposition-groups': {
    columns: ['uid', 'name', 'minutes'],
    optional: ['minutes'],
    read: cells => ({
      uid: cells.whole('uid', 1, CODE_MAX),
      name: cells.text('name', NAME_MAX),
      minutes: cells.isBlank('minutes') ? null : cells.whole('minutes', 0, MINUTES_MAX),
    }),
  },
  'disposition-group-members': {
    columns: ['uid', 'code'],
    optional: [],
    read: (cells, known) => {
      const uid = cells.whole('uid', 1, CODE_MAX)
      const code = dispositionCode(cells)
      cells.must(known.dispositionGroups.has(uid), `there is no disposition group ${uid}`)
      cells.must(known.dispositions.has(code), `there is no disposition ${code}`)
      return { uid, code }
    },
  },
  'search-distances': {
    columns: ['code', 'km'],
    optional: [],
    read: cells => ({
      code: placeCode(cells),
      metres: Math.round(cells.decimal('km', KM) * 1000),
    }),
  },
  areas: {
    columns: ['code', 'district', 'board'],
    optional: ['district', 'board'],
    read: cells => {
      const row = {
        code: placeCode(cells),
        district: areaOf(cells, 'district'),
        board: areaOf(cells, 'board'),
      }
      cells.must(row.district !== null || row.board !== null, 'neither district nor board is given')
      return row
    },
  },
  ranks: {
    columns: ['area', 'typeId', 'rank'],
    optional: [],
    read: cells => {
      const area =
        cells.isBlank('area') || cells.cell('area').toLowerCase() === NATIONAL ? null : cells.cell('area')
      cells.must(!cells.isBlank('area'), 'area: blank')
      cells.must(
        area === null || AREA_CODE.test(area),
        `area: neither "${NATIONAL}" nor the code of an area: "${cells.excerpt('area')}"`,
      )
      const typeId = cells.whole('typeId', -CODE_MAX, CODE_MAX)
      cells.must(serviceTypeById(typeId) !== undefined, `there is no service type ${typeId}`)
      return { area: area ?? NATIONAL, typeId, rank: cells.whole('rank', 1, RANK_MAX) }
    },
  },
}

/** As codes are compared: in upper case (sources, DoS 9b). */
function dispositionCode(cells: RowReading): string {
  const code = cells.cell('code').toUpperCase()
  cells.must(/^DX[A-Z0-9]{1,14}$/.test(code), `code: not "Dx" and a number: "${cells.excerpt('code')}"`)
  return code
}

/** A GSS code: a letter for the nation, eight digits. */
const AREA_CODE = /^[A-Z]\d{8}$/

function areaOf(cells: RowReading, column: 'district' | 'board'): string | null {
  if (cells.isBlank(column)) return null
  const code = cells.cell(column)
  cells.must(AREA_CODE.test(code), `${column}: not the code of an area: "${cells.excerpt(column)}"`)
  return code
}

const UNIT = /^([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})$/
const SECTOR = /^[A-Z]{1,2}\d[A-Z\d]? \d$/
const OUTCODE = /^[A-Z]{1,2}\d[A-Z\d]?$/

/** As the lists are keyed (reference.ts). A sector is told from an outcode by its space. */
function placeCode(cells: RowReading): string {
  const code = cells.cell('code').toUpperCase()
  if (UNIT.test(code)) return code.replace(' ', '')
  const isPart = SECTOR.test(code) || OUTCODE.test(code)
  cells.must(isPart, `code: not a postcode, sector or outcode: "${cells.excerpt('code')}"`)
  return code
}
