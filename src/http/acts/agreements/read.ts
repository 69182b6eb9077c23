import Type from 'typebox'
import { type ConnectionRecord, readConnections } from '../../../accounts/index.ts'
import { readAcceptances, readAgreements, readLives } from '../../../agreements/index.ts'
import type { Query } from '../../../database/index.ts'
import { type Actor, scopesOf } from '../../../vocabulary/index.ts'
import { type Act, act } from '../act.ts'
import { missingBeforeUse } from '../applications/missing-before-use.ts'
import { OPERATOR } from '../applications/words.ts'
import { mayTry } from '../door.ts'
import { closed, Id, iso, isoOrNull, ListOf, Nullable, OdsCode, Whole } from '../words.ts'
import { type Found, findAgreement, footprintView, summary } from './find.ts'
import { AgreementPath, AgreementView, READERS, Summary, TAG } from './words.ts'

/** Agreements as they are seen. */
export const readActs: readonly Act[] = [
  act({
    command: 'agreement list',
    method: 'GET',
    path: '/agreements',
    tag: TAG,
    summary: 'The agreements you may see, by connection',
    roles: READERS,
    clauses: ['AUP18-10', 'AUP18-30'],
    query: Type.Object(
      {
        odsCode: Type.Optional(OdsCode),
        after: Type.Optional(Id('Only those of connections after this one.')),
        limit: Type.Optional(Whole(1, 100, 'Of how many connections at most; 50 unless said.')),
      },
      closed,
    ),
    answer: Type.Object(
      {
        agreements: ListOf(Summary, 2000, 'By connection, then by their first day.'),
        next: Nullable(Id('The connection to go on after; null: that was all.')),
      },
      closed,
    ),
    run: async ({ rooms, actor, query: { odsCode, after = '', limit = 50 } }) => {
      const { query } = rooms.database
      const connections = await connectionsOf(query, actor, odsCode, after, limit)
      const found = await agreementsOf(query, connections)
      const next = connections.length < limit ? null : (connections.at(-1)?.id ?? null)
      return { outcome: 'done', body: { agreements: found.map(summary).slice(0, 2000), next } }
    },
  }),
  act({
    command: 'agreement show',
    method: 'GET',
    path: '/agreements/:id',
    tag: TAG,
    summary: 'An agreement, who accepted what, and all that is missing before it can be used',
    roles: READERS,
    clauses: ['AUP18-08', 'AUP18-10', 'AUP25-19'],
    params: AgreementPath,
    answer: AgreementView,
    run: async ({ rooms, actor, now, params }) => {
      const { query } = rooms.database
      const found = await findAgreement(query, actor, params.id)
      if (!found) return { outcome: 'no-such' }
      const { agreement, life } = found
      const { facts, issued } = agreement
      const acceptances = await readAcceptances(query, params.id)
      const over = life.state === 'superseded' || life.state === 'ended'
      const body = {
        ...summary(found),
        applicationId: life.applicationId,
        purposes: facts.purposes,
        national: facts.regions === 'national',
        regionIds: facts.regions === 'national' ? [] : facts.regions,
        allTypes: facts.typeIds === null,
        typeIds: facts.typeIds ?? [],
        resultsMax: facts.resultsMax,
        distanceMetresMax: facts.distanceMetresMax,
        perMinute: facts.volume.perMinute,
        perDay: facts.volume.perDay,
        lookUps: facts.lookUps,
        origins: facts.origins,
        serviceIds: facts.serviceIds ?? 'directory',
        listMembers: facts.listMembers ?? null,
        userRoles: facts.userRoles ?? [],
        footprint: footprintView(facts),
        issued: issued && {
          version: issued.version,
          hash: issued.hash,
          at: iso(issued.at),
          by: life.issued?.by ?? null,
          via: life.issued?.via ?? null,
          readAt: isoOrNull(life.read?.at ?? null),
          readBy: life.read?.by ?? null,
        },
        asked: life.asked && { ...life.asked, since: iso(life.asked.since) },
        acceptances: acceptances.map(one => ({ ...one, at: iso(one.at) })),
        missingBeforeUse: over ? [] : await missingBeforeUse(query, agreement.connectionId, now),
      }
      return { outcome: 'done', body }
    },
  }),
]

async function connectionsOf(
  query: Query,
  actor: Actor,
  odsCode: string | undefined,
  after: string,
  limit: number,
): Promise<ConnectionRecord[]> {
  const operator = mayTry(OPERATOR, actor)
  const own = (['euo-admin', 'euo-signatory', 'clinical-safety-officer'] as const).flatMap(role =>
    scopesOf(actor, role),
  )
  const suppliers = scopesOf(actor, 'supplier-admin')
  if (odsCode === undefined) {
    const all = operator ? { odsCodes: null, supplierIds: null } : { odsCodes: own, supplierIds: suppliers }
    return readConnections(query, { ...all, after, limit })
  }
  if (operator || own.includes(odsCode)) {
    return readConnections(query, { odsCodes: [odsCode], supplierIds: null, after, limit })
  }
  const theirs = await readConnections(query, { odsCodes: null, supplierIds: suppliers, after, limit: 1000 })
  return theirs.filter(one => one.odsCode === odsCode).slice(0, limit)
}

async function agreementsOf(query: Query, connections: readonly ConnectionRecord[]): Promise<Found[]> {
  const agreements = await readAgreements(
    query,
    connections.map(one => one.id),
  )
  const lives = await readLives(
    query,
    agreements.map(one => one.facts.id),
  )
  return agreements.flatMap(agreement => {
    const life = lives.find(one => one.id === agreement.facts.id)
    const connection = connections.find(one => one.id === agreement.connectionId) ?? null
    return life ? [{ agreement, life, connection }] : []
  })
}
