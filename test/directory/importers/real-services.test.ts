import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { ImportFormat } from '../../../src/directory/importers/import-report.ts'
import { type ImportJob, runImport } from '../../../src/directory/importers/run-import.ts'
import { createPlaces, importPostcodes, type Places } from '../../../src/places/index.ts'
import { simulatedClock } from '../../../src/vocabulary/index.ts'
import { testDatabase } from '../../support/database.ts'
import { realData, skipWithout } from '../../support/shared.ts'
import { memoryStore, NOON } from './trial.ts'

const POSTCODES = 'postcodes_gb_codepoint_2025-11.csv.gz'
const SERVICES = 'services_england.csv.gz'
const OPENING = 'opening_times_2014.csv.gz'

const pathOf = (name: string): string => realData(name) ?? assert.fail(`${name} is gone`)

/** What each real file came to when it was first imported whole: rows, accepted, repaired, rejected. */
const FILES: readonly [string, ImportFormat, number, number, number, number][] = [
  ['ods_epraccur_2026-02.csv.gz', 'ods', 15_389, 6208, 0, 9181],
  ['ods_edispensary_2025-04.csv.gz', 'ods', 20_932, 10_491, 45, 10_396],
  ['nhsuk_2014_Dentists.csv.gz', 'nhsuk', 7823, 7698, 116, 9],
  ['nhsuk_2014_Optician.csv.gz', 'nhsuk', 6343, 6283, 39, 21],
  ['nhsuk_2014_GPPractices.csv.gz', 'nhsuk', 8288, 3968, 0, 4320],
  ['nhsuk_2014_Hospital.csv.gz', 'nhsuk', 2918, 1728, 18, 1172],
  ['nhsuk_2018_Hospital.csv.gz', 'nhsuk', 1234, 1208, 9, 17],
  ['nhsuk_undated_Clinics_comma.csv.gz', 'nhsuk', 7384, 6889, 93, 402],
  ['nhsuk_2014_MIU.csv.gz', 'nhsuk', 7, 7, 0, 0],
  ['nhsuk_2014_Trust.csv.gz', 'nhsuk', 702, 0, 0, 702],
  ['hsds3_service_full.json', 'hsds', 1, 0, 0, 1],
  ['oruk3_service_full.json', 'hsds', 1, 0, 0, 1],
  ['oruk3_service_list.json', 'hsds', 1, 0, 0, 1],
  ['fhir_r4_ftrs_bundle.json', 'fhir', 1, 0, 0, 1],
]

describe('real files', {
  skip: skipWithout(POSTCODES) || skipWithout(SERVICES) || skipWithout(OPENING),
}, async () => {
  const places: Places = createPlaces()
  before(async () => {
    const answer = await importPostcodes({
      database: await testDatabase(),
      path: pathOf(POSTCODES),
      dryRun: true,
    })
    assert.equal(answer.outcome, 'imported')
    if (answer.outcome === 'imported') places.use(answer.table)
  })

  const run = (job: Omit<ImportJob, 'dryRun'>, memory = memoryStore()) =>
    runImport(
      { ...job, dryRun: false },
      { locate: places.locate, clock: simulatedClock(NOON), store: memory.store },
    )

  it('of England’s services and their opening times are imported out of the box', async t => {
    const memory = memoryStore()
    const job = { format: 'csv', files: [pathOf(SERVICES)], opening: [pathOf(OPENING)] } as const
    const began = performance.now()
    const report = await run(job, memory)
    const seconds = (performance.now() - began) / 1000
    t.diagnostic(`${Math.round(report.totals.rows / seconds)} rows a second`)
    t.diagnostic(JSON.stringify([report.totals, report.repairs, report.rejections]))
    assert.equal(report.totals.rows, 47_928)
    assert.deepEqual(Object.keys(report.rejections), ['duplicate'])
    assert.equal(report.totals.created, memory.services().length)
    // The list says itself how far each coordinate is from its postcode: an oracle that is not ours.
    const text = gunzipSync(readFileSync(pathOf(SERVICES))).toString('utf8')
    const far = [...text.matchAll(/,s,(\d+),/g)].filter(([, metres]) => Number(metres) > 2000).length
    assert.equal(report.repairs['coordinate-disagrees'], far)
    assert.equal(report.opening?.rows, 179_692)
    assert.equal(report.opening?.problems.length, 0)
  })

  for (const [name, format, ...counts] of FILES)
    it(`${name} is read whole, every row accounted for`, async t => {
      const report = await run({ format, files: [pathOf(`raw/${name}`)], typeId: 20 })
      const { rows, accepted, repaired, rejected } = report.totals
      t.diagnostic(
        JSON.stringify([name, rows, accepted, repaired, rejected, report.rejections, report.repairs]),
      )
      assert.deepEqual([rows, accepted, repaired, rejected], counts)
    })
})
