import type { FastifyPluginAsync } from 'fastify'
import {
  controllerLine,
  PERSONAL_DATA,
  PRIVACY_NOTICES,
  privacyNoticeAt,
} from '../../policy-versions/index.ts'
import type { Clock, OperatorContact } from '../../vocabulary/index.ts'
import { html, sendPage } from '../plain-page.ts'

const OPEN = { config: { room: 'open' }, schema: { hide: true } } as const

/** The privacy notice (AUP25-59) and the dictionary of personal data (AUP25-56, 57): for anybody to read. */
export const privacyRoutes: FastifyPluginAsync<{ contact: OperatorContact; clock: Clock }> = async (
  app,
  { contact, clock },
) => {
  app.get('/privacy', OPEN, async (_request, reply) => {
    const notice = privacyNoticeAt(clock.now())
    const sections = notice.sections.map(
      ({ heading, paragraphs }) =>
        html`<section><h2>${heading}</h2>${paragraphs.map(text => html`<p>${text}</p>`)}</section>`,
    )
    const about = html`<p>Version ${notice.id}. SHA-256 of its text: <code>${notice.hash}</code>. What is held, field by field, is in the <a href="/data-dictionary">data dictionary</a>.</p>`
    return sendPage(reply, 'Privacy notice', html`${about}${sections}<p>${controllerLine(contact)}</p>`)
  })

  app.get('/privacy.json', OPEN, async (_request, reply) => {
    const current = privacyNoticeAt(clock.now()).id
    return reply.header('cache-control', 'public, max-age=300').send({
      controller: contact,
      notices: PRIVACY_NOTICES.map(({ effectiveFrom, ...notice }) => ({
        ...notice,
        effectiveFrom: new Date(effectiveFrom).toISOString(),
        current: notice.id === current,
      })),
    })
  })

  app.get('/data-dictionary', OPEN, async (_request, reply) => {
    const rows = PERSONAL_DATA.map(
      item =>
        html`<tr><td>${item.what}</td><td>${item.whose}</td><td>${item.why}</td><td>${item.seenBy}</td><td>${item.kept}</td></tr>`,
    )
    return sendPage(
      reply,
      'Personal data in this directory',
      html`<p>What is held about people, whose it is, why, who sees it and for how long. None of it is special category data.</p>
<table><thead><tr><th>What</th><th>About whom</th><th>Why</th><th>Seen by</th><th>Kept</th></tr></thead><tbody>${rows}</tbody></table>`,
    )
  })

  app.get('/data-dictionary.json', OPEN, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send({ personalData: PERSONAL_DATA }),
  )
}
