import type { ClinicalAnswer, ClinicalQuestion } from '../directory/index.ts'
import type { Wgs84Point } from '../places/index.ts'
import type { HttpRooms } from './rooms.ts'

/** What a clinical question is asked of. */
export type ClinicalRooms = Pick<HttpRooms, 'memory' | 'places' | 'clinical' | 'road'>

/**
 * Asks the clinical search: with distances by road where a source of them is configured, for every caller alike (the DoS
 * gives them to accounts with a permission for it, which there is none of here; sources, DoS 6, step 7), else at once.
 */
export const askClinical = (
  { memory, road }: Pick<HttpRooms, 'memory' | 'road'>,
  question: ClinicalQuestion,
  { latitude, longitude }: Wgs84Point,
): ClinicalAnswer | Promise<ClinicalAnswer> =>
  road
    ? memory.clinical.searchByRoad(question, { latitude, longitude }, road)
    : memory.clinical.search(question)
