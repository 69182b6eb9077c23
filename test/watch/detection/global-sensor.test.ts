import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createGlobalState, globalSensor } from '../../../src/watch/detection/global-sensor.ts'
import { chance } from './small-world.ts'

const HOUR = 3_600_000

describe('the global sensor', () => {
  it('is silent about people who travel, and names those who crawl a question a day each', () => {
    const random = chance(3)
    const sensor = globalSensor(createGlobalState(), [], 1)
    // Ratios with mean one: three in four below, one above.
    const travelling = (): number => (random() < 0.75 ? 0.4 : 2.8)
    let at = 0
    for (let turn = 0; turn < 60_000; turn += 1) {
      at += HOUR / 100
      const ratio = travelling()
      sensor.add(`honest${turn % 900}`, ratio, ratio)
      assert.equal(sensor.due(at), false)
    }
    let raised = -1
    for (let turn = 0; turn < 30_000; turn += 1) {
      at += HOUR / 100
      const crawls = turn % 40 === 0
      const ratio = crawls ? 25 : travelling()
      sensor.add(crawls ? `crawler${(turn / 40) % 60}` : `honest${turn % 900}`, ratio, ratio)
      if (sensor.due(at) && raised < 0) raised = turn / 40
    }
    assert.ok(raised > 0 && raised < 200, `raised after ${raised} questions of the crawl`)
    const named = sensor.ranked().slice(0, 60)
    const right = named.filter(({ account }) => account.startsWith('crawler')).length
    assert.ok(right >= 48, `${right} of ${named.length} are right`)
  })
})
