import type { EpochMillis } from '../../vocabulary/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import type { Criterion, Test } from './criterion.ts'
import { matchesDate } from './date.ts'
import type { SearchParameter } from './parameters.ts'
import { isRecord, textIn, valuesOf } from './path-values.ts'
import { matchesReference } from './reference.ts'
import { type DirectoryResource, type ResourceType, referenceTo } from './resource-types.ts'
import { matchesString, plain } from './string.ts'
import { matchesToken, textsOfToken } from './token.ts'
import { matchesUri } from './uri.ts'

/** The resources a question may be answered from, and how they hang together. */
export type Graph = {
  /** The resource a reference leads to (`Type/id`), if it is one of them. */
  readonly follow: (reference: string) => DirectoryResource | undefined
  /** Every resource of a type that may refer to this one. */
  readonly around: (resource: DirectoryResource, type: ResourceType) => readonly DirectoryResource[]
}

/** Whether a condition holds of a resource. Places and whom it is for are not judged here: the directory finds those. */
export function holds(
  resource: DirectoryResource,
  { path, parameter, test }: Pick<Criterion, 'path' | 'parameter' | 'test'>,
  graph: Graph,
  now: EpochMillis,
): boolean {
  const [step, ...rest] = path
  if (step === undefined) return fits(resource, parameter, test, now)
  const next =
    step.how === 'chain'
      ? targetsOf(resource, step.via, graph)
      : referrersOf(resource, step.via, step.to, graph)
  return next.some(one => holds(one, { path: rest, parameter, test }, graph, now))
}

/** What a reference parameter of a resource leads to. */
export function targetsOf(
  resource: DirectoryResource,
  via: SearchParameter,
  graph: Graph,
): DirectoryResource[] {
  const targets: DirectoryResource[] = []
  for (const element of valuesOf(resource, via)) {
    const reference = textIn(element, 'reference')
    const target = reference === undefined ? undefined : graph.follow(reference)
    if (target && target.resourceType === via.target) targets.push(target)
  }
  return targets
}

/** The resources of a type that refer to this one by a parameter. */
export function referrersOf(
  resource: DirectoryResource,
  via: SearchParameter,
  type: ResourceType,
  graph: Graph,
): readonly DirectoryResource[] {
  if (via.target !== resource.resourceType) return []
  const reference = referenceTo(resource)
  return graph
    .around(resource, type)
    .filter(one => valuesOf(one, via).some(element => matchesReference(element, { reference })))
}

function fits(
  resource: DirectoryResource,
  parameter: SearchParameter,
  test: Test,
  now: EpochMillis,
): boolean {
  const elements = valuesOf(resource, parameter)
  const any = <V>(values: readonly V[], fit: (element: unknown, value: V) => boolean): boolean =>
    elements.some(element => values.some(value => fit(element, value)))
  switch (test.kind) {
    case 'missing':
      return (elements.length === 0) === test.missing
    case 'token':
      return any(test.values, (element, value) => matchesToken(element, value, parameter)) !== test.not
    case 'text':
      return any(test.values, (element, value) => beginsAny(textsOfToken(element), value))
    case 'identifier':
      return any(test.values, (element, value) => matchesToken(identifierIn(element), value, parameter))
    case 'string':
      return any(test.values, (element, value) => matchesString(element, value, parameter, test.modifier))
    case 'reference':
      return any(test.values, matchesReference)
    case 'date':
      return any(test.values, (element, value) => matchesDate(element, value, now))
    case 'uri':
      return any(test.values, (element, value) => matchesUri(element, value, test.modifier))
    case 'near':
    case 'serves':
    case 'practice':
      return true
    default:
      return unreachable(test)
  }
}

const beginsAny = (texts: readonly string[], asked: string): boolean =>
  texts.some(text => plain(text).startsWith(plain(asked)))

const NO_IDENTIFIER: Readonly<Record<string, unknown>> = {}
const identifierIn = (element: unknown): unknown =>
  isRecord(element) && isRecord(element['identifier']) ? element['identifier'] : NO_IDENTIFIER
