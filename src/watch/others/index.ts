import type { KeptOthers } from '../live/checkpoint.ts'
import { publicAsksProfessional, repeatedRefusals, trialsInProduction } from './counted.ts'
import { machineUse } from './machine-use.ts'
import type { OtherWatch, Seen, Suspicion } from './other-watch.ts'
import { probes } from './probes.ts'
import { sharedCredentials } from './shared-credentials.ts'
import { tooFew } from './too-few.ts'
import { useDrift } from './use-drift.ts'

/** Every watch over conduct, as one. */
export function createOtherWatches() {
  const all: readonly OtherWatch[] = [
    machineUse(),
    sharedCredentials(),
    useDrift(),
    tooFew(),
    publicAsksProfessional(),
    probes(),
    trialsInProduction(),
    repeatedRefusals(),
  ]
  return {
    names: all.map(({ name }) => name),
    see: (seen: Seen): Suspicion[] => all.flatMap(one => one.see(seen) ?? []),
    keep: (): KeptOthers => Object.fromEntries(all.map(one => [one.name, one.keep()])),
    take: (kept: KeptOthers): void => {
      for (const one of all) one.take(kept[one.name] ?? [])
    },
  }
}

export type OtherWatches = ReturnType<typeof createOtherWatches>
