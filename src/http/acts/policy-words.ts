import Type from 'typebox'
import type { Role } from '../../vocabulary/index.ts'
import { choice, closed, Id, Instant, ListOf, Nullable, PolicyId, Reason, Text } from './words.ts'

export const POLICY_TAG = 'Policy'
export const ContentBody = Type.Object(
  {},
  {
    additionalProperties: true,
    description: 'The whole content, as "signpost policy show --json" prints it.',
  },
)
export const Difference = Text(2000, 'One difference, in words.')
const Person = Id('A person.')
export const VersionView = Type.Object(
  {
    id: PolicyId,
    title: Text(200, 'Its title.'),
    state: choice(
      ['draft', 'reviewed', 'approved', 'published', 'withdrawn', 'in-force', 'superseded'],
      'How far it has come; of the published ones, whether it is in force.',
    ),
    hash: Text(64, 'SHA-256 of its content.'),
    effectiveFrom: Instant('When it takes force.'),
    publishedAt: Nullable(Instant('When it was published; null for those that come with the program.')),
    draftedBy: Nullable(Person),
    reviewedBy: Nullable(Person),
    approvedBy: ListOf(Person, 2, 'The two who approved it.'),
  },
  closed,
)
export const VersionPath = Type.Object({ id: PolicyId }, closed)
export const MoveBody = Type.Object({ reason: Reason }, closed)
export const Moved = Type.Object({ id: PolicyId, state: Text(20, 'Its state now.') }, closed)

export const POLICY_READERS: readonly Role[] = [
  'access-manager',
  'compliance-reviewer',
  'decision-owner',
  'ig-officer',
  'auditor',
]
export const POLICY_AUTHORS: readonly Role[] = ['access-manager', 'compliance-reviewer', 'ig-officer']
