import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Command } from 'commander'
import Type from 'typebox'
import { type AskerOptions, addActCommands } from '../../src/cli/act-commands.ts'
import { CommandError } from '../../src/cli/operation.ts'
import { act } from '../../src/http/acts/act.ts'
import { closed, Flag, Id, ListOf, Nullable, Reason, Text, Whole } from '../../src/http/acts/words.ts'

const shelf = act({
  command: 'shelf put',
  method: 'POST',
  path: '/shelves/:id/books/:bookId',
  tag: 'Shelves',
  summary: 'Put a book on a shelf',
  roles: ['access-manager'],
  clauses: ['AUP25-04'],
  params: Type.Object({ id: Id('The shelf.'), bookId: Id('The book.') }, closed),
  query: Type.Object({ near: Type.Optional(Text(20, 'Where.')) }, closed),
  body: Type.Object(
    {
      pages: Whole(1, 1000, 'How many.'),
      lent: Type.Optional(Flag('Whether it may be lent.')),
      tags: Type.Optional(ListOf(Text(10, 'A tag.'), 9, 'Its tags.')),
      shelves: Type.Optional(ListOf(Whole(1, 9, 'A shelf.'), 9, 'Other shelves.')),
      author: Type.Optional(Nullable(Text(50, 'Who wrote it.'))),
      size: Type.Optional(Type.Object({ height: Whole(1, 100, 'In cm.') }, closed)),
      reason: Reason,
    },
    closed,
  ),
  answer: Type.Object({}, closed),
  run: () => ({ outcome: 'done', body: {} }),
})

const mend = act({
  command: 'shelf mend',
  method: 'PUT',
  path: '/shelves/:id',
  tag: 'Shelves',
  summary: 'Mend a shelf',
  roles: ['access-manager'],
  clauses: [],
  params: Type.Object({ id: Id('The shelf.') }, closed),
  body: Type.Object({ reason: Reason }, closed),
  version: 'required',
  answer: Type.Object({}, closed),
  run: () => ({ outcome: 'done', body: {} }),
})

async function run(
  given: readonly string[],
  answer: { status: number; body: unknown } = { status: 200, body: { id: 's1', tags: ['a', 'b'] } },
): Promise<{ asked: AskerOptions[]; lines: string[] }> {
  const asked: AskerOptions[] = []
  const lines: string[] = []
  const program = new Command('signpost')
  addActCommands(
    program,
    [shelf, mend],
    async options => {
      asked.push(options)
      return answer
    },
    line => lines.push(line),
  )
  await program.parseAsync([...given], { from: 'user' })
  return { asked, lines }
}

const USUAL = ['shelf', 'put', 's/1', 'b1', '--pages', '12', '--reason', 'It was on the floor.']

describe('a command made from an act', () => {
  it('sends arguments in the path, and options where the act has them, in their own types', async () => {
    const { asked } = await run([
      ...USUAL,
      ...['--near', 'the door', '--lent', '--tags', 'old', '12', '--shelves', '3', '4'],
      ...['--author', '17', '--size', '{"height": 20}'],
    ])
    assert.deepEqual(asked, [
      {
        method: 'POST',
        path: '/api/v1/shelves/s%2F1/books/b1?near=the+door',
        body: {
          pages: 12,
          lent: true,
          tags: ['old', '12'],
          shelves: [3, 4],
          author: '17',
          size: { height: 20 },
          reason: 'It was on the floor.',
        },
      },
    ])
  })

  it('names the version that was seen, as an entity tag, where the act rests on one', async () => {
    const usual = ['shelf', 'mend', 's1', '--reason', 'It is loose.']
    for (const given of ['3', '"3"']) {
      const { asked } = await run([...usual, '--if-match', given])
      assert.deepEqual(asked[0]?.headers, { 'if-match': '"3"' })
    }
    assert.equal((await run(usual)).asked[0]?.headers, undefined, 'the directory says that it is missing')
  })

  it('sends what it cannot read as a number as it is, for the directory to name', async () => {
    const { asked } = await run(['shelf', 'put', 's', 'b', '--pages', 'many', '--lent', 'no'])
    assert.deepEqual(asked[0]?.body, { pages: 'many', lent: false })
  })

  it('prints the answer in words, or as JSON', async () => {
    assert.deepEqual((await run(USUAL)).lines, ['id    s1', 'tags  a, b'])
    const { lines } = await run([...USUAL, '--json'])
    assert.deepEqual(JSON.parse(lines.join('')), { id: 's1', tags: ['a', 'b'] })
  })

  it('tells a refusal with everything that is missing, what to do and by which clauses', async () => {
    const body = {
      title: 'Something is still missing',
      detail: 'Keys.',
      remedy: 'See to it.',
      clauses: ['AUP25-04'],
      unmet: [{ what: 'A key is registered.', clauses: ['AUP25-04'], whoCanFix: 'your supplier' }],
    }
    await assert.rejects(run(USUAL, { status: 409, body }), (error: unknown) => {
      assert.ok(error instanceof CommandError)
      assert.equal(
        error.message,
        'Something is still missing: Keys.\n  - A key is registered. (your supplier; AUP25-04)\nSee to it.\nClauses: AUP25-04.',
      )
      return true
    })
  })

  it('says what is wrong with JSON, or with a file, before anything is sent', async () => {
    await assert.rejects(run([...USUAL, '--size', '{']), /--size takes JSON, or @/)
    await assert.rejects(run([...USUAL, '--input', '/nowhere/at/all.json']), /cannot be read/)
  })
})
