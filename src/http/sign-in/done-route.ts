import type { FastifyInstance } from 'fastify'
import { readActor, readLiveSessions, type Session } from '../../people/index.ts'
import { type HeldRole, ROLES } from '../../vocabulary/index.ts'
import { type Html, html, sendFormPage } from '../plain-page.ts'
import { type BrowserSession, readBrowserSession } from './browser-session.ts'
import type { RelyingParty } from './relying-party.ts'
import type { SignInSetting } from './setting.ts'

/** /sign-in/done: who has signed in here, as what, where else, and the ways out. */
export async function doneRoute(
  app: FastifyInstance,
  { setting, party }: { readonly setting: SignInSetting; readonly party: () => Promise<RelyingParty> },
): Promise<void> {
  const { database, clock, identityProvider } = setting
  /** A place of sign-in elsewhere is told that somebody leaves by sending the browser there. */
  const wayOut = async (): Promise<string[]> => {
    if (identityProvider === null) return []
    const address = await party().then(
      there => there.endSession(),
      () => null,
    )
    return address === null ? [] : [address.href]
  }

  app.get('/sign-in/done', { config: { room: 'open' }, schema: { hide: true } }, async (request, reply) => {
    const browser = await readBrowserSession(setting, request)
    const now = clock.now()
    const actor = browser && (await readActor(database.query, browser.session.personId, now))
    if (!browser || !actor) {
      return sendFormPage(reply, {
        title: 'You are not signed in',
        body: html`<p><a href="/sign-in">Sign in</a> to apply for access, decide, or look after accounts. To ask the directory itself, a program uses <a href="/docs/token">an access token</a>.</p>`,
      })
    }
    const sessions = await readLiveSessions(database.query, actor.personId, now)
    return sendFormPage(reply, {
      title: 'You are signed in',
      leadsTo: await wayOut(),
      body: html`<p>as <strong>${actor.name}</strong>.</p>
<h2>Your roles</h2>${rolesOf(actor.roles)}
<h2>Where you are signed in</h2>
<table><thead><tr><th scope="col">Since</th><th scope="col">Last used</th><th scope="col">With</th><th scope="col">From</th></tr></thead><tbody>
${sessions.map(session => rowOf(session, browser.session.id))}</tbody></table>
<p><small>A sign-in ends when it is left alone for half an hour, and after twelve hours in any case. If one of these is not yours, sign out everywhere and tell whoever looks after your account.</small></p>
${signOut(browser)}`,
    })
  })
}

function rolesOf(roles: readonly HeldRole[]): Html {
  if (roles.length === 0) return html`<p>None. Ask whoever looks after accounts in your organisation.</p>`
  const items = roles.map(({ role, scope }) => {
    const where = scope.kind === 'operator' ? '' : `, for ${scope.kind} ${scope.id}`
    return html`<li>${ROLES[role].title}${where}</li>`
  })
  return html`<ul>${items}</ul>`
}

const instant = (millis: number): string =>
  `${new Date(millis).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const rowOf = (session: Session, here: string): Html =>
  html`<tr><td>${instant(session.openedAt)}</td><td>${instant(session.seenAt)}</td><td>${
    session.id === here ? html`<strong>This browser</strong>` : session.userAgent.slice(0, 80) || 'unknown'
  }</td><td>${session.network}</td></tr>`

const signOut = ({ csrf }: BrowserSession): Html => html`
<form method="post" action="/sign-out"><input type="hidden" name="csrf" value="${csrf}"><button type="submit">Sign out</button></form>
<form method="post" action="/sign-out/everywhere"><input type="hidden" name="csrf" value="${csrf}"><button type="submit" class="quiet">Sign out everywhere</button></form>`
