import type { Chance } from '../chance.ts'
import type { HonestAccount } from '../honest/account.ts'
import type { FleetClass } from '../honest/classes.ts'
import type { Fleet } from '../honest/fleet.ts'
import type { World } from '../world/world.ts'
import type { Crew } from './crew.ts'
import { COLLUSIONS } from './rows-collusion.ts'
import { HIDDEN } from './rows-hidden.ts'
import { SINGLE } from './rows-single.ts'

/** One way to crawl. Numbers 01 to 32 are those of the catalogue measured before; letters are ours. */
export type Row = {
  readonly row: string
  readonly name: string
  readonly goal: Goal
  /** Null where the fleet is too small for it. */
  readonly crew: (setting: Setting) => Crew | null
}

/** What is aimed at: the share of the directory, in per cent, before which the first flag is raised. `none`: nothing can be seen, and nothing should. */
export type Goal = { readonly flaggedBefore: number } | { readonly flaggedBefore: null; readonly why: string }

export type Setting = {
  readonly world: World
  readonly fleet: Fleet
  readonly chance: Chance
  /** One of a class, another one for another number. */
  readonly one: (of: FleetClass, number?: number) => HonestAccount
}

export const ROWS: readonly Row[] = [...SINGLE, ...HIDDEN, ...COLLUSIONS].sort((a, b) =>
  a.row.localeCompare(b.row, 'en', { numeric: true }),
)

export function settingOf(world: World, fleet: Fleet, chance: Chance): Setting {
  return {
    world,
    fleet,
    chance,
    one: (of, number = 0) => {
      const all = fleet.ofClass(of)
      const account = all[number % all.length]
      if (account === undefined) throw new Error(`The fleet has no account of the class ${of}.`)
      return account
    },
  }
}
