import { createChance } from '../src/demonstration/chance.ts'
import type { Findable } from './world.ts'

const QUESTIONS = 2000
const SEED = 7

/**
 * Questions as callers would ask them: near one service's postcode, for the type of another, so that busy places and
 * common types are asked for most.
 */
export function questionPaths(services: readonly Findable[], limit: number): string[] {
  const chance = createChance(SEED)
  return Array.from({ length: QUESTIONS }, () => {
    const { postcode } = chance.pick(services)
    const { typeId } = chance.pick(services)
    return `/api/v1/services?near=${encodeURIComponent(postcode)}&type=${typeId}&limit=${limit}`
  })
}
