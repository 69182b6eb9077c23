import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { legalEvents, type Machine, step } from '../../src/workflow/index.ts'

const STATES = ['shut', 'open', 'gone'] as const
const EVENTS = ['open', 'shut', 'knock', 'leave'] as const
type State = (typeof STATES)[number]
type Event = (typeof EVENTS)[number]

const door: Machine<State, Event, { readonly key: boolean; readonly strong: boolean }> = {
  name: 'door',
  states: STATES,
  start: 'shut',
  final: ['gone'],
  transitions: [
    {
      event: 'open',
      from: ['shut'],
      to: 'open',
      clauses: ['AUP25-04'],
      guard: ({ key, strong }) => [
        ...(key ? [] : [{ what: 'A key.', clauses: ['AUP25-05'] as const, whoCanFix: 'the porter' }]),
        ...(strong ? [] : [{ what: 'Strength.', clauses: [], whoCanFix: 'you' }]),
      ],
    },
    { event: 'shut', from: ['open'], to: 'shut', clauses: [] },
    { event: 'knock', from: ['shut', 'open'], to: 'same', clauses: [] },
    { event: 'leave', from: ['shut', 'open'], to: 'gone', clauses: [] },
  ],
}
const able = { key: true, strong: true }

describe('a state machine', () => {
  it('takes an edge that is there, with its clauses', () => {
    assert.deepEqual(step(door, 'shut', 'open', able), {
      outcome: 'moved',
      from: 'shut',
      to: 'open',
      clauses: ['AUP25-04'],
    })
    assert.deepEqual(step(door, 'open', 'knock', able), {
      outcome: 'moved',
      from: 'open',
      to: 'open',
      clauses: [],
    })
  })

  it('refuses an edge that is not, by name, and says which there are', () => {
    assert.deepEqual(step(door, 'open', 'open', able), {
      outcome: 'not-legal',
      from: 'open',
      event: 'open',
      legal: ['shut', 'knock', 'leave'],
    })
    assert.deepEqual(legalEvents(door, 'gone'), [])
  })

  it('tells everything that is missing at once', () => {
    const refused = step(door, 'shut', 'open', { key: false, strong: false })
    assert.equal(refused.outcome, 'unmet')
    assert.deepEqual(refused.outcome === 'unmet' && refused.unmet.map(item => item.what), [
      'A key.',
      'Strength.',
    ])
  })

  it('never leaves a final state, nor reaches one that it does not know', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS)), fc.boolean(), (events, key) => {
        let state: State = door.start
        for (const event of events) {
          const taken = step(door, state, event, { key, strong: true })
          if (taken.outcome === 'moved') {
            assert.notEqual(state, 'gone')
            assert.ok(legalEvents(door, state).includes(event))
            state = taken.to
          }
          assert.ok(STATES.includes(state))
        }
      }),
    )
  })
})
