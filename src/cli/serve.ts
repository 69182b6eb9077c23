import type { Command } from 'commander'

/** `signpost serve`, which is what `npm start` runs. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .summary('start the directory')
    .description(
      [
        'Starts the directory at http://127.0.0.1:8080 (PORT), with its data in ./var (SIGNPOST_DATA).',
        'A first start on an empty folder makes a demonstration world; SIGNPOST_DEMO=off leaves it empty,',
        'SIGNPOST_DEMO=full makes about 76,000 services instead of about 19,000.',
        'Stops on SIGTERM or Ctrl-C: answers in flight finish, the activity log is flushed.',
      ].join('\n'),
    )
    .option('--scale <scale>', 'demonstration world: standard or full (as SIGNPOST_DEMO)')
    .action(async (options: { scale?: string }) => {
      if (options.scale !== undefined) process.env['SIGNPOST_DEMO'] = options.scale
      const { serve } = await import('../main.ts')
      await serve()
    })
}
