import Type from 'typebox'
import { footprintOf } from '../../../policy/index.ts'
import { coverageCurve } from '../../../watch/index.ts'
import { type Act, act } from '../act.ts'
import { Count, closed, Flag, Id, ListOf, Nullable, Whole } from '../words.ts'
import { findAgreement } from './find.ts'
import { AgreementPath, READERS, TAG } from './words.ts'

const POINTS_MAX = 10

/** What a licence lets its holder see honestly, also before it is signed. */
export const coverageAct: Act = act({
  command: 'agreement coverage',
  method: 'GET',
  path: '/agreements/:id/coverage',
  tag: TAG,
  summary:
    'How much of the directory its footprint, volume and answers show to an account that keeps to them',
  description:
    'Also of one that is not signed yet. Worked out from the directory as it is now; where people ask is taken to be where services are. A licence that shows most of the directory in a month is one for a smaller volume, fewer types, or fewer services in an answer.',
  roles: READERS,
  clauses: ['AUP25-28'],
  params: AgreementPath,
  answer: Type.Object(
    {
      id: Id('The agreement.'),
      derived: Flag('Whether no footprint was declared, so that its regions and its volume stand for it.'),
      resultsMax: Whole(1, 100, 'The most services of one answer.'),
      curve: Nullable(
        ListOf(
          Type.Object(
            {
              day: Whole(1, 366, 'After so many days.'),
              searches: Type.Integer({
                format: 'int64',
                minimum: 0,
                maximum: Number.MAX_SAFE_INTEGER,
                description: 'In so many searches.',
              }),
              services: { ...Count, description: 'Services shown at least once.' },
              share: Type.Number({
                format: 'double',
                minimum: 0,
                maximum: 1,
                description: 'Of all there are.',
              }),
            },
            closed,
          ),
          POINTS_MAX,
          'Null: nothing of the kind is in the directory.',
        ),
      ),
    },
    closed,
  ),
  run: async ({ rooms, actor, now, params }) => {
    const found = await findAgreement(rooms.database.query, actor, params.id)
    if (!found) return { outcome: 'no-such' }
    const { facts } = found.agreement
    const { sites, regions, national, volumePerDay, derived } = footprintOf(facts)
    const { memory } = rooms.clinical
    const { distanceMetresDefault, resultsDefault } = rooms.policy(now).parameters
    const curve = coverageCurve({
      directory: rooms.watch.directory(),
      footprint: {
        regions,
        national,
        sites: sites.map(({ eastingMetres, northingMetres, radiusMetres }) => ({
          easting: eastingMetres,
          northing: northingMetres,
          radiusMetres,
        })),
      },
      volumePerDay,
      types: facts.typeIds,
      answer: ({ easting, northing, typeId }) =>
        memory
          .nearest({
            easting,
            northing,
            typeIds: [typeId],
            withinMetres: Math.min(distanceMetresDefault, facts.distanceMetresMax),
            limit: Math.min(resultsDefault, facts.resultsMax),
            audience: facts.audience,
            now,
            atAnyHour: true,
          })
          .map(({ id }) => id),
      chance: chanceOf(params.id),
    })
    return { outcome: 'done', body: { id: params.id, derived, resultsMax: facts.resultsMax, curve } }
  },
})

/** The same agreement is played through alike each time (a linear congruential generator, seeded by its id). */
function chanceOf(id: string): () => number {
  let state = 0
  for (const letter of id) state = (Math.imul(state, 31) + letter.charCodeAt(0)) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
