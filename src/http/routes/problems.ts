import type { FastifyPluginAsync } from 'fastify'
import Type from 'typebox'
import { REFUSAL_REASONS, refusalOf } from '../../policy/index.ts'
import type { OperatorContact } from '../../vocabulary/index.ts'
import { type Html, html, sendPage } from '../plain-page.ts'
import { FAULTS, statusOf } from '../problem.ts'

/** Pages that the `type` of problem details leads to: what it means, what to do, whom to ask. */
export const problemRoutes: FastifyPluginAsync<{ contact: OperatorContact }> = async (app, { contact }) => {
  app.get('/problems', { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const row = (reason: string, title: string, status: number): Html =>
      html`<tr><td><a href="/problems/${reason}">${reason}</a></td><td>${title}</td><td>${status}</td></tr>`
    const table = (rows: readonly Html[]): Html =>
      html`<table><thead><tr><th>Reason</th><th>What it means</th><th>Status</th></tr></thead><tbody>${rows}</tbody></table>`
    const refusals = REFUSAL_REASONS.map(name => row(name, refusalOf(name).title, statusOf(name)))
    const faults = Object.entries(FAULTS).map(([name, { title, status }]) => row(name, title, status))
    return sendPage(
      reply,
      'Why a question may go unanswered',
      html`<p>Every problem says its reason in the member "reason" of the answer; programs can rely on it.</p>
<h2>Policy says no</h2>${table(refusals)}<h2>Something else is the matter</h2>${table(faults)}`,
    )
  })
  app.get<{ Params: { reason: string } }>(
    '/problems/:reason',
    { config: { room: 'open' }, schema: { hide: true, params: Type.Object({ reason: Type.String() }) } },
    async (request, reply) => {
      const page = explain(request.params.reason)
      if (!page) return reply.callNotFound()
      const ask = html`<dt>Whom to ask</dt><dd>${contact.name}, ${contact.email}, ${contact.phone}</dd>`
      return sendPage(reply, page.title, html`${page.said}<dl>${page.facts}${ask}</dl>`)
    },
  )
}

type Explained = { readonly title: string; readonly said: Html; readonly facts: readonly Html[] }

const fact = (name: string, value: string | number): Html => html`<dt>${name}</dt><dd>${value}</dd>`

function explain(reason: string): Explained | undefined {
  const refusal = REFUSAL_REASONS.find(known => known === reason)
  if (refusal) {
    const told = refusalOf(refusal)
    return {
      title: told.title,
      said: html`<p>${told.reason}</p>`,
      facts: [
        fact('What to do', told.remedy),
        fact('Who can put it right', told.whoCanFix),
        fact('Clauses', told.clauses.join(', ')),
        fact('Reason', refusal),
        fact('HTTP status', statusOf(refusal)),
      ],
    }
  }
  const fault = Object.entries(FAULTS).find(([name]) => name === reason)?.[1]
  if (!fault) return undefined
  return {
    title: fault.title,
    said: html``,
    facts: [fact('What to do', fault.remedy), fact('Reason', reason), fact('HTTP status', fault.status)],
  }
}
