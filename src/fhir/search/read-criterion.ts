import type { Criterion, Step } from './criterion.ts'
import { parameterOf } from './parameters.ts'
import { readTest } from './read-test.ts'
import { type ResourceType, resourceTypeOf } from './resource-types.ts'
import { type Read, read, wrong } from './wrong.ts'

/** More references one after another than this are refused. The longest that says anything here has two. */
export const CHAIN_MAX = 3

type End = Pick<Criterion, 'path' | 'type' | 'parameter'> & { readonly modifier: string | null }

/** Reads one condition: `name`, `name:modifier`, `reference.name`, `reference:Type.name`, `_has:Type:reference:name`. */
export function readCriterion(
  type: ResourceType,
  written: string,
  text: string,
  base: string,
): Read<Criterion> {
  const end = written.startsWith('_has:') ? readHas(type, written) : readChain(type, written, [])
  if (end.outcome === 'wrong') return end
  const { modifier, ...rest } = end.value
  const test = readTest(rest.parameter, modifier, text, base)
  if (test.outcome === 'wrong') return test
  const has = rest.path[0]?.how === 'has' ? `_has:${rest.path[0].to}:` : ''
  const named = [...rest.path.map(({ via }) => via.name), rest.parameter.name].join('.')
  return read({ ...rest, written, named: `${has}${named}`, test: test.value })
}

/** `_has:Observation:patient:code`: there is an Observation whose patient is this one, and whose code is as asked. */
function readHas(type: ResourceType, written: string): Read<End> {
  const [, from = '', name = '', ...rest] = written.split(':')
  const source = resourceTypeOf(from)
  if (source === undefined) return unsupported(`There is no type "${from}" here.`)
  const via = parameterOf(source, name)
  if (via?.kind !== 'reference') return unsupported(`${source} has no reference parameter "${name}".`)
  if (via.target !== type) return unsupported(`${source}:${name} does not refer to ${type}.`)
  const asked = rest.join(':')
  if (asked === '') return wrong('After the reference comes the parameter asked about.', 'invalid')
  if (asked.startsWith('_has')) return unsupported('One _has inside another is not answered.')
  return readChain(source, asked, [{ how: 'has', via, to: source }])
}

function readChain(type: ResourceType, name: string, path: readonly Step[]): Read<End> {
  const [first = '', ...rest] = name.split('.')
  const [own = '', modifier = null, ...more] = first.split(':')
  if (own === '_has') return unsupported('_has stands at the beginning only.')
  const parameter = parameterOf(type, own)
  if (!parameter) return unknownParameter(type, own)
  if (more.length > 0) return unsupported('A parameter has one modifier.')
  if (rest.length === 0) return read({ path, type, parameter, modifier })
  const { target } = parameter
  if (target === undefined) return unsupported(`"${own}" is no reference, so nothing follows it.`)
  if (modifier !== null && resourceTypeOf(modifier) !== target) {
    return unsupported(`"${own}" refers to ${target} and to nothing else.`)
  }
  if (path.length >= CHAIN_MAX) {
    return wrong(`At most ${CHAIN_MAX} references are followed one after another.`, 'too-costly')
  }
  return readChain(target, rest.join('.'), [...path, { how: 'chain', via: parameter, to: target }])
}

const unsupported = (message: string): Read<never> => wrong(message, 'not-supported')

const unknownParameter = (type: ResourceType, name: string): Read<never> =>
  unsupported(
    `There is no search parameter "${shown(name)}" of ${type} here; the CapabilityStatement lists those there are.`,
  )

/** As much of a name as is worth repeating. */
export const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name)
