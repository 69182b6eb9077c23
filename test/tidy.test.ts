import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

/** Which rooms each room may know. `*` is any room. Everything crosses a border through the other room's index.ts. */
const ARROWS: Readonly<Record<string, readonly string[] | '*'>> = {
  vocabulary: [],
  database: [],
  workflow: ['vocabulary', 'database'],
  notices: ['vocabulary', 'database', 'workflow'],
  people: ['vocabulary', 'database', 'workflow', 'notices'],
  places: ['vocabulary', 'database'],
  directory: ['vocabulary', 'database', 'places', 'workflow'],
  policy: ['vocabulary'],
  'policy-versions': ['vocabulary', 'database', 'policy', 'workflow'],
  accounts: ['vocabulary', 'database', 'policy', 'workflow', 'notices'],
  agreements: ['vocabulary', 'database', 'policy', 'workflow', 'notices'],
  handles: ['vocabulary', 'database'],
  ledger: ['vocabulary', 'database', 'workflow'],
  activity: ['vocabulary', 'database', 'policy', 'ledger'],
  watch: ['vocabulary', 'database', 'policy', 'workflow', 'notices', 'activity'],
  demonstration: [
    'vocabulary',
    'database',
    'places',
    'directory',
    'policy',
    'people',
    'workflow',
    'accounts',
    'agreements',
  ],
  fhir: ['vocabulary', 'directory'],
  dos: ['vocabulary', 'directory'],
  http: '*',
  web: '*',
  cli: '*',
}

/** Packages that only some rooms may use. */
const KEPT_PACKAGES: readonly { readonly of: RegExp; readonly in: readonly string[] }[] = [
  { of: /^(fastify|@fastify\/)/, in: ['http', 'web'] },
  { of: /^(pg|@electric-sql\/)/, in: ['database'] },
  { of: /^(oidc-provider|openid-client)$/, in: ['http', 'cli'] },
  { of: /^nodemailer$/, in: ['notices'] },
  { of: /^@redis\//, in: ['watch'] },
  { of: /^commander$/, in: ['cli'] },
  { of: /^fast-xml-parser$/, in: ['dos', 'fhir', 'http'] },
  { of: /^fhir$/, in: ['http'] },
]

const SQL =
  /[`'"]\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\w+(\.\w+)?\s+set\s|delete\s+from\s|create\s+(table|schema|index)\s)/is
const MAY_HOLD_SQL = /(^|\/)([\w-]+-)?store\.ts$|^src\/database\//

/** Lines a file may have before it is probably two ideas. A long table may stay long. */
const LINES_MAX = 300
const LONG_TABLES: readonly RegExp[] = [
  /^src\/places\/embedded\//,
  /^src\/policy\/clauses-\d+\.ts$/,
  /^src\/policy\/(refusals|workflows|text-\d+)\.ts$/,
  /^src\/directory\/service\.ts$/,
]

type Source = {
  readonly path: string
  readonly room: string
  readonly text: string
  readonly imports: readonly string[]
}

const root = fileURLToPath(new URL('..', import.meta.url))
const sources: Source[] = []
for await (const path of glob('src/**/*.ts', { cwd: root })) {
  const text = readFileSync(join(root, path), 'utf8')
  const parts = path.split('/')
  sources.push({ path, text, room: parts.length > 2 ? (parts[1] ?? '') : '', imports: importsOf(text) })
}

function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
  )
  return [...found].map(match => match[1] ?? match[2] ?? match[3] ?? '')
}

/** What is wrong with the arrows of one source, in words. */
function wrongArrows({ path, room, imports }: Source): string[] {
  const wrong: string[] = []
  for (const target of imports) {
    if (!target.startsWith('.')) {
      for (const kept of KEPT_PACKAGES) {
        if (kept.of.test(target) && room !== '' && !kept.in.includes(room))
          wrong.push(`${path} uses ${target}`)
      }
      continue
    }
    const to = normalize(join(dirname(path), target))
    const parts = to.split('/')
    if (parts[0] !== 'src') {
      if (!to.endsWith('package.json')) wrong.push(`${path} reaches outside src: ${to}`)
      continue
    }
    const toRoom = parts.length > 2 ? (parts[1] ?? '') : ''
    if (toRoom === room || room === '') {
      if (room === '' && toRoom !== '' && !isDoor(to)) wrong.push(`${path} reaches past an index: ${to}`)
      continue
    }
    const may = ARROWS[room]
    if (may === undefined) wrong.push(`${path} is in a room without arrows: ${room}`)
    else if (may !== '*' && !may.includes(toRoom))
      wrong.push(`${path} may not know ${toRoom === '' ? to : toRoom}`)
    else if (toRoom !== '' && !isDoor(to)) wrong.push(`${path} reaches past an index: ${to}`)
  }
  return wrong
}

const isDoor = (path: string): boolean => path.split('/').length === 3 && path.endsWith('/index.ts')

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

describe('the house', () => {
  it('has its arrows in one direction, each through an index', () => {
    assert.deepEqual(sources.flatMap(wrongArrows), [])
  })

  it('notices planted faults', () => {
    const planted: [path: string, target: string][] = [
      ['src/policy/decide.ts', 'fastify'],
      ['src/directory/store.ts', '../accounts/index.ts'],
      ['src/http/app.ts', '../directory/store.ts'],
      ['src/activity/read.ts', 'pg'],
      ['src/vocabulary/ids.ts', '../config.ts'],
    ]
    for (const [path, target] of planted) {
      const room = path.split('/')[1] ?? ''
      assert.equal(wrongArrows({ path, room, text: '', imports: [target] }).length, 1, `${path} → ${target}`)
    }
  })

  it('keeps SQL text in stores', () => {
    const strays = sources.filter(source => SQL.test(source.text) && !MAY_HOLD_SQL.test(source.path))
    assert.deepEqual(
      strays.map(source => source.path),
      [],
    )
    assert.ok(SQL.test("query('select a from b')") && SQL.test('`insert into a`'))
  })

  it('keeps its files small, but for tables', () => {
    const long = sources.filter(
      source =>
        source.text.split('\n').length > LINES_MAX && !LONG_TABLES.some(table => table.test(source.path)),
    )
    assert.deepEqual(
      long.map(source => `${source.path}: ${source.text.split('\n').length} lines`),
      [],
    )
  })

  it('waits for nothing inside an inner describe, whose tests may then come after its parent has finished', async () => {
    const found: string[] = []
    for await (const path of glob('test/**/*.test.ts', { cwd: root })) {
      if (/^ +describe\(.*async/m.test(readFileSync(join(root, path), 'utf8'))) found.push(path)
    }
    assert.deepEqual(found, [])
  })

  it('locks every build of a package that comes in several, so that a fresh install finds its own', () => {
    const lock: { packages: Record<string, { optionalDependencies?: Record<string, string> }> } = JSON.parse(
      readFileSync(join(root, 'package-lock.json'), 'utf8'),
    )
    const builds = Object.entries(lock.packages)
      .filter(([path]) => /^node_modules\/(@biomejs\/biome|typescript)$/.test(path))
      .flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {}))
    assert.ok(builds.length > 8)
    assert.deepEqual(
      builds.filter(name => lock.packages[`node_modules/${name}`] === undefined),
      [],
    )
  })

  it('silences no type and leaves no work unfinished', () => {
    const marks = [
      /:\s*any\b/,
      /\bas any\b/,
      /\bas unknown as\b/,
      /@ts-(ignore|expect-error)/,
      /\b(TODO|FIXME|XXX)\b/,
    ]
    const found = sources.flatMap(source =>
      marks.filter(mark => mark.test(withoutComments(source.text))).map(mark => `${source.path}: ${mark}`),
    )
    const unfinished = sources
      .filter(source => /\b(TODO|FIXME|XXX)\b/.test(source.text))
      .map(source => source.path)
    assert.deepEqual([...found, ...unfinished], [])
  })
})
