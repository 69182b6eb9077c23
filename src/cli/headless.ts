import * as client from 'openid-client'
import { TOTP } from 'otpauth'
import { CLI_REDIRECT, CLI_SCOPE, findAuthority, messageOf, type Tokens } from './authority.ts'
import { CommandError } from './operation.ts'

/** Somebody of the demonstration world, who signs in without a person at a browser. */
export type Login = {
  readonly name: string
  readonly userName: string
  readonly password: string
  /** Base32; left out: no second factor. */
  readonly totpSecret?: string
}

const STEPS_MAX = 15

/**
 * Signs in as a browser would: the same pages, forms and cookies, by user name and password, and in the end a code
 * exchanged with PKCE. There is no other way in for demonstrations than for anybody.
 * @throws for people, when the pages do not let this person in
 */
export async function signInHeadless(baseUrl: string, login: Login): Promise<Tokens> {
  const authority = await findAuthority(baseUrl)
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const address = client.buildAuthorizationUrl(authority, {
    redirect_uri: CLI_REDIRECT,
    scope: CLI_SCOPE,
    prompt: 'consent',
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const back = await walk(address, login)
  try {
    return await client.authorizationCodeGrant(authority, back, {
      expectedState: state,
      pkceCodeVerifier: verifier,
    })
  } catch (error) {
    throw new CommandError(`${login.name} could not be signed in: ${messageOf(error)}.`)
  }
}

/** Follows redirects and fills in forms until the browser would be sent back to us. */
async function walk(start: URL, login: Login): Promise<URL> {
  const cookies = new Map<string, string>()
  let at = start
  let form: URLSearchParams | undefined
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const answer = await ask(at, form, cookies)
    form = undefined
    const location = answer.headers.get('location')
    if (location !== null) {
      at = new URL(location, at)
      if (at.href.startsWith(`${CLI_REDIRECT}?`)) return at
      continue
    }
    const next = fillIn(await answer.text(), login)
    form = next.form
    at = new URL(next.action, at)
  }
  throw new CommandError(`Signing in as ${login.name} leads nowhere: ${at.href} is as far as it came.`)
}

async function ask(
  at: URL,
  form: URLSearchParams | undefined,
  cookies: Map<string, string>,
): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(at, {
    method: form === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    headers: cookie === '' ? {} : { cookie },
    ...(form === undefined ? {} : { body: form }),
  }).catch(() => undefined)
  if (!answer) throw new CommandError(`Nothing answers at ${at.origin}. Start the server with "npm start".`)
  for (const line of answer.headers.getSetCookie()) {
    const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/s)
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
  return answer
}

/** The page's form as this person would fill it in. @throws when it asks for what they do not have */
function fillIn(page: string, login: Login): { readonly form: URLSearchParams; readonly action: string } {
  const fault = /role="alert">[\s\S]*?<p>([^<]*)<\/p>/.exec(page)?.[1]
  if (fault !== undefined) throw new CommandError(`${login.name} was not let in: ${fault}`)
  const found = /<form method="post" action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(page)
  if (!found)
    throw new CommandError(`${login.name} was not let in: the directory shows no form to go on with.`)
  const [, action = '', inside = ''] = found
  const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const form = new URLSearchParams()
  for (const [, name = '', value = ''] of hidden) form.set(name, value)
  if (inside.includes('name="user_name"')) {
    form.set('user_name', login.userName)
    form.set('password', login.password)
  }
  if (inside.includes('name="code"')) form.set('code', codeOf(login))
  return { form, action }
}

function codeOf({ name, totpSecret }: Login): string {
  if (totpSecret === undefined) {
    throw new CommandError(
      `${name} has a second factor that is not in demo.json: sign in with "signpost sign-in".`,
    )
  }
  return new TOTP({ secret: totpSecret }).generate()
}
