import * as client from 'openid-client'
import type { Config } from '../config.ts'
import type { DemonstrationFile } from '../demonstration/index.ts'
import { addressOf } from '../own-address.ts'
import { CommandError } from './operation.ts'
import type { StoredSession } from './session-file.ts'

/** The command line's name at the directory. It has no secret: it runs on people's own machines. */
export const CLI_CLIENT = 'signpost-cli'
export const CLI_REDIRECT = 'http://127.0.0.1/callback'
export const CLI_SCOPE = 'openid profile offline_access'
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost']
const TIMEOUT_SECONDS = 30

/** Where the directory is that commands speak with: as set, else where the demonstration says it is, else here. */
export const directoryAddress = (config: Config, demonstration?: DemonstrationFile): string =>
  config.baseUrl ?? demonstration?.baseUrl ?? addressOf(config.host, config.port)

/** What the directory says of signing in there. @throws for people, when nothing answers */
export async function findAuthority(baseUrl: string): Promise<client.Configuration> {
  const { protocol, hostname } = new URL(baseUrl)
  const here = LOOPBACK.includes(hostname)
  if (protocol !== 'https:' && !here) {
    throw new CommandError(
      `${baseUrl} is not https: what you sign in with could be read on its way. Set SIGNPOST_BASE_URL to its https address.`,
    )
  }
  try {
    return await client.discovery(new URL(`${baseUrl}/oauth2`), CLI_CLIENT, undefined, client.None(), {
      execute: here ? [client.allowInsecureRequests] : [],
      timeout: TIMEOUT_SECONDS,
    })
  } catch (error) {
    throw new CommandError(
      `Nothing answers as a directory at ${baseUrl} (${messageOf(error)}). Start the server with "npm start", or set SIGNPOST_BASE_URL to where it is.`,
    )
  }
}

export type Tokens = Awaited<ReturnType<typeof client.refreshTokenGrant>>

export const storedFrom = (tokens: Tokens, former: string | null = null): StoredSession => ({
  accessToken: tokens.access_token,
  expiresAt: Date.now() + (tokens.expiresIn() ?? 0) * 1000,
  refreshToken: tokens.refresh_token ?? former,
})

/** The deepest reason given. */
export const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? messageOf(error.cause) : error.message
}
