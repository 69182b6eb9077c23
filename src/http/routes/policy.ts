import type { FastifyPluginAsync } from 'fastify'
import type { PolicyVersion } from '../../policy/index.ts'
import type { Clock } from '../../vocabulary/index.ts'
import { html, sendPage } from '../plain-page.ts'

/** The policy in force, in plain words with its clause ids: where the terms-of-service link leads. */
export const policyRoutes: FastifyPluginAsync<{
  clock: Clock
  policy: (now: number) => PolicyVersion
}> = async (app, { clock, policy }) => {
  app.get('/policy', { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const version = policy(clock.now())
    const sections = version.text.map(section => {
      const paragraphs = section.paragraphs.map(
        paragraph =>
          html`<p>${paragraph.number} ${paragraph.text} <small>(${paragraph.clauses.join(', ')})</small></p>`,
      )
      return html`<section><h2>${section.heading}</h2>${paragraphs}</section>`
    })
    const about = html`<p>Version ${version.id}. SHA-256 of its content: <code>${version.hash}</code>.</p>`
    return sendPage(reply, version.title, html`${about}${sections}`)
  })
}
