import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { toWgs84 } from '../../src/places/index.ts'
import { sameChance } from '../directory/some-services.ts'
import { openHouse } from '../support/house.ts'
import { assertNearest, assertOpen, type Files, openEngland } from './england.ts'

/** Real codes, so that they are known to be English; where they lie is made up. */
const POSTCODES = ['LS1 4AP', 'LS1 4DY', 'LS2 9JT', 'LS6 3HN', 'BD1 1HX', 'WF1 2EB', 'YO1 7HH', 'HG1 1BX']
const TYPES = ['pharmacy', 'dentist', 'optician']
const HOURS = ['08:30-18:00', '09:00-13:00', '14:00-17:30', '10:00-16:00']

/** Files of the same shape as the real ones, of 300 services about Leeds, some of them under one roof. */
async function smallFiles(): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-england-'))
  after(() => rm(folder, { recursive: true }))
  const next = sameChance(7)
  const below = (limit: number): number => Math.floor(next() * limit)
  const points = POSTCODES.map(() => ({
    easting: 415_000 + below(30_000),
    northing: 420_000 + below(30_000),
  }))
  const postcodes = POSTCODES.map((code, index) => {
    const point = points[index]
    return `${code.replace(' ', '')},10,${point?.easting},${point?.northing},E,E08000035`
  })
  const services: string[] = []
  const opening: string[] = []
  for (let number = 1; number <= 300; number += 1) {
    const home = below(POSTCODES.length)
    const { easting = 0, northing = 0 } = points[home] ?? {}
    // Some a metre or two from each other, some at one point; one in thirty far from its postcode, so not believed.
    const spread = number % 30 === 0 ? 9000 : number % 5 === 0 ? 0 : 1400
    const at = toWgs84({
      easting: easting + (spread === 9000 ? 9000 : below(2 * spread + 1) - spread),
      northing: northing + (spread === 9000 ? 0 : below(2 * spread + 1) - spread),
    })
    const type = TYPES[number % 3] ?? ''
    const place = `${at.latitude.toFixed(7)},${at.longitude.toFixed(7)},s`
    services.push(
      `invented,${type},,X${number},Service ${number},1 Alder Lane,Leeds,${POSTCODES[home]},${place},,,,`,
    )
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'])
      if (below(6) > 0) opening.push(`${type},X${number},${number},${day},${HOURS[below(4)]},1,G,`)
  }
  const write = async (name: string, header: string, lines: readonly string[]): Promise<string> => {
    await writeFile(join(folder, name), `${[header, ...lines].join('\n')}\n`)
    return join(folder, name)
  }
  return {
    postcodes: await write('postcodes.csv', 'postcode,pqi,easting,northing,country,lad', postcodes),
    services: await write(
      'services.csv',
      'source,type,subtype,code,name,address,town,postcode,lat,lon,geo,pc_dist_m,phone,website,parent',
      services,
    ),
    opening: await write('opening.csv', 'type,code,org_id,day,times,open,kind,date', opening),
  }
}

/** The oracle asks as a crawler would, everywhere for everything; the watch looks on, and brakes nothing. */
describe('a small England of our own', async () => {
  const england = await openEngland(await openHouse({ SIGNPOST_WATCH: 'shadow' }), await smallFiles())

  it('has the nearest services to every postcode in the right order, of every kind', async () => {
    assert.equal(england.rows.length, 300)
    for (const postcode of england.postcodes.keys())
      for (const type of [undefined, ...TYPES]) await assertNearest(england, postcode, type)
  })

  it('finds open what is open', async () => {
    let checked = 0
    for (const at of [
      { open: 'now', weekday: 2, minute: 12 * 60 },
      { open: '2026-06-05T13:30:00+01:00', weekday: 4, minute: 13 * 60 + 30 },
      { open: '2026-06-06T15:59:59Z', weekday: 5, minute: 16 * 60 + 59 },
      { open: '2026-12-07T08:29:00Z', weekday: 0, minute: 8 * 60 + 29 },
    ])
      for (const type of TYPES) checked += await assertOpen(england, 'LS14AP', type, at)
    assert.ok(checked > 100, `${checked}`)
  })
})
