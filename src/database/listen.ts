import pg from 'pg'

const RETRY_MILLIS = 500

/**
 * Keeps one connection of its own listening, and comes back by itself when it breaks: one attempt at a time, until
 * one succeeds. What was notified meanwhile is lost, so `heard` is called each time it listens anew.
 * @returns how to stop
 * @throws when the first attempt fails
 */
export async function listenOnServer(
  settings: pg.ClientConfig,
  channel: string,
  heard: () => void,
): Promise<() => Promise<void>> {
  let stopped = false
  let listening: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  const again = (): void => {
    if (!stopped) retry = setTimeout(() => void connect().catch(again), RETRY_MILLIS).unref()
  }
  const connect = async (): Promise<void> => {
    const client = new pg.Client(settings)
    // An error of a client that listens is followed by its end; one before that fails the attempt.
    client.on('error', () => {})
    client.on('notification', () => heard())
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      drop(client)
      throw error
    }
    if (stopped) return drop(client)
    // Only now: a failed attempt ends as well, and would be followed by two.
    client.once('end', again)
    listening = client
    heard()
  }
  await connect()
  return async () => {
    stopped = true
    clearTimeout(retry)
    await listening?.end()
  }
}

/** Lets go of a connection without waiting for the other side, which may be gone. */
const drop = (client: pg.Client): void => void client.end().catch(() => {})
