import { type Graph, referrersOf, targetsOf } from './holds.ts'
import { parameterOf, parametersOf, type SearchParameter } from './parameters.ts'
import { type DirectoryResource, type ResourceType, referenceTo, resourceTypeOf } from './resource-types.ts'
import { type Read, read, wrong } from './wrong.ts'

/** Resources wanted beside those found: along a reference of `source` (`forwards`), or back along it. */
export type Include = {
  readonly source: ResourceType
  readonly via: SearchParameter
  readonly forwards: boolean
  /** Of what was included itself, too. */
  readonly iterate: boolean
}

/** Reads `Source:reference` or `Source:reference:Target`. */
export function readInclude(text: string, forwards: boolean, modifier: string | null): Read<Include> {
  if (modifier !== null && modifier !== 'iterate') {
    return wrong('It has the modifier :iterate and no other.', 'not-supported')
  }
  const [from = '', name = '', target, ...more] = text.split(':')
  const source = resourceTypeOf(from)
  if (source === undefined || more.length > 0) {
    return wrong(`Write a type of this directory, a colon and a reference, as in ${EXAMPLE}.`)
  }
  if (name === '*') return wrong('Every reference at once is not answered; name each.', 'not-supported')
  const via = parameterOf(source, name)
  if (via?.target === undefined) {
    return wrong(
      `${source} has no reference "${name.slice(0, 60)}". It has: ${referencesOf(source).join(', ')}.`,
      'not-supported',
    )
  }
  if (target !== undefined && target !== via.target) {
    return wrong(`${source}:${name} refers to ${via.target} and to nothing else.`, 'not-supported')
  }
  return read({ source, via, forwards, iterate: modifier === 'iterate' })
}

const EXAMPLE = 'HealthcareService:location'

/** The names of the reference parameters of a type. */
export const referencesOf = (type: ResourceType): readonly string[] =>
  parametersOf(type)
    .filter(({ kind }) => kind === 'reference')
    .map(({ name }) => name)

/** What `_include` of a type may be, as a CapabilityStatement lists it. */
export const includesOf = (type: ResourceType): readonly string[] =>
  referencesOf(type).map(name => `${type}:${name}`)

/** What `_revinclude` of a type may be. */
export const revincludesOf = (type: ResourceType, all: readonly ResourceType[]): readonly string[] =>
  all.flatMap(source =>
    parametersOf(source)
      .filter(({ target }) => target === type)
      .map(({ name }) => `${source}:${name}`),
  )

/**
 * The resources included, each once and none that was found. Only those with `iterate` are applied to what was included,
 * until nothing new comes.
 */
export function included(
  found: readonly DirectoryResource[],
  includes: readonly Include[],
  graph: Graph,
): DirectoryResource[] {
  const known = new Set(found.map(referenceTo))
  const all: DirectoryResource[] = []
  let from = found
  let turn = includes
  while (from.length > 0 && turn.length > 0) {
    const fresh: DirectoryResource[] = []
    for (const include of turn) {
      for (const one of from.flatMap(resource => reached(resource, include, graph))) {
        const reference = referenceTo(one)
        if (known.has(reference)) continue
        known.add(reference)
        fresh.push(one)
      }
    }
    all.push(...fresh)
    from = fresh
    turn = includes.filter(({ iterate }) => iterate)
  }
  return all
}

function reached(
  resource: DirectoryResource,
  { source, via, forwards }: Include,
  graph: Graph,
): readonly DirectoryResource[] {
  if (!forwards) return referrersOf(resource, via, source, graph)
  return resource.resourceType === source ? targetsOf(resource, via, graph) : []
}
