import { describeInterface } from '../../openapi.ts'
import { unsupported } from '../dos-search/say-no.ts'
import type { Interface } from '../interfaces.ts'
import { DESCRIBED, DOCUMENT } from './describe.ts'
import { findDoor, putDoor } from './doors.ts'
import type { FindRoute, PutRoute } from './read-request.ts'
import { sayNo } from './say-no.ts'

const ADDRESSES = [
  { path: /^\/Organization$/, methods: 'GET, HEAD' },
  { path: /^\/Organization\/[^/]+$/, methods: 'PUT' },
]

/** The DoS Ingest API for organisations (sources, DoS 4.2). Every route goes through governed(). */
export const dosIngest: Interface = {
  prefix: '/dos-ingest/FHIR/R4',
  sayNo,
  addresses: ADDRESSES,
  unknown: unsupported,
  routes: async (app, { rooms, contact, baseUrl }) => {
    await describeInterface(app, { ...DOCUMENT, contact, baseUrl })
    // Read as JSON by the door, once it knows who asks: until then nothing is said of what was sent.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    // The schemas describe. What is wrong is said by the door, to those it knows, in the contract's words.
    app.setValidatorCompiler(() => () => true)

    const parts = { rooms, base: () => `${baseUrl()}${app.prefix}` }
    const find = findDoor(parts)
    app.get<FindRoute>('/Organization', { config: find.config, schema: DESCRIBED.find }, find.handler)
    const put = putDoor(parts)
    app.put<PutRoute>('/Organization/:id', { config: put.config, schema: DESCRIBED.put }, put.handler)
  },
}
