import { unreachable } from '../../../vocabulary/index.ts'
import type { Brake } from '../../detection/types.ts'

/** The most results of an answer under any brake. */
export const BRAKED_K = 5

/** How a question is answered under a brake: with so many results at most, or not at all. */
export function kUnder(
  brake: Brake,
  k: number,
  isInFootprint: boolean,
  isAboveVolume: boolean,
): number | 'refused' {
  const braked = Math.min(k, BRAKED_K)
  switch (brake) {
    case 'none':
      return k
    case 'smaller-k':
      return braked
    case 'footprint-only':
      return isInFootprint ? braked : 'refused'
    case 'throttle':
      return isInFootprint && !isAboveVolume ? braked : 'refused'
    default:
      return unreachable(brake)
  }
}
