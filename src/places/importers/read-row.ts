import { GRID_EXTENT } from '../national-grid.ts'
import { tableNation } from '../nations.ts'
import { areaOf } from '../postcode.ts'
import { monthNumber, POINT_QUALITIES } from '../postcode-table.ts'
import type { TableRow } from '../table-builder.ts'
import { NO_POINT } from '../table-columns.ts'
import { readImportedPostcode } from './imported-postcode.ts'
import type { Layout } from './layout.ts'

/** One row of a file as the table takes it, or in words what is wrong with it. */
export function readRow(cells: readonly string[], layout: Layout): TableRow | string {
  if (cells.length < layout.width) return `only ${cells.length} of ${layout.width} columns`
  const cell = (index: number | null): string => (index === null ? '' : (cells[index] ?? '').trim())
  const postcode = readImportedPostcode(cell(layout.postcode).toUpperCase())
  if (!postcode) return `not a postcode: "${excerpt(cell(layout.postcode))}"`
  const nation = tableNation(cell(layout.country), areaOf(postcode.outcode))
  if (nation === undefined) return `not a country code: "${excerpt(cell(layout.country))}"`
  const quality = qualityOf(cell(layout.quality))
  if (quality === undefined) return `not a mark of positional quality: "${excerpt(cell(layout.quality))}"`
  const point = readPoint(cell(layout.easting), cell(layout.northing))
  if (typeof point === 'string') return point
  const ended = cell(layout.terminated)
  const end = ended === '' ? 0 : monthNumber(ended)
  if (end === undefined) return `not a month of termination: "${excerpt(ended)}"`
  const located = quality !== NO_GRID && nation !== NORTHERN_IRELAND && point
  const { easting, northing } = located || NOWHERE
  return {
    ...postcode,
    easting,
    northing,
    nation,
    quality: QUALITY_KEPT[quality] ?? 0,
    end,
    district: areaCode(cell(layout.district)),
    board: areaCode(cell(layout.board)),
  }
}

/**
 * A GSS code: a letter for the nation and eight digits; nines stand for "no such area here". Whatever else a file has
 * there, such as the codes from before 2011 (`00DA`), names no area that anybody knows now, and its postcode is good.
 */
const areaCode = (text: string): string | null =>
  /^[A-Z]\d{8}$/.test(text) && !text.endsWith('99999999') ? text : null

const NOWHERE = { easting: NO_POINT, northing: NO_POINT }
/** Its coordinates are on the Irish grid, which is another plane. Nobody is located there by us anyway. */
const NORTHERN_IRELAND = tableNation('N', 'BT')

const NO_GRID = 9
const SURVEYED = POINT_QUALITIES.indexOf('surveyed')
/**
 * National Statistics mark 1 to 9, Code-Point 10 to 90, and they mean the same: 5 imputed from neighbours, 6 the
 * sector's mean, 9 no grid reference. 8 is the last point of a postcode that ended long ago.
 */
const QUALITY_KEPT: Readonly<Record<number, number>> = {
  5: POINT_QUALITIES.indexOf('imputed'),
  6: POINT_QUALITIES.indexOf('sector-mean'),
}

function qualityOf(text: string): number | undefined {
  if (text === '') return SURVEYED
  return /^[1-9]0?$/.test(text) ? Number(text.charAt(0)) : undefined
}

/** Empty cells and 0,0 (which lies in the sea off Scilly) both mean that the file knows no point. */
function readPoint(
  eastingText: string,
  northingText: string,
): { easting: number; northing: number } | null | string {
  if (eastingText === '' && northingText === '') return null
  if (!/^\d{1,7}$/.test(eastingText) || !/^\d{1,7}$/.test(northingText))
    return `not whole metres: "${excerpt(eastingText)}","${excerpt(northingText)}"`
  const easting = Number(eastingText)
  const northing = Number(northingText)
  if (easting === 0 && northing === 0) return null
  if (easting >= GRID_EXTENT.easting || northing >= GRID_EXTENT.northing)
    return `outside the National Grid: ${easting},${northing}`
  return { easting, northing }
}

const EXCERPT = 20
const excerpt = (text: string): string => (text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text)
