import type { FastifyInstance } from 'fastify'
import { beginRoutes } from './begin-routes.ts'
import { currentParty } from './current-party.ts'
import { doneRoute } from './done-route.ts'
import { partyRoutes } from './party-routes.ts'
import type { SignInSetting } from './setting.ts'
import { signOutRoutes } from './sign-out-routes.ts'
import { stepRoutes } from './step-routes.ts'

const FORM = 'application/x-www-form-urlencoded'
const BODY_BYTES_MAX = 16_384

/** How people come in, at our own pages or through a provider of others, and how they leave. */
export async function signInPlugin(app: FastifyInstance, setting: SignInSetting): Promise<void> {
  const party = currentParty(app, setting, setting.webKey)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  )
  // A script of ours may sign out with nothing to say but a header.
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
    (_request, _body, done) => done(null, null),
  )
  await app.register(partyRoutes, { setting, party })
  await app.register(signOutRoutes, { setting, party })
  await app.register(doneRoute, { setting, party })
  await app.register(beginRoutes, setting)
  await app.register(stepRoutes, setting)
}
