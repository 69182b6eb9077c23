import Type from 'typebox'
import { closed, Instant, ListOf, Nullable, Text, Whole } from '../../acts/words.ts'

/** Words that the answers of the ledger are made of. */

/** Leaves are counted exactly up to 2^53. */
export const LeafCount = (description: string) =>
  Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description })
const base64 = '^[A-Za-z0-9+/]+={0,2}$'
export const HashText = Type.String({
  minLength: 44,
  maxLength: 44,
  pattern: base64,
  description: 'A SHA-256 hash, base64.',
})
export const SaltText = Type.String({
  minLength: 44,
  maxLength: 44,
  pattern: base64,
  description: '32 bytes, base64.',
})
export const ProofHashes = ListOf(HashText, 64, 'From the leaf upwards, as RFC 9162 has them.')
export const NoteText = Text(10_000, 'A checkpoint: a signed note (C2SP tlog-checkpoint).')

export const KeysAnswer = Type.Object(
  {
    keys: ListOf(
      Type.Object(
        {
          log: Text(20, 'Which log.'),
          key: Text(500, 'A verifier key, as Go’s note package and others take it (C2SP signed-note).'),
          from: Instant('When it began to sign.'),
          retiredAt: Nullable(Instant('When another took its place; null: it is in use.')),
        },
        closed,
      ),
      1000,
      'Every key that ever signed, newest first.',
    ),
  },
  closed,
)

export const ConsistencyQuery = Type.Object(
  {
    from: Type.String({
      minLength: 1,
      maxLength: 16,
      pattern: '^(0|[1-9][0-9]*)$',
      description: 'Leaves of the earlier tree.',
    }),
    to: Type.String({
      minLength: 1,
      maxLength: 16,
      pattern: '^(0|[1-9][0-9]*)$',
      description: 'Leaves of the later tree, which a checkpoint has been given of.',
    }),
  },
  closed,
)
export const ConsistencyAnswer = Type.Object(
  {
    from: LeafCount('Leaves of the earlier tree.'),
    to: LeafCount('Leaves of the later tree.'),
    proof: ProofHashes,
  },
  closed,
)

export const GovernanceEntry = Type.Object(
  {
    leaf: LeafCount('Its place in the log.'),
    at: Instant('When it was done.'),
    entity: Text(60, 'The kind of thing it was done to.'),
    event: Text(100, 'What was done.'),
    subject: Nullable(
      Text(
        100,
        'What it was done to: by its name where that is public, else SHA-256 of kind, line end and id, in hex.',
      ),
    ),
    clauses: ListOf(Text(20, 'A clause.'), 200, 'Of the acceptable use policy.'),
  },
  closed,
)
export const PAGE_ENTRIES = 200
export const GovernanceQuery = Type.Object(
  {
    entity: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        pattern: '^[a-z-]+$',
        description: 'Only of this kind of thing.',
      }),
    ),
    before: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 16,
        pattern: '^[0-9]+$',
        description: 'Only leaves before this one: the `next` of the page before.',
      }),
    ),
    limit: Type.Optional(Whole(1, PAGE_ENTRIES, `How many at most; ${PAGE_ENTRIES} unless told.`)),
  },
  closed,
)
export const GovernanceAnswer = Type.Object(
  {
    entries: ListOf(GovernanceEntry, PAGE_ENTRIES, 'Newest first.'),
    next: Nullable(LeafCount('For `before`; null: there are no more.')),
  },
  closed,
)
