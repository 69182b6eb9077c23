import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ConfigError, readConfig } from '../../../src/config.ts'

const SET = {
  SIGNPOST_OIDC_ISSUER: 'https://am.example.nhs.uk/openam/oauth2/realms/root/',
  SIGNPOST_OIDC_CLIENT_ID: 'signpost',
  SIGNPOST_OIDC_CLIENT_KEY: '/run/secrets/client.pem',
}

const wrongIn = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message.split('\n').slice(1)
  }
  return []
}

describe('the settings of where people sign in', () => {
  it('are none unless set: people sign in here', () => {
    assert.equal(readConfig({}).identityProvider, null)
  })

  it('name a provider of others, its issuer to the letter', () => {
    assert.deepEqual(readConfig(SET).identityProvider, {
      issuer: SET.SIGNPOST_OIDC_ISSUER,
      clientId: 'signpost',
      clientKeyFile: SET.SIGNPOST_OIDC_CLIENT_KEY,
      clientKeyId: null,
      scope: 'openid profile email',
      roleClaim: 'selected_roleid',
      acr: null,
      linkByEmail: false,
    })
  })

  it('belong together: one alone would leave people to sign in where nobody meant them to', () => {
    for (const name of Object.keys(SET)) {
      const { [name]: _left, ...others } = { ...SET } as Record<string, string>
      assert.match(wrongIn(others).join(), /belong together: set all three or none/)
    }
  })

  it('are refused by name when they are wrong', () => {
    for (const [name, value] of [
      ['SIGNPOST_OIDC_ISSUER', 'http://idp.example'],
      ['SIGNPOST_OIDC_ISSUER', 'idp.example'],
      ['SIGNPOST_OIDC_ISSUER', 'https://idp.example/?x=1'],
      ['SIGNPOST_OIDC_SCOPE', 'profile email'],
      ['SIGNPOST_OIDC_SCOPE', 'openid "x"'],
      ['SIGNPOST_OIDC_ROLE_CLAIM', 'selected role'],
      ['SIGNPOST_OIDC_ACR', 'ä'],
      ['SIGNPOST_OIDC_LINK_BY_EMAIL', 'yes'],
    ] as const) {
      assert.ok(
        wrongIn({ ...SET, [name]: value }).some(line => line.includes(`${name} is `)),
        `${name}=${value}`,
      )
    }
    assert.deepEqual(wrongIn({ ...SET, SIGNPOST_OIDC_ISSUER: 'http://127.0.0.1:9000' }), [])
  })

  it('let commands be given a token, and nothing else that is no setting', () => {
    assert.deepEqual(wrongIn({ SIGNPOST_TOKEN: 'x' }), [])
    assert.equal(wrongIn({ SIGNPOST_TOKENS: 'x' }).length, 1)
  })
})
