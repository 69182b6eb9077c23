import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { openMail } from '../../src/notices/index.ts'

const message = {
  id: 7,
  to: 'ann@example.org',
  subject: 'An account has been approved',
  text: 'The account has been approved.\nIt can be used.',
}

/** As much of a mail server as it takes to hear one message (RFC 5321). */
async function mailServer(refuses: boolean): Promise<{ server: Server; port: number; heard: () => string }> {
  let heard = ''
  const server = createServer(socket => {
    let inBody = false
    socket.write('220 test\r\n')
    socket.on('data', data => {
      const text = data.toString()
      heard += text
      if (inBody) {
        if (!heard.endsWith('\r\n.\r\n')) return
        inBody = false
        socket.write('250 kept\r\n')
        return
      }
      for (const line of text.split('\r\n').filter(one => one !== '')) {
        if (line.startsWith('RCPT') && refuses) socket.write('550 nobody of that name\r\n')
        else if (line === 'DATA') {
          inBody = true
          socket.write('354 go on\r\n')
        } else if (line === 'QUIT') socket.end('221 bye\r\n')
        else socket.write('250 yes\r\n')
      }
    })
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, port: typeof address === 'object' && address ? address.port : 0, heard: () => heard }
}

describe('the way out for mail', () => {
  it('without a server writes each message into a file that only this user reads', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'signpost-mail-'))
    after(() => rm(parent, { recursive: true }))
    const folder = join(parent, 'mail')
    const mail = openMail({ url: null, from: 'Directory <directory@example.org>', folder })
    await mail.send(message)
    await mail.send({ ...message, id: 8, subject: 'Line\r\nBcc: everybody@example.org' })
    assert.deepEqual((await readdir(folder)).sort(), ['7.eml', '8.eml'])
    const text = await readFile(join(folder, '7.eml'), 'utf8')
    assert.match(text, /^To: ann@example\.org\r?$/m)
    assert.match(text, /^Subject: An account has been approved\r?$/m)
    assert.match(text, /^Message-ID: <notice-7@example\.org>\r?$/m)
    assert.match(text, /^Auto-Submitted: auto-generated\r?$/m)
    assert.match(text, /It can be used\./)
    assert.doesNotMatch(await readFile(join(folder, '8.eml'), 'utf8'), /^Bcc:/m)
    assert.equal((await stat(join(folder, '7.eml'))).mode & 0o077, 0)
    mail.close()
  })

  it('with a server hands each message to it', async () => {
    const { server, port, heard } = await mailServer(false)
    after(() => server.close())
    const mail = openMail({
      url: `smtp://127.0.0.1:${port}`,
      from: 'directory@example.org',
      folder: '/nowhere',
    })
    await mail.send(message)
    mail.close()
    assert.match(heard(), /RCPT TO:<ann@example\.org>/)
    assert.match(heard(), /Subject: An account has been approved/)
  })

  it('rejects what the server would not take', async () => {
    const { server, port } = await mailServer(true)
    after(() => server.close())
    const mail = openMail({
      url: `smtp://127.0.0.1:${port}`,
      from: 'directory@example.org',
      folder: '/nowhere',
    })
    await assert.rejects(mail.send(message), /550/)
    mail.close()
  })
})
