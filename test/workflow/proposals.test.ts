import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import {
  propose,
  readActs,
  readOpenProposals,
  readProposal,
  settleProposal,
} from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 2, 1)
const DAY = 86_400_000
const deed = (who: string) => ({ who, actingAs: 'decision-owner', why: 'It is right.', at: START })

describe('what waits for a second person', async () => {
  const database = await testDatabase()
  const leave = async (): Promise<string> => {
    const id = randomUUID()
    await propose(database, {
      id,
      command: 'account revoke',
      params: { id: 'demo-x' },
      query: {},
      body: { reason: 'resale' },
      why: 'resale',
      pin: 'as it was',
      proposedBy: 'first',
      proposedAs: 'access-manager',
      proposedAt: START,
      expiresAt: START + 14 * DAY,
    })
    return id
  }

  it('is open until it is settled, and says who left it', async () => {
    const id = await leave()
    const open = await readOpenProposals(database.query, START)
    assert.deepEqual(
      open.map(one => [one.id, one.proposedBy, one.state]),
      [[id, 'first', 'open']],
    )
    await settleProposal(database.query, id, 'approved', deed('second'))
    assert.deepEqual(await readOpenProposals(database.query, START), [])
    const settled = await readProposal(database.query, id, START)
    assert.equal(settled?.state, 'approved')
    assert.equal(settled?.settledBy, 'second')
    assert.equal(settled?.pin, 'as it was')
    const acts = await readActs(database.query, 'proposal', id)
    assert.deepEqual(
      acts.map(act => [act.event, act.who]),
      [
        ['propose', 'first'],
        ['approved', 'second'],
      ],
    )
  })

  it('cannot be approved by whoever left it, even past the program: the database refuses', async () => {
    const id = await leave()
    await assert.rejects(settleProposal(database.query, id, 'approved', deed('first')))
    assert.equal((await readProposal(database.query, id, START))?.state, 'open')
    await settleProposal(database.query, id, 'withdrawn', deed('first'))
  })

  it('runs out on its last instant', async () => {
    const id = await leave()
    assert.equal((await readProposal(database.query, id, START + 14 * DAY - 1))?.state, 'open')
    assert.equal((await readProposal(database.query, id, START + 14 * DAY))?.state, 'expired')
    assert.deepEqual(await readOpenProposals(database.query, START + 14 * DAY), [])
  })
})
