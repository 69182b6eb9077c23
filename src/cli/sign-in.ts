import { join } from 'node:path'
import type { Command } from 'commander'
import * as client from 'openid-client'
import { type Config, readConfig } from '../config.ts'
import { readDemonstrationFile } from '../demonstration/index.ts'
import { CLI_SCOPE, directoryAddress, findAuthority, messageOf, storedFrom } from './authority.ts'
import { CommandError } from './operation.ts'
import { demonstrationPerson, personToken } from './person-token.ts'
import { keyOf, readStored, sessionFilePath, writeStored } from './session-file.ts'
import { tell } from './tell.ts'

/** `signpost sign-in`, `sign-out` and `whoami`: who one is on the command line. */
export function addSignInCommands(program: Command): void {
  program
    .command('sign-in')
    .summary('sign in to the directory, with a browser')
    .description(
      [
        'Shows an address and a code. Open the address in a browser on any device, enter the code and sign in there;',
        'this command then goes on. What it is given is kept in your configuration folder, readable by you only, and',
        'renewed by itself for up to twelve hours. SIGNPOST_BASE_URL says which directory, if it is not the one here.',
      ].join('\n'),
    )
    .action(async () => {
      const baseUrl = await addressFrom(readConfig(process.env))
      const path = sessionFilePath(process.env)
      const tokens = await signInByDevice(baseUrl, line => process.stderr.write(`${line}\n`))
      await writeStored(path, keyOf(baseUrl), storedFrom(tokens))
      const name = tokens.claims()?.['name']
      process.stderr.write(`Signed in at ${baseUrl}${typeof name === 'string' ? ` as ${name}` : ''}.\n`)
    })

  program
    .command('sign-out')
    .summary('sign out of the directory')
    .description('Ends your sign-in at the directory and removes what is kept of it here.')
    .option('--everywhere', 'end every sign-in of yours, in browsers too')
    .option('--as <name>', 'of a person of the demonstration world (see demo.json)')
    .action(async (options: { everywhere?: boolean; as?: string }) => {
      const config = readConfig(process.env)
      const demonstration = await readDemonstrationFile(join(config.dataFolder, 'demo.json'))
      const baseUrl = directoryAddress(config, demonstration)
      const path = sessionFilePath(process.env)
      const person = demonstration && options.as && demonstrationPerson(demonstration, options.as)
      const key = keyOf(baseUrl, person ? person.userName : options.as)
      if (!(await readStored(path, key)) && !options.everywhere && !process.env['SIGNPOST_TOKEN']) {
        process.stderr.write(`You were not signed in at ${baseUrl}.\n`)
        return
      }
      // Who is no longer let in has no session to end.
      const known = await personToken(config, asOf(options)).catch((error: unknown) => {
        if (error instanceof CommandError && !options.everywhere) return undefined
        throw error
      })
      if (known) await endSession(baseUrl, known.token, options.everywhere === true)
      await writeStored(path, key, null)
      process.stderr.write(`Signed out at ${baseUrl}${options.everywhere ? ', everywhere' : ''}.\n`)
    })

  program
    .command('whoami')
    .summary('who is signed in, and in which roles')
    .option('--as <name>', 'as a person of the demonstration world (see demo.json)')
    .option('--json', 'the answer as JSON')
    .action(async (options: { as?: string; json?: boolean }) => {
      const { token, baseUrl } = await personToken(readConfig(process.env), asOf(options))
      const me = await askAs(token, `${baseUrl}/api/v1/me`)
      const lines = options.json ? [JSON.stringify(me, null, 2)] : tell(me)
      process.stdout.write(`${lines.join('\n')}\n`)
    })
}

const asOf = ({ as }: { as?: string }): { as?: string } => (as === undefined ? {} : { as })

async function addressFrom(config: Config): Promise<string> {
  return directoryAddress(config, await readDemonstrationFile(join(config.dataFolder, 'demo.json')))
}

/** The device flow (RFC 8628). @throws for people, when nobody lets this in */
async function signInByDevice(baseUrl: string, say: (line: string) => void) {
  const authority = await findAuthority(baseUrl)
  const started = await client.initiateDeviceAuthorization(authority, { scope: CLI_SCOPE })
  say(`Open ${started.verification_uri} in a browser, on this device or another,`)
  say(`and enter this code, which nobody else may see:  ${started.user_code}`)
  say(`Waiting until you have signed in there (at most ${Math.floor(started.expires_in / 60)} minutes).`)
  const stop = new AbortController()
  const expired = setTimeout(() => stop.abort(), started.expires_in * 1000)
  try {
    return await client.pollDeviceAuthorizationGrant(authority, started, undefined, { signal: stop.signal })
  } catch (error) {
    if (error instanceof client.ResponseBodyError)
      throw new CommandError(WHY_NOT[error.error] ?? messageOf(error))
    if (stop.signal.aborted) throw new CommandError(WHY_NOT['expired_token'] ?? '')
    throw new CommandError(`Signing in at ${baseUrl} failed: ${messageOf(error)}.`)
  } finally {
    clearTimeout(expired)
  }
}

const WHY_NOT: Readonly<Record<string, string>> = {
  access_denied: 'In the browser, somebody chose not to go on. Nobody was signed in.',
  expired_token: 'The code was not entered in time. Run "signpost sign-in" again.',
}

async function endSession(baseUrl: string, token: string, everywhere: boolean): Promise<void> {
  const address = `${baseUrl}/sign-out${everywhere ? '/everywhere' : ''}`
  const answer = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => undefined)
  if (!answer)
    throw new CommandError(
      `Nothing answers at ${baseUrl}: the sign-in goes on there until it ends by itself.`,
    )
  if (!answer.ok)
    throw new CommandError(`${address} answered ${answer.status}: you may still be signed in there.`)
}

async function askAs(token: string, address: string): Promise<unknown> {
  const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } }).catch(
    () => undefined,
  )
  if (!answer)
    throw new CommandError(
      `Nothing answers at ${new URL(address).origin}. Start the server with "npm start".`,
    )
  const body: unknown = await answer.json().catch(() => undefined)
  if (answer.ok) return body
  const said: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  throw new CommandError(
    `${said['title'] ?? `The directory answered ${answer.status}`}: ${said['detail'] ?? ''} ${said['remedy'] ?? ''}`,
  )
}
