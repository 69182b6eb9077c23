import type { SecretAnswer, SecretHolder } from '../accounts/index.ts'
import { boundTo } from './bound-purpose.ts'
import type { Identified } from './identify.ts'
import type { HttpRooms } from './rooms.ts'

/** What an interface tells apart in `errors[0].code` of an unknown caller; in words it says no more than its contract does. */
export type SecretFault = 'credentials' | 'privileges'

/** What of the rooms it takes to make a caller out. */
export type SecretRooms = Pick<HttpRooms, 'secrets' | 'callerOf'>

/** The interfaces that ask for a user name and a password. */
export type PasswordInterface = 'dos-rest' | 'dos-soap'

/**
 * Who asks with a user name and a password (sources, DoS 1, 2). Both exactly as they came: nothing is trimmed or folded.
 * An outcome of `unknown` carries fault `token-invalid` and in `errors[0].code` a SecretFault: `credentials` where no
 * live password of that user name is this one, `privileges` where it is, yet not for this interface, or the account
 * has not exactly one search role. Whoever fails often within a minute gets `too-many-failures`, with the code
 * `credentials`, instead. Whether the account may ask is policy's to say, as with a token.
 * @param address where the request came from; it is counted by, and kept for a minute
 */
export async function identifyByPassword(
  rooms: SecretRooms,
  username: string,
  password: string,
  via: PasswordInterface,
  address: string | null = null,
): Promise<Identified> {
  const holder = held(rooms.secrets.byPassword(username, password))
  if (holder?.kind !== 'password') return failed(rooms, username, address)
  if (!holder.interfaces.includes(via)) return unknown('privileges')
  const identified = holderAs(rooms, holder)
  if (identified.outcome === 'known' && identified.caller.referralRoleIds?.length !== 1) {
    return unknown('privileges')
  }
  return identified
}

/** Who asks with an API key, which acts as a user (sources, DoS 3). Outcomes as above. */
export async function identifyByKey(
  rooms: SecretRooms,
  key: string,
  address: string | null = null,
): Promise<Identified> {
  const holder = held(rooms.secrets.byKey(key))
  // What stands before the dot says whose key it is meant to be, as a user name does.
  if (holder?.kind !== 'api-key') return failed(rooms, key.split('.', 1)[0] ?? '', address)
  if (!holder.interfaces.includes('capacity')) return unknown('privileges')
  return holderAs(rooms, holder)
}

const held = (answer: SecretAnswer): SecretHolder | undefined =>
  answer.outcome === 'known' ? answer.holder : undefined

function holderAs(rooms: SecretRooms, { accountId, purpose }: SecretHolder): Identified {
  const facts = rooms.callerOf(accountId, null, null, null)
  if (!facts) return unknown('credentials')
  return { outcome: 'known', caller: boundTo(facts, purpose), boundPurpose: purpose }
}

function failed(rooms: SecretRooms, username: string, address: string | null): Identified {
  return rooms.secrets.failed(username, address)
    ? { outcome: 'unknown', fault: 'too-many-failures', detail: WAIT, errors: [errorOf('credentials')] }
    : unknown('credentials')
}

const WAIT = 'Too many tries have failed. Wait a minute; what is right is let in all the while.'
const WORDS: Record<SecretFault, string> = {
  credentials: 'The user name and password, or the key, are not known, or are no longer valid.',
  privileges: 'The account has not the rights that this interface asks for.',
}

const errorOf = (code: SecretFault) => ({
  parameter: 'Authorization',
  in: 'header',
  message: WORDS[code],
  code,
})

const unknown = (code: SecretFault): Identified => ({
  outcome: 'unknown',
  fault: 'token-invalid',
  detail: WORDS[code],
  errors: [errorOf(code)],
})
