import type { Holding } from '../holding.ts'
import type { Asked } from './asked.ts'
import { failedSteps } from './failures.ts'
import type { Narrowed } from './pipelines.ts'
import type { ClinicalFound, Step, Trace } from './question.ts'
import { alsoFails, reasonFor } from './reasons.ts'

/** What was left after the later steps: slots. */
export type Left = { readonly afterRoad: ReadonlySet<number>; readonly afterSurplus: ReadonlySet<number> }

/** One trace for each service that was in the box, and for the catch-all's, which may lie outside it; by id. */
export function tracesOf(
  holding: Holding,
  asked: Asked,
  { failures }: Narrowed,
  left: Left,
  services: readonly ClinicalFound[],
): Trace[] {
  const kept = new Map(services.map(service => [service.slot, service]))
  const dropped = [...failures].flatMap(([slot, failed]): Trace[] => {
    if (kept.has(slot)) return []
    const steps = failedSteps(failed)
    const step = steps[0] ?? laterStep(left, slot)
    const why = reasonFor(step, holding, asked, slot) + alsoFails(steps)
    return [{ id: holding.slots.ids[slot] ?? 0, step, kept: false, why }]
  })
  return [...dropped, ...services.map(keptTrace)].sort((a, b) => a.id - b.id)
}

const laterStep = ({ afterRoad, afterSurplus }: Left, slot: number): Step =>
  !afterRoad.has(slot) ? 'road' : !afterSurplus.has(slot) ? 'surplus' : 'limit'

function keptTrace({ id, label, rank, distanceMetres, byRoad }: ClinicalFound, index: number): Trace {
  const how = `rank ${rank ?? 'none'}, ${Math.round(distanceMetres)} m ${byRoad ? 'by road' : 'in a straight line'}`
  return label === 'catch-all'
    ? { id, step: 'catch-all', kept: true, why: `Nothing else was left, and it is near: ${how}.` }
    : { id, step: 'answer', kept: true, why: `Place ${index + 1}: ${how}${label ? `, ${label}` : ''}.` }
}
