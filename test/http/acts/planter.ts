import assert from 'node:assert/strict'
import type { TSchema } from 'typebox'
import type { KeyPair } from '../../../src/accounts/index.ts'
import { ACTS, type Act } from '../../../src/http/acts/index.ts'
import type { House } from '../../support/house.ts'
import { type Asker, asker } from './askers.ts'
import { fitting, holdsText } from './fitting.ts'
import { ANY_VERSION } from './named-things.ts'

export type Answer = Readonly<Record<string, unknown>> & {
  readonly id?: unknown
  readonly revision?: unknown
}

export const actOf = (command: string): Act => {
  const found = ACTS.find(one => one.command === command)
  assert.ok(found, `There is no act ${command}.`)
  return found
}

export const text = (value: unknown): string => {
  assert.equal(typeof value, 'string')
  return String(value)
}

/** What every mark looks like, and nothing else that is ever answered. */
const MARK = /zq[0-9a-z]{3}qz/gi

/** What each mark in a text stands for. */
export const marksIn = (marks: ReadonlyMap<string, string>, body: string): readonly string[] => [
  ...(body.match(MARK) ?? []).map(found => marks.get(found.toLowerCase()) ?? found),
  ...[...marks].flatMap(([id, where]) => (id.length === 36 && body.includes(id) ? [where] : [])),
]

/** Of a key pair, what is registered. */
export const publicPart = ({ publicJwk: { kty, kid, crv, x, y } }: KeyPair): object => ({
  kty,
  kid,
  crv,
  x,
  y,
})

export type Planter = Awaited<ReturnType<typeof planter>>

/** Has acts done by those who may, with a mark in each text that is sent. */
export function planter(house: House) {
  const now = house.clock.now()
  /** Each mark, and where it was put. */
  const marks = new Map<string, string>()
  let count = 0
  const mark = (where: string): string => {
    // Counted apart: one that is taken back is not given again.
    const made = `zq${count.toString(36).padStart(3, '0')}qz`
    count += 1
    marks.set(made, where)
    return made
  }
  const fill = (schema: TSchema, command: string, over: object): object =>
    fitting(
      schema,
      {
        named: name => (name === 'reason' ? `Because ${mark(`reason of ${command}`)}` : undefined),
        text: name => mark(`${name} of ${command}`),
        given: (_, shape) => holdsText(shape),
        now,
      },
      over,
    )
  const asks = async (
    who: Asker,
    command: string,
    path: Readonly<Record<string, string>>,
    over: object,
  ): Promise<Answer> => {
    const act = actOf(command)
    const url = act.path.replaceAll(/:(\w+)/g, (_, name: string) => path[name] ?? '')
    const body = act.body ? fill(act.body, command, over) : undefined
    const headers = act.version === 'required' ? { 'if-match': ANY_VERSION } : {}
    const answer = await who.ask(act.method, url, body, headers)
    assert.ok(answer.statusCode < 300, `${command}: ${answer.statusCode} ${answer.body}`)
    return answer.json<Answer>()
  }
  let second: Asker | undefined
  /** Has an act done; where it takes two, the second is found for it. */
  const does = async (
    who: Asker,
    command: string,
    path: Readonly<Record<string, string>> = {},
    over: object = {},
  ): Promise<Answer> => {
    const answer = await asks(who, command, path, over)
    if (actOf(command).secondPerson === undefined) return answer
    second ??= await asker(house, 'second-person', [{ role: 'decision-owner' }])
    return asks(second, 'proposal approve', { id: text(answer['proposal']) }, {})
  }
  const codeFor = async (personId: string): Promise<string> => {
    const [row] = await house.rooms.database.query<{ text: string }>(
      'select text from notices.notice where to_person = $1 and mail_only order by id desc limit 1',
      [personId],
    )
    return text(/code: (\S+)/.exec(row?.text ?? '')?.[1])
  }
  /** What would be sent for an act, for tests that change a part deep inside it. */
  const filled = (command: string): Answer => {
    const { body } = actOf(command)
    assert.ok(body, command)
    return { ...fill(body, command, {}) }
  }
  return { now, marks, mark, asks, does, codeFor, filled }
}
