import {
  isMaintained,
  type OrganisationFacts,
  type Service,
  type Written,
  writeOrganisation,
} from '../../../directory/index.ts'
import {
  ingestBundle,
  ingestOrganisation,
  type Outcome,
  outcomeOf,
  readIngestOrganisation,
} from '../../../fhir/index.ts'
import type { CallerFacts } from '../../../policy/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import { type Answered, governed, type ReadQuestion } from '../../governed.ts'
import type { ParameterError } from '../../problem.ts'
import type { HttpRooms } from '../../rooms.ts'
import { FHIR_JSON } from '../dos-search/say-no.ts'
import {
  type FindRoute,
  fault,
  type PutRoute,
  readBody,
  readFind,
  readIfMatch,
  readTarget,
} from './read-request.ts'
import { sayNo } from './say-no.ts'

/** What the doors are built from. `base` is the address of the interface, without a trailing slash. */
export type DoorParts = { readonly rooms: HttpRooms; readonly base: () => string }

const DOOR = {
  interface: 'dos-ingest',
  action: 'maintain',
  contentType: FHIR_JSON,
  refuse: sayNo,
} as const

/** What every question here is about. */
type Asked = {
  /** Null: the address or the parameter names none. */
  readonly odsCode: string | null
  readonly services: readonly Service[]
  readonly errors: readonly ParameterError[]
}

/** GET /Organization?identifier=…: an organisation as it is kept, for who keeps it (sources, DoS 4.2). */
export const findDoor = ({ rooms, base }: DoorParts) =>
  governed<Asked, FindRoute>(rooms, {
    ...DOOR,
    read: (request, caller) => {
      const { odsCode, errors } = readFind(request)
      const services = servicesOf(rooms, odsCode)
      const said = `Organisation with ODS code '${odsCode}' not found`
      const missing =
        errors.length === 0 && services.length === 0 ? [fault('not-there', 'identifier', 'query', said)] : []
      return asking(rooms, caller, { odsCode, services, errors: [...errors, ...missing] }, false)
    },
    unfit: ({ errors }) => errors,
    ask: ({ odsCode, services }) => {
      if (odsCode === null) throw new Error('What is wrong was to be refused before.')
      const organization = ingestOrganisation(odsCode, rooms.organisations.of(odsCode), services)
      return answered(ingestBundle(organization, odsCode, base()), services)
    },
  })

type Change = Asked & {
  readonly facts: OrganisationFacts | null
  readonly expectedVersion: number | null
  readonly who: string
}

/** PUT /Organization/{id}: an organisation as its register has it, as a new version unless nothing differs. */
export const putDoor = ({ rooms }: DoorParts) =>
  governed<Change, PutRoute>(rooms, {
    ...DOOR,
    read: (request, caller) => {
      const odsCode = readTarget(request)
      const services = servicesOf(rooms, odsCode)
      const asked = {
        odsCode,
        services,
        errors: [],
        facts: null,
        who: caller.account.id,
        expectedVersion: null,
      }
      if (odsCode === null || services.length === 0) {
        const errors = [fault('not-there', 'id', 'path', 'Organisation not found.')]
        return asking(rooms, caller, { ...asked, errors }, true)
      }
      const body = readBody(request)
      if (body.outcome === 'wrong') return asking(rooms, caller, { ...asked, errors: body.errors }, true)
      const expectedVersion = readIfMatch(request)
      if (expectedVersion === undefined) {
        const said = 'If-Match must hold one version, as in W/"3".'
        const errors = [fault('value', 'If-Match', 'header', said)]
        return asking(rooms, caller, { ...asked, errors }, true)
      }
      const read = readIngestOrganisation(body.body, request.params.id, odsCode)
      if (read.outcome === 'read') {
        return asking(rooms, caller, { ...asked, facts: read.facts, expectedVersion }, true)
      }
      const errors = read.faults.map(({ element, message }) => fault('invalid', element, 'body', message))
      return asking(rooms, caller, { ...asked, errors }, true)
    },
    unfit: ({ errors }) => errors,
    ask: ({ facts, services, expectedVersion, who }, _allowed, { now }) => {
      if (facts === null) throw new Error('What is wrong was to be refused before.')
      const written = { who, at: new Date(now), why: 'Put by an upstream register, through dos-ingest.' }
      const write = () => put(rooms, facts, services, written, expectedVersion)
      return { outcome: 'intended', results: services.map(({ id }) => id), write }
    },
  })

async function put(
  { database, settle }: HttpRooms,
  facts: OrganisationFacts,
  services: readonly Service[],
  written: Written,
  expectedVersion: number | null,
): Promise<Answered> {
  const write = await writeOrganisation(database, facts, written, expectedVersion ?? undefined)
  switch (write.outcome) {
    case 'written':
      // From here on a question to this node, by any interface, is answered with it.
      await settle()
      return answered(UPDATED, services, 200, write.record.version)
    case 'unchanged':
      return answered(NOT_UPDATED, services, 200, write.record.version)
    case 'conflict':
      return answered(conflict(write.version), [], 412)
    default:
      return unreachable(write)
  }
}

/** Every service of the organisation, active or not: it is kept by who keeps all of them. */
function servicesOf({ memory }: HttpRooms, odsCode: string | null): readonly Service[] {
  if (odsCode === null) return []
  return memory.ofOrganisation(odsCode).flatMap(id => memory.recordOf(id) ?? [])
}

/**
 * The question as policy hears it. An organisation without a service here is nobody's: who keeps something is told that
 * there is none, and who keeps nothing is told nothing.
 */
function asking<A extends Asked>(
  { memory }: HttpRooms,
  { maintains = [] }: CallerFacts,
  question: A,
  changes: boolean,
): ReadQuestion<A> {
  const { services, odsCode } = question
  const maintained = maintains.length > 0 && services.every(({ id }) => isMaintained(memory, id, maintains))
  return {
    outcome: 'read',
    question,
    facts: { action: 'maintain', purpose: null, what: 'organisation', changes, maintained },
    shape: { cell: null, filters: [], target: odsCode ?? 'unknown' },
  }
}

const UPDATED = outcomeOf([
  { severity: 'information', code: 'success', diagnostics: 'Organisation updated successfully' },
])
const NOT_UPDATED = outcomeOf([
  { severity: 'information', code: 'not-updated', diagnostics: 'No changes made to the organisation' },
])
const conflict = (version: number): Outcome =>
  outcomeOf([
    {
      code: 'conflict',
      diagnostics: `Somebody changed the organisation meanwhile: it is now version ${version}. Read it again.`,
    },
  ])

const answered = (body: object, services: readonly Service[], status = 200, version?: number): Answered => ({
  outcome: 'answered',
  results: services.map(({ id }) => id),
  status,
  body: Buffer.from(JSON.stringify(body)),
  headers: {
    'cache-control': 'no-store',
    ...(version === undefined ? {} : { etag: `W/"${version}"` }),
  },
})
