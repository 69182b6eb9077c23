import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AgreementFacts, CallerFacts } from '../src/policy/index.ts'
import { sharedVolumes } from '../src/shared-volumes.ts'
import { caller } from './policy/examples.ts'

const NOW = Date.UTC(2026, 5, 3)

describe('what organisation and product have altogether', () => {
  const agreed = new Map<string, AgreementFacts>()
  const agree = (id: string, perMinute: number, over: Partial<AgreementFacts> = {}): void => {
    const { agreement } = caller
    assert.ok(agreement)
    agreed.set(id, { ...agreement, id, volume: { perMinute, perDay: perMinute * 10 }, ...over })
  }
  const of = sharedVolumes(
    {
      connectionsOf: {
        organisation: (ods, environment) => (environment === 'production' ? [`${ods}-1`, `${ods}-2`] : []),
        product: id => [`${id}-1`],
      },
    },
    { agreementFor: id => agreed.get(id) ?? null },
  )
  const asking = (odsCode: string, environment: 'production' | 'integration'): CallerFacts => ({
    ...caller,
    organisation: { ...caller.organisation, odsCode },
    product: { ...caller.product, id: 'p' },
    connection: { ...caller.connection, environment },
  })

  it('is the sum of what is in force, in that environment, raised where it is', () => {
    agree('A-1', 5)
    agree('A-2', 7, {
      permissions: [
        {
          id: 'raised',
          type: 'raised-quota',
          from: NOW - 1,
          until: NOW + 1,
          volume: { perMinute: 20, perDay: 1 },
        },
      ],
    })
    agree('p-1', 3)
    assert.deepEqual(of(asking('A', 'production'), NOW), {
      organisation: { perMinute: 25, perDay: 120 },
      product: { perMinute: 3, perDay: 30 },
    })
    assert.deepEqual(of(asking('A', 'integration'), NOW).organisation, { perMinute: 0, perDay: 0 })
  })

  it('leaves out what has ended, within a second and a little more', () => {
    agree('B-1', 5)
    agree('B-2', 7)
    const facts = asking('B', 'production')
    assert.equal(of(facts, NOW).organisation.perMinute, 12)
    agree('B-2', 7, { status: 'ended' })
    assert.equal(of(facts, NOW + 1100).organisation.perMinute, 5)
  })
})
