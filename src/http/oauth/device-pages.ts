import type { FastifyReply } from 'fastify'
import { field, html, sendFormPage } from '../plain-page.ts'

/** What the provider wants shown while somebody lets the command line in (RFC 8628 section 3.3). */
type DevicePage = Readonly<Record<string, unknown>>

/** Why a code was not taken, by the name of the provider's error; anything else ends the sign-in. */
const WRONG: Readonly<Record<string, string>> = {
  NoCodeError: 'Enter the code that your terminal shows.',
  NotFoundError: 'That code is not known. Check it against your terminal, letter by letter.',
  ExpiredError: 'That code is no longer valid. Start again in your terminal.',
  AlreadyUsedError: 'That code has been used. Start again in your terminal.',
  AbortedError: 'Nobody was signed in. Your terminal has been told.',
}

export function sendDevicePage(reply: FastifyReply, page: DevicePage): FastifyReply {
  switch (page['page']) {
    case 'device-confirm':
      return sendConfirm(reply, String(page['xsrf']), String(page['userCode']))
    case 'device-done':
      return sendFormPage(reply, {
        title: 'Your terminal is signed in',
        body: html`<p>Close this page and go back to your terminal.</p><p>To undo this, run <code>signpost sign-out</code> there, or <a href="/sign-in/done">sign out everywhere</a>.</p>`,
      })
    default:
      return sendCodeForm(reply, String(page['xsrf']), page['wrong'])
  }
}

function sendCodeForm(reply: FastifyReply, xsrf: string, wrong: unknown): FastifyReply {
  const fault =
    typeof wrong === 'string' ? (WRONG[wrong] ?? 'That did not work. Start again in your terminal.') : null
  return sendFormPage(reply, {
    title: 'Let the command line in',
    ...(fault === null ? {} : { wrong: fault }),
    body: html`
<p>Continue only if <strong>you yourself</strong> have just run <code>signpost sign-in</code>, and are looking at the code in <strong>your own terminal</strong>. Whoever holds the code you enter acts in your name.</p>
<div class="notice"><p>Did somebody send you this code, in a message or on the telephone? Then it is theirs and not yours: close this page. Nobody from this directory ever asks you to enter one.</p></div>
<form method="post" action="/oauth2/device" autocomplete="off">
<input type="hidden" name="xsrf" value="${xsrf}">
${field('user_code', 'Code from your terminal', html`type="text" class="code short" required maxlength="20" autocapitalize="characters" spellcheck="false"`, 'Eight letters, such as BCDF-GHJK')}
<button type="submit">Continue</button>
</form>`,
  })
}

const sendConfirm = (reply: FastifyReply, xsrf: string, userCode: string): FastifyReply =>
  sendFormPage(reply, {
    title: 'Is this the code in your terminal?',
    body: html`
<p class="big">${userCode}</p>
<p>The <strong>Signpost command line</strong> asks to act in your name: with every role that you hold, until you sign out or twelve hours have passed. You sign in on the next page.</p>
<p>Continue only if your own terminal shows exactly this code at this moment. If somebody sent it to you, choose Stop.</p>
<form method="post" action="/oauth2/device">
<input type="hidden" name="xsrf" value="${xsrf}"><input type="hidden" name="user_code" value="${userCode}">
<button type="submit" name="confirm" value="yes">Yes, continue</button>
<button type="submit" name="abort" value="yes" class="quiet">Stop</button>
</form>`,
  })
