import type { Memory } from '../../../directory/index.ts'
import type { Allowed, CallerFacts } from '../../../policy/index.ts'
import type { HttpRooms } from '../../rooms.ts'
import type { ServiceParts } from './encode.ts'

type Rooms = Pick<HttpRooms, 'handles'>

const NUMBER = /^[1-9][0-9]{0,14}$/

/** Stands in the record for what a caller was never given: it may be anything, and free text has no place there. */
export const NEVER_ISSUED = 'unknown'

/** The id of the service a caller names; null for what was never issued to its connection, such as a plain number. */
export function idNamed({ handles }: Rooms, { agreement, connection }: CallerFacts, text: string) {
  if (agreement?.serviceIds === 'handles') return handles.read(connection.id, text)
  return NUMBER.test(text) ? Number(text) : null
}

/** What answers to this connection call services by: handles where it has them, else their ids. */
export const namesFor = (
  { handles }: Rooms,
  { handlesFor }: Allowed['limits'],
  ids: readonly number[],
): readonly (number | string)[] => (handlesFor === null ? ids : handles.issue(handlesFor, ids))

/**
 * Prepared services of a list under the names of this connection, and as they are where it has directory ids. The
 * prepared bytes stay shared: the name goes in front, and what they begin with is passed over.
 */
export function namedList(
  { handles }: Rooms,
  { handlesFor }: Allowed['limits'],
  found: readonly { readonly id: number }[],
  services: readonly ServiceParts[],
): readonly ServiceParts[] {
  if (handlesFor === null) return services
  const names = handles.issue(
    handlesFor,
    found.map(({ id }) => id),
  )
  return services.map((parts, index) => underName(parts, found[index]?.id, names[index]))
}

/** The whole of one service, likewise, with the service above it under a handle, too. */
export function namedWhole(
  { handles, memory }: Rooms & { readonly memory: Pick<Memory, 'recordOf'> },
  { handlesFor }: Allowed['limits'],
  id: number,
  parts: ServiceParts,
): ServiceParts {
  if (handlesFor === null) return parts
  const parentId = memory.recordOf(id)?.parentId
  const [name, above] = handles.issue(handlesFor, parentId === undefined ? [id] : [id, parentId])
  const { members, prepared } = underName(parts, id, name)
  const said = `"parentId":${parentId},`
  // Inside a text its quotation marks would be escaped, so that only the member itself reads so.
  const at = prepared.indexOf('"parentId":')
  if (at === -1) return { members, prepared }
  if (prepared.toString('latin1', at, at + said.length) !== said) throw new Error(UNLIKE)
  const before = prepared.subarray(0, at)
  const after = prepared.subarray(at + said.length)
  return { members, prepared: Buffer.concat([before, Buffer.from(`"parentId":"${above}",`), after]) }
}

/** What every prepared part begins with: the id, and the uid that older interfaces know it by, which goes with it. */
function underName({ members, prepared }: ServiceParts, id: number | undefined, name: string | undefined) {
  const said = `"id":${id},"uid":"`
  if (name === undefined || prepared.toString('latin1', 0, said.length) !== said) throw new Error(UNLIKE)
  const rest = prepared.subarray(endOfText(prepared, said.length) + ','.length)
  return { members: `${members}"id":"${name}",`, prepared: rest }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Just after the quotation mark that ends a JSON text. */
function endOfText(json: Buffer, from: number): number {
  let at = from
  while (json[at] !== QUOTE) {
    if (at >= json.length) throw new Error(UNLIKE)
    at += json[at] === BACKSLASH ? 2 : 1
  }
  return at + 1
}

/** Better no answer than one with an id in it. */
const UNLIKE = 'A prepared service does not hold its ids where they are looked for.'
