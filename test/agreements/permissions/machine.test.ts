import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  amendRequest,
  grantPermission,
  grantRegion,
  movePermission,
  PERMISSION_EVENTS,
  PERMISSION_MACHINE,
  PERMISSION_STATES,
  type PermissionEvent,
  type PermissionState,
  readPermission,
  reaffirmPermission,
  withdrawRegion,
} from '../../../src/agreements/index.ts'
import { newestChange } from '../../../src/database/index.ts'
import { readActs } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'
import {
  aConnection,
  aRequest,
  aSafetyCase,
  by,
  DAY,
  display,
  START,
  surroundings,
} from './some-permissions.ts'

/** Where each event may lead from, written down a second time, from sources, use 4.3. */
const LEGAL: Record<
  Exclude<PermissionEvent, 'supersede'>,
  Partial<Record<PermissionState, PermissionState>>
> = {
  amend: { requested: 'requested', discussing: 'discussing' },
  discuss: { requested: 'discussing', discussing: 'discussing' },
  grant: { requested: 'granted', discussing: 'granted' },
  refuse: { requested: 'refused', discussing: 'refused' },
  'take-up': { refused: 'discussing' },
  suspend: { granted: 'suspended' },
  reaffirm: { granted: 'granted', suspended: 'granted' },
  withdraw: { requested: 'withdrawn', discussing: 'withdrawn', granted: 'withdrawn', suspended: 'withdrawn' },
  expire: { granted: 'expired', suspended: 'expired' },
  'grant-region': {
    requested: 'requested',
    discussing: 'discussing',
    granted: 'granted',
    suspended: 'suspended',
  },
  'withdraw-region': {
    requested: 'requested',
    discussing: 'discussing',
    granted: 'granted',
    suspended: 'suspended',
  },
}
const EVENTS = PERMISSION_EVENTS.filter(event => event !== 'supersede')

describe('the state machine of permissions', async () => {
  const database = await testDatabase()
  await aSafetyCase(database, 'case', 'product-machine')
  const { agreementId } = await aConnection(database, 'machine')
  const about = surroundings()
  const later = START + 400 * DAY

  /** A permission in a state, with all that could be asked for it: one region granted, another open. */
  const inState = async (id: string, state: PermissionState): Promise<void> => {
    const opening = state === 'refused' ? ({ type: 'publication-opt-out' } as const) : display('Y63', 'Y62')
    await database.query(`update agreements.permission set state = 'withdrawn' where state <> 'withdrawn'`)
    await aRequest(database, id, agreementId, opening)
    if (state !== 'refused') {
      const terms = { id: `${id}-Y63`, regionId: 'Y63' }
      const granted = await grantRegion(database, id, terms, about, by(START))
      assert.equal(granted.outcome, 'changed')
    }
    // Straight into the table: not every state is reached by one way only.
    await database.query(
      `update agreements.permission set state = $2, valid_from = $3, valid_until = $4, out_of_time = $5,
         evidence_id = 'case' where id = $1`,
      [id, state, new Date(START), new Date(START + 300 * DAY), state === 'refused'],
    )
  }
  const take = (event: (typeof EVENTS)[number], id: string) => {
    switch (event) {
      case 'amend':
        return amendRequest(database, id, scope => scope, about, by(START))
      case 'grant':
        return grantPermission(database, id, { regions: ['Y63'] }, about, by(START))
      case 'reaffirm':
        return reaffirmPermission(database, id, about, by(START))
      case 'grant-region':
        return grantRegion(database, id, { id: `${id}-Y62`, regionId: 'Y62' }, about, by(START))
      case 'withdraw-region':
        return withdrawRegion(database, id, 'Y63', about, by(START))
      default:
        return movePermission(database, id, event, about, by(event === 'expire' ? later : START))
    }
  }

  for (const state of PERMISSION_STATES) {
    it(`takes from ${state} the steps that lead on, each on record, and no other`, async () => {
      for (const event of EVENTS) {
        const id = `${state}-${event}`
        await inState(id, state)
        const [before, acts, change] = [
          await readPermission(database.query, id),
          (await readActs(database.query, 'permission', id)).length,
          await newestChange(database.query),
        ]
        const outcome = await take(event, id)
        const after = await readPermission(database.query, id)
        const to = LEGAL[event][state]
        const added = (await readActs(database.query, 'permission', id)).slice(acts)
        if (to === undefined) {
          assert.ok(outcome.outcome === 'not-legal', `${id}: ${JSON.stringify(outcome)}`)
          const others = EVENTS.filter(other => LEGAL[other][state] !== undefined)
          assert.deepEqual(new Set(outcome.legal.filter(one => one !== 'supersede')), new Set(others))
          assert.deepEqual(after, before)
          assert.deepEqual(added, [])
          assert.equal(await newestChange(database.query), change)
        } else {
          assert.equal(outcome.outcome, 'changed', `${id}: ${JSON.stringify(outcome)}`)
          assert.equal(after?.state, to)
          const [act] = added
          assert.equal(added.length, 1)
          assert.equal(act?.event, event)
          assert.equal(act?.who, 'manager-1')
          assert.equal(act?.acting_as, 'access-manager')
          assert.equal(act?.why, 'a test needs it')
          assert.ok((act?.clauses.length ?? 0) > 0)
          assert.deepEqual([stateIn(act?.before), stateIn(act?.after)], [state, to])
          assert.equal(await newestChange(database.query), change + 1)
        }
      }
    })
  }

  it('lets one that stands be superseded, and only that', () => {
    const from = PERMISSION_MACHINE.transitions
      .filter(one => one.event === 'supersede')
      .flatMap(one => one.from)
    assert.deepEqual(from, ['granted', 'suspended'])
  })

  it('leads nowhere from its final states, and somewhere from every other', () => {
    for (const state of PERMISSION_STATES) {
      const out = EVENTS.some(event => LEGAL[event][state] !== undefined)
      assert.equal(out, !PERMISSION_MACHINE.final.includes(state), state)
    }
  })

  it('answers for a permission that is not there', async () => {
    assert.deepEqual(await take('withdraw', 'none'), { outcome: 'unknown-permission' })
  })
})

const stateIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'state' in value ? value.state : undefined
