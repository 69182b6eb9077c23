import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  canonical,
  differenceInWords,
  gateOf,
  PARAMETER_NAMES,
  POLICY_VERSIONS,
  type PolicyContent,
  type PolicyVersion,
  plannedIn,
  policyDiff,
  policyVersion,
  readPolicyContent,
} from '../../src/policy/index.ts'

const [older, newer] = POLICY_VERSIONS
assert.ok(newer)
const contentOf = ({ hash: _, citations: __, ...content }: PolicyVersion): PolicyContent => content
const content = contentOf(newer)

/** What is wrong with the newest version, changed so. */
function wrong(change: Readonly<Record<string, unknown>>): string[] {
  const read = readPolicyContent({ ...content, ...change })
  return read.outcome === 'read' ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`)
}
const parameters = (change: Readonly<Record<string, unknown>>) =>
  wrong({ parameters: { ...content.parameters, ...change } })

describe('reading a draft', () => {
  it('gives back every published version, with the hash it was published with', () => {
    for (const version of POLICY_VERSIONS) {
      const read = readPolicyContent(JSON.parse(canonical(contentOf(version))))
      assert.ok(read.outcome === 'read', JSON.stringify(read))
      assert.equal(policyVersion(read.content).hash, version.hash)
    }
  })

  it('takes an instant with its offset for the number', () => {
    const read = readPolicyContent({ ...content, effectiveFrom: '2027-04-01T00:00:00+01:00' })
    assert.ok(read.outcome === 'read')
    assert.equal(read.content.effectiveFrom, Date.parse('2027-03-31T23:00:00Z'))
    assert.equal(wrong({ effectiveFrom: '2027-04-01' }).length, 1)
    assert.equal(wrong({ effectiveFrom: '2027-13-01T00:00:00Z' }).length, 1)
  })

  it('names everything that is missing, unknown, or of another shape, by its path', () => {
    const { title: _, ...untitled } = content
    const read = readPolicyContent({
      ...untitled,
      author: 'me',
      parameters: { ...content.parameters, resultsMax: 101, speed: 1, reacceptHardGate: 'yes' },
      text: [{ heading: 'One', paragraphs: [{ number: '1.1', text: 'Two\nlines.' }] }],
    })
    assert.ok(read.outcome === 'wrong')
    assert.deepEqual(read.problems.map(({ path }) => path).toSorted(), [
      'author',
      'parameters.reacceptHardGate',
      'parameters.resultsMax',
      'parameters.speed',
      'text[0].paragraphs[0].clauses',
      'text[0].paragraphs[0].text',
      'title',
    ])
    for (const { message } of read.problems) assert.ok(message.length > 5)
  })

  it('survives anything at all', () => {
    for (const value of [null, undefined, 0, '', [], {}, { effectiveFrom: null }, { text: [[]] }, () => 1])
      assert.equal(readPolicyContent(value).outcome, 'wrong')
  })

  it('keeps parameters inside the hard limits, and a default inside its most', () => {
    assert.equal(parameters({ distanceMetresMax: 160_935 }).length, 1)
    assert.equal(parameters({ monitoringPerMinute: 2 }).length, 1)
    assert.equal(parameters({ retentionYears: 7 }).length, 1)
    assert.equal(parameters({ inactivityMonths: 0 }).length, 1)
    assert.equal(parameters({ answerValidSeconds: 1.5 }).length, 1)
    assert.deepEqual(parameters({ resultsMax: 10 }), [
      'parameters.resultsDefault: is above parameters.resultsMax',
    ])
    assert.deepEqual(parameters({ inactivityMonths: 5 }), [
      'parameters.inactivityWarnings[1]: comes when access has ended, or never does',
      'parameters.inactivityWarnings[2]: comes when access has ended, or never does',
    ])
  })

  it('knows its clauses, each once, and waives none that it does not hold or that is a must', () => {
    assert.deepEqual(wrong({ waivable: ['AUP18-14', 'AUP25-28', 'AUP25-08', 'AUP18-16', 'AUP18-16'] }), [
      'waivable[0]: AUP18-14 is none of its clauses',
      'waivable[1]: AUP25-28 is a must, and there is no derogation from it',
      'waivable[4]: AUP18-16 is there twice',
    ])
    assert.deepEqual(wrong({ clauses: [...content.clauses, 'AUP25-99', 'AUP25-01'] }), [
      'clauses[62]: AUP25-99 is not in the catalogue of clauses',
      'clauses[63]: AUP25-01 is there twice',
    ])
    assert.equal(wrong({ clauses: ['AUP26-01'] }).length, 1)
  })

  it('holds paragraphs to their numbers and to its clauses', () => {
    const [first, ...others] = content.text
    assert.ok(first)
    const [one, ...rest] = first.paragraphs
    assert.ok(one)
    const changed = { ...one, number: '1.2', clauses: ['AUP18-34'] }
    assert.deepEqual(wrong({ text: [{ ...first, paragraphs: [changed, ...rest] }, ...others] }), [
      'text[0].paragraphs[0].number: is 1.2; by its place it is 1.1',
      'text[0].paragraphs[0].clauses[0]: AUP18-34 is none of its clauses',
    ])
  })

  it('asks for a day that there is', () => {
    assert.deepEqual(wrong({ id: '2027-02-29' }), ['id: is no day of the calendar'])
    assert.equal(wrong({ id: '2027-2-1' }).length, 1)
  })
})

describe('the gate', () => {
  it('lets the published versions through', () => {
    for (const version of POLICY_VERSIONS) assert.deepEqual(gateOf(version), [], version.id)
  })

  it('lists clauses that no paragraph says, and those the catalogue does not know', () => {
    assert.deepEqual(gateOf({ ...content, text: content.text.slice(0, -1) }), [
      ...content.supplements
        .filter(id => !['AUP18-10', 'AUP18-16', 'AUP18-17'].includes(id))
        .map(id => gateOf({ clauses: [], supplements: [id], text: [] })[0]),
    ])
    assert.deepEqual(gateOf({ clauses: ['AUP25-99'], supplements: [], text: [] }), [
      'AUP25-99 is not in the catalogue of clauses.',
    ])
  })

  it('tells which clauses wait for what is to carry them', () => {
    assert.ok(!plannedIn(newer).includes('AUP25-10'))
    assert.ok(!plannedIn(newer).includes('AUP25-14'), 'a promise is all there is')
    for (const id of plannedIn(newer)) assert.ok(newer.clauses.includes(id) || newer.supplements.includes(id))
  })
})

describe('the difference between two versions', () => {
  const [section, ...sections] = content.text
  assert.ok(section)
  const [one, two, ...rest] = section.paragraphs
  assert.ok(one && two)
  const changed: PolicyContent = {
    ...content,
    parameters: { ...content.parameters, resultsMax: 50, inactivityMonths: null },
    clauses: content.clauses.slice(1),
    waivable: [...content.waivable, 'AUP25-08'],
    text: [
      {
        ...section,
        paragraphs: [
          { number: '1.1', text: 'Quite new words.', clauses: [] },
          { number: '1.2', text: 'An organisation says its name.', clauses: two.clauses },
          ...rest.map((paragraph, index) => ({ ...paragraph, number: `1.${index + 3}` })),
        ],
      },
      ...sections,
    ],
  }

  it('names parameters before and after, clauses, and paragraphs in words', () => {
    assert.deepEqual(policyDiff(content, changed).map(differenceInWords), [
      'inactivityMonths: 6 → null. Calendar months without use after which access ends, Europe/London (AUP25-33, D3); null: it does not.',
      'resultsMax: 100 → 50. The most results of one answer (AUP25-28).',
      'clause dropped: AUP25-01 Every use is under the rules',
      'waivable clause added: AUP25-08 Geographic searches only',
      '1.1 added: “Quite new words.”',
      `1.2 changed: “${two.text}” → “An organisation says its name.”`,
      `1.1 removed: “${one.text}”`,
    ])
  })

  it('is none between a version and itself, and the mirror image the other way round', () => {
    assert.deepEqual(policyDiff(content, content), [])
    const there = policyDiff(content, changed)
    const back = policyDiff(changed, content)
    assert.equal(back.length, there.length)
    const values = back.flatMap(each => (each.what === 'parameter' ? [[each.after, each.before]] : []))
    assert.deepEqual(
      there.flatMap(each => (each.what === 'parameter' ? [[each.before, each.after]] : [])),
      values,
    )
  })

  it('knows a paragraph again that has only moved', () => {
    const moved = { ...content, text: [...sections, section] }
    assert.deepEqual(policyDiff(content, moved), [])
  })

  it('covers every parameter', () => {
    const values = { ...older.parameters, ...Object.fromEntries(PARAMETER_NAMES.map(name => [name, 'x'])) }
    const names = policyDiff(content, { ...content, parameters: values }).map(each =>
      each.what === 'parameter' ? each.name : '',
    )
    assert.deepEqual(names, PARAMETER_NAMES)
  })

  it('pairs what 2018 and 2025 say of the same', () => {
    const cache = policyDiff(older, newer).find(
      each => each.what === 'paragraph' && each.after?.startsWith('Keep no cache'),
    )
    assert.ok(
      cache?.what === 'paragraph' && cache.before?.startsWith('Service information should not be cached'),
    )
  })
})
