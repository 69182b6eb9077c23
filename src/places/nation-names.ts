import type { Nation } from './place.ts'
import { townKey } from './town-name.ts'

/** What people write for another nation when they are asked where they are. */
const NAMES: Readonly<Record<string, Exclude<Nation, 'england'>>> = {
  Scotland: 'scotland',
  Wales: 'wales',
  Cymru: 'wales',
  'Northern Ireland': 'northern-ireland',
  'Isle of Man': 'isle-of-man',
  Jersey: 'jersey',
  Guernsey: 'guernsey',
  Alderney: 'guernsey',
  Sark: 'guernsey',
  Gibraltar: 'gibraltar',
  Ireland: 'elsewhere',
  'Republic of Ireland': 'elsewhere',
}

const BY_KEY = new Map(Object.entries(NAMES).map(([name, nation]) => [townKey(name), nation]))

/** The nation of that name, if it is one beside England. */
export const nationNamed = (text: string): Exclude<Nation, 'england'> | undefined => BY_KEY.get(townKey(text))
