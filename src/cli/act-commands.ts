import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import type { TObject, TSchema } from 'typebox'
import type { Act } from '../http/index.ts'
import { ROLES } from '../vocabulary/index.ts'
import { CommandError } from './operation.ts'
import { tell } from './tell.ts'

/** Sends a request to the directory as the person who has signed in. */
export type Asker = (options: AskerOptions) => Promise<{ readonly status: number; readonly body: unknown }>
export type AskerOptions = {
  readonly method: Act['method']
  /** From the root: `/api/v1/accounts`. */
  readonly path: string
  readonly body?: unknown
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>
  /** A demonstration person to ask as, rather than whoever has signed in. */
  readonly as?: string
}

const GROUPS: Readonly<Record<string, string>> = {
  account: 'Accounts: who may ask, and how that changes.',
  agreement: 'Agreements: what a connection may ask, on which terms.',
  alert: 'What people should look at.',
  application: 'Applications for access.',
  connection: 'Which organisation uses which product.',
  credential: 'Public keys of accounts.',
  derogation: 'Signed exceptions from a clause.',
  evidence: 'Documents that permissions rest on.',
  feedback: 'What is reported of entries, and what is done about it.',
  hold: 'Legal holds on the activity log.',
  ledger: 'The ledger: logs of what was asked and of what was done, which cannot be changed unseen.',
  listing: 'The published list of connections, and its history.',
  me: 'Yourself: roles, sessions, notices, what is held about you.',
  organisation: 'End User Organisations.',
  permission: 'Permissions beside an agreement.',
  person: 'People.',
  policy: 'The acceptable use policy and its versions.',
  product: 'Products and their versions.',
  proposal: 'Acts that wait for a second person.',
  reference: 'Documents that the policy refers to, and their review.',
  region: 'Regions, and mergers of them.',
  report: 'Reports for commissioners.',
  role: 'Roles that people hold.',
  search: 'The clinical search, explained.',
  secret: 'Passwords and API keys of accounts, for the older interfaces.',
  service: 'Entries of services: what they say, when they are open, what waits for approval.',
  'service-draft': 'Changes of entries on their way to approval.',
  supplier: 'Suppliers of products.',
  'tailored-terms': 'Terms laid over the policy for one consumer.',
}

/** One command for each act, in groups by its noun. */
export function addActCommands(
  program: Command,
  acts: readonly Act[],
  ask: Asker,
  print: (line: string) => void,
): void {
  for (const act of acts) {
    const [noun = '', ...verb] = act.command.split(' ')
    const group = groupOf(program, noun)
    group.addCommand(commandFor(act, verb.join('-'), ask, print))
  }
}

function groupOf(program: Command, noun: string): Command {
  const there = program.commands.find(command => command.name() === noun)
  return there ?? program.command(noun).description(GROUPS[noun] ?? `Acts on: ${noun}.`)
}

/** A member of the request, and the option or argument that carries it. */
type Member = { readonly name: string; readonly schema: TSchema; readonly from: 'query' | 'body' }

function commandFor(act: Act, verb: string, ask: Asker, print: (line: string) => void): Command {
  const command = new Command(verb).summary(act.summary).description(about(act))
  const places = Object.entries(act.params.properties)
  for (const [name, schema] of places)
    command.addArgument(new Argument(`<${kebab(name)}>`, described(schema)))
  const members: Member[] = [
    ...membersOf(act.query, 'query'),
    ...(act.body === null ? [] : membersOf(act.body, 'body')),
  ]
  for (const member of members) command.addOption(optionFor(member, requiredIn(act, member)))
  if (act.body !== null) command.option('--input <file>', 'take the body from a JSON file; options given win')
  if (act.version === 'required') {
    command.option('--if-match <version>', 'the version you have seen, as "show" tells it (required)')
  }
  command
    .option('--as <name>', 'as a person of the demonstration world (see demo.json)')
    .option('--json', 'the answer as JSON')
  command.action(async (...given: unknown[]) => {
    const options: Record<string, unknown> = { ...command.opts() }
    const params = places.map(([name], index) => [name, String(given[index])] as const)
    const input = typeof options['input'] === 'string' ? await readInput(options['input']) : {}
    const chosen = (from: Member['from']) =>
      members.flatMap(member => {
        const value = options[member.name]
        return member.from !== from || value === undefined
          ? []
          : [[member.name, sendable(member, value)] as const]
      })
    const answer = await ask({
      method: act.method,
      path: pathOf(act, new Map(params), chosen('query')),
      ...(act.body === null ? {} : { body: { ...input, ...Object.fromEntries(chosen('body')) } }),
      ...(typeof options['ifMatch'] === 'string'
        ? { headers: { 'if-match': `"${options['ifMatch'].replaceAll('"', '')}"` } }
        : {}),
      ...(typeof options['as'] === 'string' ? { as: options['as'] } : {}),
    })
    if (answer.status >= 400) throw new CommandError(refusalInWords(answer.body, answer.status))
    const lines = options['json'] ? [JSON.stringify(answer.body, null, 2)] : tell(answer.body)
    for (const line of lines) print(line)
  })
  return command
}

function about(act: Act): string {
  const who =
    act.roles === 'anyone' ? 'anyone who has signed in' : act.roles.map(role => ROLES[role].title).join(', ')
  const second = act.secondPerson
    ? ` A second person agrees before it is done (${act.secondPerson.map(role => ROLES[role].title).join(' or ')}): see "signpost proposal".`
    : ''
  const clauses = act.clauses.length > 0 ? ` Clauses: ${act.clauses.join(', ')}.` : ''
  return `${act.description ?? `${act.summary}.`}\nFor ${who}.${second}${clauses}`
}

const membersOf = (schema: TObject, from: Member['from']): Member[] =>
  Object.entries(schema.properties).map(([name, member]) => ({ name, schema: member, from }))

function requiredIn(act: Act, { name, from }: Member): boolean {
  const required: readonly string[] | undefined = (from === 'query' ? act.query : act.body)?.required
  return required?.includes(name) ?? false
}

function optionFor({ name, schema }: Member, required: boolean): Option {
  const text = `${described(schema)}${required ? ' (required)' : ''}`
  const flag = `--${kebab(name)}`
  const shape = shapeOf(schema)
  if (shape === 'boolean') return new Option(`${flag} [yes-or-no]`, text).preset('yes')
  if (shape === 'list') return new Option(`${flag} <value...>`, text)
  if (shape === 'json') return new Option(`${flag} <json>`, `${text} As JSON, or @file.`)
  const choices = choicesOf(schema)
  const option = new Option(`${flag} <${shape === 'number' ? 'number' : 'text'}>`, text)
  return choices ? option.choices(choices) : option
}

type Shape = 'text' | 'number' | 'boolean' | 'list' | 'json'

/** Of a union with null, the other half decides. */
function shapeOf(schema: unknown): Shape {
  const real = present(schema)
  switch (real['type']) {
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return ['text', 'number'].includes(shapeOf(real['items'])) ? 'list' : 'json'
    default:
      return 'json'
  }
}

function present(schema: unknown): Record<string, unknown> {
  const all: Record<string, unknown> = typeof schema === 'object' && schema !== null ? { ...schema } : {}
  const parts = all['anyOf']
  if (!Array.isArray(parts)) return all
  const others = parts.map(present).filter(part => part['type'] !== 'null')
  return others.length === 1 && others[0] ? others[0] : all
}

function choicesOf(schema: unknown): string[] | undefined {
  const values = present(schema)['enum']
  return Array.isArray(values) ? values.map(String) : undefined
}

const described = (schema: TSchema): string =>
  'description' in schema && typeof schema.description === 'string' ? schema.description : ''

/** What commander gives, as the schema wants it. What does not fit is sent as it is, for the directory to name. */
function sendable({ name, schema }: Member, value: unknown): unknown {
  const shape = shapeOf(schema)
  switch (shape) {
    case 'number':
      return numberOf(value)
    case 'boolean':
      return value === 'yes' || value === 'true' ? true : value === 'no' || value === 'false' ? false : value
    case 'list': {
      const items = Array.isArray(value) ? value : [value]
      return shapeOf(present(schema)['items']) === 'number' ? items.map(numberOf) : items
    }
    case 'json':
      try {
        return JSON.parse(jsonText(String(value)))
      } catch {
        throw new CommandError(`--${kebab(name)} takes JSON, or @ and the name of a file that holds it.`)
      }
    default:
      return value
  }
}

/** The text itself, or what the file holds that it names as `@file`. */
const jsonText = (given: string): string =>
  given.startsWith('@') ? readFileSync(resolve(given.slice(1)), 'utf8') : given

const numberOf = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value

function pathOf(
  act: Act,
  params: ReadonlyMap<string, string>,
  query: readonly (readonly [string, unknown])[],
): string {
  const path = act.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params.get(name) ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of query) {
    search.set(name, Array.isArray(value) ? value.map(String).join(',') : String(value))
  }
  const text = search.toString()
  return `/api/v1${path}${text === '' ? '' : `?${text}`}`
}

async function readInput(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(resolve(file), 'utf8').catch(() => {
    throw new CommandError(`The file ${file} cannot be read.`)
  })
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw new CommandError(`The file ${file} does not hold a JSON object.`)
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** Problem details, as a person at a terminal reads them. */
export function refusalInWords(body: unknown, status: number): string {
  const all: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  const text = (name: string): string => (typeof all[name] === 'string' ? all[name] : '')
  const lines = [`${text('title') || `The directory answered ${status}`}: ${text('detail')}`.trim()]
  if (Array.isArray(all['unmet'])) {
    for (const item of all['unmet']) {
      const { what, whoCanFix, clauses } = { what: '', whoCanFix: '', clauses: [], ...item }
      lines.push(`  - ${what} (${[whoCanFix, ...clauses].filter(part => part !== '').join('; ')})`)
    }
  }
  if (text('remedy') !== '') lines.push(text('remedy'))
  if (Array.isArray(all['clauses']) && all['clauses'].length > 0) {
    lines.push(`Clauses: ${all['clauses'].join(', ')}.`)
  }
  return lines.join('\n')
}
