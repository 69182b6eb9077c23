import type { Accounts } from '../../accounts/index.ts'

/** Which sign-in each grant of the provider stems from, so that its tokens end together with it. */
export type GrantSessions = {
  readonly bind: (grantId: string, sessionId: string, seconds: number) => Promise<void>
  /** The session of a grant; undefined when there is none, or it has ended. */
  readonly liveSession: (grantId: string) => Promise<string | undefined>
  /** Ends the session of a grant that was misused: a code or a refresh token that came twice. */
  readonly end: (grantId: string) => Promise<void>
}

const MODEL = 'GrantSession'

/**
 * @param isLive whether a session still holds
 * @param endSession ends a session; one that has ended already is no matter
 */
export function openGrantSessions(
  accounts: Pick<Accounts, 'oidcRecords'>,
  isLive: (sessionId: string) => Promise<boolean>,
  endSession: (sessionId: string) => Promise<void>,
): GrantSessions {
  const records = accounts.oidcRecords(MODEL)
  const sessionOf = async (grantId: string): Promise<string | undefined> => {
    const sessionId = (await records.find(grantId))?.['sessionId']
    return typeof sessionId === 'string' ? sessionId : undefined
  }
  return {
    bind: (grantId, sessionId, seconds) => records.upsert(grantId, { sessionId }, seconds),
    liveSession: async grantId => {
      const sessionId = await sessionOf(grantId)
      return sessionId !== undefined && (await isLive(sessionId)) ? sessionId : undefined
    },
    end: async grantId => {
      const sessionId = await sessionOf(grantId)
      if (sessionId !== undefined) await endSession(sessionId)
    },
  }
}
