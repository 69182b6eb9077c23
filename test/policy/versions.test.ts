import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  POLICY_VERSIONS,
  type PolicyContent,
  type PolicyVersion,
  policyInForce,
  policyVersion,
  policyVersionOf,
} from '../../src/policy/index.ts'
import { canonical } from '../../src/policy/policy-version.ts'

const [older, newer] = POLICY_VERSIONS
assert.ok(newer)

const contentOf = ({ hash: _, citations: __, ...content }: PolicyVersion): PolicyContent => content

describe('policy versions', () => {
  it('are never edited: each has the hash it was published with', () => {
    assert.deepEqual(
      POLICY_VERSIONS.map(({ id, hash }) => [id, hash]),
      [
        ['2018-07-03', '45533489bef46364a2433ffebf3326abddf87215ee3ba0d9cd6289b2eebe7eba'],
        ['2025-02-25', 'f3c5a0618ec5d65f507a9b9af668d287a808ff1ae8320a7e39247af62e35cc48'],
      ],
    )
  })

  it('take force at their instant and not before', () => {
    assert.equal(policyInForce(older.effectiveFrom).id, '2018-07-03')
    assert.equal(policyInForce(newer.effectiveFrom - 1).id, '2018-07-03')
    assert.equal(policyInForce(newer.effectiveFrom).id, '2025-02-25')
    assert.equal(policyInForce(Date.parse('2100-01-01T00:00:00Z')).id, '2025-02-25')
    assert.throws(() => policyInForce(older.effectiveFrom - 1), /No policy was in force/)
    assert.throws(() => policyInForce(Number.NaN), /No policy was in force/)
  })

  it('have ids that sort as they took force', () => {
    const byForce = POLICY_VERSIONS.toSorted((a, b) => a.effectiveFrom - b.effectiveFrom)
    const byId = POLICY_VERSIONS.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    assert.deepEqual(byForce, [...POLICY_VERSIONS])
    assert.deepEqual(byId, [...POLICY_VERSIONS])
    for (const { id, effectiveFrom } of POLICY_VERSIONS) {
      const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(effectiveFrom)
      assert.equal(day, id)
    }
  })

  it('put every clause they have into numbered plain words, and no other', () => {
    for (const { id, clauses, supplements, text } of POLICY_VERSIONS) {
      const said = text.flatMap(section => section.paragraphs.flatMap(paragraph => paragraph.clauses))
      assert.deepEqual([...new Set(said)].toSorted(), [...clauses, ...supplements].toSorted(), id)
    }
  })

  it('number their paragraphs without gaps', () => {
    for (const { text } of POLICY_VERSIONS) {
      for (const [chapter, section] of text.entries()) {
        for (const [index, paragraph] of section.paragraphs.entries()) {
          assert.equal(paragraph.number, `${chapter + 1}.${index + 1}`)
          assert.match(paragraph.text, /^[A-Z].{15,400}\.$/)
        }
      }
    }
  })

  it('get another hash when anything in them changes', () => {
    const content = contentOf(newer)
    const changed: PolicyContent[] = [
      { ...content, id: '2025-02-26' },
      { ...content, title: 'Another' },
      { ...content, effectiveFrom: content.effectiveFrom + 1 },
      { ...content, clauses: content.clauses.slice(1) },
      { ...content, supplements: [] },
      { ...content, waivable: [] },
      { ...content, changes: 'Nothing.' },
      { ...content, text: content.text.slice(1) },
      ...Object.keys(content.parameters).map(name => ({
        ...content,
        parameters: { ...content.parameters, [name]: 7 },
      })),
    ]
    const hashes = new Set([newer.hash, ...changed.map(each => policyVersion(each).hash)])
    assert.equal(hashes.size, changed.length + 1)
    assert.equal(policyVersion(content).hash, newer.hash)
  })

  it('hash alike whatever the order their members were written in', () => {
    assert.equal(
      canonical({ b: [1, null], a: { d: 'ä', c: true } }),
      canonical({ a: { c: true, d: 'ä' }, b: [1, null] }),
    )
    assert.equal(canonical({ b: [1, 2], a: '"' }), '{"a":"\\"","b":[1,2]}')
    assert.notEqual(canonical([1, 2]), canonical([2, 1]))
  })

  it('are found by id', () => {
    assert.equal(policyVersionOf('2025-02-25'), newer)
    assert.equal(policyVersionOf('2019-01-21'), undefined)
  })
})
