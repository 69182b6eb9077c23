import { Agent, get } from 'node:http'

/** What became of a question: answered whole, or cut off in the middle, or never begun to be answered. */
export type Outcome =
  | { readonly outcome: 'answered'; readonly status: number; readonly decisionId: string | null }
  | { readonly outcome: 'cut' | 'unanswered' }

type Asking = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  /** Told of every answer at once, so that the test can act in the middle of the load. */
  readonly onAnswer?: (answeredSoFar: number) => void
}

/** Asks over several connections, each again as soon as it is answered, until a connection is gone or 503 is said. */
export async function askUntilGone({ url, headers, connections, onAnswer }: Asking): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let answered = 0
  const oneConnection = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (;;) {
      const outcome = await ask(url, headers, agent)
      outcomes.push(outcome)
      if (outcome.outcome !== 'answered' || outcome.status === 503) break
      answered += 1
      onAnswer?.(answered)
    }
    agent.destroy()
  }
  await Promise.all(Array.from({ length: connections }, oneConnection))
  return outcomes
}

function ask(url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<Outcome> {
  return new Promise(resolve => {
    const request = get(url, { headers, agent }, response => {
      let body = ''
      response.setEncoding('utf8').on('data', text => {
        body += text
      })
      response.on('error', () => resolve({ outcome: 'cut' }))
      response.on('close', () => {
        if (!response.complete) return resolve({ outcome: 'cut' })
        resolve({ outcome: 'answered', status: response.statusCode ?? 0, decisionId: decisionIdIn(body) })
      })
    })
    request.on('error', () => resolve({ outcome: 'unanswered' }))
  })
}

function decisionIdIn(body: string): string | null {
  const answer: unknown = JSON.parse(body)
  const known = typeof answer === 'object' && answer !== null && 'decisionId' in answer
  return known && typeof answer.decisionId === 'string' ? answer.decisionId : null
}

/** Decision ids of all that was allowed and answered whole. */
export const allowedIn = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(one =>
    one.outcome === 'answered' && one.status === 200 && one.decisionId !== null ? [one.decisionId] : [],
  )
