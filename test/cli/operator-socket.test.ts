import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import {
  listenForErrands,
  type Reply,
  type RunErrand,
  sendErrand,
  socketPath,
} from '../../src/cli/operator-socket.ts'

const ERRAND = { arguments: ['activity', 'tail'], folder: '/somewhere' }

async function listening(run: RunErrand): Promise<{ path: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-socket-'))
  const path = socketPath(folder)
  const stop = await listenForErrands(path, run)
  after(async () => {
    await stop()
    await rm(folder, { recursive: true })
  })
  return { path, stop }
}

/** Sends lines as they are and answers all that comes back. */
async function sendRaw(path: string, text: string): Promise<string> {
  const socket = connect(path).setEncoding('utf8')
  let said = ''
  socket.on('data', part => {
    said += part
  })
  socket.write(text)
  await once(socket, 'close')
  return said
}

describe('the operator socket', () => {
  it('takes an errand, passes every word back in order, then the exit code', async () => {
    const { path } = await listening(async (errand, reply) => {
      assert.deepEqual(errand, ERRAND)
      for (let line = 0; line < 2000; line += 1) reply({ kind: 'print', line: `${line} é\n½` })
      reply({ kind: 'warn', line: 'careful' })
      return 3
    })
    const heard: Reply[] = []
    assert.equal(await sendErrand(path, ERRAND, reply => heard.push(reply)), 3)
    assert.equal(heard.length, 2001)
    assert.deepEqual(heard[1999], { kind: 'print', line: '1999 é\n½' })
    assert.deepEqual(heard[2000], { kind: 'warn', line: 'careful' })
  })

  it('can be opened by its own user only', async () => {
    const { path } = await listening(async () => 0)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  })

  it('stands in a folder of this user alone where the data folder has too long a path for a socket', async () => {
    const path = socketPath(`/${'deep/'.repeat(40)}`)
    assert.ok(Buffer.byteLength(path) <= 104, path)
    assert.notEqual(path, socketPath(`/${'deep/'.repeat(41)}`))
    assert.equal((await stat(dirname(path))).mode & 0o777, 0o700)
  })

  it('says that nobody is there where no server listens, also when one left its socket behind', async () => {
    assert.equal(await sendErrand(join(tmpdir(), 'signpost-no-such.sock'), ERRAND, () => {}), 'no-server')
    const { path, stop } = await listening(async () => 0)
    await stop()
    assert.equal(await sendErrand(path, ERRAND, () => {}), 'no-server')
  })

  it('tells the errand when the one who sent it goes away', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const { path } = await listening(
      (_, reply, signal) =>
        new Promise(done => {
          reply({ kind: 'print', line: 'begun' })
          signal.addEventListener('abort', () => {
            resolve('told')
            done(0)
          })
        }),
    )
    const socket = connect(path)
    socket.write(`${JSON.stringify(ERRAND)}\n`)
    await once(socket, 'data')
    socket.destroy()
    assert.equal(await promise, 'told')
  })

  it('tells whoever sent an errand when the server goes away before it is done', async () => {
    const begun = Promise.withResolvers<void>()
    const { path, stop } = await listening(() => {
      begun.resolve()
      return new Promise<number>(() => {})
    })
    const answer = sendErrand(path, ERRAND, () => {})
    await begun.promise
    await stop()
    assert.equal(await answer, 'cut-short')
  })

  it('answers an errand that throws with its message and 1', async () => {
    const { path } = await listening(() => Promise.reject(new Error('the disk is full')))
    const heard: Reply[] = []
    assert.equal(await sendErrand(path, ERRAND, reply => heard.push(reply)), 1)
    assert.deepEqual(heard, [{ kind: 'warn', line: 'the disk is full' }])
  })

  it('outlives whatever is sent to it that is no errand', async () => {
    const { path } = await listening(async () => 0)
    for (const text of ['GET / HTTP/1.1\r\n\r\n', '{\n', 'null\n', '{"arguments": "tail", "folder": 1}\n']) {
      assert.match(await sendRaw(path, text), /"done","code":2/, text)
    }
    const socket = connect(path)
    await once(socket, 'connect')
    socket.destroy()
    assert.equal(await sendErrand(path, ERRAND, () => {}), 0)
  })
})
