import { type LondonMoment, londonMoment } from '../london.ts'
import { type Areas, areaKey } from './alignment.ts'
import type { ClinicalQuestion } from './question.ts'
import { type Reach, searchReach } from './reach.ts'
import type { ClinicalReference } from './reference.ts'
import { windowMinutes } from './window.ts'

/** A question made ready: looked up in the lists once, so that nothing is for each service. */
export type Asked = {
  readonly question: ClinicalQuestion
  readonly reference: ClinicalReference
  readonly reach: Reach
  readonly areas: Areas
  /** In capitals; null: unknown. */
  readonly surgery: string | null
  /** Those that may be asked with the symptom group, each once. */
  readonly discriminators: readonly number[]
  /** Any of these will do, in upper case; null: not asked about. */
  readonly dispositions: readonly string[] | null
  readonly windowMinutes: number
  /** When the person sets out, in London. */
  readonly moment: LondonMoment
  /** Null: any. */
  readonly types: ReadonlySet<number> | null
}

export function readyQuestion(question: ClinicalQuestion, reference: ClinicalReference): Asked {
  const { dispositionGroup, symptomGroup, typeIds } = question
  const group = dispositionGroup === null ? undefined : reference.dispositionGroups.get(dispositionGroup)
  const valid = symptomGroup === null ? undefined : reference.pairs.get(symptomGroup)
  const areas = [question.areas.district, question.areas.board]
  return {
    question,
    reference,
    reach: searchReach(question, reference),
    areas: new Set(areas.flatMap(code => (code === null ? [] : [areaKey(code)]))),
    surgery: question.surgery?.trim().toUpperCase() || null,
    discriminators: [...new Set(question.discriminators)].filter(id => valid?.has(id)),
    // A group that no list knows is accepted by nobody.
    dispositions: dispositionGroup === null ? null : (group?.codes ?? []),
    windowMinutes: windowMinutes(group?.minutes ?? null),
    moment: londonMoment(question.at),
    types: typeIds && new Set(typeIds),
  }
}
