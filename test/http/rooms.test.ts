import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { GOVERNED, openRoutes, requireRooms } from '../../src/http/route-room.ts'

const start = async (routes: (app: FastifyInstance) => void): Promise<void> => {
  const app = Fastify()
  requireRooms(app)
  routes(app)
  await app.ready()
}
const handler = async () => 'hello'

describe('a route', () => {
  it('that names no room does not start', async () => {
    await assert.rejects(
      start(app => app.get('/bare', handler)),
      /GET \/bare declares no room/,
    )
    await assert.rejects(
      start(app => app.register(async inner => inner.get('/inner', { config: {} }, handler))),
      /\/inner declares no room/,
    )
  })

  it('that says governed without governed() does not start, nor one that borrows the mark', async () => {
    await assert.rejects(
      start(app => app.get('/a', { config: { room: 'governed' } }, handler)),
      /GET \/a says governed, but governed\(\) did not make it so/,
    )
    await assert.rejects(
      start(app => app.get('/a', { config: { room: 'governed', governedBy: Symbol('governed') } }, handler)),
      /did not make it so/,
    )
    await assert.rejects(
      start(app => app.get('/a', { config: { room: 'open', governedBy: GOVERNED } }, handler)),
      /says open/,
    )
  })

  it('that is open, or of a library in a scope that is, starts', async () => {
    await start(app => {
      app.get('/open', { config: { room: 'open' } }, handler)
      app.register(async scope => {
        openRoutes(scope)
        scope.get('/library', handler)
      })
    })
  })

  it('cannot be opened by a library scope once governed() has made it', async () => {
    await assert.rejects(
      start(app => {
        app.register(async scope => {
          openRoutes(scope)
          scope.get('/data', { config: { room: 'governed', governedBy: GOVERNED } }, handler)
        })
      }),
      /\/data says open/,
    )
  })
})
