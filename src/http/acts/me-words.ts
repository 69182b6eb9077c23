import Type, { type Static } from 'typebox'
import type { Registration, Session } from '../../people/index.ts'
import { REGULATORS } from '../../people/index.ts'
import { choice, closed, Flag, Id, Instant, iso, isoOrNull, Nullable, Reason, Text } from './words.ts'

/** Words that acts on oneself share. A reason is welcome there, and nobody has to give one. */

export const TAG = 'Yourself'
export const OwnReason = Type.Optional(Reason)

/** A secret in a request. It is stored as a hash or not at all, and stands in no log, record or refusal. */
export const SecretText = (description: string) =>
  Type.String({ minLength: 1, maxLength: 512, writeOnly: true, description })
export const SecondFactorCode = Type.String({
  minLength: 6,
  maxLength: 6,
  pattern: '^[0-9]{6}$',
  description: 'Six digits from your authenticator.',
})

export const SessionView = Type.Object(
  {
    id: Id('The session.'),
    thisOne: Flag('Whether this request belongs to it.'),
    issuer: Text(500, 'Where you signed in.'),
    assurance: choice(['aal1', 'aal2', 'aal3'], 'How sure that place was of you.'),
    role: Nullable(Text(100, 'The role chosen there.')),
    network: Text(100, 'From where.'),
    userAgent: Type.String({ maxLength: 256, description: 'With which program.' }),
    openedAt: Instant('When you signed in.'),
    seenAt: Instant('When it was last used, to the minute.'),
    overAt: Instant('When it was over, or will be if you do not use it.'),
  },
  closed,
)

export const sessionView = (
  session: Session & { readonly overAt: number },
  thisId: string | null,
): Static<typeof SessionView> => ({
  id: session.id,
  thisOne: session.id === thisId,
  issuer: session.issuer,
  assurance: session.assurance,
  role: session.role,
  network: session.network,
  userAgent: session.userAgent,
  openedAt: iso(session.openedAt),
  seenAt: iso(session.seenAt),
  overAt: iso(session.overAt),
})

export const RegistrationView = Type.Object(
  {
    regulator: choice(REGULATORS, 'Who registers them.'),
    number: Text(12, 'Their number there.'),
    recordedAt: Instant('When they stated it.'),
    endedAt: Nullable(Instant('When it ended.')),
  },
  closed,
)

export const registrationView = ({
  regulator,
  number,
  recordedAt,
  endedAt,
}: Registration): Static<typeof RegistrationView> => ({
  regulator,
  number,
  recordedAt: iso(recordedAt),
  endedAt: isoOrNull(endedAt),
})

export const SignInView = Type.Object(
  {
    userName: Text(64, 'With what you sign in here.'),
    passwordSetAt: Nullable(Instant('When you set your password.')),
    secondFactorSince: Nullable(Instant('Since when you have a second factor.')),
  },
  closed,
)
