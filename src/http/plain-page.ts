import type { FastifyReply } from 'fastify'

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

/** A page to read: text, no script, no style from anywhere. It is one of the few answers anybody may keep. */
export function sendPage(reply: FastifyReply, title: string, body: Html): FastifyReply {
  const page = html`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} - Signpost</title></head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>
`
  return reply.header('content-type', 'text/html; charset=utf-8').send(page.text)
}
