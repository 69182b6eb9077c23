// Finds what is open near a place, and shows it for as long as it may be shown.
import { readFile } from 'node:fs/promises'
import { AnswerOver, createSignpostClient, Refused } from '@signpost/client'

const { SIGNPOST_URL = 'http://127.0.0.1:8080', CLIENT_ID = '', KEY_ID = '', KEY_FILE = '' } = process.env

const signpost = createSignpostClient({
  baseUrl: SIGNPOST_URL,
  clientId: CLIENT_ID,
  keyId: KEY_ID,
  privateKey: await readFile(KEY_FILE, 'utf8'),
  log: ({ operation, status, durationMillis }) =>
    console.error(`${operation} ${status} ${durationMillis} ms`),
})

try {
  const answer = await signpost.search({ near: 'LS1 4AP', type: 'pharmacy', open: 'now', limit: 3 })
  for (const service of answer.data.services) console.log(`${service.distanceMetres} m  ${service.name}`)
  console.log(`Show this until ${answer.validUntil.toISOString()}; decision ${answer.decisionId}.`)
} catch (error) {
  if (error instanceof Refused) console.log(`${error.reason}: ${error.problem.remedy}`)
  else if (error instanceof AnswerOver) console.log('Too old to show: ask again.')
  else throw error
}
