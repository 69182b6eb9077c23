import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deserialize } from 'node:v8'
import { createCalibration, createDetection, type Observation, parseModel } from '../../../src/watch/index.ts'
import {
  accountAt,
  chance,
  honestLog,
  honestSearch,
  START,
  seededCrawl,
  smallWorld,
  untilFound,
} from './small-world.ts'

const DAY = 86_400_000
const world = smallWorld()
const accounts = Array.from({ length: 12 }, (_, town) => accountAt(world, `a${town}`, town * 2))
const clean = [...honestLog(world, accounts, 10, 12, 1)]

const learned = () => {
  const calibration = createCalibration({ services: world.services, accounts })
  for (const observation of honestLog(world, accounts, 10, 12, 2)) calibration.observe(observation)
  calibration.again()
  for (const observation of honestLog(world, accounts, 10, 12, 2)) calibration.observe(observation)
  return calibration.finish()
}
const model = learned()
const watching = (of = model as typeof model | null) =>
  createDetection({ model: of, services: world.services, accounts })

describe('the detection', () => {
  it('finds nothing in honest traffic, calibrated or not', () => {
    for (const calibrated of [model, null]) assert.equal(untilFound(watching(calibrated), clean), null)
  })

  it('finds a crawl from addresses before a thirtieth of a small directory is out, calibrated or not', () => {
    for (const calibrated of [model, null]) {
      const detection = watching(calibrated)
      assert.equal(untilFound(detection, clean), null)
      const found = untilFound(detection, seededCrawl(world, 'a3', START + 11 * DAY, 5))
      assert.ok(found, 'no finding')
      assert.equal(found.finding.account, 'a3')
      assert.equal(found.finding.scope, 'account')
      assert.notEqual(found.finding.brake, 'none')
      assert.ok(found.shown < world.services.length / 30, `${found.shown} services were out`)
      assert.equal(detection.brakeOn('a3', START + 12 * DAY), found.finding.brake)
      assert.equal(detection.brakeOn('a4', START + 12 * DAY), 'none')
      assert.ok(Array.isArray(found.finding.evidence['searches']))
      assert.doesNotThrow(() => JSON.stringify(found.finding))
    }
  })

  it('does not mind somebody who moves to another town', () => {
    const detection = watching()
    assert.equal(untilFound(detection, clean), null)
    const random = chance(9)
    const elsewhere: Observation[] = []
    for (let turn = 0; turn < 300; turn += 1)
      elsewhere.push(honestSearch(world, 'a3', 17, START + 11 * DAY + turn * 1_800_000, random))
    assert.equal(untilFound(detection, elsewhere), null)
  })

  it('sees a list of ids read one after the other, and none in following up answers', () => {
    const detection = watching()
    assert.equal(untilFound(detection, clean), null)
    const followed = clean.slice(-200).map(
      ({ at, account, ids }): Observation => ({
        action: 'lookup',
        at: at + DAY,
        account,
        id: ids[0] ?? 0,
        found: true,
      }),
    )
    assert.equal(untilFound(detection, followed), null)
    const listed = Array.from(
      { length: 60 },
      (_, turn): Observation => ({
        action: 'lookup',
        at: START + 12 * DAY + turn * 1000,
        account: 'a5',
        id: 1_001 + turn,
        found: turn % 2 === 1,
      }),
    )
    const found = untilFound(detection, listed)
    assert.equal(found?.finding.detector, 'look-ups')
    assert.equal(found?.finding.account, 'a5')
  })

  it('adds up what accounts of one organisation do together', () => {
    const team = Array.from({ length: 8 }, (_, turn) => accountAt(world, `t${turn}`, 0, 'team'))
    const detection = createDetection({ model, services: world.services, accounts: team })
    assert.equal(untilFound(detection, honestLog(world, team, 6, 10, 3)), null)
    const turns = [...seededCrawl(world, '', START + 7 * DAY, 5)].map((search, turn) => ({
      ...search,
      account: `t${turn % 8}`,
    }))
    const found = untilFound(detection, turns)
    assert.equal(found?.finding.scope, 'organisation')
    assert.equal(found?.finding.organisation, 'team')
    assert.equal(detection.brakeOn('t7', START + 7 * DAY + 1), found?.finding.brake)
  })

  it('takes a declared event as no evidence, and says of another that it was declared', () => {
    const crawl = [...seededCrawl(world, 'a3', START + 11 * DAY, 5)].slice(0, 60)
    const event = {
      id: 'audit-1',
      from: START + 11 * DAY,
      until: START + 20 * DAY,
      accounts: ['a3'],
      organisations: null,
      regions: null,
      types: null,
    }
    const silent = watching()
    silent.declare({ ...event, effect: 'suppress' })
    assert.equal(untilFound(silent, clean), null)
    assert.equal(untilFound(silent, crawl), null)
    const speaking = watching()
    speaking.declare({ ...event, effect: 'annotate' })
    assert.equal(untilFound(speaking, clean), null)
    assert.deepEqual(untilFound(speaking, crawl)?.finding.evidence['events'], ['audit-1'])
  })

  it('starts again when a person released the account', () => {
    const detection = watching()
    const found = untilFound(detection, seededCrawl(world, 'a3', START + DAY, 5))
    assert.ok(found)
    detection.release('a3', found.finding.at)
    assert.equal(detection.brakeOn('a3', found.finding.at), 'none')
    assert.ok(untilFound(detection, seededCrawl(world, 'a3', START + 2 * DAY, 6)))
  })

  it('goes on from a snapshot exactly as if it had never stopped', () => {
    const whole = watching()
    const later = [...honestLog(world, accounts, 4, 12, 4), ...seededCrawl(world, 'a7', START + 12 * DAY, 8)]
    for (const observation of clean) whole.observe(observation)
    const snapshot = whole.snapshot()
    const resumed = watching()
    for (const observation of clean.slice(0, 100)) resumed.observe(observation)
    resumed.restore(snapshot)
    for (const observation of later)
      assert.deepEqual(resumed.observe(observation), whole.observe(observation))
    assert.deepEqual(deserialize(resumed.snapshot()), deserialize(whole.snapshot()))
    assert.throws(() => resumed.restore(Buffer.from('nothing')), /state of the watch/)
  })

  it('knows what was declared as within and without', () => {
    const detection = watching()
    const [home, away] = [world.towns[0], world.towns[1]]
    assert.ok(home && away)
    assert.ok(detection.inFootprint('a0', home.easting + 24_000, home.northing))
    assert.ok(!detection.inFootprint('a0', home.easting + 26_000, home.northing))
    assert.ok(!detection.inFootprint('nobody', home.easting, home.northing))
    const regional = {
      ...accountAt(world, 'r', 0),
      footprint: { sites: [], regions: ['W'], national: false },
    }
    detection.putAccount(regional)
    for (const { easting, northing, region } of world.services.slice(0, 50))
      assert.equal(detection.inFootprint('r', easting, northing), region === 'W')
  })

  it('writes a model that is read back as it was, and nothing else is taken for one', () => {
    assert.deepEqual(parseModel(JSON.stringify(model)), model)
    for (const text of [
      '',
      '{}',
      '[]',
      JSON.stringify({ ...model, version: 2 }),
      JSON.stringify({ ...model, types: ['x'] }),
    ])
      assert.throws(() => parseModel(text), { name: 'ModelError' })
  })

  it('learns the same model from the same traffic', () => {
    assert.equal(learned().id, model.id)
  })
})
