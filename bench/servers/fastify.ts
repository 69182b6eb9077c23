// Fastify without any logic: what the answers cost when nothing has to be found, decided or written down.
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { schemaOf } from '../schema-of.ts'
import { answering, told } from './answering.ts'

const Given = Type.Object({
  /** A file with one body a line. */
  bodies: Type.String(),
  /** `serialised`: by fast-json-stringify, from objects. `prepared`: the bytes as they are. */
  send: Type.Enum(['serialised', 'prepared']),
})
const given = Compile(Given).Parse(told())
const texts = readFileSync(given.bodies, 'utf8').trimEnd().split('\n')
const objects: unknown[] = texts.map(text => JSON.parse(text))
const bytes = texts.map(text => Buffer.from(text))

const app = Fastify({ logger: false })
let next = 0
const turn = (): number => {
  next = (next + 1) % texts.length
  return next
}
if (given.send === 'serialised') {
  const schema = { response: { 200: schemaOf(objects) } }
  app.get('/api/v1/services', { schema }, async () => objects[turn()])
} else {
  app.get('/api/v1/services', async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(bytes[turn()]),
  )
}
const url = await app.listen({ host: '127.0.0.1', port: 0 })

answering({ address: () => ({ url }) }, () => app.close())
