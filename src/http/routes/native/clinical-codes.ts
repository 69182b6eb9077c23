import type { RouteGenericInterface } from 'fastify'
import type { ClinicalReference } from '../../../directory/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { stampMembers } from './encode.ts'

/** GET /clinical-codes: the codes that a clinical search may ask with. */
export function clinicalCodesDoor(rooms: HttpRooms) {
  const action: GovernedAction<null, RouteGenericInterface> = {
    interface: 'native',
    action: 'reference',
    contentType: 'application/json; charset=utf-8',
    read: () => ({
      outcome: 'read',
      question: null,
      facts: { action: 'reference', purpose: null },
      shape: { cell: null, filters: [], target: 'clinical-codes' },
    }),
    ask: (_question, allowed, stamp) => ({
      outcome: 'answered',
      results: [],
      body: Buffer.concat([Buffer.from(`{${stampMembers(stamp, allowed)}`), listOf(rooms.clinical())]),
    }),
  }
  return governed(rooms, action)
}

/** The real lists are some hundred kilobytes, and change a few times a year. */
const written = new WeakMap<ClinicalReference, Buffer>()

function listOf(reference: ClinicalReference): Buffer {
  const known = written.get(reference)
  if (known) return known
  const list = {
    symptomGroups: Array.from(reference.symptomGroups, ([id, { name, zCode }]) => ({
      id,
      name,
      zCode,
      discriminators: [...(reference.pairs.get(id) ?? [])],
    })),
    discriminators: Array.from(reference.discriminators, ([id, { name, synonyms }]) => ({
      id,
      name,
      synonyms,
    })),
    dispositions: Array.from(reference.dispositions.values(), ({ code, name, minutes }) => ({
      code,
      name,
      minutes,
    })),
    dispositionGroups: Array.from(reference.dispositionGroups.values(), ({ uid, name, minutes, codes }) => ({
      uid,
      name,
      minutes,
      dispositions: codes,
    })),
  }
  // Without its opening brace: it stands behind the stamp.
  const bytes = Buffer.from(JSON.stringify(list).slice(1))
  written.set(reference, bytes)
  return bytes
}
