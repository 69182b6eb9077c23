import Type from 'typebox'
import { noteReference, readReferences } from '../../policy-versions/index.ts'
import { holds } from '../../vocabulary/index.ts'
import { type Act, act } from './act.ts'
import { POLICY_READERS } from './policy-words.ts'
import { closed, Id, Instant, iso, ListOf, Nullable, Prose, Reason, Text } from './words.ts'

const TAG = 'Policy'

/** Documents of others that the policy leans on, each version that was read, and when it is read again (AUP25-13). */
export const referenceActs: readonly Act[] = [
  act({
    command: 'reference list',
    method: 'GET',
    path: '/policy/references',
    tag: TAG,
    summary: 'Documents of others that the policy leans on',
    roles: POLICY_READERS,
    clauses: ['AUP25-13'],
    answer: Type.Object(
      {
        references: ListOf(
          Type.Object(
            {
              id: Id('The document.'),
              version: Text(60, 'As its publisher calls it.'),
              title: Text(300, 'Its title.'),
              issuer: Text(200, 'Who published it.'),
              url: Nullable(Text(500, 'Where.')),
              effectiveFrom: Instant('Since when.'),
              note: Prose(2000, 'What it means here.'),
              reviewBy: Instant('When it is looked at again.'),
            },
            closed,
          ),
          1000,
          'Newest version first.',
        ),
      },
      closed,
    ),
    run: async ({ rooms }) => {
      const all = await readReferences(rooms.database.query)
      const references = all.map(one => ({
        ...one,
        effectiveFrom: iso(one.effectiveFrom),
        reviewBy: iso(one.reviewBy),
      }))
      return { outcome: 'done', body: { references } }
    },
  }),
  act({
    command: 'reference review',
    method: 'PUT',
    path: '/policy/references/:id',
    tag: TAG,
    summary: 'Note that a document was read, which version, and when to look again',
    roles: ['compliance-reviewer', 'ig-officer'],
    clauses: ['AUP25-13'],
    params: Type.Object({ id: Id('The document, such as ndg-direct-care.') }, closed),
    body: Type.Object(
      {
        version: Text(60, 'As its publisher calls it.'),
        title: Text(300, 'Its title.'),
        issuer: Text(200, 'Who published it.'),
        url: Type.Optional(Text(500, 'Where.')),
        effectiveFrom: Instant('Since when.'),
        reviewBy: Instant('When to look again.'),
        note: Prose(2000, 'What it means for the purposes of use here.'),
        reason: Reason,
      },
      closed,
    ),
    answer: Type.Object(
      { id: Id('The document.'), reviewBy: Instant('When it is looked at again.') },
      closed,
    ),
    run: async ({ rooms, params, body, actor, deed, now }) => {
      const reviewBy = Date.parse(body.reviewBy)
      if (reviewBy <= now) {
        const message = 'It is to be in the future.'
        return { outcome: 'wrong', errors: [{ parameter: 'reviewBy', in: 'body', message }] }
      }
      const { reason: _, ...rest } = body
      const effectiveFrom = Date.parse(body.effectiveFrom)
      const document = { ...rest, id: params.id, url: body.url ?? null, effectiveFrom, reviewBy }
      const role = holds(actor, 'ig-officer') ? 'ig-officer' : 'compliance-reviewer'
      await noteReference(rooms.database, document, deed(role))
      return { outcome: 'done', body: { id: params.id, reviewBy: iso(reviewBy) } }
    },
  }),
]
