import type { Volume } from './facts.ts'
import type { PolicyParameters } from './parameters.ts'

const TIMES_VOLUME = 2
const BURST_SECONDS = 6
const BURST_LEAST = 10
/** One a second, so that whoever is held up by it never waits longer. */
const RATE_LEAST = 60

/**
 * How fast a volume may be drawn (sources, use 2.8: proxies of the platform smooth at two to three times the volume):
 * `burst` at once, refilled at `perMinute`. Null where a minute holds no more than the burst: then the minute bites first.
 */
export function spikeOf(
  { perMinute }: Volume,
  { spikeTimesVolume = TIMES_VOLUME, spikeBurstSeconds = BURST_SECONDS }: PolicyParameters,
): { readonly perMinute: number; readonly burst: number } | null {
  const burst = Math.max(BURST_LEAST, Math.ceil((perMinute * spikeBurstSeconds) / 60))
  return burst >= perMinute
    ? null
    : { burst, perMinute: Math.max(RATE_LEAST, Math.ceil(perMinute * spikeTimesVolume)) }
}
