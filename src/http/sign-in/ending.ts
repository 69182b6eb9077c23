import type { FastifyReply } from 'fastify'
import { acceptPolicy, individualAccountsAt, readSignInClient } from '../../accounts/index.ts'
import { openSession, readPerson } from '../../people/index.ts'
import { WEB_CLIENT } from '../oauth/clients.ts'
import type { Interaction } from '../oauth/current-provider.ts'
import { isOwnClient } from '../oauth/index.ts'
import { type BrowserSession, placeOf } from './browser-session.ts'
import type { SignInSetting } from './setting.ts'
import type { Steps, Who } from './step.ts'
import { sendConsentPage, sendContinuePage, sendExpiredPage, sendNoAccountPage } from './step-pages.ts'
import type { Through, Visit } from './visit.ts'

const CONSENT_MODEL = 'Consent'
const CONSENT_SECONDS = 365 * 86_400

/** What comes once somebody has proved who they are: may they, do they agree, and back to where they came from. */
export type Ending = {
  readonly isOwnPages: (interaction: Interaction) => boolean
  readonly through: (interaction: Interaction) => Promise<Through>
  /** Offers to go on as whoever has signed in in this browser. */
  readonly offer: (visit: Visit, browser: BrowserSession) => Promise<FastifyReply>
  readonly proved: (visit: Visit, who: Who) => Promise<FastifyReply>
  readonly askConsent: (visit: Visit, who: Who) => Promise<FastifyReply>
  readonly agreed: (visit: Visit, who: Who) => Promise<FastifyReply>
  readonly cancelled: (visit: Visit) => Promise<FastifyReply>
}

export function openEnding(setting: SignInSetting, steps: Steps): Ending {
  const { database, clock, provider, accounts, contact } = setting
  const consents = accounts.oidcRecords(CONSENT_MODEL)
  const isOwnPages = ({ clientId }: Interaction): boolean => clientId === WEB_CLIENT
  const policyNow = () => setting.policy(clock.now())
  const consentId = ({ interaction }: Visit, { personId }: Who): string =>
    [personId, interaction.clientId, policyNow().id].join(' ')
  const pageOf = ({ interaction, step, through }: Visit) => ({
    interaction,
    csrf: step.csrf,
    through: through.words,
  })
  const nameOf = async (personId: string): Promise<string> =>
    (await readPerson(database.query, personId))?.name ?? personId

  /** Opens the session that what is given out ends with, and sends the browser back. */
  const finish = async (visit: Visit, who: Who): Promise<FastifyReply> => {
    const { request, interaction, cookies } = visit
    const { personId, assurance, issuer, sid, role } = who
    const session = isOwnPages(interaction)
      ? null
      : await openSession(
          database,
          { personId, assurance, issuer, sid, role, ...placeOf(request) },
          clock.now(),
          setting.random,
        )
    const to = await provider.finish(cookies, {
      outcome: 'signed-in',
      personId,
      acr: assurance.toUpperCase(),
      amr: who.amr,
      sessionId: session?.id ?? null,
    })
    return leave(visit, to)
  }

  const leave = async ({ reply, interaction }: Visit, to: string | undefined): Promise<FastifyReply> => {
    await steps.drop(interaction.uid)
    return to === undefined ? sendExpiredPage(reply) : reply.redirect(to, 303)
  }

  /** What the consent page says is agreed to goes on record, for each account that is asked through (AUP25-18). */
  const accept = async ({ interaction }: Visit, { personId }: Who): Promise<void> => {
    const { id: version, hash } = policyNow()
    const text = { version, hash }
    const why = 'Agreed on the page on which access through a product was allowed.'
    const deed = { who: personId, actingAs: 'holder', why, at: clock.now() }
    for (const id of await individualAccountsAt(database.query, interaction.clientId, personId)) {
      await acceptPolicy(database, id, text, text, deed)
    }
  }

  const askConsent = async (visit: Visit, who: Who): Promise<FastifyReply> => {
    const { reply, through } = visit
    if (through.client === undefined) return finish(visit, who)
    return sendConsentPage(reply, pageOf(visit), through.client, policyNow(), await nameOf(who.personId))
  }

  return {
    isOwnPages,
    through: async interaction => {
      if (isOwnPages(interaction)) return { words: null, client: undefined }
      if (isOwnClient(interaction.clientId)) return { words: 'the Signpost command line', client: undefined }
      const client = await readSignInClient(database.query, interaction.clientId)
      const at = client?.organisationName ? ` at ${client.organisationName}` : ''
      return { words: `${client?.productName ?? interaction.clientId}${at}`, client }
    },
    offer: async (visit, { session }) =>
      sendContinuePage(visit.reply, pageOf(visit), await nameOf(session.personId)),
    proved: async (visit, who) => {
      const { reply, interaction, through } = visit
      if (isOwnClient(interaction.clientId)) return finish(visit, who)
      const own = await individualAccountsAt(database.query, interaction.clientId, who.personId)
      if (own.length === 0) {
        return sendNoAccountPage(reply, pageOf(visit), through.client, contact)
      }
      if (await consents.find(consentId(visit, who))) return finish(visit, who)
      await steps.write(interaction.uid, { ...visit.step, who })
      return reply.redirect(`/sign-in/${interaction.uid}`, 303)
    },
    askConsent,
    agreed: async (visit, who) => {
      await accept(visit, who)
      await consents.upsert(consentId(visit, who), { at: clock.now() }, CONSENT_SECONDS)
      return finish(visit, who)
    },
    cancelled: async visit => {
      const why = 'The person did not go on.'
      return leave(visit, await provider.finish(visit.cookies, { outcome: 'refused', why }))
    },
  }
}
