import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { describe, it } from 'node:test'
import { callerHeaders, gather, PROGRAM, smallWorld, startServer, untilSaid } from '../support/server.ts'
import { allowedIn, askUntilGone, type Outcome } from './load.ts'

const CONNECTIONS = 32
const QUESTION = '/api/v1/services?near=LS1&type=pharmacy&limit=5'

const world = await smallWorld()

/** Loads a server of its own, sends it a signal after so many answers, and answers what became of every question. */
async function signalUnderLoad(
  signal: NodeJS.Signals,
  after: number,
): Promise<{
  outcomes: Outcome[]
  ended: { code: number | null; signal: NodeJS.Signals | null }
  said: string
}> {
  const server = await startServer(world.environment)
  const headers = await callerHeaders(world, 'call-centre')
  const outcomes = await askUntilGone({
    url: server.address + QUESTION,
    headers,
    connections: CONNECTIONS,
    onAnswer: count => {
      if (count === after) server.child.kill(signal)
    },
  })
  return { outcomes, ended: await server.ended, said: server.said() }
}

/** Decision ids in the log, as often as they are there. Nothing may have the database open. */
const logged = (): Promise<string[]> =>
  world.withDatabase(async ({ query }) => {
    const rows = await query<{ id: string }>('select id::text as id from activity.entry')
    return rows.map(row => row.id)
  })

describe('the server under load', () => {
  const answered: string[] = []

  it('loses no entry of an answer it gave, killed again and again', async test => {
    for (const after of [1, 333]) {
      const { outcomes, ended } = await signalUnderLoad('SIGKILL', after)
      assert.deepEqual(ended, { code: null, signal: 'SIGKILL' })
      const here = allowedIn(outcomes)
      assert.ok(here.length >= after, `${here.length} answers`)
      answered.push(...here)
    }
    // A start that finds what the kills left, and a good stop, bring all of it into the database.
    const server = await startServer(world.environment)
    assert.deepEqual(await server.stop(), { code: 0, signal: null })
    const ids = await logged()
    const known = new Set(ids)
    assert.equal(known.size, ids.length, 'an entry is there twice')
    assert.deepEqual(
      answered.filter(id => !known.has(id)),
      [],
    )
    test.diagnostic(`${answered.length} answers, ${ids.length} entries`)
  })

  it('told to stop, answers whole or not at all, and has each answer in the log, and no other', async test => {
    const before = (await logged()).length
    const { outcomes, ended, said } = await signalUnderLoad('SIGTERM', 200)
    assert.deepEqual(ended, { code: 0, signal: null })
    assert.match(said, /Stopping: answers in flight finish first/)
    const count = (outcome: Outcome['outcome']) => outcomes.filter(one => one.outcome === outcome).length
    assert.equal(count('cut'), 0)
    for (const one of outcomes)
      if (one.outcome === 'answered') assert.ok(one.status === 200 || one.status === 503, `${one.status}`)
    const given = allowedIn(outcomes)
    const ids = await logged()
    const known = new Set(ids)
    assert.deepEqual(
      given.filter(id => !known.has(id)),
      [],
    )
    assert.equal(ids.length - before, given.length)
    test.diagnostic(
      `${given.length} answers, ${count('unanswered')} connections closed before a question was read`,
    )
  })

  it('stops once when Ctrl-C comes twice in a row, as npm passes on what the terminal has sent already', async () => {
    const server = await startServer(world.environment)
    server.child.kill('SIGINT')
    server.child.kill('SIGINT')
    assert.deepEqual(await server.ended, { code: 0, signal: null })
    assert.equal(server.said().match(/Stopping/g)?.length, 1)
  })

  it('stops when npm and its shell are gone, for a signal to npm never comes as far as the server', async () => {
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${PROGRAM}" serve; true`], {
      env: { ...process.env, ...world.environment, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const answer = gather(shell)
    await untilSaid(shell, 'stderr', /Signpost is ready/)
    shell.kill('SIGTERM')
    // The server holds the other end of the pipe: it closes when the server has ended too.
    const { signal, stderr } = await answer
    assert.equal(signal, 'SIGTERM')
    assert.match(stderr, /Stopping: answers in flight finish first/)
    await world.withDatabase(async ({ query }) => query('select 1'))
  })
})
