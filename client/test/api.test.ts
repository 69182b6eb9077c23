import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { openHouse } from '../../test/support/house.ts'
import { type Described, typesFrom } from '../generate.ts'

describe('the types of the client', () => {
  it('are what the OpenAPI document says; write them anew with `npm run generate -w client`', async () => {
    const house = await openHouse()
    const document = (await house.ask(null, '/openapi.json')).json<Described>()
    const kept = await readFile(new URL('../src/api.ts', import.meta.url), 'utf8')
    const made = (await typesFrom(document)).split('\n')
    const odd = kept.split('\n').findIndex((line, at) => line !== made[at])
    assert.equal(odd, -1, `line ${odd + 1} would be: ${made[odd]}`)
    assert.equal(kept.split('\n').length, made.length)
  })
})
