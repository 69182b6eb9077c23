import Type from 'typebox'
import { checkpointTimes, countFindings, FINDING_STATES } from '../../../watch/index.ts'
import { type Act, act } from '../act.ts'
import { Count, choice, closed, Instant, iso, isoOrNull, ListOf, Nullable, Text } from '../words.ts'
import { READERS, StateName, TAG } from './words.ts'

const NODES_MAX = 1000

/** Whether the watch sees everything: it is itself watched (AUP25-29). */
export const watchStatusAct: Act = act({
  command: 'watch status',
  method: 'GET',
  path: '/watch',
  tag: TAG,
  summary: 'What the watch on this node has seen and knows, and whether anything passed it by',
  roles: READERS,
  clauses: ['AUP25-29'],
  answer: Type.Object(
    {
      node: Text(200, 'The node that answers.'),
      mode: choice(['brakes', 'shadow'], 'Whether what is found brakes anybody.'),
      model: Text(200, 'What its detectors were calibrated by.'),
      since: Instant('Since when it has watched without a break.'),
      observations: {
        ...Count,
        description: 'Answered questions it was told of since then, those of the log included.',
      },
      replayed: { ...Count, description: 'Entries of the log it was told again when it started.' },
      blind: { ...Count, description: 'Answers it could not be told of: to be 0.' },
      raised: { ...Count, description: 'Findings it raised since then.' },
      unwritten: { ...Count, description: 'Of those, not yet in the table.' },
      accounts: { ...Count, description: 'Accounts it knows.' },
      checkpointAt: Nullable(Instant('When this node last wrote down what it knows.')),
      checkpoints: ListOf(
        Type.Object({ node: Text(200, 'A node.'), at: Instant('When it last did.') }, closed),
        NODES_MAX,
        'Of every node.',
      ),
      findings: ListOf(
        Type.Object({ state: StateName, count: Count }, closed),
        FINDING_STATES.length,
        'How many findings are in each state.',
      ),
      others: ListOf(Text(60, 'A watch.'), 50, 'What is watched beside crawling.'),
    },
    closed,
  ),
  run: async ({ rooms }) => {
    const { query } = rooms.database
    const status = rooms.watch.status()
    const counted = await countFindings(query)
    const body = {
      node: rooms.watch.node,
      mode: status.mode,
      model: status.model,
      since: iso(status.startedAt),
      observations: status.observations,
      replayed: status.replayed,
      blind: status.blind,
      raised: status.findings,
      unwritten: status.findingsWaiting,
      accounts: status.accounts,
      checkpointAt: isoOrNull(status.savedAt),
      checkpoints: (await checkpointTimes(query))
        .slice(0, NODES_MAX)
        .map(({ node, at }) => ({ node, at: iso(at) })),
      findings: FINDING_STATES.map(state => ({ state, count: counted[state] ?? 0 })),
      others: status.others,
    }
    return { outcome: 'done', body }
  },
})
