import { randomBytes } from 'node:crypto'
import { createRegion } from '../accounts/index.ts'
import type { Database } from '../database/index.ts'
import { addRegistration, createPerson, grantRole, readSecretState, setPassword } from '../people/index.ts'
import { type Deed, ROLES, type Scope } from '../vocabulary/index.ts'
import type { DemonstrationPerson } from './file.ts'
import { type DemonstrationRole, PEOPLE, REGIONS } from './people.ts'

/** Enters the regions of NHS England. Those that are there stay as they are. */
export async function seedRegions(database: Database, deed: Deed): Promise<void> {
  for (const region of REGIONS) await createRegion(database, region, deed)
}

/**
 * Enters one person for each role, each with a password of its own for every world. On a second node they keep the
 * passwords they have, which only the first node's file knows; where a start was cut short they get new ones.
 */
export async function seedPeople(database: Database, deed: Deed): Promise<DemonstrationPerson[]> {
  const last = PEOPLE.at(-1)?.id ?? ''
  const elsewhere =
    database.engine === 'postgresql' && (await readSecretState(database.query, last)) !== undefined
  const people: DemonstrationPerson[] = []
  for (const part of PEOPLE) people.push(await enter(database, part, elsewhere, deed))
  return people
}

async function enter(
  database: Database,
  part: DemonstrationRole,
  elsewhere: boolean,
  deed: Deed,
): Promise<DemonstrationPerson> {
  const { id, name, role } = part
  const email = `${id}@example.org`
  const scope = scopeOf(part)
  const homeOdsCode = scope.kind === 'organisation' ? scope.id : null
  await createPerson(database, { id, name, email, identity: null, status: 'active', homeOdsCode }, deed)
  const held = { role, scope, from: deed.at, until: null }
  const granted = await grantRole(database, id, held, deed)
  if (!['granted', 'already-held'].includes(granted)) {
    throw new Error(`${name} could not be given the role ${role}: ${granted}.`)
  }
  if (role === 'clinical-safety-officer') {
    await addRegistration(database, id, { regulator: 'GMC', number: '0000001' }, deed)
  }
  const password = elsewhere ? '' : randomBytes(15).toString('base64url')
  if (!elsewhere) {
    const set = await setPassword(database, { personId: id, userName: id, password }, deed)
    if (set.outcome !== 'set') throw new Error(`${name} could not be given a password: ${set.outcome}.`)
  }
  return {
    id,
    name,
    role,
    scope: part.scope ?? null,
    userName: id,
    password,
    can: elsewhere ? `${part.can} The password is in the file of the node that was first.` : part.can,
  }
}

function scopeOf({ role, scope }: DemonstrationRole): Scope {
  const kind = ROLES[role].scope
  if (kind === 'operator') return { kind }
  if (scope === undefined) throw new Error(`The role ${role} is held for a ${kind}; none is named.`)
  return { kind, id: scope }
}
