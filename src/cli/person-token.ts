import { join } from 'node:path'
import * as client from 'openid-client'
import type { Config } from '../config.ts'
import { type DemonstrationFile, readDemonstrationFile } from '../demonstration/index.ts'
import { directoryAddress, findAuthority, messageOf, storedFrom } from './authority.ts'
import { type Login, signInHeadless } from './headless.ts'
import { CommandError } from './operation.ts'
import { alone, keyOf, readStored, type StoredSession, sessionFilePath, writeStored } from './session-file.ts'

export type PersonToken = {
  /** For `Authorization: Bearer`. */
  readonly token: string
  /** The directory it is for, without a trailing slash. */
  readonly baseUrl: string
  /** Milliseconds since 1970; null when that is not known. */
  readonly expiresAt: number | null
}

/** A token is fetched anew when it has no more than this left: a command may take a while. */
const SPARE_MILLIS = 30_000

/**
 * A bearer token for acting as a person: from SIGNPOST_TOKEN, else of whoever signed in here with `signpost sign-in`,
 * renewed when it is due; or, with `as`, of somebody of the demonstration world, who signs in for it.
 * @throws for people, saying what to do, when there is none
 */
export async function personToken(
  config: Config,
  { as, environment = process.env }: { as?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<PersonToken> {
  const demonstration = await readDemonstrationFile(join(config.dataFolder, 'demo.json'))
  const baseUrl = directoryAddress(config, demonstration)
  const given = environment['SIGNPOST_TOKEN']
  if (as === undefined && given) return { token: given, baseUrl, expiresAt: null }
  const login = as === undefined ? undefined : personNamed(config, demonstration, as)
  const key = keyOf(baseUrl, login?.userName)
  const path = sessionFilePath(environment)
  const known = await readStored(path, key)
  if (known && isFresh(known)) return tokenOf(known, baseUrl)
  return alone(path, async () => {
    // Another command may have renewed it while this one waited.
    const now = await readStored(path, key)
    if (now && isFresh(now)) return tokenOf(now, baseUrl)
    const renewed =
      (await renew(baseUrl, now)) ?? (login ? storedFrom(await signInHeadless(baseUrl, login)) : undefined)
    if (!renewed) {
      if (now) await writeStored(path, key, null)
      throw new CommandError(notSignedIn(baseUrl, now !== undefined))
    }
    await writeStored(path, key, renewed)
    return tokenOf(renewed, baseUrl)
  })
}

const isFresh = ({ expiresAt }: StoredSession): boolean => Date.now() < expiresAt - SPARE_MILLIS

const tokenOf = ({ accessToken, expiresAt }: StoredSession, baseUrl: string): PersonToken => ({
  token: accessToken,
  baseUrl,
  expiresAt,
})

const notSignedIn = (baseUrl: string, before: boolean): string =>
  [
    before ? `Your sign-in at ${baseUrl} has ended.` : `You are not signed in at ${baseUrl}.`,
    'Run "signpost sign-in"; a program sets SIGNPOST_TOKEN; in the demonstration world add --as NAME (see demo.json).',
  ].join(' ')

/** Undefined when there is nothing to renew it with, or the sign-in has ended. */
async function renew(
  baseUrl: string,
  session: StoredSession | undefined,
): Promise<StoredSession | undefined> {
  if (!session?.refreshToken) return undefined
  const authority = await findAuthority(baseUrl)
  try {
    return storedFrom(await client.refreshTokenGrant(authority, session.refreshToken), session.refreshToken)
  } catch (error) {
    if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return undefined
    throw new CommandError(`${baseUrl} did not renew your sign-in: ${messageOf(error)}.`)
  }
}

function personNamed(config: Config, demonstration: DemonstrationFile | undefined, name: string): Login {
  const path = join(config.dataFolder, 'demo.json')
  if (!demonstration)
    throw new CommandError(`There is no ${path}, so there is no demonstration person "${name}".`)
  const person = demonstrationPerson(demonstration, name)
  if (person) return person
  const names = demonstration.people.map(one => one.userName).join(', ')
  throw new CommandError(`There is no demonstration person called "${name}". There are: ${names}.`)
}

/** By user name, id or name, as in demo.json. */
export function demonstrationPerson(demonstration: DemonstrationFile, name: string): Login | undefined {
  const found = demonstration.people.find(
    one => one.userName === name || one.name === name || ('id' in one && one.id === name),
  )
  if (!found) return undefined
  const secret = 'totpSecret' in found && typeof found.totpSecret === 'string' ? found.totpSecret : undefined
  return {
    name: found.name,
    userName: found.userName,
    password: found.password,
    ...(secret === undefined ? {} : { totpSecret: secret }),
  }
}
