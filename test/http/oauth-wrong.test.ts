import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemClock } from '../../src/vocabulary/index.ts'
import { addKey, openAccount } from '../accounts/some-accounts.ts'
import { testDatabase } from '../support/database.ts'
import {
  ASSERTION_TYPE,
  askForToken,
  assertionOf,
  BASE,
  CONTACT,
  oauthNode,
  oddAssertion,
  post,
  TOKEN_URL,
} from './oauth-app.ts'

/** What RFC 6749 section 5.2 lets stand in an error_description. */
const DESCRIPTION = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/

describe('a token request that is wrong', async () => {
  const database = await testDatabase()
  const now = systemClock.now()
  await openAccount(database, 'call-centre', now)
  const key = await addKey(database, 'call-centre', 'ES256', now)
  const { app } = await oauthNode(database)
  const second = Math.floor(now / 1000)

  type Odd = [what: string, name: string, words: RegExp, header: object, claims: object]
  const odd: Odd[] = [
    ['a missing kid', 'kid', /found nothing/, { kid: undefined }, {}],
    ['a kid that is a number', 'kid', /found 7/, { kid: 7 }, {}],
    ['RS256', 'alg', /found 'RS256'; expected RS512, ES256, EdDSA/, { alg: 'RS256' }, {}],
    ['no signature at all', 'alg', /found 'none'/, { alg: 'none' }, {}],
    ['another type of JWT', 'typ', /found 'at\+jwt'/, { typ: 'at+jwt' }, {}],
    ['a type that is no text and cannot become one', 'typ', /expected 'JWT'/, { typ: { toString: 1 } }, {}],
    ['a critical extension', 'crit', /left out/, { crit: ['b64'] }, {}],
    ['a missing issuer', 'iss', /your client id/, {}, { iss: undefined }],
    ['a missing subject', 'sub', /your client id/, {}, { sub: undefined }],
    ['an issuer that is not the subject', 'sub', /same as iss, 'someone'/, {}, { iss: 'someone' }],
    ['a missing audience', 'aud', /found nothing; expected exactly/, {}, { aud: undefined }],
    [
      'the issuer as audience',
      'aud',
      new RegExp(`found '${BASE}/oauth2'; expected exactly '${TOKEN_URL}'`),
      {},
      { aud: `${BASE}/oauth2` },
    ],
    ['an audience with a slash too many', 'aud', /no slash at the end/, {}, { aud: `${TOKEN_URL}/` }],
    ['a second audience', 'aud', /expected exactly/, {}, { aud: [TOKEN_URL, 'https://other.example.org'] }],
    ['no expiry', 'exp', /found nothing/, {}, { exp: undefined }],
    ['an expiry as text', 'exp', /found '99'/, {}, { exp: '99' }],
    ['an expiry in milliseconds', 'exp', /looks like milliseconds/, {}, { exp: now + 60_000 }],
    ['an expiry that is past', 'exp', /6\d second\(s\) ago/, {}, { exp: second - 60 }],
    [
      'a clock an hour ahead',
      'exp',
      /Your iat is 3\d\d\d second\(s\) ahead of it/,
      {},
      { iat: second + 3600, exp: second + 3660 },
    ],
    ['a beginning yet to come', 'nbf', /from now/, {}, { nbf: second + 120 }],
    ['a time of issue as text', 'iat', /seconds since 1970/, {}, { iat: 'today' }],
    ['no jti', 'jti', /fresh random UUID/, {}, { jti: undefined }],
    ['a jti that is a number', 'jti', /found 12; expected a text/, {}, { jti: 12 }],
  ]
  for (const [what, name, words, header, claims] of odd) {
    it(`names ${name} when there is ${what}`, async () => {
      const answer = await askForToken(app, await oddAssertion(key, { ...header }, { ...claims }))
      assert.equal(answer.statusCode, 400, answer.body)
      const { error, error_description, error_uri, problems, contact } = answer.json()
      assert.equal(error, 'invalid_client')
      assert.match(error_description, words)
      assert.match(error_description, DESCRIPTION)
      assert.equal(error_uri, `${BASE}/docs/token`)
      assert.deepEqual(
        problems.map((problem: { name: string }) => problem.name),
        [name],
      )
      assert.deepEqual(contact, CONTACT)
    })
  }

  it('says what is wrong also where a claim holds lists within lists, as deep as they may be or deeper', async () => {
    for (const [depth, words] of [
      [1300, /claim 'aud': found \[\[\[/],
      [5000, /found 13\d{3} characters; expected a JWT of at most 4096/],
    ] as const) {
      const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
      const parts = ['{"alg":"ES256","kid":"k"}', `{"aud":${deep}}`, 'signature']
      const assertion = parts.map(part => Buffer.from(part).toString('base64url')).join('.')
      const answer = await askForToken(app, assertion)
      assert.equal(answer.statusCode, 400)
      assert.match(answer.json().error_description, words)
    }
  })

  it('says all that is wrong at once', async () => {
    const answer = await askForToken(app, await oddAssertion(key, { kid: 1 }, { aud: 'x', jti: 1, exp: 1 }))
    const names = answer.json().problems.map((problem: { name: string }) => problem.name)
    assert.deepEqual(names, ['kid', 'aud', 'exp', 'jti'])
  })

  it('refuses five minutes and one second', async () => {
    const late = await oddAssertion(key, {}, { exp: Math.floor(systemClock.now() / 1000) + 302 })
    const answer = await askForToken(app, late)
    assert.equal(answer.statusCode, 400)
    assert.match(answer.json().error_description, /30[12] second\(s\) ahead; expected .* at most 300 seconds/)
  })

  it('takes a list that holds the one right audience, and a type left out or spelt in full', async () => {
    for (const [header, claims] of [
      [{}, { aud: [TOKEN_URL] }],
      [{ typ: undefined }, {}],
      [{ typ: 'client-authentication+jwt' }, {}],
    ] as const) {
      const answer = await askForToken(app, await oddAssertion(key, header, claims))
      assert.equal(answer.statusCode, 200, answer.body)
    }
  })

  const malformed: [string, string, RegExp][] = [
    ['two parts', 'a.b', /found 2 part\(s\)/],
    ['an encrypted JWT', 'a.b.c.d.e', /do not encrypt it/],
    ['padding', 'e30=.e30=.AA==', /other characters/],
    ['a header that is no JSON', 'bm8.e30.AA', /first part/],
    [
      'claims that are no JSON',
      `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.bm8.AA`,
      /second part/,
    ],
  ]
  for (const [what, assertion, words] of malformed) {
    it(`says what it found instead of a JWT: ${what}`, async () => {
      const answer = await askForToken(app, assertion)
      assert.equal(answer.statusCode, 400)
      assert.match(answer.json().error_description, words)
    })
  }

  const forms: [string, Record<string, string | undefined>, string, RegExp][] = [
    ['no grant type', { grant_type: undefined }, 'invalid_request', /'grant_type': found nothing/],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type', /expected 'client_credentials'/],
    ['no assertion', { client_assertion: undefined }, 'invalid_request', /'client_assertion': found nothing/],
    ['no assertion type', { client_assertion_type: undefined }, 'invalid_request', /jwt-bearer/],
    [
      'an assertion type encoded twice',
      { client_assertion_type: encodeURIComponent(ASSERTION_TYPE) },
      'invalid_request',
      /Encode it once/,
    ],
    ['a client secret', { client_secret: 'hunter2' }, 'invalid_request', /no client secrets here/],
  ]
  for (const [what, over, code, words] of forms) {
    it(`names the parameter when there is ${what}`, async () => {
      const answer = await askForToken(app, await assertionOf('call-centre', key), over)
      assert.equal(answer.statusCode, 400)
      assert.equal(answer.json().error, code)
      assert.match(answer.json().error_description, words)
      assert.match(answer.json().error_description, DESCRIPTION)
    })
  }

  it('says that a client_id must be the subject', async () => {
    const answer = await askForToken(app, await assertionOf('call-centre', key), { client_id: 'other' })
    assert.match(answer.json().error_description, /'client_id': found 'other'/)
  })

  it('says that JSON, a parameter twice, one in the address, or a basic password is not the way', async () => {
    const json = await post(app, '{"grant_type":"client_credentials"}', {
      'content-type': 'application/json',
    })
    assert.match(json.json().error_description, /'Content-Type': found 'application\/json'/)
    const twice = await post(app, 'grant_type=client_credentials&grant_type=client_credentials')
    assert.match(twice.json().error_description, /'grant_type': found it more than once/)
    const inAddress = await post(app, '', {}, '/oauth2/token?client_assertion=a.b.c')
    assert.match(inAddress.json().error_description, /it in the address/)
    const basic = await post(app, 'grant_type=client_credentials', { authorization: 'Basic YTpi' })
    assert.match(basic.json().error_description, /'Authorization'/)
    for (const answer of [json, twice, inAddress, basic]) assert.equal(answer.statusCode, 400)
  })

  it('reads no more than a token request can need', async () => {
    const answer = await post(app, `client_assertion=${'a'.repeat(20_000)}`)
    assert.equal(answer.statusCode, 413)
    assert.equal(answer.json().error, 'invalid_request')
  })
})
