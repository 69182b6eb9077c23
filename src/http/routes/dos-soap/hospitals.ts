import { type HospitalScore, hospitalsEnvelope, seenBy } from '../../../dos/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { asErrors, callOf, isVersion, regionIdsOf, type SoapRoute, soapDoor, stampHeaders } from './door.ts'

/** Emergency departments, as departments and as the catch-all (sources, DoS 5.6). */
const EMERGENCY_TYPES: readonly number[] = [105, 40]

/** Where the pressure score of a department is kept here: nobody has published where the DoS keeps it. */
const SCORE = 'oha_score'
const NOTE = 'oha_note'

type Scored = HospitalScore & { readonly id: number }

/**
 * GetHospitalScores: how pressed emergency departments are (sources, DoS 2.4). It names no place and no person, so it is
 * a look-up that no search came before, and only agreements whose use case is looking up are answered. The WSDL lets
 * userInfo be left out; here nobody is answered without.
 */
export function hospitalsDoor(rooms: HttpRooms) {
  const action: GovernedAction<null, SoapRoute> = {
    ...soapDoor(rooms, 'GetHospitalScores'),
    action: 'look-up',
    read: request => {
      const { version } = callOf(request, call => call.operation === 'GetHospitalScores')
      if (!isVersion(version)) return { outcome: 'wrong', errors: asErrors('serviceVersion', version) }
      return {
        outcome: 'read',
        question: null,
        facts: { action: 'look-up', purpose: null, audience: null, by: 'id', recentlyReturned: false },
        shape: { cell: null, filters: ['hospital-scores'], target: null },
      }
    },
    ask: (_question, allowed, stamp) => {
      const scored = scoresOf(rooms, allowed, stamp.now).slice(0, allowed.limits.resultsMax)
      return {
        outcome: 'answered',
        results: scored.map(({ id }) => id),
        headers: stampHeaders(stamp),
        body: hospitalsEnvelope(scored),
      }
    },
  }
  return governed(rooms, action)
}

/** Every department that has a score this caller may see, the most pressed first, then by name and id. */
function scoresOf({ memory }: HttpRooms, allowed: Allowed, now: number): readonly Scored[] {
  const { audience, limits } = allowed
  const typeIds = EMERGENCY_TYPES.filter(id => limits.typeIds?.includes(id) ?? true)
  if (typeIds.length === 0) return []
  const departments = memory.nearest({
    easting: 0,
    northing: 0,
    typeIds,
    withinMetres: Number.POSITIVE_INFINITY,
    limit: countOf(memory.countByType(), typeIds),
    audience,
    now,
    atAnyHour: true,
    regionIds: regionIdsOf(allowed),
  })
  return departments
    .flatMap(({ id, slot }) => {
      const { name = '', attributes = [] } = seenBy(memory.recordAt(slot), audience, now)
      const told = (wanted: string) => attributes.find(attribute => attribute.name === wanted)?.value
      const score = told(SCORE)?.trim() ?? ''
      if (!/^[0-9]{1,9}$/.test(score)) return []
      const updatedAt = memory.versionOf(slot).writtenAt
      return [{ id, name, score: Number(score), note: told(NOTE) ?? '', updatedAt }]
    })
    .sort((a, b) => b.score - a.score || compare(a.name, b.name) || a.id - b.id)
}

const countOf = (counts: ReadonlyMap<number, number>, typeIds: readonly number[]): number =>
  typeIds.reduce((count, typeId) => count + (counts.get(typeId) ?? 0), 0)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
