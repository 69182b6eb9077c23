import Type from 'typebox'
import { ANSWERED, instant, metres, PLACE, STAMP, serviceIn, text, words } from './answers.ts'

/** Schemas of the clinical answers, for the OpenAPI document. */

const id = (description: string) =>
  Type.Integer({ format: 'int32', minimum: 1, maximum: 2_147_483_647, description })
const minutes = Type.Integer({
  format: 'int32',
  minimum: 0,
  maximum: 130_000,
  description: 'Within how many minutes the person should be seen or called.',
})
const closed = { additionalProperties: false }

/** How `distanceSource` is said, the first that applied. */
const DISTANCE_SOURCES = ['override', 'postcode', 'sector', 'district', 'request', 'national']

export const ClinicalSearchAnswer = Type.Object(
  {
    ...STAMP,
    origin: PLACE,
    withinMetres: metres(
      'How far this search reached along each axis of the grid: a corner of that square is further off.',
    ),
    distanceSource: words(
      DISTANCE_SOURCES,
      'Where that distance is from: forced, kept for the postcode, its sector or its outcode, asked for, or the one for the whole country.',
    ),
    at: instant('When the person would go.'),
    windowUntil: instant('By when a service must open to be found.'),
    catchAll: Type.Boolean({
      description: 'Nothing fits: these are the nearest emergency departments, whatever their profile.',
    }),
    count: Type.Integer({
      format: 'int32',
      minimum: 0,
      maximum: 100,
      description: 'How many services it holds.',
    }),
    services: Type.Array(
      serviceIn('list', {
        distanceMetres: metres('From the origin: by road where `byRoad`, else in a straight line.'),
        label: Type.Union([words(['home', 'home-out-of-hours', 'catch-all']), Type.Null()], {
          description: "The person's own practice, urgent care commissioned for it, or the catch-all.",
        }),
        rank: Type.Union([Type.Integer({ format: 'int32', minimum: 1, maximum: 10 }), Type.Null()], {
          description: 'Of its type, by the ranking of the place: 1 is best; null: it has none.',
        }),
        byRoad: Type.Boolean({ description: 'Whether the distance is by road.' }),
        ...ANSWERED,
      }),
      { maxItems: 100, description: 'In clinical order: show them in this one. `open` is as at `at`.' },
    ),
  },
  closed,
)

export const ClinicalCodesAnswer = Type.Object(
  {
    ...STAMP,
    symptomGroups: Type.Array(
      Type.Object(
        {
          id: id('Asked for as `symptomGroup`.'),
          name: text(255),
          zCode: Type.Boolean({ description: 'For finding a kind of service, not for triage.' }),
          discriminators: Type.Array(id('One that may be asked with it.'), { maxItems: 200_000 }),
        },
        closed,
      ),
      { maxItems: 200_000 },
    ),
    discriminators: Type.Array(
      Type.Object(
        {
          id: id('Asked for in `discriminators`.'),
          name: text(255),
          synonyms: Type.Array(text(255), { maxItems: 200 }),
        },
        closed,
      ),
      { maxItems: 200_000 },
    ),
    dispositions: Type.Array(Type.Object({ code: text(16), name: text(255), minutes }, closed), {
      maxItems: 200_000,
    }),
    dispositionGroups: Type.Array(
      Type.Object(
        {
          uid: id('Asked for as `dispositionGroup`.'),
          name: text(255),
          minutes: Type.Union([minutes, Type.Null()]),
          dispositions: Type.Array(text(16, 'The codes it stands for.'), { maxItems: 200_000 }),
        },
        closed,
      ),
      { maxItems: 200_000 },
    ),
  },
  closed,
)
