// The application as it ships, composed as `npm start` composes it, on a free port.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { signClientAssertion } from '../../src/accounts/index.ts'
import { compose } from '../../src/compose.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { BENCH_CALLER } from '../caller.ts'
import { benchConfig } from '../config.ts'
import { answering, told } from './answering.ts'

const Given = Type.Object({
  folder: Type.String(),
  databaseUrl: Type.Union([Type.String(), Type.Null()]),
  logged: Type.Boolean(),
})
const given = Compile(Given).Parse(told())

const began = performance.now()
const house = await compose(benchConfig(given.folder, given.databaseUrl), {
  clock: systemClock,
  say: () => {},
})
// The same house with its log taken out, so that what the log costs can be told. No setting does this.
if (!given.logged) Object.assign(house.recorder, { record: async () => {} })
const url = await house.listen()
const startedMillis = performance.now() - began

/** An access token, by the door every caller takes. */
async function token(): Promise<string> {
  const assertion = await signClientAssertion({
    clientId: BENCH_CALLER.clientId,
    audience: `${url}/oauth2/token`,
    keyId: (await readFile(join(given.folder, BENCH_CALLER.keyIdFile), 'utf8')).trim(),
    privateKeyPem: await readFile(join(given.folder, BENCH_CALLER.keyFile), 'utf8'),
    clock: house.clock,
  })
  const answer = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`No token: ${answer.status} ${text}`)
  return Compile(Type.Object({ access_token: Type.String() })).Parse(JSON.parse(text)).access_token
}

answering(
  {
    address: async () => ({ url, token: await token(), services: house.memory.size(), startedMillis }),
    settle: async () => {
      const lagEntries = house.recorder.health().lagEntries ?? 0
      await house.recorder.settle()
      return { lagEntries, rssBytes: process.memoryUsage().rss }
    },
  },
  house.close,
)
