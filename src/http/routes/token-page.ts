import type { FastifyPluginAsync } from 'fastify'
import { ASSERTION_ALGORITHMS, ASSERTION_SECONDS_MAX, TOKEN_SECONDS } from '../../accounts/index.ts'
import type { OperatorContact } from '../../vocabulary/index.ts'
import { type Html, html, sendPage } from '../plain-page.ts'

export type TokenPageSetting = { readonly contact: OperatorContact; readonly baseUrl: () => string }

/** How to get an access token: where every refusal of the token endpoint leads (`error_uri`). */
export const tokenPage: FastifyPluginAsync<TokenPageSetting> = async (app, { contact, baseUrl }) => {
  app.get('/docs/token', { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const endpoint = `${baseUrl()}/oauth2/token`
    const ask = html`<p>If it still fails, ask ${contact.name}: ${contact.email}, ${contact.phone}. Say which client id and kid you use; never send a private key or an assertion.</p>`
    return sendPage(reply, 'Getting an access token', html`${steps(endpoint)}${ask}`)
  })
}

const steps = (endpoint: string): Html => html`
<p>A program proves who it is by a JWT that it signs with its own private key (<code>private_key_jwt</code>, RFC 7523). There are no passwords and no client secrets. An access token lives ${TOKEN_SECONDS} seconds, about ten minutes; keep it until shortly before its end, then ask again.</p>
<h2>1. Sign an assertion</h2>
<dl>
${row('alg (header)', ASSERTION_ALGORITHMS.join(', '))}
${row('kid (header)', 'The id of the public key you registered')}
${row('iss and sub', 'Your client id, in both')}
${row('aud', `${endpoint}, to the letter`)}
${row('jti', 'A random text, new for every request, also when you repeat one')}
${row('exp', `At most ${ASSERTION_SECONDS_MAX} seconds from now, as seconds since 1970`)}
</dl>
<h2>2. Exchange it</h2>
<p>POST to <code>${endpoint}</code>, as <code>application/x-www-form-urlencoded</code>, each once and all in the body:</p>
<dl>
${row('grant_type', 'client_credentials')}
${row('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')}
${row('client_assertion', 'The assertion')}
</dl>
<h2>3. Ask your question</h2>
<p>Send the <code>access_token</code> from the answer with every question, as <code>Authorization: Bearer</code> and the token. A wrong clock is the commonest cause of a refused assertion; the answer names the claim that is wrong, what it found and what it expected.</p>
`

const row = (name: string, value: string): Html => html`<dt><code>${name}</code></dt><dd>${value}</dd>`
