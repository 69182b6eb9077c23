import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { saveOrganisation, saveProduct, setAccountStatus } from '../../../src/accounts/index.ts'
import {
  checkListing,
  currentList,
  endAgreement,
  grantPermission,
  movePermission,
  readPublished,
  reconcileListing,
  requestPermission,
} from '../../../src/agreements/index.ts'
import { connectionReader } from '../../../src/connection-reader.ts'
import type { AccountStatus } from '../../../src/policy/index.ts'
import { testDatabase } from '../../support/database.ts'
import { aConnection, by, odsOf, START, surroundings } from '../permissions/some-permissions.ts'

const about = surroundings()

/** One connection as the oracle has it, kept beside the registers by rules of its own. */
type Model = {
  account: AccountStatus
  organisation: 'active' | 'suspended' | 'closed'
  product: 'active' | 'suspended' | 'withdrawn'
  agreement: boolean
  withheld: boolean
  hiddenAtEnd: boolean
}
const expected = ({ account, organisation, product, agreement, withheld, hiddenAtEnd }: Model) => {
  if (['draft', 'approved'].includes(account)) return 'absent'
  if (account === 'terminated') return hiddenAtEnd ? 'absent' : 'ceased'
  if (withheld) return 'counted'
  const open = organisation === 'active' && product === 'active' && agreement
  if (!open || account === 'suspended') return 'not-currently-connected'
  return account === 'restricted' ? 'restricted' : 'live'
}

const act = fc.oneof(
  fc.record({
    what: fc.constant('account' as const),
    to: fc.constantFrom<AccountStatus>('active', 'restricted', 'suspended', 'terminated'),
  }),
  fc.record({
    what: fc.constant('organisation' as const),
    to: fc.constantFrom('active', 'suspended', 'closed'),
  }),
  fc.record({
    what: fc.constant('product' as const),
    to: fc.constantFrom('active', 'suspended', 'withdrawn'),
  }),
  fc.record({ what: fc.constantFrom('end-agreement' as const, 'hide' as const, 'show' as const) }),
)

describe('the published list, after any acts', async () => {
  const database = await testDatabase()
  let round = 0
  // Time goes on from one round to the next, as it does.
  let at = START

  it('is what the register says, and its history ends with it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 7 }), async acts => {
        round += 1
        const name = `round-${round}`
        const { agreementId, connectionId } = await aConnection(database, name, { account: 'approved' })
        const model: Model = {
          account: 'approved',
          organisation: 'active',
          product: 'active',
          agreement: true,
          withheld: false,
          hiddenAtEnd: false,
        }
        for (const [index, one] of acts.entries()) {
          at += 1
          await perform(name, agreementId, `${name}-${index}`, one, model, at)
          const found = await reconcileListing(database, connectionReader, at)
          const { connections, withheldIds } = await currentList(database.query, connectionReader, at)
          const listed = connections.find(other => other.id === connectionId)
          const state = listed?.status ?? (withheldIds.includes(connectionId) ? 'counted' : 'absent')
          assert.equal(state, expected(model), JSON.stringify({ acts: acts.slice(0, index + 1), model }))
          const published = (await readPublished(database.query)).get(connectionId)
          assert.deepEqual(published, listed)
          assert.ok(found.every(other => other.connectionId === connectionId))
          assert.deepEqual(await checkListing(database, connectionReader, at), [])
        }
      }),
      { numRuns: 15 },
    )
  })

  async function perform(
    name: string,
    agreementId: string,
    id: string,
    one: typeof act extends fc.Arbitrary<infer T> ? T : never,
    model: Model,
    at: number,
  ): Promise<void> {
    switch (one.what) {
      case 'account': {
        const done = await setAccountStatus(database, `account-${name}`, one.to, by(at))
        if (done.outcome !== 'changed') return
        model.account = one.to
        if (one.to !== 'terminated') return
        model.hiddenAtEnd = model.withheld
        await database.query('update accounts.account set ended_at = $2 where id = $1', [
          `account-${name}`,
          new Date(at),
        ])
        return
      }
      case 'organisation': {
        const organisation = { odsCode: odsOf(name), name, addressLines: [], postcode: null }
        await saveOrganisation(database, { ...organisation, status: one.to }, by(at))
        model.organisation = one.to
        return
      }
      case 'product': {
        const product = { id: `product-${name}`, supplierId: 'supplier', name, version: '1.0' }
        await saveProduct(database, { ...product, status: one.to }, by(at))
        model.product = one.to
        return
      }
      case 'end-agreement':
        await endAgreement(database, agreementId, by(at))
        // One that was hidden stays so when its agreement ends, and after.
        model.agreement = false
        return
      case 'hide': {
        const request = {
          id,
          agreementId,
          scope: { type: 'publication-opt-out' },
          reason: 'hide us',
        } as const
        const asked = await requestPermission(database, request, async () => null, by(at))
        if (asked.outcome !== 'requested') return
        const done = await grantPermission(database, id, {}, about, by(at))
        if (done.outcome === 'changed') model.withheld = true
        return
      }
      case 'show': {
        const held = await database.query<{ id: string }>(
          `select id from agreements.permission where agreement_id = $1 and state = 'granted'`,
          [agreementId],
        )
        for (const permission of held)
          await movePermission(database, permission.id, 'withdraw', about, by(at))
        if (model.agreement) model.withheld = false
        return
      }
    }
  }
})
