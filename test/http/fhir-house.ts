import assert from 'node:assert/strict'
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { type ActivityEntry, readEntry } from '../../src/activity/index.ts'
import { type Service, writeServices } from '../../src/directory/index.ts'
import { toWgs84 } from '../../src/places/index.ts'
import { someService } from '../directory/some-services.ts'
import type { House } from '../support/house.ts'

/** Where LS1 4AP is about, in metres of the National Grid, and as FHIR says it. */
export const LEEDS = { easting: 429_967, northing: 433_602 }
const { latitude, longitude } = toWgs84(LEEDS)
export const NEAR_LEEDS = `${latitude.toFixed(6)}|${longitude.toFixed(6)}`

const place = (east: number, north: number): Service['place'] => {
  const point = { easting: LEEDS.easting + east, northing: LEEDS.northing + north }
  return {
    address: [`${Math.abs(east)} Planted Street`],
    town: 'Plantham',
    postcode: 'LS1 4AP',
    ...point,
    ...toWgs84(point),
  }
}

const endpoint = (order: number, transport: 'itk' | 'email' | 'telno'): Service['endpoints'][number] => ({
  order,
  transport,
  interaction: 'urn:nhs-itk:interaction:planted',
  address: transport === 'telno' ? '0113 496 0000' : `https://planted-endpoint.example.org/${order}`,
})

const FIRST = 777_200_000
export const ID = {
  one: FIRST + 1,
  two: FIRST + 2,
  other: FIRST + 3,
  practice: FIRST + 4,
  closed: FIRST + 5,
  kept: FIRST + 6,
}

const planted = (id: number, name: string, changes: Partial<Service>): Service =>
  someService(id, { name, uid: String(id), regionId: 'Y63', ...changes })

/** A pharmacy of two services, another pharmacy, a practice for professionals alone, one that closed, and one kept for some. */
export const PLANTED_NEAR: readonly Service[] = [
  planted(ID.one, "Planted St. Mary's Pharmacy", {
    odsCode: 'FQW63',
    place: place(100, 0),
    endpoints: [endpoint(1, 'itk'), endpoint(2, 'telno')],
  }),
  planted(ID.two, 'Planted Minor Ailments', {
    odsCode: 'FQW63RPX',
    typeId: 132,
    place: place(150, 0),
    endpoints: [endpoint(1, 'email')],
  }),
  planted(ID.other, 'Planted Crown Point', {
    odsCode: 'FXX01',
    place: place(0, 700),
    coverage: [
      { kind: 'outcode', code: 'LS1' },
      { kind: 'radius', metres: 5000 },
    ],
  }),
  planted(ID.practice, 'Planted Surgery', {
    odsCode: 'B86001',
    typeId: 100,
    audience: 'professional',
    place: place(0, -300),
  }),
  planted(ID.closed, 'Planted Closed', { odsCode: 'FQW63', status: 'closed', place: place(10, 10) }),
  planted(ID.kept, 'Planted Kept', {
    odsCode: 'FQW63',
    place: place(120, 0),
    eligibility: {
      ageRanges: [{ fromDays: 0, toDays: 47_482.5 }],
      sexes: ['female', 'male', 'indeterminate'],
      practices: ['B86001'],
    },
  }),
  // More pharmacies than some agreements let one answer hold.
  ...Array.from({ length: 12 }, (_, index) =>
    planted(FIRST + 100 + index, `Many ${index}`, {
      odsCode: `FM0${10 + index}`,
      place: place(4000 + index, 0),
    }),
  ),
]

export async function plant({ rooms, clock }: House): Promise<void> {
  const written = { who: 'test', at: new Date(clock.now()), why: 'planted' }
  const { outcome } = await writeServices(
    rooms.database,
    PLANTED_NEAR.map(one => structuredClone(one)),
    written,
  )
  assert.equal(outcome, 'written')
  await rooms.follower.catchUp()
}

export const FHIR = '/fhir/R4'

/** Asks the directory and keeps every resource it answered with. */
export function asker(house: House) {
  const everything: Resource[] = []
  const ask = async (
    account: string | null,
    path: string,
    over: InjectOptions = {},
  ): Promise<LightMyRequestResponse> => {
    const answer = await house.ask(account, `${FHIR}/${path}`, over)
    assert.match(
      String(answer.headers['content-type']),
      /^application\/fhir\+json; charset=utf-8$/,
      answer.body,
    )
    everything.push(answer.json<Resource>())
    return answer
  }
  return {
    everything,
    ask,
    /** A search that is answered. */
    search: async (account: string, path: string, over: InjectOptions = {}): Promise<Bundle> => {
      const answer = await ask(account, path, over)
      assert.equal(answer.statusCode, 200, answer.body)
      return answer.json<Bundle>()
    },
    /** The status, and the codes by which it was refused. */
    refused: async (
      account: string | null,
      path: string,
      over: InjectOptions = {},
    ): Promise<readonly (string | number)[]> => {
      const answer = await ask(account, path, over)
      const { issue } = answer.json<OperationOutcome>()
      return [answer.statusCode, ...issue.map(({ code, details }) => details?.coding?.[0]?.code ?? code)]
    },
    entryOf: async (answer: LightMyRequestResponse): Promise<ActivityEntry> => {
      await house.rooms.recorder.settle()
      const logged = await readEntry(house.rooms.database.query, String(answer.headers['signpost-decision']))
      assert.ok(logged, answer.body)
      return logged.entry
    },
  }
}

/** `Type name`, of what was found or included. */
export const namesIn = (bundle: Bundle, mode?: 'match' | 'include'): string[] =>
  (bundle.entry ?? [])
    .filter(({ search }) => search?.mode !== 'outcome' && (mode === undefined || search?.mode === mode))
    .map(({ resource }) => `${resource?.resourceType} ${resource && 'name' in resource ? resource.name : ''}`)

export const matchesIn = (bundle: Bundle): Resource[] =>
  (bundle.entry ?? []).flatMap(({ resource, search }) =>
    resource && search?.mode === 'match' ? [resource] : [],
  )

export const linkOf = (bundle: Bundle, relation: string): string | undefined =>
  bundle.link?.find(link => link.relation === relation)?.url

/** The form of a search. */
export const form = (text: string, headers: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  payload: text,
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
})
