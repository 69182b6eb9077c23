import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import {
  entryBundle,
  governanceLeaves,
  newestGovernanceLeaves,
  readCheckpointRow,
  readGovernanceLeaf,
  readTilePath,
  TILE_WIDTH,
} from '../../../ledger/index.ts'
import { html, sendPage } from '../../plain-page.ts'
import { preferred } from '../accept.ts'
import type { LedgerRooms } from './index.ts'
import { logRoutes, notThere, OPEN, sendForGood } from './log-routes.ts'
import { GovernanceAnswer, GovernanceQuery, PAGE_ENTRIES } from './words.ts'

type Answer = Static<typeof GovernanceAnswer>

/** The log of acts as the world reads it: its tree, the public part of each leaf in bundles, and as a list. */
export async function governanceRoutes(
  app: FastifyInstance,
  { rooms }: { rooms: LedgerRooms },
): Promise<void> {
  const { query } = rooms.database

  // Before the tiles: "entries" is no level.
  app.get<{ Params: { '*': string } }>(
    '/tile/entries/*',
    { config: OPEN, schema: { hide: true } },
    async (request, reply) => {
      const tile = readTilePath('0', request.params['*'])
      const sealed = (await readCheckpointRow(query, 'governance'))?.size ?? 0
      const from = tile ? tile.index * TILE_WIDTH : 0
      if (tile === undefined || from + tile.width > sealed)
        return notThere(reply, rooms, 'The log has no such bundle.')
      const leaves = await governanceLeaves(query, from, from + tile.width)
      return sendForGood(reply, entryBundle(leaves.map(({ data }) => data)))
    },
  )
  logRoutes(app, rooms, 'governance')

  app.get<{ Querystring: Static<typeof GovernanceQuery> }>(
    '',
    {
      config: OPEN,
      schema: {
        operationId: 'listGovernance',
        tags: ['Ledger'],
        summary: 'What was done to the registers',
        description:
          'Every act, newest first: policy published, agreement accepted, permission granted, account suspended and the rest. Nothing of it is about a person; what was changed, by whom and why, each leaf commits to without saying it. A page to read, or JSON, as Accept asks.',
        security: [],
        querystring: GovernanceQuery,
        response: { 200: { content: { 'application/json': { schema: GovernanceAnswer } } } },
      },
    },
    async (request, reply) => {
      const answer = await list(request.query)
      reply.header('vary', 'accept').header('cache-control', 'no-store')
      if (preferred(request.headers.accept, ['application/json', 'text/html']) === 'application/json')
        return reply.header('content-type', 'application/json; charset=utf-8').send(answer)
      return sendPage(reply, 'What was done to the registers', page(answer, request.query))
    },
  )

  async function list({
    entity,
    before,
    limit = PAGE_ENTRIES,
  }: Static<typeof GovernanceQuery>): Promise<Answer> {
    const from = before === undefined ? null : Number(before)
    const rows = await newestGovernanceLeaves(query, from, entity ?? null, limit + 1)
    const shown = rows.slice(0, limit)
    const entries = shown.flatMap(({ leaf, data }) => {
      const read = readGovernanceLeaf(data)
      if (read === undefined) return []
      const { commitment: _, clauses, ...rest } = read
      return [{ leaf, ...rest, clauses: [...clauses] }]
    })
    return { entries, next: rows.length > limit ? (shown.at(-1)?.leaf ?? null) : null }
  }
}

function page({ entries, next }: Answer, { entity }: Static<typeof GovernanceQuery>) {
  const rows = entries.map(
    ({ leaf, at, entity: kind, event, subject, clauses }) =>
      html`<tr><td>${leaf}</td><td><time>${at}</time></td><td>${kind}</td><td>${event}</td><td><code>${subject ?? ''}</code></td><td>${clauses.join(', ')}</td></tr>`,
  )
  const more = new URLSearchParams({ ...(entity === undefined ? {} : { entity }), before: String(next) })
  return html`<p>Every act on the registers of this directory, newest first, as the leaves of a log that cannot be changed without it being seen: <a href="/ledger/governance/checkpoint">checkpoint</a>, <a href="/ledger/keys">keys</a>. Of what is not public by its name a hash stands here; whoever knows the id finds it by that.</p>
<table><thead><tr><th>Leaf</th><th>When</th><th>Of what kind</th><th>What was done</th><th>To which</th><th>Clauses</th></tr></thead><tbody>${rows}</tbody></table>
${next === null ? '' : html`<p><a href="/ledger/governance?${more.toString()}">Earlier ones</a></p>`}`
}
