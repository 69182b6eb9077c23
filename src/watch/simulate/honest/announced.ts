import type { DeclaredEvent } from '../../detection/types.ts'
import { WANTED } from '../world/kinds.ts'
import type { HonestAccount } from './account.ts'
import { DAY_MILLIS, DAY_ZERO } from './rhythm.ts'
import type { Audit, Surge } from './upheaval.ts'

const midnight = (day: number): number => DAY_ZERO + day * DAY_MILLIS

/** Outbreaks of the whole country are announced; those of a region turn out. */
export const announcedSurges = (surges: readonly Surge[]): DeclaredEvent[] =>
  surges
    .filter(({ region }) => region === null)
    .map(({ from, until, wanted }, at) => ({
      id: `surge-${at + 1}`,
      from: midnight(from),
      until: midnight(until),
      accounts: null,
      organisations: null,
      regions: null,
      types: [WANTED[wanted]?.number ?? 0],
      effect: 'suppress',
    }))

/** Every second one who audits says so beforehand. */
export const announcedAudits = (
  accounts: readonly HonestAccount[],
  audits: ReadonlyMap<number, readonly Audit[]>,
): DeclaredEvent[] =>
  [...audits].flatMap(([number, [audit]], at) =>
    audit === undefined || at % 2 === 1
      ? []
      : [
          {
            id: `audit-${at + 1}`,
            from: midnight(audit.day),
            until: midnight(audit.day + 1),
            accounts: [accounts[number]?.declared.account ?? ''],
            organisations: null,
            regions: null,
            types: null,
            effect: 'suppress' as const,
          },
        ],
  )
