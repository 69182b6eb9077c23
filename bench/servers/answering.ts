/** What a child process was told at its start. */
export const told = (): unknown => JSON.parse(process.argv[2] ?? 'null')

/**
 * Answers the parent's questions in a word, one after another, until it says `stop` or goes away.
 * Every child can say how much processor time it has used (`used`, microseconds).
 * A question without an answer ends the process: the bench then fails rather than waits.
 */
export function answering(
  answers: Readonly<Record<string, () => unknown>>,
  stop: () => Promise<unknown> = async () => {},
): void {
  const end = (): void => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('disconnect', end)
  process.on('message', async question => {
    if (question === 'stop') return end()
    if (question === 'used') return process.send?.(process.cpuUsage().user + process.cpuUsage().system)
    const answer = answers[String(question)]
    if (!answer) throw new Error(`Nothing here answers "${String(question)}".`)
    process.send?.((await answer()) ?? null)
  })
}
