import type { FastifyPluginAsync } from 'fastify'
import Type from 'typebox'
import { REFUSAL_REASONS, refusalOf } from '../../policy/index.ts'
import type { OperatorContact } from '../../vocabulary/index.ts'
import { type Html, html, sendPage } from '../plain-page.ts'
import { FAULTS, statusOf } from '../problem.ts'

const FAULT_NAMES = Object.keys(FAULTS)

/** Pages that the `type` of problem details leads to: what it means, what to do, whom to ask. */
export const problemRoutes: FastifyPluginAsync<{ contact: OperatorContact }> = async (app, { contact }) => {
  app.get('/problems', { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const items = [...REFUSAL_REASONS, ...FAULT_NAMES].map(
      reason => html`<li><a href="/problems/${reason}">${reason}</a></li>`,
    )
    return sendPage(reply, 'Why a question may go unanswered', html`<ul>${items}</ul>`)
  })
  app.get<{ Params: { reason: string } }>(
    '/problems/:reason',
    { config: { room: 'open' }, schema: { hide: true, params: Type.Object({ reason: Type.String() }) } },
    async (request, reply) => {
      const page = explain(request.params.reason)
      if (!page) return reply.callNotFound()
      const ask = html`<p>Questions: ${contact.name}, ${contact.email}, ${contact.phone}.</p>`
      return sendPage(reply, page.title, html`${page.body}${ask}<p><a href="/problems">All reasons</a></p>`)
    },
  )
}

function explain(reason: string): { title: string; body: Html } | undefined {
  const refusal = REFUSAL_REASONS.find(known => known === reason)
  if (refusal) {
    const told = refusalOf(refusal)
    return {
      title: told.title,
      body: html`<p>${told.reason}</p><p>What to do: ${told.remedy}</p><p>Who can put it right: ${told.whoCanFix}.</p>
<p>HTTP status ${statusOf(refusal)}. Clauses: ${told.clauses.join(', ')}.</p>`,
    }
  }
  const fault = Object.entries(FAULTS).find(([name]) => name === reason)?.[1]
  if (!fault) return undefined
  return {
    title: fault.title,
    body: html`<p>What to do: ${fault.remedy}</p><p>HTTP status ${fault.status}.</p>`,
  }
}
