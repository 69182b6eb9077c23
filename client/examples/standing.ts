// Puts a screen away the moment the directory says that access has stopped.
import { readFile } from 'node:fs/promises'
import { createSignpostClient, Refused, Stopped } from '@signpost/client'

const { SIGNPOST_URL = 'http://127.0.0.1:8080', CLIENT_ID = '', KEY_ID = '', KEY_FILE = '' } = process.env

const signpost = createSignpostClient({
  baseUrl: SIGNPOST_URL,
  clientId: CLIENT_ID,
  keyId: KEY_ID,
  privateKey: await readFile(KEY_FILE, 'utf8'),
})

signpost.onStanding(standing => {
  if (standing.state !== 'open') console.log(`Put the screen away: ${standing.problem.title}.`)
})

for (const near of ['LS1 4AP', 'Leeds']) {
  try {
    const answer = await signpost.search({ near, type: '13' })
    console.log(`${answer.data.count} services near ${near}.`)
  } catch (error) {
    if (error instanceof Refused) console.log(`Asked, and refused: ${error.reason}.`)
    else if (error instanceof Stopped) console.log('Not asked again for now.')
    else throw error
  }
}
