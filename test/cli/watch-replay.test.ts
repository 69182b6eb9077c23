import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { accountAt, honestLog, START, seededCrawl, smallWorld } from '../watch/detection/small-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'signpost-watch-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string): string => join(folder, name)
const write = (name: string, lines: readonly unknown[]): void =>
  writeFileSync(
    file(name),
    `${lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`,
  )
const dated = <T extends { at: number }>(entry: T) => ({ ...entry, at: new Date(entry.at).toISOString() })

const world = smallWorld()
const accounts = Array.from({ length: 6 }, (_, town) => accountAt(world, `a${town}`, town * 3))
write('services', [...world.services])
write('agreements', accounts)
write('honest', [...honestLog(world, accounts, 8, 10, 1)].map(dated))
const crawl = [...seededCrawl(world, 'a2', START + 9 * 86_400_000, 4)].slice(0, 80)
const broken = [
  '{"at":"2026-01-05T09:12:03.120Z"',
  { ...crawl[0], account: 'nobody', at: new Date(START).toISOString() },
]
write('crawled', [...[...honestLog(world, accounts, 8, 10, 2)].map(dated), ...broken, ...crawl.map(dated)])
const honestLines = 8 * 10 * 6

const signpost = (...given: string[]) =>
  spawnSync(
    process.execPath,
    [
      fileURLToPath(new URL('../../bin/signpost.mjs', import.meta.url)),
      'watch',
      ...given,
      '--services',
      file('services'),
      '--agreements',
      file('agreements'),
      '--json',
    ],
    { encoding: 'utf8', timeout: 120_000 },
  )

describe('signpost watch calibrate and replay', () => {
  it('learns from a log, finds the crawl in another, and tells of each line it skipped', () => {
    const learned = signpost('calibrate', '--log', file('honest'), '--out', file('model'))
    assert.equal(learned.status, 0, learned.stderr)
    assert.equal(JSON.parse(learned.stdout).questions, honestLines)

    const quiet = signpost(
      'replay',
      '--model',
      file('model'),
      '--log',
      file('honest'),
      '--out',
      file('nothing'),
    )
    assert.equal(quiet.status, 0, quiet.stderr)
    assert.equal(readFileSync(file('nothing'), 'utf8'), '')

    const replayed = signpost(
      'replay',
      '--model',
      file('model'),
      '--log',
      file('crawled'),
      '--out',
      file('findings'),
    )
    assert.equal(replayed.status, 3)
    assert.match(replayed.stderr, new RegExp(`line ${honestLines + 1}: is not JSON`))
    assert.match(
      replayed.stderr,
      new RegExp(`line ${honestLines + 2}: is of the account nobody, which has no agreement`),
    )
    assert.equal(JSON.parse(replayed.stdout).skipped, 2)
    const findings = readFileSync(file('findings'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const [first] = findings
    assert.deepEqual(Object.keys(first), [
      'at',
      'account',
      'organisation',
      'scope',
      'detector',
      'brake',
      'line',
      'evidence',
    ])
    for (const finding of findings) assert.equal(finding.account, 'a2')
    const position = first.line - honestLines - 3
    assert.equal(first.at, new Date(crawl[position]?.at ?? 0).toISOString())
    assert.ok(position < 40, `found at question ${position + 1} of the crawl`)
  })

  it('says in words what is wrong with a model or a file', () => {
    const wrong = signpost('replay', '--model', file('services'), '--log', file('honest'), '--out', file('x'))
    assert.equal(wrong.status, 1)
    assert.match(wrong.stderr, /The model is not JSON|not a model/)
    const missing = signpost('calibrate', '--log', file('absent'), '--out', file('x'))
    assert.equal(missing.status, 1)
    assert.match(missing.stderr, /absent cannot be read/)
  })
})
