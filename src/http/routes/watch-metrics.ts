import { Gauge, type Registry } from 'prom-client'
import type { WatchedRoom } from '../rooms.ts'

/** The watch watched: alarm when `blind` is above 0, or observations stand still while answers are given (AUP25-29). */
export function watchMetrics(registry: Registry, { live }: Pick<WatchedRoom, 'live'>): void {
  const told = (name: string, help: string, value: () => number): void => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => gauge.set(value()),
    })
    gauge.set(0)
  }
  told(
    'signpost_watch_observations',
    'Answered questions the detectors were told of since the start.',
    () => live.totals().observations,
  )
  told('signpost_watch_findings', 'Findings raised since the start.', () => live.totals().findings)
  told(
    'signpost_watch_blind',
    'Answers the watch could not be told of since the start; to be 0.',
    () => live.totals().blind,
  )
  told('signpost_watch_accounts', 'Accounts the detectors know.', () => live.accounts())
  told('signpost_watch_brakes', 'Brakes of findings that hold.', () => live.brakesHeld())
}
