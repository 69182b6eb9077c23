import type { FastifyInstance } from 'fastify'
import { addressed } from '../../openapi.ts'
import { DOCUMENT } from './describe.ts'

type Documents = (options?: { readonly yaml: boolean }) => object | string

/**
 * The same document at the addresses where clients of this interface look for it (sources, DoS 3: `apidoc/`, `.json`,
 * `.yaml`). Each leads to, or is, OpenAPI 3.1.
 */
export function documentRoutes(app: FastifyInstance, baseUrl: () => string): void {
  const open = { config: { room: 'open' }, schema: { hide: true } } as const
  const documents = app.getDecorator<Documents>(`openapi of ${DOCUMENT.name}`)
  app.get('/apidoc.json', open, async (_request, reply) => {
    const document = documents()
    const said = typeof document === 'string' ? document : JSON.stringify(addressed(document, baseUrl()))
    return reply.header('content-type', 'application/json; charset=utf-8').send(said)
  })
  app.get('/apidoc.yaml', open, async (_request, reply) => {
    const said = documents({ yaml: true })
    if (typeof said !== 'string') throw new Error('The document could not be written as YAML.')
    // Where this server is, as in the other form: an address in JSON is YAML, too (YAML 1.2, section 1.3).
    const servers = `servers: ${JSON.stringify([{ url: baseUrl() }])}\n`
    return reply.header('content-type', 'application/yaml; charset=utf-8').send(`${said}${servers}`)
  })
  for (const path of ['/apidoc', '/apidoc/']) {
    app.get(path, open, (_request, reply) => reply.redirect(`${app.prefix}/apidoc.json`))
  }
}
