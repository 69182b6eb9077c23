import { type Accounts, readRedirectUris } from '../../accounts/index.ts'
import type { IdentityProvider } from '../../config.ts'
import type { Database } from '../../database/index.ts'
import { endSession, readPerson, useSession } from '../../people/index.ts'
import type { Clock, OperatorContact, Random } from '../../vocabulary/index.ts'
import { makeWebKey, type WebKey } from './clients.ts'
import { currentProvider, type OauthProvider } from './current-provider.ts'
import { type Decoy, openDecoy } from './decoy.ts'
import { openGrantSessions } from './grant-sessions.ts'

export type OauthOptions = {
  readonly database: Database
  readonly accounts: Accounts
  readonly clock: Clock
  readonly random: Random
  readonly contact: OperatorContact
  /** Where people sign in; null: here. */
  readonly identityProvider: IdentityProvider | null
  /** Without a trailing slash. Asked on each request, so that it may be unknown until the server listens. */
  readonly baseUrl: () => string
}

export type OpenOauth = OauthOptions & {
  readonly decoy: Decoy
  readonly webKey: WebKey | null
  readonly provider: OauthProvider
  /** Who hears of what the provider could not do, such as when the database is away. */
  readonly onFailure: (listener: (error: Error) => void) => void
}

/** The provider with what it knows of clients, people and their sessions; for its endpoints and for our own pages. */
export async function openOauth(options: OauthOptions): Promise<OpenOauth> {
  const { database, accounts, clock } = options
  const [decoy, webKey] = await Promise.all([
    openDecoy(options.random),
    options.identityProvider === null ? makeWebKey() : null,
  ])
  const listeners: ((error: Error) => void)[] = []
  const provider = currentProvider(
    {
      ...options,
      decoy,
      webKey,
      redirectUris: accountId => readRedirectUris(database.query, accountId),
      describePerson: async personId => {
        const person = await readPerson(database.query, personId)
        return person?.status === 'active' ? { name: person.name, email: person.email } : undefined
      },
      grantSessions: openGrantSessions(
        accounts,
        async id => (await useSession(database, id, clock.now())) !== undefined,
        async id => {
          const why = 'A code or a refresh token of this sign-in was sent twice.'
          await endSession(database, id, { who: 'signpost', actingAs: 'system', why, at: clock.now() })
        },
      ),
    },
    error => {
      for (const listener of listeners) listener(error)
    },
  )
  return { ...options, decoy, webKey, provider, onFailure: listener => listeners.push(listener) }
}
