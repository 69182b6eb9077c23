import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { Service } from '../service.ts'
import { compileShape, shapeSchema } from '../shape.ts'
import { isObject, mergePatch } from './merge-patch.ts'

/**
 * The members of a service that its editors keep. What is left out is not theirs: the ids and the source are the
 * directory's, capacity and verification have acts of their own, and alignments are for operators alone.
 */
const MEMBERS = [
  'odsCode',
  'name',
  'publicName',
  'typeId',
  'status',
  'audience',
  'parentId',
  'regionId',
  'place',
  'contacts',
  'instructions',
  'openingTimes',
  'eligibility',
  'clinicalProfile',
  'referralRoles',
  'endpoints',
  'attributes',
  'coverage',
] as const satisfies readonly (keyof Service)[]
type Member = (typeof MEMBERS)[number]

/**
 * The part of a service that is edited, as professionals see it: what is marked for operators is neither shown to its
 * editors nor touched by them. Empty instructions may be left out.
 */
export type Profile = Omit<Pick<Service, Member>, 'instructions'> & Partial<Pick<Service, 'instructions'>>

const REQUIRED: ReadonlySet<string> = new Set(Service.required)
const edited = {
  type: 'object',
  properties: Object.fromEntries(MEMBERS.map(name => [name, Service.properties[name]])),
  required: MEMBERS.filter(name => REQUIRED.has(name)),
  additionalProperties: false,
}
const published = shapeSchema(edited, 'professional', 'full')
const seen = compileShape(edited, 'professional', 'full')

/** The schema of what an editor sends and sees, without the marks that say who sees what. */
export const Profile = Type.Unsafe<Profile>(published)

/** The schema of a JSON Merge Patch (RFC 7396) of a profile: every member may be absent, or null to take it away. */
export const ProfilePatch = Type.Unsafe<object>({ ...patchOf(published), type: 'object' })

const check = Compile(Profile)

/** A fault of a profile: `at` is a JSON pointer into it (RFC 6901). */
export type ProfileFault = { readonly at: string; readonly problem: string }

export type ProfileRead =
  | { readonly outcome: 'read'; readonly profile: Profile }
  | { readonly outcome: 'faulty'; readonly faults: readonly ProfileFault[] }

/** The editable part of a service. */
export function profileOf(service: Service): Profile {
  return check.Parse(seen(service))
}

/** What a profile becomes by a merge patch, if it still is one. */
export function patched(profile: Profile, patch: object): ProfileRead {
  const candidate = mergePatch(profile, patch)
  if (check.Check(candidate)) return { outcome: 'read', profile: candidate }
  const faults = check
    .Errors(candidate)
    .flatMap(({ instancePath, message, keyword, params }) =>
      keyword === 'required' && 'requiredProperties' in params
        ? params.requiredProperties.map(name => ({ at: `${instancePath}/${name}`, problem: 'is required' }))
        : [{ at: instancePath, problem: message }],
    )
  return { outcome: 'faulty', faults }
}

/** The service with that profile in the place of its own: everything that is not edited stays as it is. */
export function withProfile(service: Service, profile: Profile): Service {
  const kept = Object.entries(service).filter(([name]) => !MEMBERS.some(member => member === name))
  // Contacts that are for operators were not shown, so that they are not among those sent.
  const hidden = service.contacts.filter(({ audience }) => audience === 'operator')
  return parseService({
    ...Object.fromEntries(kept),
    ...profile,
    instructions: profile.instructions ?? {},
    contacts: [...profile.contacts, ...hidden],
  })
}

const whole = Compile(Service)
const parseService = (value: unknown): Service => whole.Parse(value)

/** A service that is new, as yet without ids. */
export const newService = (profile: Profile, id: number): Service => ({
  ...profile,
  instructions: profile.instructions ?? {},
  id,
  uid: String(id),
  verification: {},
  alignments: [],
  source: { name: EDITING_SOURCE, key: String(id) },
})

/** The source of services that were written here and came from nowhere else. */
export const EDITING_SOURCE = 'editing'

/** As the schema, with nothing required and null allowed: of objects all the way down, of anything else as a whole. */
function patchOf(schema: unknown): Record<string, unknown> {
  const { required: _, ...rest }: Record<string, unknown> = isObject(schema) ? schema : {}
  const options = rest['enum']
  const nullable = {
    ...rest,
    type: [rest['type'], 'null'],
    ...(Array.isArray(options) ? { enum: [...options, null] } : {}),
  }
  const properties = rest['properties']
  if (!isObject(properties)) return nullable
  const parts = Object.entries(properties).map(([name, part]) => [name, patchOf(part)] as const)
  return { ...nullable, properties: Object.fromEntries(parts) }
}
