import { createHash } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'
import {
  currentList,
  LISTED_STATUSES,
  type ListedConnection,
  readListingHistory,
} from '../../agreements/index.ts'
import { connectionReader } from '../../connection-reader.ts'
import { newestChange } from '../../database/index.ts'
import type { ActRooms } from '../acts/index.ts'
import { choice, closed, Id, OdsCode, RegionId } from '../acts/words.ts'
import { sendPage } from '../plain-page.ts'
import { preferred } from './accept.ts'
import { asAtom, asCsv, asJson, asPage, type Shown } from './connection-formats.ts'

/** How long anybody may keep the list: the one public dataset, and the one answer that has validators. */
const MAX_AGE_SECONDS = 300
/** The list depends on dates too, and on names of which the feed does not tell. */
const MADE_ANEW_MILLIS = 60_000
const FEED_ENTRIES = 200

const Filter = Type.Object(
  {
    region: Type.Optional(RegionId),
    organisation: Type.Optional(OdsCode),
    product: Type.Optional(Id('The product.')),
    status: Type.Optional(choice(LISTED_STATUSES, 'How the connection stands.')),
  },
  closed,
)
type Filter = Static<typeof Filter>

type Whole = Shown & { readonly withheldIds: ReadonlySet<string> }

/**
 * The published list of connections (AUP25-60; sources, use 2.3 and 3.8): a page, JSON, CSV, and a feed of changes, for
 * anybody and without signing in. It is made from the register each time something has changed, and kept for everybody
 * until then, so that asking for it often costs little.
 */
export const connectionRoutes: FastifyPluginAsync<{
  rooms: Pick<ActRooms, 'database' | 'now' | 'contact' | 'baseUrl'>
}> = async (app, { rooms }) => {
  const { database, now, contact, baseUrl } = rooms
  const list = listMaker(rooms)
  const config = { room: 'open' } as const
  const schema = { hide: true, querystring: Filter }

  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200 || typeof payload !== 'string') return payload
    const tag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`
    reply.header('etag', tag).header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
    if (!matches(request.headers['if-none-match'], tag)) return payload
    reply.code(304).removeHeader('content-length').removeHeader('content-type')
    return ''
  })

  const sendJson = (reply: FastifyReply, shown: Shown): FastifyReply =>
    reply.type('application/json; charset=utf-8').send(asJson(shown))

  app.get<{ Querystring: Filter }>('/connections', { config, schema }, async (request, reply) => {
    reply.header('vary', 'accept')
    const shown = narrowed(await list(), request.query)
    const wanted = preferred(request.headers.accept, ['application/json', 'text/html'])
    if (wanted === 'application/json') return sendJson(reply, shown)
    return sendPage(reply, 'Connections to this directory', asPage(shown, contact))
  })
  app.get<{ Querystring: Filter }>('/connections.json', { config, schema }, async (request, reply) =>
    sendJson(reply, narrowed(await list(), request.query)),
  )
  app.get<{ Querystring: Filter }>('/connections.csv', { config, schema }, async (request, reply) =>
    reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', 'attachment; filename="connections.csv"')
      .send(asCsv(narrowed(await list(), request.query))),
  )
  app.get<{ Querystring: Filter }>('/connections.atom', { config, schema }, async (request, reply) => {
    const { withheldIds } = await list()
    const history = await readListingHistory(database.query, { limit: FEED_ENTRIES })
    // What is withheld now is not told of by way of its past.
    const told = history.filter(
      ({ after, connectionId }) =>
        after !== null && !withheldIds.has(connectionId) && isWanted(after, request.query),
    )
    return reply
      .type('application/atom+xml; charset=utf-8')
      .send(asAtom(told, { baseUrl: baseUrl(), contact }))
  })

  function listMaker({ database }: Pick<ActRooms, 'database'>): () => Promise<Whole> {
    let kept: { readonly change: number; readonly at: number; readonly whole: Promise<Whole> } | undefined
    return async () => {
      const change = await newestChange(database.query)
      const at = now()
      const fresh = kept?.change === change && at - kept.at < MADE_ANEW_MILLIS
      if (kept === undefined || !fresh) {
        const whole = make(at)
        kept = { change, at, whole }
        whole.catch(() => {
          kept = undefined
        })
      }
      return kept.whole
    }
  }

  async function make(at: number): Promise<Whole> {
    const { connections, withheldIds } = await currentList(database.query, connectionReader, at)
    const [newest] = await readListingHistory(database.query, { limit: 1 })
    return {
      connections,
      withheld: withheldIds.length,
      withheldIds: new Set(withheldIds),
      changedAt: newest?.at ?? null,
    }
  }
}

const narrowed = ({ connections, withheld, changedAt }: Whole, filter: Filter): Shown => ({
  connections: connections.filter(entry => isWanted(entry, filter)),
  withheld,
  changedAt,
})

/** A connection for the whole of England is one for each of its regions. */
const isWanted = (entry: ListedConnection, { region, organisation, product, status }: Filter): boolean =>
  (region === undefined || entry.regions === 'national' || entry.regions.includes(region)) &&
  (organisation === undefined || entry.organisation.odsCode === organisation) &&
  (product === undefined || entry.product.id === product) &&
  (status === undefined || entry.status === status)

/** RFC 9110 section 13.1.2: any of the tags, weakly compared, or `*`. */
const matches = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some(one => ['*', tag, `W/${tag}`].includes(one.trim()))
