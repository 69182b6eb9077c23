import type { Act } from './act.ts'
import { connectionActs } from './connections.ts'
import { organisationActs } from './organisations.ts'
import { productActs } from './products.ts'

/** Organisations, suppliers and their products, and what connects them. */
export const registerActs: readonly Act[] = [...organisationActs, ...productActs, ...connectionActs]
