import Type, { type Static } from 'typebox'
import { LIVE_SECRETS_MAX, type SecretRecord, USERNAME_PATTERN } from '../../accounts/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { AccountPath } from './credential-words.ts'
import { choice, closed, Id, Instant, iso, isoOrNull, ListOf, Nullable, Reason, Text } from './words.ts'

/** Words that acts on passwords and keys of the older interfaces share. */

export const SecretPath = Type.Object(
  { ...AccountPath.properties, issued: Id('The password or key, by its id.') },
  closed,
)

const Username = Type.String({
  minLength: 3,
  maxLength: 64,
  pattern: USERNAME_PATTERN,
  description:
    'The user name of the account, needed the first time. It stays with the account, and nobody else ever has it.',
})
const Purpose = Text(64, 'The one purpose that what is asked with it serves.')
const VIA_PASSWORD = ['dos-rest', 'dos-soap'] as const
const PasswordInterface = choice(VIA_PASSWORD, 'An interface that asks for a user name and password.')

/** What a password and a key have in common when they are issued. */
export const IssueMembers = {
  username: Type.Optional(Username),
  from: Type.Optional(Instant('From when on it is taken; now unless told.')),
  until: Type.Optional(
    Instant('From when on it is not; a year after it begins unless told, two at the most.'),
  ),
  reason: Reason,
}
export const PasswordInterfaces = Type.Array(PasswordInterface, {
  minItems: 1,
  maxItems: VIA_PASSWORD.length,
  uniqueItems: true,
  description: 'Where it is taken; at both unless told.',
})
export const BOTH = VIA_PASSWORD

export const IssuedView = Type.Object(
  {
    id: Id('What it is called in lists, and revoked by.'),
    username: Username,
    secret: Text(200, 'The password, or the key. It is shown this once and kept nowhere.'),
    until: Instant('From when on it is not taken.'),
  },
  closed,
)

export const SecretView = Type.Object(
  {
    id: Id('What it is called.'),
    kind: choice(['password', 'api-key'], 'Which it is.'),
    username: Username,
    interfaces: ListOf(Text(20, 'An interface.'), 3, 'Where it is taken.'),
    purpose: Nullable(Purpose),
    from: Instant('From when on it is taken.'),
    until: Instant('From when on it is not.'),
    revokedAt: Nullable(Instant('When it was revoked.')),
    state: choice(['to-come', 'holds', 'over', 'revoked'], 'How it stands now.'),
  },
  closed,
)

/** A secret as it may be shown; member by member, so that nothing kept beside it comes along. */
export const secretView = (record: SecretRecord, now: EpochMillis): Static<typeof SecretView> => ({
  id: record.id,
  kind: record.kind,
  username: record.username,
  interfaces: [...record.interfaces],
  purpose: record.purpose,
  from: iso(record.from),
  until: iso(record.until),
  revokedAt: isoOrNull(record.revokedAt),
  state: stateOf(record, now),
})

function stateOf({ from, until, revokedAt }: SecretRecord, now: EpochMillis) {
  if (revokedAt !== null) return 'revoked'
  if (until <= now) return 'over'
  return from > now ? 'to-come' : 'holds'
}

export const ROTATE = `An account has ${LIVE_SECRETS_MAX} of a kind at a time, so that one takes over from the other without a gap: issue the new one, change to it, revoke the old.`
