import Type, { type TProperties, type TSchema } from 'typebox'

/** A service of this interface, for its own document (sources, DoS 1.4). */

const closed = { additionalProperties: false }
const object = <P extends TProperties>(properties: P, options: object = {}) =>
  Type.Object(properties, { ...options, ...closed })
const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, ...(description === undefined ? {} : { description }) })
const list = <T extends TSchema>(items: T, maxItems: number, options: object = {}) =>
  Type.Array(items, { ...options, maxItems })
const number = (description?: string) =>
  Type.Integer({
    format: 'int64',
    minimum: -1_000_000_000,
    maximum: Number.MAX_SAFE_INTEGER,
    ...(description === undefined ? {} : { description }),
  })
const words = <const W extends readonly string[]>(values: W) =>
  Type.Unsafe<W[number]>({ type: 'string', enum: [...values] })

const DATE = 'DD/MM/YYYY, on the calendar of London; empty where it is not known.'
const Written = object({
  date: text(10, DATE),
  time: text(5, 'HH:MM, on the clock of London.'),
  by: text(100, 'Always empty: who wrote it is for those who run the directory.'),
})
const Time = object({ hours: text(2), minutes: text(2) })
const Sessions = list(object({ start: Time, end: Time }), 24)
const Status = object(
  {
    rag: words(['GREEN', 'AMBER', 'RED', '']),
    human: words(['HIGH', 'LOW', 'NONE', '']),
    hex: text(7, 'A colour for it.'),
  },
  { description: 'Empty when not updated in the last 24 hours. For professionals.' },
)
const Named = (maxItems: number, description: string) =>
  list(object({ id: text(64), name: text(255) }), maxItems, { description })
const Counted = (maxItems: number) => list(object({ id: number(), name: text(255) }), maxItems)

const head = (typeId: TSchema, metres: TSchema) => ({
  id: text(64),
  name: text(255),
  type: object({ id: typeId, name: text(255) }),
  odsCode: text(64),
  address: list(text(255), 20),
  postcode: text(8),
  easting: metres,
  northing: metres,
  phone: object({
    public: text(255),
    nonPublic: text(255, 'For professionals, and never for the public.'),
    fax: text(255),
  }),
  web: text(255),
  openingTimes: object(
    {
      allHours: Type.Boolean(),
      days: list(
        object({
          day: words([
            'Monday',
            'Tuesday',
            'Wednesday',
            'Thursday',
            'Friday',
            'Saturday',
            'Sunday',
            'Bankholiday',
          ]),
          sessions: Sessions,
        }),
        8,
        { minItems: 8 },
      ),
      specifiedDates: list(object({ date: text(10, 'DD-MM-YYYY.'), sessions: Sessions }), 2000),
    },
    {
      description:
        'Wall clock of London. A specified date comes before allHours, that before a bank holiday, that before the weekday. No session crosses midnight: one that goes on ends at 23:59, and the next day begins at 00:00.',
    },
  ),
  referralInstructions: object({
    callHandler: text(4000, 'For the person, its name notwithstanding.'),
    other: text(4000, 'For professionals.'),
  }),
})

const tail = {
  endpoints: list(
    object({
      tag: words(['itk', 'email', 'telno', 'http']),
      order: number(),
      value: text(
        3000,
        'Address, interaction, format, scenario, comment and compression, with a backslash and a bar between them.',
      ),
    }),
    200,
    { description: 'For professionals, in the order of use.' },
  ),
  publicName: text(255, 'The name to show to the public, before `name`.'),
  professionalReferralInformation: text(4000, 'How a professional refers.'),
}

const TEXT_OR = (schema: TSchema) => Type.Union([schema, Type.Literal('')])

/** What a search gives of a service: the ids and metres as text. */
export const FoundService = object({
  ...head(text(12), text(12)),
  capacity: object({ status: Status }),
  ...tail,
  patientDistance: text(8, 'Miles in a straight line, to one decimal.'),
})

/** What looking it up gives: those as numbers, and more. */
export const WholeService = object({
  ...head(number(), TEXT_OR(number('Metres, OSGB36 National Grid.'))),
  capacity: object({ status: Status, updated: Written }),
  ...tail,
  isNational: Type.Boolean(),
  created: Written,
  updated: Written,
  town: text(100),
  country: text(100),
  email: text(255, 'For professionals.'),
  region: object({ id: text(64), name: text(255) }),
  parent: object({ id: text(64) }),
  symptomGroups: list(
    object({ id: number(), name: text(255), symptomDiscriminators: Counted(50_000) }),
    50_000,
  ),
  dispositions: Named(5000, 'Codes in capitals, `DX28`.'),
  referralRoles: Named(100, 'Who may refer.'),
  serviceReferrals: object({
    restricted: Type.Boolean(),
    services: Named(10_000, 'Whose patients alone it serves.'),
  }),
  ageGroups: Counted(5),
  genders: list(object({ id: words(['M', 'F', 'I']), name: text(20) }), 3),
})

/** The success of a question, around its services. */
export const answerOf = (service: TSchema) =>
  object({
    success: object({
      code: Type.Integer({ format: 'int32', minimum: 200, maximum: 200 }),
      transactionId: text(
        36,
        'The decision id in capitals, or NOT SET where services are asked for by ODS code.',
      ),
      servicesReturnedAreCatchAll: words(['TRUE', 'FALSE']),
      serviceCount: Type.Integer({ format: 'int32', minimum: 0, maximum: 100 }),
      services: list(service, 100),
    }),
  })

export const ErrorAnswer = object({
  error: object({
    code: Type.Integer({ format: 'int32', minimum: 400, maximum: 599 }),
    message: text(21_000, 'Begins with the name of the status.'),
  }),
})
