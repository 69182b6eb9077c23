import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { signClientAssertion } from '../accounts/index.ts'
import { readConfig } from '../config.ts'
import { type DemonstrationAccount, readDemonstrationFile } from '../demonstration/index.ts'
import { systemClock } from '../vocabulary/index.ts'
import { CommandError } from './operation.ts'
import { demonstrationPerson, personToken } from './person-token.ts'

/** `signpost token NAME`: what a client's first minutes are made of, done for a demonstration account. */
export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .summary('print a bearer token for a demonstration account or person')
    .description(
      [
        'Signs a client assertion with the private key of a demonstration account, exchanges it at the token',
        'endpoint of the running server and prints the access token, which lives for ten minutes.',
        'For a person of the demonstration world, signs in with their user name and password, as at the pages.',
        'With --secret, prints what the older interfaces ask for instead: user:password (REST, SOAP), or an API key.',
        '',
        'Example:  curl -H "Authorization: Bearer $(npx signpost token call-centre)" \\',
        '            "http://127.0.0.1:8080/api/v1/services?near=LS1%204AP&type=pharmacy&open=now"',
        '          curl -u "$(npx signpost token legacy-desk --secret)" \\',
        '            "http://127.0.0.1:8080/app/controllers/api/v1.0/services/byServiceType/TEST/LS14AP/5/0/0/0/0/13/3"',
      ].join('\n'),
    )
    .argument('<name>', "the account's name, or its client id, or a person's user name, as in demo.json")
    .option('--json', 'print the whole token response as JSON')
    .option('--secret', 'print user:password or API key of an account that has one')
    .action(async (name: string, options: { json?: boolean; secret?: boolean }) => {
      const config = readConfig(process.env)
      const path = join(config.dataFolder, 'demo.json')
      const demonstration = await readDemonstrationFile(path)
      if (!demonstration) {
        throw new CommandError(
          `There is no ${path}. Start the server once ("npm start"): its first start writes it.`,
        )
      }
      const account = demonstration.accounts.find(item => item.name === name || item.clientId === name)
      if (!account && demonstrationPerson(demonstration, name)) {
        const { token, expiresAt } = await personToken(config, { as: name })
        const left = expiresAt === null ? {} : { expires_in: Math.floor((expiresAt - Date.now()) / 1000) }
        print(options.json ? { access_token: token, token_type: 'Bearer', ...left } : token)
        return
      }
      if (!account) {
        const names = demonstration.accounts.map(item => item.name).join(', ')
        const people = demonstration.people.map(item => item.userName).join(', ')
        const also = people === '' ? '' : ` And people: ${people}.`
        throw new CommandError(
          `There is no demonstration account called "${name}". There are: ${names}.${also}`,
        )
      }
      if (options.secret) return print(secretOf(account, options.json === true))
      const tokenUrl = `${demonstration.baseUrl}/oauth2/token`
      const assertion = await signClientAssertion({
        clientId: account.clientId,
        audience: tokenUrl,
        privateKeyPem: await readFile(resolve(dirname(path), account.privateKeyFile), 'utf8'),
        keyId: account.keyId,
        clock: systemClock,
      })
      const response = await askForToken(tokenUrl, assertion)
      print(options.json ? response : String(response['access_token']))
    })
}

function secretOf(
  { name, username, password, apiKey }: DemonstrationAccount,
  asJson: boolean,
): string | object {
  if (apiKey !== undefined) return asJson ? { username, apiKey } : apiKey
  if (username !== undefined && password !== undefined)
    return asJson ? { username, password } : `${username}:${password}`
  throw new CommandError(
    `${name} has no password and no API key here. legacy-desk, legacy-professional, monitor and capacity-updater have.`,
  )
}

const print = (said: string | object): void => {
  process.stdout.write(`${typeof said === 'string' ? said : JSON.stringify(said, null, 2)}\n`)
}

async function askForToken(tokenUrl: string, assertion: string): Promise<Record<string, unknown>> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  })
  const response = await fetch(tokenUrl, { method: 'POST', body }).catch(() => undefined)
  if (!response) {
    throw new CommandError(
      `Nothing answers at ${tokenUrl}. Start the server with "npm start", then try again.`,
    )
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (typeof answer !== 'object' || answer === null) {
    throw new CommandError(`${tokenUrl} did not answer with JSON (status ${response.status}).`)
  }
  const members: Record<string, unknown> = { ...answer }
  if (!response.ok) {
    throw new CommandError(`No token was given: ${members['error']}: ${members['error_description']}`)
  }
  return members
}
