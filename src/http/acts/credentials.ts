import Type from 'typebox'
import {
  endKey,
  KEYS_MAX,
  readCredentials,
  readKeyHolder,
  readKeySetUrl,
  registerKeys,
  revokeKey,
  rotateKey,
} from '../../accounts/index.ts'
import type { EpochMillis, Role } from '../../vocabulary/index.ts'
import { type Act, type ActOutcome, act } from './act.ts'
import { CREDENTIALS, keysManaged, MANAGE_KEYS, notTakenUp } from './credential-reach.ts'
import { keySetUrlActs } from './credential-url.ts'
import {
  AccountPath,
  bodyError,
  CredentialView,
  credentialView,
  Jwk,
  JwkList,
  KeyPath,
  KeySetUrlView,
  Kid,
  keySetUrlView,
  keysGiven,
} from './credential-words.ts'
import { OPERATOR, reachesOrganisation, reachesSupplier, reachOf } from './reach.ts'
import { JustReason } from './register-words.ts'
import { closed, Instant, iso, ListOf, Nullable, Reason } from './words.ts'

const SEE: readonly Role[] = [...OPERATOR, 'euo-admin', 'supplier-admin']
const SHOWN = 100
const DAY = 86_400_000
/** A key that was replaced may go on for this long at most. */
const OVERLAP_DAYS_MAX = 90

const Done = Type.Object({ kids: ListOf(Kid, KEYS_MAX, 'The keys it was done to.') }, closed)
const done = (kids: readonly string[], status: 200 | 201 = 200): ActOutcome => ({
  outcome: 'done',
  body: { kids },
  status,
})

const listAct = act({
  command: 'credential list',
  method: 'GET',
  path: '/accounts/:id/credentials',
  tag: CREDENTIALS,
  summary: 'The public keys of an account, and where its key set is read',
  roles: SEE,
  clauses: ['AUP25-04'],
  params: AccountPath,
  answer: Type.Object(
    {
      credentials: ListOf(CredentialView, SHOWN, 'The newest first.'),
      keySet: Nullable(KeySetUrlView),
    },
    closed,
  ),
  run: async ({ rooms, actor, params, now }) => {
    const { query } = rooms.database
    const holder = await readKeyHolder(query, params.id)
    const reach = reachOf(actor)
    // A person's account has no keys, and whether there is one is not told to a product's supplier.
    const isSeen =
      holder &&
      holder.kind !== 'individual' &&
      (reachesOrganisation(reach, holder.odsCode) || reachesSupplier(reach, holder.supplierId))
    if (!isSeen) return { outcome: 'no-such' }
    const records = await readCredentials(query, holder.id, SHOWN)
    const address = await readKeySetUrl(query, holder.id)
    const credentials = records.map(record => credentialView(record, now))
    return { outcome: 'done', body: { credentials, keySet: address ? keySetUrlView(address) : null } }
  },
})

const registerAct = act({
  command: 'credential register',
  method: 'POST',
  path: '/accounts/:id/credentials',
  tag: CREDENTIALS,
  summary: 'Register public keys beside those an account has',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04', 'AUP18-07'],
  params: AccountPath,
  body: Type.Object(
    {
      keys: JwkList,
      from: Type.Optional(Instant('From when they hold; now unless told.')),
      until: Type.Optional(Instant('From when they hold no more; never unless told.')),
      reason: Reason,
    },
    closed,
  ),
  answer: Done,
  run: async context => {
    const { rooms, params, body, now, deed } = context
    const managed = await keysManaged(context)
    if (!managed) return { outcome: 'no-such' }
    const given = await keysGiven('keys', body.keys)
    if (given.outcome === 'wrong') return given
    const from = body.from === undefined ? now : Math.max(now, Date.parse(body.from))
    const until = body.until === undefined ? null : Date.parse(body.until)
    if (until !== null && until <= from) return wrongUntil('It must lie after the keys begin to hold.')
    const kids = given.keys.map(key => key.kid)
    const by = deed(managed.role)
    const made = await registerKeys(rooms.database, params.id, given.keys, { from, until }, by)
    return made.outcome === 'registered' ? done(kids, 201) : notTakenUp(made)
  },
})

const rotateAct = act({
  command: 'credential rotate',
  method: 'POST',
  path: '/accounts/:id/credentials/:kid/rotation',
  tag: CREDENTIALS,
  summary: 'Replace a key: the new one holds from now on, the old one until the time you say',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04'],
  params: KeyPath,
  body: Type.Object(
    {
      key: Jwk,
      until: Instant(`When the old key ends, at most ${OVERLAP_DAYS_MAX} days ahead.`),
      reason: Reason,
    },
    closed,
  ),
  answer: Done,
  run: async context => {
    const { rooms, params, body, now, deed } = context
    const managed = await keysManaged(context)
    if (!managed) return { outcome: 'no-such' }
    const given = await keysGiven('key', [body.key])
    if (given.outcome === 'wrong') return given
    const until = Date.parse(body.until)
    if (!isSoon(until, now)) return wrongUntil(`It must lie in the ${OVERLAP_DAYS_MAX} days that come.`)
    const [key] = given.keys
    if (!key) throw new Error('A set of one key was read as none.')
    const made = await rotateKey(rooms.database, params.id, params.kid, { key, until }, deed(managed.role))
    switch (made.outcome) {
      case 'rotated':
        return done([params.kid, key.kid])
      case 'unknown-key':
        return NO_SUCH_KEY
      case 'read-from-url':
        return FOLLOWS_ADDRESS
      case 'ending-already':
        return { outcome: 'conflict', detail: `That key is being replaced: it ends at ${iso(made.until)}.` }
      default:
        return notTakenUp(made)
    }
  },
})

const endAct = act({
  command: 'credential end',
  method: 'POST',
  path: '/accounts/:id/credentials/:kid/end',
  tag: CREDENTIALS,
  summary: 'Say when a key ends',
  description:
    'An end that is set comes earlier, never later. Tokens fetched before it live out their ten minutes.',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04'],
  params: KeyPath,
  body: Type.Object({ until: Type.Optional(Instant('When; now unless told.')), reason: Reason }, closed),
  answer: Done,
  run: async context => {
    const { rooms, params, body, now, deed } = context
    const managed = await keysManaged(context)
    if (!managed) return { outcome: 'no-such' }
    const until = body.until === undefined ? now : Date.parse(body.until)
    if (until < now) return wrongUntil('It lies in the past.')
    const made = await endKey(rooms.database, params.id, params.kid, until, deed(managed.role))
    if (made === 'ended') return done([params.kid])
    return made === 'read-from-url' ? FOLLOWS_ADDRESS : NO_SUCH_KEY
  },
})

const revokeAct = act({
  command: 'credential revoke',
  method: 'POST',
  path: '/accounts/:id/credentials/:kid/revocation',
  tag: CREDENTIALS,
  summary: 'Revoke a key at once, with every access token that was fetched with it',
  description: 'For when a key has come into the wrong hands. It takes one person, and cannot be taken back.',
  roles: MANAGE_KEYS,
  clauses: ['AUP25-04', 'AUP25-42'],
  params: KeyPath,
  body: JustReason,
  answer: Done,
  run: async context => {
    const { rooms, params, deed } = context
    const managed = await keysManaged(context)
    if (!managed) return { outcome: 'no-such' }
    const made = await revokeKey(rooms.database, params.id, params.kid, deed(managed.role))
    return made === 'revoked' ? done([params.kid]) : NO_SUCH_KEY
  },
})

const NO_SUCH_KEY: ActOutcome = {
  outcome: 'no-such',
  detail: 'The account has no key of that kid for which this could be done.',
}
const FOLLOWS_ADDRESS: ActOutcome = {
  outcome: 'not-legal',
  detail:
    'The key is read from an address and follows what is published there; revoking it is possible here.',
}
const wrongUntil = (message: string): ActOutcome => ({
  outcome: 'wrong',
  errors: [bodyError('until', message)],
})

const isSoon = (until: EpochMillis, now: EpochMillis): boolean =>
  until > now && until <= now + OVERLAP_DAYS_MAX * DAY

export const credentialActs: readonly Act[] = [
  listAct,
  registerAct,
  ...keySetUrlActs,
  rotateAct,
  endAct,
  revokeAct,
]
