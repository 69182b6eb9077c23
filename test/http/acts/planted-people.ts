import assert from 'node:assert/strict'
import { notify } from '../../../src/notices/index.ts'
import { beginRecovery, completeRecovery, openSession } from '../../../src/people/index.ts'
import { totpCode } from '../../../src/people/totp.ts'
import type { Role } from '../../../src/vocabulary/index.ts'
import type { House } from '../../support/house.ts'
import { type Asker, asker } from './askers.ts'
import { type Planter, text } from './planter.ts'

/** Whose register it is: people of the planted organisation and of its supplier, a lead, and the operator's. */
export type People = Awaited<ReturnType<typeof plantPeople>>

export async function plantPeople(
  house: House,
  { mark }: Planter,
  {
    odsCode,
    supplier,
    region,
  }: { readonly odsCode: string; readonly supplier: string; readonly region: string },
) {
  const operator = (role: Role) => asker(house, `operator-${role}`, [{ role }])
  const owner = (role: Role, scope: string, name: string = role) =>
    asker(house, `${mark(`id of the ${name}`)}-${name}`, [{ role, scope }], {
      label: `the planted ${name}`,
      name: mark(`name of the ${name}`),
      email: `${mark(`e-mail of the ${name}`)}@example.org`,
      home: scope === odsCode ? odsCode : null,
    })
  return {
    manager: await operator('access-manager'),
    owner: await operator('decision-owner'),
    reviewer: await operator('compliance-reviewer'),
    archivist: await operator('ig-officer'),
    admin: await owner('euo-admin', odsCode),
    signatory: await owner('euo-signatory', odsCode),
    officer: await owner('clinical-safety-officer', odsCode),
    maker: await owner('supplier-admin', supplier),
    leads: await owner('dos-lead', region),
    clinician: await owner('individual-end-user', odsCode, 'clinician'),
    newcomer: await owner('individual-end-user', odsCode, 'newcomer'),
  }
}

/** What is kept of people beside their names: secrets, sessions, alerts, notices, an identity elsewhere. */
export async function plantLives(house: House, planting: Planter, people: People, odsCode: string) {
  const { mark, does, asks } = planting
  const { admin, manager, newcomer, clinician } = people
  const { database } = house.rooms
  const elsewhere = { issuer: undefined, subject: undefined }
  const role = { role: 'individual-end-user', scope: odsCode }
  const userName = mark('user name')
  const { person, invitation } = await does(admin, 'person create', {}, { ...role, ...elsewhere, userName })
  const { id } = record(person)
  const invited = { id: text(id) }
  await does(manager, 'role grant', invited, { role: 'euo-signatory', scope: odsCode })
  const enrolled = await enrol(house, userName, text(record(invitation)['code']))
  const { code } = await does(manager, 'person recover', invited)
  await does(manager, 'person link', { id: newcomer.id })
  const { proposal } = await asks(manager, 'person link', { id: clinician.id }, {})
  const sessions = [await session(house, mark, clinician), await session(house, mark, clinician)]
  const notice = { kind: 'planted', subject: mark('subject of a notice'), text: mark('text of a notice') }
  const about = { entity: 'person', id: clinician.id } as const
  await notify(database.query, { to: { person: clinician.id }, ...notice, about }, planting.now)
  const [kept] = await database.query<{ id: number }>('select max(id)::int as id from notices.notice')
  return {
    things: {
      person: [clinician.id, invited.id],
      officer: [people.officer.id],
      proposal: [text(proposal)],
      session: sessions.map(one => one.id),
      notice: [String(kept?.id)],
    },
    secrets: [...enrolled, text(code), text(code).replaceAll('-', ''), ...sessions.map(one => one.secret)],
  }
}

/** Begins to sign in here with a one-time code; answers the password and the secret of the second factor. */
async function enrol({ rooms, clock }: House, userName: string, code: string): Promise<readonly string[]> {
  const given = { userName, code, network: '192.0.2.0/24' }
  const begun = await beginRecovery(rooms.database, given, 'Directory', clock.now())
  assert.equal(begun.outcome, 'begun')
  const secret = text(begun.outcome === 'begun' && new URL(begun.uri).searchParams.get('secret'))
  const password = 'a planted pass phrase of many words'
  const proof = { ...given, password, secondFactorCode: totpCode(secret, clock.now()) }
  assert.equal((await completeRecovery(rooms.database, proof, clock.now())).outcome, 'recovered')
  return [password, secret]
}

const session = ({ rooms, clock }: House, mark: Planter['mark'], { id }: Asker) =>
  openSession(
    rooms.database,
    {
      personId: id,
      issuer: `https://${mark('issuer of a session')}.example.org`,
      sid: mark('name of a session'),
      assurance: 'aal2',
      role: mark('role of a session'),
      network: mark('network of a session'),
      userAgent: mark('program of a session'),
    },
    clock.now(),
  )

/** Every secret that the house keeps of anybody, as it is stored. */
export async function storedSecrets({ rooms }: House): Promise<readonly string[]> {
  const { query } = rooms.database
  const rows = await query<{ secret: string | null }>(
    `select unnest(array[password_hash, totp_secret, recovery_hash]) as secret from people.secret
     union select secret_hash from people.session
     union select email_token_hash from accounts.account
     union select private_jwk ->> 'd' from accounts.signing_key`,
  )
  return rows.flatMap(({ secret }) => secret ?? [])
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
