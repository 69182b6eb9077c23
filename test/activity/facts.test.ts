import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { keptFromText } from '../../src/activity/facts.ts'
import { factsFrom, keptFacts } from '../../src/activity/index.ts'
import { type CallerFacts, canonical } from '../../src/policy/index.ts'
import { callers } from '../policy/arbitrary.ts'
import { caller } from '../policy/examples.ts'

const person: CallerFacts = {
  ...caller,
  account: { ...caller.account, id: 'person-account-1', name: 'Alexandra Example', kind: 'individual' },
  individual: { id: 'person-account-1', role: 'R8000' },
}

describe('caller facts as the log keeps them', () => {
  it('go under the first 32 digits of the SHA-256 of their canonical JSON', () => {
    const kept = keptFacts(caller)
    const digest = createHash('sha256')
      .update(canonical(JSON.parse(kept.text)))
      .digest('hex')
    assert.equal(kept.hash, digest.slice(0, 32))
    assert.deepEqual(factsFrom(kept), caller)
  })

  it('are one and the same for equal facts, in whatever order their members come, and others for any other', () => {
    const { account, agreement, ...rest } = structuredClone(caller)
    assert.equal(keptFacts({ agreement, ...rest, account }).hash, keptFacts(caller).hash)
    fc.assert(
      fc.property(callers, callers, (one, other) => {
        const same = canonical(factsFrom(keptFacts(one))) === canonical(factsFrom(keptFacts(other)))
        assert.equal(keptFacts(one).hash === keptFacts(other).hash, same)
        assert.equal(keptFromText(keptFacts(one).text).hash, keptFacts(one).hash)
      }),
    )
  })

  it('are worked out once for each object', () => {
    assert.equal(keptFacts(caller), keptFacts(caller))
  })

  it('name no person: the account stands in for whoever holds it', () => {
    const { text, account, individual } = keptFacts(person)
    assert.ok(!text.includes('Alexandra'))
    assert.deepEqual([account, individual], ['person-account-1', 'person-account-1'])
    assert.equal(factsFrom(keptFacts(person)).account.name, 'person-account-1')
  })

  it('are the same whatever organisation a request names that the product does not serve', () => {
    const naming = (odsCode: string): CallerFacts => ({
      ...caller,
      organisation: { odsCode, name: odsCode, status: 'not-connected' },
    })
    assert.equal(keptFacts(naming('AAA01')).hash, keptFacts(naming('BBB02')).hash)
    assert.ok(!keptFacts(naming('AAA01')).text.includes('AAA01'))
  })

  it('that were altered are not believed', () => {
    const { hash, text } = keptFacts(caller)
    for (const altered of [
      text.replace('"active"', '"suspended"'),
      text.replace('"resultsMax":50', '"resultsMax":51'),
      text.replace('"national"', '["Y56"]'),
    ]) {
      assert.notEqual(altered, text)
      assert.throws(() => factsFrom({ hash, text: altered }), /altered/)
    }
  })
})
