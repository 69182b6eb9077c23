import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AuditEvent } from '@medplum/fhirtypes'
import { auditEventOf, CSV_COLUMNS, csvRow } from '../../src/activity/index.ts'
import { problemsOf } from '../fhir/validators.ts'
import { sampleEntry } from './sample-entry.ts'

const logged = (changes: Parameters<typeof sampleEntry>[0] = {}) => ({
  node: 'node-1',
  sequence: 7,
  entry: sampleEntry(changes),
})

const refused = logged({
  decision: 'refuse',
  refusal: 'purpose-missing',
  clauses: ['AUP25-10', 'AUP25-11'],
  organisation: '',
  purpose: null,
  audience: null,
  agreement: null,
  results: [],
})
const maintained = logged({
  action: 'maintain',
  individual: 'person-1',
  question: {
    cell: null,
    typeIds: null,
    withinMetres: null,
    limit: null,
    filters: [],
    target: '12',
    maintain: { what: 'capacity', changes: true, maintained: true },
  },
})

describe('an entry, given to an inquiry', () => {
  it('is a FHIR AuditEvent that HL7’s own definitions find nothing wrong with, whatever it tells of', () => {
    const actions = (['search', 'look-up', 'place', 'reference', 'feedback'] as const).map(action =>
      logged({ action }),
    )
    for (const one of [...actions, refused, maintained]) {
      const event: AuditEvent = JSON.parse(JSON.stringify(auditEventOf(one)))
      assert.deepEqual(problemsOf(event), [], JSON.stringify(event))
    }
  })

  it('says as an AuditEvent who asked what for whom, under which policy, and how it came out', () => {
    const event = auditEventOf(logged({ results: [12, 13] }))
    assert.equal(event.outcome, '0')
    assert.equal(event.action, 'E')
    const [query] = event.entity
    assert.ok(query)
    const asked: unknown = JSON.parse(Buffer.from(query.query, 'base64').toString())
    assert.deepEqual(asked, sampleEntry().question)
    assert.ok(query.detail.some(({ type, valueString }) => type === 'services' && valueString === '12 13'))
    assert.match(JSON.stringify(event.agent), /org-1.*|policy\/2025-02-25/)
    const no = auditEventOf(refused)
    assert.equal(no.outcome, '4')
    assert.equal(no.outcomeDesc, 'purpose-missing (AUP25-10 AUP25-11)')
    assert.equal(auditEventOf(maintained).action, 'U')
  })

  it('is a row of CSV with a cell for each column, empty for what it does not say', () => {
    const row = csvRow(refused)
    assert.equal(row.length, CSV_COLUMNS.length)
    const cell = (name: (typeof CSV_COLUMNS)[number]) => row[CSV_COLUMNS.indexOf(name)]
    assert.equal(cell('sequence'), '7')
    assert.equal(cell('clauses'), 'AUP25-10 AUP25-11')
    assert.equal(cell('purpose'), '')
    assert.equal(cell('cell'), 'LS1 4')
    assert.equal(cell('organisation'), '')
  })
})
