import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readDemonstrationFile } from '../../src/demonstration/index.ts'
import { gather, smallWorld, startServer } from '../../test/support/server.ts'

const example = (name: string): string => fileURLToPath(new URL(`../examples/${name}.ts`, import.meta.url))

const world = await smallWorld()
const server = await startServer(world.environment)
const demonstration = await readDemonstrationFile(join(world.folder, 'demo.json'))

/** Runs an example as a program of its own, for a demonstration account; answers what it printed. */
async function run(name: string, as: string): Promise<string> {
  const account = demonstration?.accounts.find(one => one.name === as)
  assert.ok(account)
  const env = {
    ...process.env,
    SIGNPOST_URL: server.address,
    CLIENT_ID: account.clientId,
    KEY_ID: account.keyId,
    KEY_FILE: join(world.folder, account.privateKeyFile),
  }
  const { code, stdout, stderr } = await gather(spawn(process.execPath, [example(name)], { env }))
  assert.equal(code, 0, stderr)
  return stdout
}

describe('the examples of the client', () => {
  it('are in its README word for word', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    for (const name of ['search', 'standing'])
      assert.ok(readme.includes(`\`\`\`ts\n${await readFile(example(name), 'utf8')}\`\`\``), name)
  })

  it('find services, and say until when they may be shown', async () => {
    const said = await run('search', 'call-centre')
    assert.match(said, /Show this until \d{4}-\d\d-\d\dT[\d:.]+Z; decision [0-9a-f-]{36}\.\n$/)
  })

  it('say what to do when they are refused', async () => {
    assert.match(await run('search', 'no-agreement'), /^no-agreement: Apply for one/)
  })

  it('put the screen away when access stops, and do not ask again', async () => {
    assert.equal(
      await run('standing', 'suspended'),
      'Put the screen away: This account is suspended.\nAsked, and refused: account-suspended.\nNot asked again for now.\n',
    )
  })
})
