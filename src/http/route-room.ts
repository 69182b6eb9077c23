import type { FastifyInstance, RouteOptions } from 'fastify'

/**
 * Which door a route stands behind. `governed`: service data, through http/governed.ts and no other way.
 * `signed-in`: for an identified caller, no service data. `open`: anybody.
 */
export type RouteRoom = 'governed' | 'signed-in' | 'open'

declare module 'fastify' {
  interface FastifyContextConfig {
    room?: RouteRoom
    /** Set by governed() and by nothing else: the mark that a governed route really has the door it names. */
    governedBy?: symbol
  }
}

export const GOVERNED = Symbol('governed')

/**
 * Refuses to start with a route that names no room, or says `governed` without having come from governed().
 * Judged when all routes are known, so that `openRoutes` can speak for those of a library.
 */
export function requireRooms(app: FastifyInstance): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', route => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    for (const route of routes) {
      const { room, governedBy } = route.config ?? {}
      if (room === undefined) throw new Error(`The route ${route.method} ${route.url} declares no room.`)
      if ((room === 'governed') !== (governedBy === GOVERNED)) {
        throw new Error(
          `The route ${route.method} ${route.url} says ${room}, but governed() did not make it so.`,
        )
      }
    }
  })
}

/** Declares every route registered in this scope open, for libraries that know nothing of rooms. */
export function openRoutes(scope: FastifyInstance): void {
  scope.addHook('onRoute', route => {
    route.config = { ...route.config, room: 'open' }
  })
}
