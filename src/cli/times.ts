import { CommandError } from './operation.ts'

/** The time an option gives, or undefined when it was not given. */
export function timeOf(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  if (Number.isNaN(time.getTime()))
    throw new CommandError(`${option} takes a time such as 2026-11-22T09:00:00Z.`)
  return time
}

type RangeOptions = { readonly from?: string; readonly to?: string; readonly log?: string }

/** The stretch of the log that `--from` and `--to` give, or `--log FROM..TO`. */
export function rangeOf(options: RangeOptions): { readonly from: Date; readonly to: Date } {
  const { from: one, to: other, log } = options
  if (log !== undefined && (one !== undefined || other !== undefined))
    throw new CommandError('Give --log, or --from and --to, and not both.')
  const [start, end, ...more] = log === undefined ? [one, other] : log.split('..')
  const [from, to] = [timeOf(log ? '--log' : '--from', start), timeOf(log ? '--log' : '--to', end)]
  if (!from || !to || more.length > 0)
    throw new CommandError('Say which questions: --from TIME --to TIME, or --log FROM..TO.')
  if (from >= to) throw new CommandError('The range ends before it begins.')
  return { from, to }
}
