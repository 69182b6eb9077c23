import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import * as client from 'openid-client'
import { createAccount, setRedirectUris, signClientAssertion } from '../../../src/accounts/index.ts'
import { readDemonstrationFile } from '../../../src/demonstration/index.ts'
import { BASE_URL, type House } from '../../support/house.ts'
import type { Browser, Page } from './browser.ts'

export const REDIRECT = 'https://practice.example/signed-in'

/** A product of the demonstration world that signs people in, with its own key. */
export type Product = {
  readonly clientId: string
  /** Sends a browser to sign in, and answers where it ended up. */
  readonly begin: (browser: Browser, over?: Record<string, string | undefined>) => Promise<Begun>
  /** Exchanges a code, with anything in the form replaced or left out. */
  readonly exchange: (
    code: string,
    verifier: string,
    over?: Record<string, string | undefined>,
  ) => Promise<LightMyRequestResponse>
}

export type Begun = { readonly page: Page; readonly verifier: string; readonly state: string }

export async function openProduct(house: House, name: string): Promise<Product> {
  const { app, config, database } = house.rooms
  const folder = config.dataFolder
  const file = await readDemonstrationFile(join(folder, 'demo.json'))
  const account = file?.accounts.find(one => one.name === name)
  if (!account) throw new Error(`There is no demonstration account ${name}.`)
  const { clientId, keyId } = account
  const privateKeyPem = await readFile(join(folder, account.privateKeyFile), 'utf8')
  const set = await setRedirectUris(database, clientId, [REDIRECT], deedOf(house))
  if (set.outcome !== 'set') throw new Error(set.outcome)
  const assertion = () =>
    signClientAssertion({
      clientId,
      keyId,
      privateKeyPem,
      audience: `${BASE_URL}/oauth2/token`,
      clock: house.clock,
    })
  return {
    clientId,
    begin: async (browser, over = {}) => {
      const verifier = client.randomPKCECodeVerifier()
      const state = client.randomState()
      const query = form({
        client_id: clientId,
        response_type: 'code',
        redirect_uri: REDIRECT,
        scope: 'openid',
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...over,
      })
      return { page: await browser.get(`/oauth2/auth?${query}`), verifier, state }
    },
    exchange: async (code, verifier, over = {}) =>
      app.inject({
        method: 'POST',
        url: '/oauth2/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: form({
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: REDIRECT,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await assertion(),
          ...over,
        }),
      }),
  }
}

/** Gives somebody an account of their own where this client asks. */
export async function openIndividual(house: House, name: string, personId: string): Promise<string> {
  const id = `individual-${personId}`
  const made = await createAccount(
    house.rooms.database,
    {
      id,
      kind: 'individual',
      connectionId: `connection-${name}`,
      name: personId,
      status: 'active',
      referralRoleIds: null,
      regionIds: null,
      personId,
    },
    deedOf(house),
  )
  if (made !== 'created') throw new Error(String(made))
  await house.rooms.follower.catchUp()
  return id
}

export const deedOf = (house: House) => ({
  who: 'test',
  actingAs: 'system',
  why: 'a test',
  at: house.clock.now(),
})

export function form(fields: Record<string, string | undefined>): string {
  const sent = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) sent.append(name, value)
  return sent.toString()
}
