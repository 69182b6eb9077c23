import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AlreadyUsed, sweepOidcRecords, USED_ASSERTION } from '../../src/accounts/index.ts'
import { openOidcStore } from '../../src/accounts/oidc-store.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 2, 1, 12)

describe('the memory of the OAuth provider', async () => {
  const database = await testDatabase()
  const clock = simulatedClock(START)
  const store = openOidcStore(database, clock)

  it('gives back what it was given, by any of its names, until it expires', async () => {
    const sessions = store('Session')
    const payload = { uid: 'u1', userCode: 'ABCD', grantId: 'g1', deep: { list: [1, 'zwei', null] } }
    await sessions.upsert('s1', payload, 60)
    for (const found of [
      await sessions.find('s1'),
      await sessions.findByUid('u1'),
      await sessions.findByUserCode('ABCD'),
    ]) {
      assert.deepEqual(found, payload)
    }
    assert.equal(await store('Interaction').find('s1'), undefined, 'each model for itself')
    await sessions.upsert('s1', { ...payload, deep: 2 }, 60)
    assert.deepEqual((await sessions.find('s1'))?.['deep'], 2)
    clock.advance(60_000)
    assert.equal(await sessions.find('s1'), undefined)
  })

  it('keeps what has no expiry', async () => {
    const grants = store('Grant')
    await grants.upsert('g', { a: 1 })
    clock.advance(10 * 365 * 86_400_000)
    assert.deepEqual(await grants.find('g'), { a: 1 })
  })

  it('lets exactly one of twenty consume a code', async () => {
    const codes = store('AuthorizationCode')
    await codes.upsert('c', { a: 1 }, 60)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => codes.consume('c')))
    assert.equal(outcomes.filter(outcome => outcome.status === 'fulfilled').length, 1)
    assert.deepEqual(await codes.find('c'), { a: 1, consumed: Math.floor(clock.now() / 1000) })
  })

  it('takes a used assertion once, and again only after it could no longer be played back', async () => {
    const used = store(USED_ASSERTION)
    await used.upsert('x', { iss: 'a' }, 60)
    await assert.rejects(used.upsert('x', { iss: 'a' }, 60), AlreadyUsed)
    clock.advance(60_000)
    await used.upsert('x', { iss: 'a' }, 60)
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => used.upsert('y', {}, 60)))
    assert.equal(outcomes.filter(outcome => outcome.status === 'fulfilled').length, 1)
  })

  it('forgets one record, or all of a grant', async () => {
    const tokens = store('RefreshToken')
    for (const id of ['1', '2', '3']) await tokens.upsert(id, { grantId: id === '3' ? 'h' : 'g' }, 60)
    await tokens.revokeByGrantId('g')
    assert.equal(await tokens.find('1'), undefined)
    assert.ok(await tokens.find('3'))
    await tokens.destroy('3')
    assert.equal(await tokens.find('3'), undefined)
  })

  it('sweeps away what has long expired, by itself as it is written to, and nothing else', async () => {
    await database.query('delete from accounts.oidc_record')
    const used = store(USED_ASSERTION)
    await used.upsert('old', {}, 60)
    clock.advance(600_000)
    await used.upsert('recent', {}, 1)
    assert.equal(
      await sweepOidcRecords(database, clock.now()),
      0,
      'expired nine minutes ago: a slow clock may need it',
    )
    clock.advance(61_000)
    assert.equal(await sweepOidcRecords(database, clock.now()), 1)

    clock.advance(3_600_000)
    for (let index = 0; index < 200; index += 1) await used.upsert(`n${index}`, {}, 60)
    const left = await database.query("select 1 from accounts.oidc_record where id = 'recent'")
    assert.equal(left.length, 0)
  })
})
