import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  AGREEMENT,
  AGREEMENT_EVENTS,
  type AGREEMENT_STATES,
} from '../../../src/agreements/agreement-machine.ts'
import {
  APPLICATION,
  APPLICATION_EVENTS,
  type APPLICATION_STATES,
  type ApplicationContext,
  REVIEW,
  REVIEW_EVENTS,
  REVIEW_STATES,
} from '../../../src/agreements/applications/machine.ts'
import { legalEvents, type Machine, step } from '../../../src/workflow/index.ts'

/** Nothing that a guard could miss. */
const IN_ORDER: ApplicationContext = {
  missing: [],
  openQuestions: 0,
  checks: [],
  checkedAsItIs: true,
  judged: [],
  reviews: [],
  publicDisplay: false,
  national: false,
  secondPerson: null,
}
const TEXT = { version: '2025-02-25', hash: 'a' }

/** For each state, what leads where, written down a second time by hand (sources, use 3.1, 3.3 and 4.2). */
const APPLICATION_EDGES: Record<(typeof APPLICATION_STATES)[number], Record<string, string>> = {
  draft: {
    save: 'draft',
    attest: 'draft',
    submit: 'submitted',
    enquire: 'draft',
    withdraw: 'withdrawn',
    expire: 'expired',
  },
  submitted: {
    'take-up': 'eligibility-check',
    ask: 'questions',
    enquire: 'submitted',
    'note-overdue': 'submitted',
    refuse: 'refused',
    withdraw: 'withdrawn',
  },
  'eligibility-check': {
    check: 'eligibility-check',
    ask: 'questions',
    enquire: 'eligibility-check',
    pass: 'review',
    'note-overdue': 'eligibility-check',
    refuse: 'refused',
    withdraw: 'withdrawn',
  },
  questions: {
    save: 'questions',
    attest: 'questions',
    ask: 'questions',
    answer: 'questions',
    resume: 'eligibility-check',
    enquire: 'questions',
    refuse: 'refused',
    withdraw: 'withdrawn',
    expire: 'expired',
  },
  review: {
    ask: 'questions',
    enquire: 'review',
    review: 'review',
    'note-overdue': 'review',
    approve: 'approved',
    refuse: 'refused',
    withdraw: 'withdrawn',
  },
  approved: {
    enquire: 'approved',
    issue: 'issued',
    refuse: 'refused',
    withdraw: 'withdrawn',
    expire: 'expired',
  },
  issued: {
    enquire: 'issued',
    issue: 'issued',
    accept: 'accepted',
    refuse: 'refused',
    withdraw: 'withdrawn',
    expire: 'expired',
  },
  accepted: { 'go-live': 'live' },
  live: {},
  refused: {},
  withdrawn: {},
  expired: {},
}

const AGREEMENT_EDGES: Record<(typeof AGREEMENT_STATES)[number], Record<string, string>> = {
  drafted: { issue: 'issued', end: 'ended' },
  issued: { issue: 'issued', read: 'issued', accept: 'accepted', end: 'ended' },
  accepted: { 'put-in-force': 'in-force', end: 'ended' },
  'in-force': {
    'ask-reacceptance': 'reaccept-due',
    'deem-accepted': 'in-force',
    'open-renewal': 'in-force',
    'recommend-restriction': 'in-force',
    supersede: 'superseded',
    lapse: 'ended',
    end: 'ended',
  },
  'reaccept-due': {
    read: 'reaccept-due',
    'ask-reacceptance': 'reaccept-due',
    reaccept: 'in-force',
    'deem-accepted': 'reaccept-due',
    'open-renewal': 'reaccept-due',
    'recommend-restriction': 'reaccept-due',
    supersede: 'superseded',
    lapse: 'ended',
    end: 'ended',
  },
  superseded: {},
  ended: {},
}

const REVIEW_EDGES: Record<(typeof REVIEW_STATES)[number], Record<string, string>> = {
  open: {
    agree: 'agreed',
    'agree-with-conditions': 'agreed-with-conditions',
    decline: 'declined',
    'hand-over': 'open',
    escalate: 'open',
  },
  agreed: decided(),
  'agreed-with-conditions': decided(),
  declined: decided(),
}

function decided(): Record<string, string> {
  return {
    agree: 'agreed',
    'agree-with-conditions': 'agreed-with-conditions',
    decline: 'declined',
    reopen: 'open',
  }
}

function explore<S extends string, E extends string, C>(
  machine: Machine<S, E, C>,
  events: readonly E[],
  edges: Record<S, Record<string, string>>,
  context: C,
): void {
  it('takes every edge of the table, and refuses every other by name', () => {
    for (const from of machine.states) {
      for (const event of events) {
        const to = edges[from][event]
        const taken = step(machine, from, event, context)
        if (to === undefined) {
          assert.equal(taken.outcome, 'not-legal', `${from} ${event}`)
          if (taken.outcome === 'not-legal') {
            assert.deepEqual([...taken.legal].sort(), Object.keys(edges[from]).sort(), `from ${from}`)
          }
        } else {
          assert.deepEqual(
            { outcome: taken.outcome, to: 'to' in taken ? taken.to : null },
            { outcome: 'moved', to },
            `${from} ${event}`,
          )
        }
      }
    }
  })

  it('has no way out of its last states, one into every other, and uses every event', () => {
    const reached = new Set<string>([machine.start])
    for (let size = 0; size < reached.size; ) {
      size = reached.size
      for (const from of machine.states) {
        if (reached.has(from)) for (const to of Object.values(edges[from])) reached.add(to)
      }
    }
    assert.deepEqual(reached, new Set(machine.states))
    for (const state of machine.states) {
      assert.equal(legalEvents(machine, state).length === 0, machine.final.includes(state), state)
    }
    const used = new Set(machine.states.flatMap(state => Object.keys(edges[state])))
    assert.deepEqual(used, new Set<string>(events))
  })
}

describe('the machine of applications', () => {
  explore(APPLICATION, APPLICATION_EVENTS, APPLICATION_EDGES, IN_ORDER)

  const unmet = (
    event: (typeof APPLICATION_EVENTS)[number],
    from: (typeof APPLICATION_STATES)[number],
    over: Partial<ApplicationContext>,
  ) => {
    const taken = step(APPLICATION, from, event, { ...IN_ORDER, ...over })
    assert.equal(taken.outcome, 'unmet')
    return taken.outcome === 'unmet' ? taken.unmet.map(one => one.what) : []
  }
  const lack = { what: 'It lacks that.', clauses: [], whoCanFix: 'you' }
  const check = {
    name: 'dspt-in-date',
    finding: 'Found.',
    clauses: ['AUP25-45'],
    whoCanFix: 'you',
  } as const

  it('lets nothing in that is not whole', () => {
    assert.deepEqual(unmet('submit', 'draft', { missing: [lack, { ...lack, what: 'And this.' }] }), [
      'It lacks that.',
      'And this.',
    ])
    assert.equal(unmet('resume', 'questions', { missing: [lack], openQuestions: 2 }).length, 2)
  })

  it('passes to review only what was checked as it is, with nothing failed and all else judged', () => {
    assert.equal(unmet('pass', 'eligibility-check', { checkedAsItIs: false }).length, 1)
    assert.equal(unmet('pass', 'eligibility-check', { checks: [{ ...check, outcome: 'failed' }] }).length, 1)
    const open = { ...check, outcome: 'to-judge' } as const
    assert.equal(unmet('pass', 'eligibility-check', { checks: [open] }).length, 1)
    const judged = { ...IN_ORDER, checks: [open], judged: ['dspt-in-date'] }
    assert.equal(step(APPLICATION, 'eligibility-check', 'pass', judged).outcome, 'moved')
    const failed = { ...judged, checks: [{ ...check, outcome: 'failed' as const }] }
    assert.equal(
      step(APPLICATION, 'eligibility-check', 'pass', failed).outcome,
      'unmet',
      'a failure cannot be judged away',
    )
  })

  it('approves only with every review agreed, and public display or all of England only with a second person', () => {
    const review = { kind: 'region', regionId: 'Y63', reviewerRegionId: 'Y63' } as const
    for (const state of REVIEW_STATES) {
      const taken = step(APPLICATION, 'review', 'approve', { ...IN_ORDER, reviews: [{ ...review, state }] })
      const agreed = state === 'agreed' || state === 'agreed-with-conditions'
      assert.equal(taken.outcome, agreed ? 'moved' : 'unmet', state)
    }
    assert.equal(unmet('approve', 'review', { publicDisplay: true, checkedAsItIs: false }).length, 2)
    assert.equal(unmet('approve', 'review', { national: true }).length, 1)
    const two = { ...IN_ORDER, publicDisplay: true, national: true, secondPerson: 'owner-1' }
    assert.equal(step(APPLICATION, 'review', 'approve', two).outcome, 'moved')
  })
})

describe('the machine of reviews', () => {
  explore(REVIEW, REVIEW_EVENTS, REVIEW_EDGES, { conditions: 'as said' })

  it('takes no conditions that are not named', () => {
    assert.equal(step(REVIEW, 'open', 'agree-with-conditions', { conditions: null }).outcome, 'unmet')
  })
})

describe('the machine of agreements', () => {
  explore(AGREEMENT, AGREEMENT_EVENTS, AGREEMENT_EDGES, { offered: TEXT, asked: TEXT, servedUntil: null })

  it('takes the acceptance of the very text that was asked for and of no other', () => {
    for (const event of ['accept', 'reaccept'] as const) {
      const from = event === 'accept' ? 'issued' : 'reaccept-due'
      for (const offered of [null, { ...TEXT, hash: 'b' }, { ...TEXT, version: '2018-07-03' }]) {
        const taken = step(AGREEMENT, from, event, { offered, asked: TEXT, servedUntil: null })
        assert.equal(taken.outcome, 'unmet')
      }
      const none = step(AGREEMENT, from, event, { offered: TEXT, asked: null, servedUntil: null })
      assert.equal(none.outcome, 'unmet')
    }
  })
})
