import { readConfig } from '../config.ts'
import type { Asker } from './act-commands.ts'
import { CommandError } from './operation.ts'
import { personToken } from './person-token.ts'

/** Asks the directory over HTTP, with the token of whoever has signed in on this command line. */
export const askAsPerson: Asker = async ({ method, path, body, headers = {}, as }) => {
  const { token, baseUrl } = await personToken(readConfig(process.env), as === undefined ? {} : { as })
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      ...headers,
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new CommandError(
      `Nothing answers at ${baseUrl}. Start the server with "npm start", then try again.`,
    )
  })
  const answer: unknown = await response.json().catch(() => {
    throw new CommandError(`${baseUrl} did not answer with JSON (status ${response.status}).`)
  })
  return { status: response.status, body: answer }
}
