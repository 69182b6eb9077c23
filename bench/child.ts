import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { StaticDecode, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** A process of the bench's own that does one thing at a time: it is asked in a word and answers with a value. */
export type Child = {
  readonly ask: <S extends TSchema>(question: string, answer: S) => Promise<StaticDecode<S>>
  readonly stop: () => Promise<void>
}

/**
 * Starts one of the files in servers/ in a process of its own.
 * @param given what it is told at the start; it must survive JSON
 */
export function startChild(file: string, given: unknown, execArgv: readonly string[] = []): Child {
  const child = fork(fileURLToPath(new URL(`servers/${file}`, import.meta.url)), [JSON.stringify(given)], {
    execArgv: [...execArgv],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const ended = once(child, 'exit')
  const failed = ended.then(([code]) => {
    throw new Error(`${file} ended with ${code} before it had answered.`)
  })
  failed.catch(() => {})
  return {
    ask: async (question, schema) => {
      const answer = once(child, 'message')
      child.send(question)
      const [message] = await Promise.race([answer, failed])
      return Compile(schema).Decode(message)
    },
    stop: async () => {
      if (child.connected) child.send('stop')
      await ended
    },
  }
}
