// npm run generate -w client -- URL: writes src/api.ts from the OpenAPI document of a running directory.
import { writeFile } from 'node:fs/promises'
import { type Described, typesFrom } from './generate.ts'

const [url = 'http://127.0.0.1:8080'] = process.argv.slice(2)
const answer = await fetch(new URL('/openapi.json', url))
if (!answer.ok) throw new Error(`${url} answered ${answer.status}: is the directory running?`)
const document = (await answer.json()) as Described
await writeFile(new URL('src/api.ts', import.meta.url), await typesFrom(document))
console.log('Wrote client/src/api.ts.')
