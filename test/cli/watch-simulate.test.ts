import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { CommandError } from '../../src/cli/operation.ts'
import { planOf, readGiven } from '../../src/cli/watch-simulate-plan.ts'
import { runCommand } from '../support/server.ts'

const TINY = [
  ['--services', '1200'],
  ['--scale', '0.001'],
  ['--wide-volume', '0.002'],
  ['--independents', '0'],
  ['--days', '2'],
  ['--calibration-days', '7'],
  ['--seeds', '1'],
].flat()

describe('signpost watch simulate', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signpost-simulate-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const linesOf = async (name: string): Promise<Record<string, unknown>[]> =>
    (await readFile(join(folder, 'world', name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))

  it('prints how far a crawler gets and whom the detectors accuse', async () => {
    const flags = join(folder, 'false-flags.ndjson')
    const { code, stdout, stderr } = await runCommand([
      'watch',
      'simulate',
      ...TINY,
      '--rows',
      '01',
      '--false-flags',
      flags,
    ])
    assert.equal(code, 0, stderr)
    assert.match(stdout, /\| 01 lattice of 12 km, 3 a second, clinician \|/)
    assert.match(stdout, /False flags per 1,000 account-months/)
    assert.match(stdout, /\| clinician \| \d+ \|/)
    for (const line of (await readFile(flags, 'utf8')).split('\n').filter(text => text !== ''))
      assert.ok(['calm', 'upheaval'].includes(JSON.parse(line).spell))
  })

  it('writes a world and its logs in the formats of calibrate and replay, with who it was', async () => {
    const { code, stdout, stderr } = await runCommand([
      'watch',
      'simulate',
      ...TINY,
      '--rows',
      '13,20',
      '--write',
      join(folder, 'world'),
    ])
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^signpost watch calibrate --services .* --out .*model\.json$/m)

    const services = await linesOf('services.ndjson')
    const [service] = services
    assert.deepEqual(Object.keys(service ?? {}).sort(), [
      'easting',
      'id',
      'northing',
      'odsCode',
      'region',
      'type',
    ])
    const accounts = new Set((await linesOf('agreements.ndjson')).map(({ account }) => account))
    const log = await linesOf('log.ndjson')
    assert.ok(log.length > 500)
    const times = log.map(({ at }) => Date.parse(String(at)))
    assert.ok(times.every((at, n) => at >= (times[n - 1] ?? 0)))
    assert.ok(log.every(({ account }) => accounts.has(account)))
    assert.ok(log.some(({ action }) => action === 'lookup'))
    assert.ok((await linesOf('calibration-log.ndjson')).every(({ action }) => action === 'search'))

    const truths: { row: string; accounts: string[] }[] = JSON.parse(
      await readFile(join(folder, 'world', 'crawlers.json'), 'utf8'),
    )
    assert.deepEqual(
      truths.map(({ row }) => row),
      ['13', '20'],
    )
    assert.ok(truths.every(truth => truth.accounts.every(account => accounts.has(account))))
  })

  it('refuses crawlers there are not, by name', async () => {
    const { code, stderr } = await runCommand(['watch', 'simulate', '--rows', '01,99'])
    assert.equal(code, 1)
    assert.match(stderr, /There is no crawler 99\. There are: 01, 02/)
  })

  it('refuses numbers that are none', () => {
    for (const [options, wanted] of [
      [{ seeds: '0' }, /--seeds takes a whole number, at least 1/],
      [{ wideVolume: 'much' }, /--wide-volume takes a number above 0/],
      [{ days: '1.5' }, /--days takes a whole number/],
    ] as const)
      assert.throws(
        () => readGiven(options),
        error => error instanceof CommandError && wanted.test(error.message),
      )
  })

  it('plans a seed after the other, and the curve for the first only', () => {
    const orders = planOf(readGiven({ seed: '5', seeds: '3', curve: 'loss.svg', rows: 'a1, 02' }))
    assert.deepEqual(
      orders.map(({ size }) => size.seed),
      [5, 6, 7],
    )
    assert.deepEqual(orders[0]?.rows, ['A1', '02'])
    assert.ok((orders[0]?.strictnesses.length ?? 0) > 2)
    assert.deepEqual(orders[1]?.strictnesses, [])
    assert.ok(planOf(readGiven({ quick: true })).length === 1)
  })
})
