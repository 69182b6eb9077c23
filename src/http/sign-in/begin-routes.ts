import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { beginRecovery, completeRecovery, networkOf, PASSWORD_MIN } from '../../people/index.ts'
import { field, html, sendFormPage } from '../plain-page.ts'
import { isOwnOrigin } from './own-origin.ts'
import type { SignInSetting } from './setting.ts'

const OPEN = { config: { room: 'open' }, schema: { hide: true } } as const
/** What an authenticator lists the second factor under. */
const ISSUER = 'Signpost'
const REFUSED =
  'The user name or the one-time code is not right, or the code has been used or is too old, or there have been too many tries.'
const FOREIGN = 'This form was not sent from a page of this directory. Fill it in again.'

/**
 * Beginning, or beginning again: a one-time code from an administrator leads to a password and a second factor of
 * one's own. The code goes from page to page in the form, for it is the one thing that proves anything here.
 */
export async function beginRoutes(app: FastifyInstance, setting: SignInSetting): Promise<void> {
  const { database, clock, baseUrl, random, identityProvider } = setting
  // People sign in elsewhere: nothing of theirs is kept here to begin with.
  if (identityProvider !== null) return

  app.get('/sign-in/begin', OPEN, async (_request, reply) => sendFirst(reply))

  app.post('/sign-in/begin', OPEN, async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    if (!isOwnOrigin(request, baseUrl())) return sendFirst(reply, FOREIGN)
    const given = {
      userName: form.get('user_name') ?? '',
      code: form.get('one_time_code') ?? '',
      network: networkOf(request.ip),
    }
    return form.has('password') ? complete(request, reply, given, form) : second(reply, given)
  })

  type Given = { readonly userName: string; readonly code: string; readonly network: string }

  const second = async (reply: FastifyReply, given: Given, wrong?: string): Promise<FastifyReply> => {
    const begun = await beginRecovery(database, given, ISSUER, clock.now(), random)
    if (begun.outcome === 'refused') return sendFirst(reply, REFUSED)
    return sendSecond(reply, given, begun.uri, wrong)
  }

  const complete = async (
    request: FastifyRequest,
    reply: FastifyReply,
    given: Given,
    form: URLSearchParams,
  ): Promise<FastifyReply> => {
    const password = form.get('password') ?? ''
    const secondFactorCode = (form.get('code') ?? '').replaceAll(/\s/g, '')
    if (password !== form.get('password_again'))
      return second(reply, given, 'The two passwords are not the same.')
    const answer = await completeRecovery(
      database,
      { ...given, password, secondFactorCode },
      clock.now(),
      random,
    )
    switch (answer.outcome) {
      case 'refused':
        return sendFirst(reply, REFUSED)
      case 'password-faulty':
        return second(reply, given, answer.faults.join(' '))
      case 'wrong-code':
        return second(
          reply,
          given,
          'The code is not the one your authenticator shows now. Check that your device has the right time.',
        )
      case 'recovered':
        request.log.info('somebody has begun to sign in here')
        return sendFormPage(reply, {
          title: 'You can sign in now',
          body: html`<p>Your password and your authenticator are set. <a href="/sign-in">Sign in</a>, with the next code that your authenticator shows.</p>`,
        })
    }
  }
}

const sendFirst = (reply: FastifyReply, wrong?: string): FastifyReply =>
  sendFormPage(reply, {
    title: 'Begin, or begin again',
    ...(wrong === undefined ? {} : { wrong }),
    body: html`
<p>An administrator has given you a user name and a one-time code. With these you choose a password and set up an authenticator, an app on your telephone or computer that shows codes.</p>
<form method="post" action="/sign-in/begin" autocomplete="off">
${field('user_name', 'User name', html`type="text" required maxlength="254" autocapitalize="none" spellcheck="false"`)}
${field('one_time_code', 'One-time code', html`type="text" class="code long" required maxlength="60" autocapitalize="characters" spellcheck="false"`, 'Five groups of five')}
<button type="submit">Continue</button>
</form>`,
  })

function sendSecond(
  reply: FastifyReply,
  { userName, code }: { readonly userName: string; readonly code: string },
  uri: string,
  wrong?: string,
): FastifyReply {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return sendFormPage(reply, {
    title: 'Choose a password and set up your authenticator',
    ...(wrong === undefined ? {} : { wrong }),
    body: html`
<h2>1. Your authenticator</h2>
<p>In your authenticator, add an account for <strong>${ISSUER}</strong> by hand, with this key (time-based, six digits):</p>
<p class="big">${secret.replace(/.{4}(?=.)/g, '$& ')}</p>
<p>Or, on the device it runs on, <a href="${uri}">open it there</a>.</p>
<h2>2. Your password</h2>
<form method="post" action="/sign-in/begin" autocomplete="off">
<input type="hidden" name="user_name" value="${userName}"><input type="hidden" name="one_time_code" value="${code}">
${field('password', 'New password', html`type="password" required maxlength="500" autocomplete="new-password"`, `At least ${PASSWORD_MIN} characters. Three or four words that do not belong together are good.`)}
${field('password_again', 'The same again', html`type="password" required maxlength="500" autocomplete="new-password"`)}
${field('code', 'Code your authenticator shows now', html`type="text" class="code short" required maxlength="10" inputmode="numeric" autocomplete="one-time-code"`)}
<button type="submit">Set both</button>
</form>`,
  })
}
