import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'

/** Text that is HTML already; made only by `html`. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (value: string | number | Html | readonly Html[]): string => {
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(item => item.text).join('')
  return String(value).replace(/[&<>"']/g, character => ESCAPES[character] ?? '')
}

/** HTML from a template: everything put into it is escaped, but for what `html` itself made. */
export const html = (
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html => new Html(strings.reduce((text, part, index) => text + escaped(values[index - 1] ?? '') + part))

/** A page needs its style sheet from here, and nothing from anywhere else. */
const PAGE_POLICY =
  "default-src 'none';style-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'"

const STYLE = readFileSync(new URL('plain-page.css', import.meta.url), 'utf8')
/** Where the style sheet is; named after its content, so that browsers may keep it for good. */
const STYLE_PATH = `/assets/plain-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

/** The style sheet of the pages. */
export const styleRoute: FastifyPluginAsync = async app => {
  app.get(STYLE_PATH, { config: { room: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(STYLE),
  )
}

/** A page to read: text, no script. It is one of the few answers anybody may keep. */
export const sendPage = (reply: FastifyReply, title: string, body: Html): FastifyReply =>
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .send(pageOf(title, body).text)

export type FormPage = {
  readonly title: string
  readonly body: Html
  /** What went wrong with what was sent last; said first, and in the title. */
  readonly wrong?: string
  readonly status?: number
  /** Where sending the form may lead besides here: browsers hold redirects to the policy of the page too. */
  readonly leadsTo?: readonly string[]
}

/** A page with a form, for one person at one moment: nobody keeps it, and it is sent nowhere but here. */
export function sendFormPage(reply: FastifyReply, page: FormPage): FastifyReply {
  const { title, body, wrong, status = 200, leadsTo = [] } = page
  const actions = ["'self'", ...leadsTo.map(address => new URL(address).origin)].join(' ')
  const all = wrong === undefined ? body : html`${faultBox(wrong)}${body}`
  return (
    reply
      .code(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      // Without one, browsers say "Origin: null" of our own forms, and nothing tells them from a stranger's.
      .header('referrer-policy', 'same-origin')
      .header('content-security-policy', PAGE_POLICY.replace("form-action 'none'", `form-action ${actions}`))
      .send(pageOf(wrong === undefined ? title : `Error: ${title}`, all, title).text)
  )
}

const faultBox = (wrong: string): Html =>
  html`<div class="fault" role="alert"><h2>There is a problem</h2><p>${wrong}</p></div>`

/** A field with its label; `extra` are attributes made by `html`. */
export const field = (name: string, label: string, extra: Html, hint?: string): Html =>
  html`<div class="field"><label for="${name}">${label}</label>${
    hint === undefined ? '' : html`<small id="${name}-hint">${hint}</small>`
  }<input id="${name}" name="${name}"${hint === undefined ? '' : html` aria-describedby="${name}-hint"`} ${extra}></div>`

const pageOf = (title: string, body: Html, heading = title): Html => html`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} - Signpost</title><link rel="stylesheet" href="${STYLE_PATH}"></head>
<body><header><strong>Signpost</strong><a href="/docs">API documentation</a><a href="/policy">Acceptable use policy</a><a href="/problems">Problems explained</a></header>
<main><h1>${heading}</h1>
${body}
</main></body>
</html>
`
