import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  CLAUSES,
  clauseOf,
  OBLIGATION_NAMES,
  OBLIGATIONS,
  POLICY_VERSIONS,
  REFUSAL_REASONS,
  refusalOf,
  WORKFLOW_NAMES,
  workflowOf,
} from '../../src/policy/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`)

const working = (name: (typeof WORKFLOW_NAMES)[number]) => workflowOf(name).state === 'working'

describe('the clause catalogue', () => {
  it('has each clause of both policies once, in order', () => {
    assert.deepEqual(
      CLAUSES.map(clause => clause.id),
      [...numbered('AUP25', 62), ...numbered('AUP18', 34)],
    )
  })

  it('calls no clause enforced that no refusal, obligation or working workflow names', () => {
    const bare = CLAUSES.filter(
      ({ state, carriedBy }) =>
        state === 'enforced' &&
        carriedBy.refusals.length + carriedBy.obligations.length === 0 &&
        !carriedBy.workflows.some(working),
    )
    assert.deepEqual(
      bare.map(clause => clause.id),
      [],
    )
  })

  it('calls no clause enforced that no test proves', () => {
    const unproven = CLAUSES.filter(clause => clause.state === 'enforced' && clause.tests.length === 0)
    assert.deepEqual(
      unproven.map(clause => clause.id),
      [],
    )
  })

  it('says of each clause that is planned, or can only be promised, what is to carry it', () => {
    const orphans = CLAUSES.filter(
      ({ state, carriedBy }) =>
        (state === 'planned' && carriedBy.workflows.every(working)) ||
        (state === 'attested-only' && carriedBy.workflows.length === 0),
    )
    assert.deepEqual(
      orphans.map(clause => clause.id),
      [],
    )
  })

  it('has each notice carried by something that works', () => {
    const silent = CLAUSES.filter(
      ({ state, carriedBy }) =>
        state === 'notice' && carriedBy.obligations.length === 0 && !carriedBy.workflows.some(working),
    )
    assert.deepEqual(
      silent.map(clause => clause.id),
      [],
    )
  })

  it('has an enforced clause of some kind a program can enforce', () => {
    for (const clause of CLAUSES) {
      if (clause.state === 'attested-only')
        assert.ok(clause.kinds.includes('attested') || clause.kinds.includes('notice'), clause.id)
      if (clause.state === 'notice') assert.ok(clause.kinds.includes('notice'), clause.id)
      if (clause.state === 'enforced') {
        assert.ok(
          clause.kinds.some(kind => kind === 'enforced' || kind === 'process' || kind === 'monitored'),
          clause.id,
        )
      }
    }
  })

  it('is named by every refusal, obligation and workflow, and only by its own ids', () => {
    const carriers: readonly { name: string; clauses: readonly string[] }[] = [
      ...REFUSAL_REASONS.map(name => ({ name, clauses: refusalOf(name).clauses })),
      ...OBLIGATION_NAMES.map(name => ({ name, clauses: OBLIGATIONS[name].clauses })),
      ...WORKFLOW_NAMES.map(name => ({ name, clauses: workflowOf(name).clauses })),
    ]
    for (const { name, clauses } of carriers) {
      assert.ok(clauses.length > 0, `${name} names no clause`)
      assert.equal(new Set(clauses).size, clauses.length, `${name} names a clause twice`)
      for (const id of clauses) assert.ok(clauseOf(id), `${name} names ${id}, which is no clause`)
    }
  })

  it('names only test files that exist', () => {
    const named = new Set(CLAUSES.flatMap(clause => clause.tests))
    assert.deepEqual(
      [...named].filter(test => !existsSync(join(root, test))),
      [],
    )
  })

  it('has working workflows in rooms that exist, proven by tests, and planned ones without', () => {
    for (const name of WORKFLOW_NAMES) {
      const { state, room, tests } = workflowOf(name)
      assert.equal(tests.length > 0, state === 'working', name)
      if (state === 'working') assert.ok(existsSync(join(root, 'src', room)), `${name}: src/${room}`)
    }
  })

  it('knows every clause id that is written anywhere in the program', async () => {
    for await (const path of glob('src/**/*.ts', { cwd: root })) {
      const text = await readFile(join(root, path), 'utf8')
      for (const [id] of text.matchAll(/AUP(?:25|18)-\d\d/g)) assert.ok(clauseOf(id), `${path} names ${id}`)
    }
  })

  it('lets a clause of 2018 stand beside the policy of 2025, or says what takes its place', () => {
    const [, newer] = POLICY_VERSIONS
    const standing = CLAUSES.filter(({ id, supersededBy }) => id.startsWith('AUP18') && !supersededBy)
    assert.deepEqual(
      newer?.supplements,
      standing.map(clause => clause.id),
    )
    assert.deepEqual(
      standing.map(clause => clause.id.slice(-2)),
      ['02', '03', '04', '05', '07', '08', '09', '10', '16', '17', '29', '30', '31'],
    )
    for (const { id, supersededBy } of CLAUSES) {
      for (const other of supersededBy ?? []) {
        assert.ok(other.startsWith('AUP25'), id)
        assert.ok(clauseOf(other)?.counterparts.includes(id), `${other} should point back at ${id}`)
      }
    }
  })

  it('speaks in sentences', () => {
    for (const { id, title, asks } of CLAUSES) {
      assert.match(title, /^[A-Z].{3,60}[^.]$/, id)
      assert.match(asks, /^[A-Z].{10,200}\.$/, id)
      assert.doesNotMatch(`${title}${asks}`, /\|/, id)
    }
  })
})
