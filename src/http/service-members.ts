import { Service, shapeSchema } from '../directory/index.ts'
import type { Audience } from '../vocabulary/index.ts'

type Form = Parameters<typeof shapeSchema>[2]

/** Members that belong to the answer and stand beside those of the service; capacity is for professionals. */
const OF_THE_ANSWER: Readonly<Record<Audience, readonly string[]>> = {
  public: ['open'],
  professional: ['open', 'capacityAgeSeconds'],
  operator: ['open', 'capacityAgeSeconds'],
}

/** What every answer has of each service, for without it nobody could tell which service is spoken of. */
export const ALWAYS_THERE = ['id', 'name', 'distanceMetres'] as const

const everything: ReadonlySet<string> = new Set([
  ...Object.keys(Service.properties),
  ...OF_THE_ANSWER.operator,
  ...ALWAYS_THERE,
])

/** Whether a service has a member of that name for anybody at all. */
export const isServiceMember = (name: string): boolean => everything.has(name)

const known = new Map<string, ReadonlySet<string>>()

/** The members of a service that an answer in that form may hold for an audience, from the marks of the schema. */
export function membersSeen(audience: Audience, form: Form): ReadonlySet<string> {
  const key = `${audience} ${form}`
  const there = known.get(key)
  if (there) return there
  const { properties } = shapeSchema(Service, audience, form)
  const members = new Set([
    ...Object.keys(Object(properties)),
    ...OF_THE_ANSWER[audience],
    ...ALWAYS_THERE.filter(name => form === 'list' || name !== 'distanceMetres'),
  ])
  known.set(key, members)
  return members
}
