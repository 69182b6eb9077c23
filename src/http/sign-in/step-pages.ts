import type { FastifyReply } from 'fastify'
import type { SignInClient } from '../../accounts/index.ts'
import type { PolicyVersion } from '../../policy/index.ts'
import type { OperatorContact } from '../../vocabulary/index.ts'
import type { Interaction } from '../oauth/current-provider.ts'
import { field, type Html, html, sendFormPage } from '../plain-page.ts'

/** One page of a sign-in: which it is of, what its forms carry, where they may lead. */
export type PageSetting = {
  readonly interaction: Interaction
  readonly csrf: string
  /** Through what somebody signs in, in words: a product, the command line; null: these pages themselves. */
  readonly through: string | null
}

/** One sentence for whatever was wrong: which of them it was would tell a stranger who is registered here. */
export const REFUSED =
  'The user name, the password or the code is not right, or there have been too many tries. Check them and try again; after ten wrong tries in a row, wait a quarter of an hour.'

const formOf = ({ interaction, csrf }: PageSetting, step: string, fields: Html, buttons: Html): Html => html`
<form method="post" action="/sign-in/${interaction.uid}">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="step" value="${step}">
${fields}${buttons}
</form>`

/** A form that does one thing: a button with nothing to fill in. */
const button = (setting: PageSetting, step: string, label: string, quiet = true): Html =>
  formOf(
    setting,
    step,
    html``,
    html`<button type="submit" class="${quiet ? 'quiet' : 'plain'}">${label}</button>`,
  )

/** Our own pages are where forms go in any case. */
const leadsTo = ({ interaction, through }: PageSetting): { leadsTo?: string[] } =>
  interaction.redirectUri === null || through === null ? {} : { leadsTo: [interaction.redirectUri] }

const throughWhat = ({ through }: PageSetting): Html =>
  through === null ? html`` : html`<p>You are signing in to <strong>${through}</strong>.</p>`

export function sendPasswordPage(reply: FastifyReply, setting: PageSetting, wrong?: string): FastifyReply {
  const name = setting.interaction.loginHint?.slice(0, 100) ?? ''
  const fields = html`${field('user_name', 'User name', html`type="text" value="${name}" required maxlength="254" autocomplete="username" autocapitalize="none" spellcheck="false"`)}
${field('password', 'Password', html`type="password" required maxlength="500" autocomplete="current-password"`)}`
  return sendFormPage(reply, {
    title: 'Sign in',
    ...(wrong === undefined ? {} : { wrong }),
    ...leadsTo(setting),
    body: html`${throughWhat(setting)}
${formOf(setting, 'password', fields, html`<button type="submit">Sign in</button>`)}
${setting.through === null ? '' : button(setting, 'cancel', 'Cancel')}
<p>Never signed in before, or begun anew by an administrator? <a href="/sign-in/begin">Use your one-time code</a>.</p>
<p><small>Accounts are personal: never share yours, and sign out when you leave (AUP25-05). What you do here is recorded.</small></p>`,
  })
}

export const sendCodePage = (reply: FastifyReply, setting: PageSetting, wrong?: string): FastifyReply =>
  sendFormPage(reply, {
    title: 'Enter your code',
    ...(wrong === undefined ? {} : { wrong }),
    ...leadsTo(setting),
    body: html`${throughWhat(setting)}
${formOf(
  setting,
  'code',
  field(
    'code',
    'Code from your authenticator',
    html`type="text" class="code short" required maxlength="10" inputmode="numeric" autocomplete="one-time-code"`,
    'Six digits. Each works once; wait for the next when you have just used one.',
  ),
  html`<button type="submit">Continue</button>`,
)}
${button(setting, 'again', 'Begin again')}
<p>Lost your authenticator? Ask your administrator to have you begin again.</p>`,
  })

export const sendContinuePage = (reply: FastifyReply, setting: PageSetting, name: string): FastifyReply =>
  sendFormPage(reply, {
    title: `Continue as ${name}?`,
    ...leadsTo(setting),
    body: html`${throughWhat(setting)}
<p>You have signed in to the directory in this browser as <strong>${name}</strong>.</p>
${button(setting, 'continue', `Continue as ${name}`, false)}
${button(setting, 'cancel', 'Cancel')}
<p>Not you? <a href="/sign-in/done">Sign out first</a>, then start again.</p>`,
  })

const SHARED: Readonly<Record<string, string>> = {
  profile: 'your name',
  email: 'your e-mail address',
}

/** Asked once for a client and a version of the policy. */
export function sendConsentPage(
  reply: FastifyReply,
  setting: PageSetting,
  client: SignInClient,
  policy: PolicyVersion,
  name: string,
): FastifyReply {
  const shared = setting.interaction.scopes.flatMap(scope => SHARED[scope] ?? [])
  const of = client.organisationName === null ? 'the organisations you work for' : client.organisationName
  return sendFormPage(reply, {
    title: `Use the directory through ${client.productName}?`,
    ...leadsTo(setting),
    body: html`
<p><strong>${name}</strong>, if you agree, ${client.productName} asks the directory in your name, as a user of <strong>${of}</strong>.</p>
<ul>
<li>It may ask only for the direct care of patients in England, within the regions you were authorised for (AUP25-06, AUP25-11).</li>
<li>Each question is recorded with a key that stands for you.</li>
<li>It learns ${['who you are here, as a key', ...shared].join(', ')}.</li>
</ul>
<p>By going on you accept the <a href="/policy">acceptable use policy, version ${policy.id}</a>. You are asked again when the policy changes.</p>
${button(setting, 'agree', 'Accept and continue', false)}
${button(setting, 'cancel', 'Do not continue')}`,
  })
}

/** Somebody who has no account of their own where this client asks. */
export function sendNoAccountPage(
  reply: FastifyReply,
  setting: PageSetting,
  client: SignInClient | undefined,
  contact: OperatorContact,
): FastifyReply {
  const at = client?.organisationName ?? 'an organisation that uses it'
  const product = client?.productName ?? 'this product'
  return sendFormPage(reply, {
    title: 'You have no account for this',
    status: 403,
    ...leadsTo(setting),
    body: html`
<p>You signed in, but you have no account of your own for asking the directory through ${product} at ${at} (AUP25-03, AUP25-05).</p>
<p>Ask the administrator of your organisation to add you. If you have asked already, the DoS Lead of your region may still have to authorise you. Else ask ${contact.name}: ${contact.email}, ${contact.phone}.</p>
${button(setting, 'cancel', `Back to ${product}`, false)}`,
  })
}

export const sendExpiredPage = (reply: FastifyReply): FastifyReply =>
  sendFormPage(reply, {
    title: 'Sign in',
    status: 400,
    wrong: 'This sign-in has been finished, has waited too long, or was begun in another browser.',
    body: html`<p>Go back to where you came from and start again, or <a href="/sign-in">sign in to the directory</a>.</p>`,
  })
