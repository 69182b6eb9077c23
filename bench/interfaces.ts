import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import { createChance } from '../src/demonstration/chance.ts'
import { CLINICAL_DEMONSTRATION } from '../src/directory/index.ts'
import { healthcareServiceId } from '../src/fhir/index.ts'
import { BENCH_CALLER } from './caller.ts'
import { type Child, startChild } from './child.ts'
import type { Report } from './report.ts'
import { interleaved, median, ratio, spread } from './rounds.ts'
import { withScratch } from './scratch.ts'
import { benchServices, type Findable, findable } from './world.ts'

const SERVICES = 60_000
const LIMIT = 20
const CONNECTIONS = 32
const ROUNDS = 3
const SECONDS = 3
const QUESTIONS = 500
const SEED = 11

const KnownAddress = Type.Object({ url: Type.String(), token: Type.String() })
const Settled = Type.Object({ lagEntries: Type.Integer() })
const Seeded = Type.Object({ services: Type.Integer() })
const Figures = Type.Object({
  perSecond: Type.Number(),
  p50Millis: Type.Number(),
  p99Millis: Type.Number(),
  bytesPerAnswer: Type.Number(),
  failed: Type.Integer(),
  failure: Type.String(),
})

type Asked = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}
type Contestant = { readonly name: string; readonly file: string; readonly against: string | null }

/** What each interface costs beside the native one: the same services, asked for in each shape, all recorded. */
export const benchInterfaces = (): Promise<Report> =>
  withScratch(async folder => {
    const data = join(folder, 'data')
    const seeding = startChild('seed.ts', { folder: data, databaseUrl: null, services: SERVICES })
    await seeding.ask('seeded', Seeded)
    await seeding.stop()
    const server = startChild('signpost.ts', { folder: data, databaseUrl: null, logged: true })
    try {
      return await contest(folder, data, server)
    } finally {
      await server.stop()
    }
  })

async function contest(folder: string, data: string, server: Child): Promise<Report> {
  const { url, token } = await server.ask('address', KnownAddress)
  const password = await readFile(join(data, BENCH_CALLER.passwordFile), 'utf8')
  const questions = questionsOf({ token, password }, findable(benchServices(SERVICES)))
  const contestants: Contestant[] = []
  for (const [name, { against, asked }] of Object.entries(questions)) {
    const file = join(folder, `${contestants.length}.jsonl`)
    await writeFile(file, asked.map(one => JSON.stringify(one)).join('\n'))
    await checkOne(url, name, asked)
    contestants.push({ name, file, against })
  }
  const measure = async ({ name, file }: Contestant) => {
    const asker = startChild('asker.ts', { url, connections: CONNECTIONS, seconds: SECONDS, requests: file })
    const { failed, failure, ...figures } = await asker.ask('figures', Figures)
    await asker.stop()
    if (failed > 0) throw new Error(`${name}: ${failed} requests failed: ${failure}`)
    await server.ask('settle', Settled)
    return figures
  }
  for (const contestant of contestants) await measure(contestant)
  const measured = await interleaved(contestants, ROUNDS, measure)
  const speeds = measured.map(rounds => rounds.map(({ perSecond }) => perSecond))
  const speedsOf = (name: string): readonly number[] =>
    speeds[contestants.findIndex(contestant => contestant.name === name)] ?? []
  const rows = contestants.map(({ name, against }, index) => {
    const of = speeds[index] ?? []
    const rounds = measured[index] ?? []
    return [
      name,
      median(of),
      median(rounds.map(round => round.p50Millis)),
      median(rounds.map(round => round.p99Millis)),
      median(rounds.map(round => round.bytesPerAnswer / 1024)),
      against === null ? 1 : ratio(of, speedsOf(against)),
      spread(of),
    ]
  })
  return {
    part: 'interfaces',
    tables: [
      {
        title: `Each interface beside the native one: ${SERVICES.toLocaleString('en-GB')} services, embedded, ${CONNECTIONS} connections`,
        columns: ['', 'answers/s', 'p50 ms', 'p99 ms', 'KB an answer', '÷ native', 'rounds apart'],
        rows,
      },
    ],
    goals: [],
    notes: [
      `Searches of the FHIR and REST interfaces are held against the native search by type, SOAP against the native clinical search, readings against the native look-up. ${QUESTIONS} different questions in turn, ${ROUNDS} rounds of ${SECONDS} s each after one to warm up; asked by autocannon in a process of its own, whose share of the machine the quicker interfaces feel most.`,
    ],
  }
}

/** The first question of each kind is looked at, so that no refusal is measured as an answer. */
async function checkOne(url: string, name: string, [first]: readonly Asked[]): Promise<void> {
  if (!first) throw new Error(`${name} has no question.`)
  const { path, ...request } = first
  const answer = await fetch(`${url}${path}`, request)
  const text = await answer.text()
  if (!answer.ok || text.length < 200) throw new Error(`${name}: ${answer.status} ${text.slice(0, 500)}`)
}

type Kind = { readonly against: string | null; readonly asked: readonly Asked[] }
type Secrets = { readonly token: string; readonly password: string }

function questionsOf(secrets: Secrets, services: readonly Findable[]): Record<string, Kind> {
  const chance = createChance(SEED)
  const some = Array.from({ length: QUESTIONS }, () => ({
    ...chance.pick(services),
    typeId: chance.pick(services).typeId,
    pair: chance.pick(CLINICAL_DEMONSTRATION.pairs),
    id: 60 + chance.below(SERVICES - 100),
  }))
  const bearer = { authorization: `Bearer ${secrets.token}` }
  const basic = {
    authorization: `Basic ${Buffer.from(`${BENCH_CALLER.clientId}:${secrets.password}`).toString('base64')}`,
  }
  const search = 'native, search by type'
  const clinical = 'native, clinical search'
  const lookUp = 'native, look-up'
  type One = (typeof some)[number]
  const each = (against: string | null, ask: (one: One) => Asked): Kind => ({ against, asked: some.map(ask) })
  const get = (path: string, headers: Asked['headers']): Asked => ({ method: 'GET', path, headers })
  return {
    [search]: each(null, ({ postcode, typeId }) =>
      get(`/api/v1/services?near=${encodeURIComponent(postcode)}&type=${typeId}&limit=${LIMIT}`, bearer),
    ),
    'FHIR, HealthcareService near': each(search, ({ postcode, typeId }) =>
      get(
        `/fhir/R4/HealthcareService?location.near-place=${encodeURIComponent(`${postcode}|60|km`)}&service-type=${typeId}&_count=${LIMIT}`,
        { ...bearer, accept: 'application/fhir+json' },
      ),
    ),
    'DoS REST, byServiceType': each(search, ({ postcode, typeId }) =>
      get(
        `/app/controllers/api/v1.0/services/byServiceType/0/${encodeURIComponent(postcode)}/37.5/0/0/0/0/${typeId}/${LIMIT}`,
        basic,
      ),
    ),
    [clinical]: each(null, ({ postcode, pair }) => ({
      method: 'POST',
      path: '/api/v1/services/clinical-search',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: JSON.stringify({
        near: postcode,
        symptomGroup: pair.group,
        discriminators: [pair.discriminator],
        age: '34',
        sex: 'female',
      }),
    })),
    'DoS SOAP 1.5, CheckCapacitySummary': each(clinical, ({ postcode, pair }) => ({
      method: 'POST',
      path: '/app/api/webservices',
      headers: { 'content-type': 'application/soap+xml' },
      body: checkCapacitySummary(secrets.password, postcode, pair),
    })),
    [lookUp]: each(null, ({ id }) => get(`/api/v1/services/${id}`, bearer)),
    'FHIR, read HealthcareService': each(lookUp, ({ id }) =>
      get(`/fhir/R4/HealthcareService/${healthcareServiceId(id)}`, bearer),
    ),
    'DoS REST, byServiceId': each(lookUp, ({ id }) =>
      get(`/app/controllers/api/v1.0/services/byServiceId/${2_009_000_000 + id}`, basic),
    ),
    'dos-search, HealthcareService by ODS code': each(lookUp, ({ id }) =>
      get(
        `/dos-search/FHIR/R4/HealthcareService?organization.identifier=${encodeURIComponent(`https://fhir.nhs.uk/Id/ods-organization-code|${odsCode(id)}`)}`,
        { ...bearer, version: '1', 'x-request-id': 'bench' },
      ),
    ),
  }
}

const odsCode = (id: number): string => `XD${String(id).padStart(5, '0')}`

const checkCapacitySummary = (
  password: string,
  postcode: string,
  { group, discriminator }: { readonly group: number; readonly discriminator: number },
): string =>
  `<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:ns1="https://nww.pathwaysdos.nhs.uk/app/api/webservices">` +
  `<env:Header><ns1:serviceVersion>1.5</ns1:serviceVersion></env:Header><env:Body><ns1:CheckCapacitySummary>` +
  `<ns1:userInfo><ns1:username>${BENCH_CALLER.clientId}</ns1:username><ns1:password>${password}</ns1:password></ns1:userInfo>` +
  `<ns1:c><ns1:postcode>${postcode}</ns1:postcode><ns1:surgery>UNK</ns1:surgery><ns1:age>34</ns1:age><ns1:ageFormat>Years</ns1:ageFormat>` +
  `<ns1:disposition>0</ns1:disposition><ns1:symptomGroup>${group}</ns1:symptomGroup><ns1:symptomDiscriminatorList><ns1:int>${discriminator}</ns1:int></ns1:symptomDiscriminatorList>` +
  `<ns1:forceSearchDistance>false</ns1:forceSearchDistance><ns1:gender>F</ns1:gender></ns1:c></ns1:CheckCapacitySummary></env:Body></env:Envelope>`
