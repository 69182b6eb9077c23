import type { SeenService } from './context.ts'
import { textOf } from './text.ts'

/** The name to show, the one for the public before the other (sources, DoS 1.5). */
export const displayName = (seen: Pick<SeenService, 'publicName' | 'name'>): string | undefined =>
  textOf(seen.publicName) ?? textOf(seen.name)
