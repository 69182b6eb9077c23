import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sameChance } from '../directory/some-services.ts'
import { openHouse } from '../support/house.ts'
import { realData, skipWithout } from '../support/shared.ts'
import { assertNearest, assertOpen, type Instant, openEngland } from './england.ts'

const POSTCODES = 'postcodes_gb_codepoint_2025-11.csv.gz'
const SERVICES = 'services_england.csv.gz'
const OPENING = 'opening_times_2014.csv.gz'
const skip = skipWithout(POSTCODES) || skipWithout(SERVICES) || skipWithout(OPENING)

const pathOf = (name: string): string => realData(name) ?? assert.fail(`${name} is gone`)

/** Within a year of the house's clock, 3 June 2026 at noon in London. No bank holidays among them. */
const INSTANTS: readonly Instant[] = [
  { open: 'now', weekday: 2, minute: 12 * 60 },
  { open: '2026-06-04T13:30:00+01:00', weekday: 3, minute: 13 * 60 + 30 },
  { open: '2026-06-06T09:30:00Z', weekday: 5, minute: 10 * 60 + 30 },
  { open: '2026-06-07T11:00:00+01:00', weekday: 6, minute: 11 * 60 },
  { open: '2026-12-07T17:29:00Z', weekday: 0, minute: 17 * 60 + 29 },
  { open: '2026-12-08T17:30:00Z', weekday: 1, minute: 17 * 60 + 30 },
]

/** The oracle asks as a crawler would, everywhere for everything; the watch looks on, and brakes nothing. */
describe('real England', { skip }, async () => {
  if (skip) return
  const house = await openHouse({ SIGNPOST_WATCH: 'shadow' })
  const began = performance.now()
  const england = await openEngland(house, {
    postcodes: pathOf(POSTCODES),
    services: pathOf(SERVICES),
    opening: pathOf(OPENING),
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(0)

  it('is imported whole, and the invented services are closed', async test => {
    test.diagnostic(`imported in ${seconds} s`)
    assert.equal(england.postcodes.size, 1_745_013)
    // 47,928 rows, of which seven have no code and the rest is given twice.
    assert.ok(england.rows.length > 47_850 && england.rows.length < 47_921, `${england.rows.length}`)
    const found = await england.search({ near: 'LS1 4AP', limit: '100' })
    assert.equal(found.services.length, 100)
    assert.doesNotMatch(found.body, /\(demonstration\)/)
  })

  it('has the twenty services, pharmacies and dentists nearest to LS1 4AP in the right order', async () => {
    for (const type of [undefined, 'pharmacy', 'dentist', 'optician'])
      await assertNearest(england, 'LS14AP', type)
  })

  it('has the twenty nearest to two hundred other postcodes in the right order', async () => {
    const english = [...england.postcodes].flatMap(([code, { country }]) => (country === 'E' ? [code] : []))
    const next = sameChance(20_261_122)
    for (let turn = 0; turn < 200; turn += 1) {
      const postcode = english[Math.floor(next() * english.length)] ?? ''
      await assertNearest(england, postcode, [undefined, 'pharmacy', 'dentist', 'clinic'][turn % 4])
    }
  })

  it('finds open what is open, at several times of a week and on both sides of the change of the clocks', async () => {
    let checked = 0
    for (const at of INSTANTS)
      for (const postcode of ['LS14AP', 'EC1A1BB', 'TR11AA', 'NE14ST'].filter(one =>
        england.postcodes.has(one),
      ))
        for (const type of ['dentist', 'optician']) checked += await assertOpen(england, postcode, type, at)
    assert.ok(checked > 1000, `${checked}`)
  })

  it('answers on the English side of a border and says whom to ask on the other', async () => {
    // Saltney lies across the border in one outcode; so does Canonbie's; Berwick is England's whatever its outcode.
    for (const postcode of ['TD151AA', 'DG165HT']) await assertNearest(england, postcode)
    for (const [postcode, nation] of [
      ['CH4 8QQ', 'Wales'],
      ['DG16 5AA', 'Scotland'],
      ['EH1 1AA', 'Scotland'],
    ] as const) {
      const { status, body, services } = await england.search({ near: postcode })
      assert.equal(status, 403, body)
      assert.deepEqual(services, [])
      assert.match(body, /outside-england/)
      assert.match(body, new RegExp(nation))
    }
  })
})
