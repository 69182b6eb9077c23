import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type CoordinateReading, readCoordinates } from '../../src/places/coordinates.ts'
import { gridSquare } from '../../src/places/national-grid.ts'

const leeds = { kind: 'degrees', point: { latitude: 53.8, longitude: -1.55 }, label: '53.8,-1.55' }
const reasonOf = (reading: CoordinateReading | null): string =>
  reading?.kind === 'wrong' ? reading.reason : `${reading?.kind}`

describe('reading coordinates', () => {
  it('reads degrees as numbers, with letters, and with minutes and seconds', () => {
    for (const text of [
      '53.8,-1.55',
      ' 53.8  -1.55 ',
      '(53.8; \u22121.55)',
      'geo:53.8,-1.55',
      'lat 53.8 lon: -1.55',
      '53.8N 1.55W',
      '53.8° n, 1.55° w',
      'N53.8 W1.55',
      '1.55W 53.8N',
      '53°48\u2032N 1°33\u2032W',
      '53°48\'00"N 1°33\'00"W',
    ])
      assert.deepEqual(readCoordinates(text), leeds, text)
  })

  it('reads a lettered grid reference as the middle of its square, and its label again', () => {
    const squares: Record<string, [number, number, number]> = {
      'SE 300 334': [430_050, 433_450, 71],
      se300334: [430_050, 433_450, 71],
      'SE 3001 3342': [430_015, 433_425, 8],
      'TQ 30012 80034': [530_012, 180_034, 1],
      'SV 911 107': [91_150, 10_750, 71],
      'NT 999 527': [399_950, 652_750, 71],
    }
    for (const [text, [easting, northing, errorMetres]] of Object.entries(squares)) {
      const reading = readCoordinates(text)
      assert.ok(reading?.kind === 'grid', text)
      assert.deepEqual([reading.point, reading.errorMetres], [{ easting, northing }, errorMetres], text)
      assert.deepEqual(readCoordinates(reading.label), reading)
    }
  })

  it('finds the square that the grid says a point is in', () => {
    const onGrid = fc.record({
      easting: fc.integer({ min: 0, max: 699_999 }),
      northing: fc.integer({ min: 0, max: 1_299_999 }),
    })
    fc.assert(
      fc.property(onGrid, point => {
        const square = gridSquare(point)
        const east = `${point.easting % 100_000}`.padStart(5, '0')
        const north = `${point.northing % 100_000}`.padStart(5, '0')
        const reading = readCoordinates(`${square.slice(0, 2)} ${east} ${north}`)
        assert.deepEqual(reading?.kind === 'grid' && reading.point, { ...point })
      }),
    )
  })

  it('reads metres, also with decimals, and no telephone number as metres', () => {
    const reading = readCoordinates('430123.4, 433566.8')
    assert.deepEqual(reading?.kind === 'grid' && reading.point, { easting: 430_123, northing: 433_567 })
    assert.match(reasonOf(readCoordinates('07700 900123')), /neither/)
    assert.equal(readCoordinates('091786,010736')?.kind, 'grid')
  })

  it('says what is wrong with numbers that are no place', () => {
    assert.match(reasonOf(readCoordinates('-1.55,53.8')), /Did you mean 53\.8,-1\.55/)
    for (const text of ['100,101', '53.8S 1.55N', '53.8N -1.55W', "53°60'N 1°33'W", '999999,999999'])
      assert.match(reasonOf(readCoordinates(text)), /neither/, text)
    assert.match(reasonOf(readCoordinates('SE 30 33')), /six figures/)
    for (const text of ['', 'LS1 4AP', 'SE1 2AB', '12', '12°', 'E1 N1', 'S10 W5', '1e5,2e5', 'Leeds, 4'])
      assert.equal(readCoordinates(text), null, text)
  })
})
