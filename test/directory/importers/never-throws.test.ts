import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import {
  FORMATS,
  type ImportFormat,
  type ImportReport,
} from '../../../src/directory/importers/import-report.ts'
import { runImport } from '../../../src/directory/importers/run-import.ts'
import { simulatedClock } from '../../../src/vocabulary/index.ts'
import { tinyPlaces } from './tiny-places.ts'
import { memoryStore, NOON } from './trial.ts'

const folder = await mkdtemp(join(tmpdir(), 'signpost-bytes-'))
after(() => rm(folder, { recursive: true, force: true }))

async function importBytes(format: ImportFormat, bytes: Uint8Array): Promise<ImportReport> {
  const file = join(folder, 'bytes')
  await writeFile(file, bytes)
  const { store } = memoryStore()
  return runImport(
    { format, files: [file], opening: [file], dryRun: false, typeId: 13 },
    { locate: tinyPlaces.locate, clock: simulatedClock(NOON), store },
  )
}

const isCounted = ({ totals, files, rejectedRows, repairedRows }: ImportReport): void => {
  assert.equal(totals.rows, totals.accepted + totals.repaired + totals.rejected)
  assert.equal(
    totals.accepted + totals.repaired,
    totals.created + totals.updated + totals.closed + totals.unchanged,
  )
  assert.equal(files[0]?.rows, totals.rows)
  assert.equal(rejectedRows.length, totals.rejected)
  assert.equal(repairedRows.length, totals.repaired)
}

const HEADERS: Readonly<Record<'csv' | 'nhsuk', string>> = {
  csv: 'id,name,type,postcode,lat,lon,phone,monday',
  nhsuk: 'OrganisationID¬OrganisationName¬OrganisationType¬Postcode¬Latitude¬Longitude¬Phone¬Website',
}
const value = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    '2',
    'LS1 4AP',
    'KENT',
    '53.797681',
    '-1.549825',
    '100',
    'pharmacy',
    '09:00-05:30',
    '"',
    '01632 960001',
  ),
  fc.string({ maxLength: 8 }),
)

describe('any bytes at all', () => {
  for (const format of FORMATS)
    it(`given as ${format} are answered, never thrown at, and every row is counted once`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes =>
          isCounted(await importBytes(format, bytes)),
        ),
        { numRuns: 60 },
      )
    })

  for (const format of ['csv', 'nhsuk'] as const)
    it(`under a good ${format} header are as many rows as lines with anything in them`, async () => {
      const delimiter = format === 'csv' ? ',' : '¬'
      const cell = value.map(text => text.replace(/["\r\n]/g, ''))
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(cell, { minLength: 7, maxLength: 9 }), { maxLength: 12 }),
          async table => {
            const lines = table.map(row => row.join(delimiter))
            const report = await importBytes(format, Buffer.from([HEADERS[format], ...lines].join('\r\n')))
            isCounted(report)
            const filled = lines.filter(line => line.split(delimiter).some(one => one.trim() !== ''))
            assert.equal(report.totals.rows, filled.length)
          },
        ),
        { numRuns: 100 },
      )
    })

  it('in the shape of JSON are counted too', async () => {
    const json = fc.jsonValue({ maxDepth: 4 })
    const service = fc.record(
      {
        id: json,
        name: json,
        status: json,
        service_at_locations: json,
        schedules: fc.array(fc.record({ byday: json, opens_at: json, closes_at: json, freq: json })),
        phones: fc.array(fc.record({ number: json, extension: json })),
        minimum_age: json,
      },
      { requiredKeys: ['id'] },
    )
    const resource = fc.record({
      resourceType: fc.constantFrom('Organization', 'HealthcareService', 'Location', 'Endpoint', 'Bundle'),
      id: fc.constantFrom('1', '2'),
      name: json,
      telecom: fc.array(fc.record({ system: fc.constantFrom('phone', 'url'), value: json, extension: json })),
      availableTime: fc.array(json),
      notAvailable: fc.array(fc.record({ during: json })),
      location: fc.array(fc.record({ reference: fc.constantFrom('Location/1', 'Location/2', '#1') })),
      address: json,
    })
    const bytes = (content: unknown) => Buffer.from(JSON.stringify(content))
    await fc.assert(
      fc.asyncProperty(fc.array(service), fc.array(resource), async (services, resources) => {
        isCounted(await importBytes('hsds', bytes({ contents: services })))
        isCounted(
          await importBytes(
            'fhir',
            bytes({ resourceType: 'Bundle', entry: resources.map(one => ({ resource: one })) }),
          ),
        )
      }),
      { numRuns: 60 },
    )
  })
})
