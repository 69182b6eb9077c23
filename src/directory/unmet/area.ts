import { areaKey } from '../clinical/alignment.ts'

/** An area that needs are summed for; never anything finer. */
export type NeedArea = {
  readonly regionId: string
  readonly kind: 'district' | 'board' | 'region'
  /** Its code. */
  readonly area: string
}

/** The smallest area known of a place: its district, else its integrated care board, else its region. */
export function needArea(place: {
  readonly district: string | null
  readonly board: string | null
  readonly regionId: string
}): NeedArea {
  const { district, board, regionId } = place
  if (district !== null) return { regionId, kind: 'district', area: areaKey(district) }
  if (board !== null) return { regionId, kind: 'board', area: areaKey(board) }
  return { regionId, kind: 'region', area: regionId }
}
