import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { issuerAt } from '../../accounts/index.ts'
import { checkPassword, networkOf } from '../../people/index.ts'
import { PROVIDER_COOKIES } from '../oauth/people-configuration.ts'
import { type BrowserSession, readBrowserSession } from './browser-session.ts'
import { clearCookie, onlyCookies, readCookie, setCookie } from './cookies.ts'
import { openEnding } from './ending.ts'
import { openCredentials, sealCredentials } from './held-password.ts'
import { isOwnOrigin } from './own-origin.ts'
import type { SignInSetting } from './setting.ts'
import { isSame, openSteps, type Who } from './step.ts'
import { REFUSED, sendCodePage, sendExpiredPage, sendPasswordPage } from './step-pages.ts'
import type { Visit } from './visit.ts'

const OPEN = { config: { room: 'open' }, schema: { hide: true } } as const
/** How long a password waits, sealed, for the code that goes with it. */
const HELD_SECONDS = 300

type Uid = { Params: { uid: string } }

/** The pages of a sign-in at this directory's own provider, one address for each sign-in: /sign-in/{uid}. */
export async function stepRoutes(app: FastifyInstance, setting: SignInSetting): Promise<void> {
  const { provider, accounts, random, baseUrl } = setting
  const steps = openSteps(accounts, random)
  const ending = openEnding(setting, steps)

  /** What this browser is here for; undefined when it was not sent here, or too long ago. */
  const visit = async (request: FastifyRequest<Uid>, reply: FastifyReply): Promise<Visit | undefined> => {
    const cookies = onlyCookies(request.headers.cookie, PROVIDER_COOKIES)
    const interaction = await provider.interaction(cookies)
    if (interaction?.uid !== request.params.uid) return undefined
    const step = await steps.read(interaction.uid)
    return { request, reply, cookies, interaction, step, through: await ending.through(interaction) }
  }

  app.get<Uid>('/sign-in/:uid', OPEN, async (request, reply) => {
    const seen = await visit(request, reply)
    return seen ? show(seen) : sendExpiredPage(reply)
  })

  app.post<Uid>('/sign-in/:uid', OPEN, async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    const seen = isOwnOrigin(request, baseUrl()) ? await visit(request, reply) : undefined
    if (!seen || !isSame(form.get('csrf') ?? '', seen.step.csrf)) return sendExpiredPage(reply)
    return take(seen, form)
  })

  /** The page that comes next, as far as the sign-in has come. */
  const show = async (seen: Visit): Promise<FastifyReply> => {
    const { reply, interaction, step } = seen
    if (step.who !== null) return ending.askConsent(seen, step.who)
    if (isHeld(seen)) return sendCodePage(reply, pageOf(seen))
    const browser = await signedInAlready(seen)
    if (browser) return ending.offer(seen, browser)
    if (setting.identityProvider !== null) {
      return reply.redirect(`${baseUrl()}/sign-in?to=/sign-in/${interaction.uid}`, 303)
    }
    return sendPasswordPage(reply, pageOf(seen))
  }

  const take = async (seen: Visit, form: URLSearchParams): Promise<FastifyReply> => {
    switch (form.get('step')) {
      case 'password':
        return takePassword(seen, form)
      case 'code':
        return takeCode(seen, form)
      case 'continue': {
        const browser = await signedInAlready(seen)
        return browser ? ending.proved(seen, whoOf(browser)) : show(seen)
      }
      case 'agree':
        return seen.step.who === null ? show(seen) : ending.agreed(seen, seen.step.who)
      case 'again':
        await forget(seen)
        return reload(seen)
      case 'cancel':
        await forget(seen)
        return ending.cancelled(seen)
      default:
        return sendExpiredPage(seen.reply)
    }
  }

  const takePassword = async (seen: Visit, form: URLSearchParams): Promise<FastifyReply> => {
    const { reply } = seen
    // People sign in elsewhere: a password is no way in.
    if (setting.identityProvider !== null) return sendExpiredPage(reply)
    const given = { userName: form.get('user_name') ?? '', password: form.get('password') ?? '' }
    const answer = await check(seen, { ...given, code: null })
    switch (answer.outcome) {
      case 'known':
        return ending.proved(seen, local(answer))
      case 'refused':
        return sendPasswordPage(reply, pageOf(seen), REFUSED)
      case 'code-needed': {
        const { sealed, key } = sealCredentials(given, random)
        await steps.write(seen.interaction.uid, { ...seen.step, key })
        setCookie(reply, 'held', baseUrl(), sealed, HELD_SECONDS)
        return reload(seen)
      }
    }
  }

  const takeCode = async (seen: Visit, form: URLSearchParams): Promise<FastifyReply> => {
    const held = heldBy(seen)
    if (!held) return sendPasswordPage(seen.reply, pageOf(seen), REFUSED)
    const code = (form.get('code') ?? '').replaceAll(/\s/g, '')
    const answer = await check(seen, { ...held, code })
    if (answer.outcome !== 'known') return sendCodePage(seen.reply, pageOf(seen), REFUSED)
    await forget(seen)
    return ending.proved({ ...seen, step: { ...seen.step, key: null } }, local(answer))
  }

  const check = ({ request }: Visit, given: { userName: string; password: string; code: string | null }) =>
    checkPassword(setting.database, { ...given, network: networkOf(request.ip) }, setting.clock.now())

  const isHeld = (seen: Visit): boolean => heldBy(seen) !== undefined
  const heldBy = ({ request, step }: Visit) => {
    const sealed = readCookie(request, 'held', baseUrl())
    return sealed === undefined || step.key === null ? undefined : openCredentials(sealed, step.key)
  }
  const forget = async ({ reply, interaction, step }: Visit): Promise<void> => {
    clearCookie(reply, 'held', baseUrl())
    await steps.write(interaction.uid, { ...step, key: null })
  }

  const local = (answer: { readonly personId: string; readonly secondFactor: boolean }): Who => ({
    personId: answer.personId,
    assurance: answer.secondFactor ? 'aal2' : 'aal1',
    amr: answer.secondFactor ? ['pwd', 'otp', 'mfa'] : ['pwd'],
    issuer: issuerAt(baseUrl()),
    sid: null,
    role: null,
  })

  /** Our own pages ask who it is each time; for others, a sign-in of this browser's will do, once its person says so. */
  const signedInAlready = async (seen: Visit): Promise<BrowserSession | undefined> =>
    ending.isOwnPages(seen.interaction) ? undefined : readBrowserSession(setting, seen.request)
}

const whoOf = ({ session }: BrowserSession): Who => {
  const { personId, assurance, issuer, sid, role } = session
  return { personId, assurance, amr: [], issuer, sid, role }
}

const pageOf = ({ interaction, step, through }: Visit) => ({
  interaction,
  csrf: step.csrf,
  through: through.words,
})

const reload = ({ reply, interaction }: Visit): FastifyReply =>
  reply.redirect(`/sign-in/${interaction.uid}`, 303)
