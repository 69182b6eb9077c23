import { ENTRIES } from './bank.ts'
import { listEvidence } from './far.ts'
import { GLOBAL_ENTRIES, type GlobalState } from './global-sensor.ts'
import { lookUpEvidence } from './look-ups.ts'
import { FAR_PEAK, GLOBAL_KEY, LISTING_PEAK, organisationKey, PEAKS } from './reached.ts'
import type { Subject } from './subject.ts'

/** Notes the evidence a subject has, if it never had more. */
export function notePeaks(
  peaks: Map<string, Float64Array>,
  { scope, organisation, state }: Subject,
  account: string,
): void {
  const key = scope === 'account' ? account : organisationKey(organisation)
  let peak = peaks.get(key)
  if (!peak) {
    peak = new Float64Array(PEAKS)
    peaks.set(key, peak)
  }
  for (let entry = 0; entry < ENTRIES; entry += 1) {
    const evidence = Math.log(state.bank[entry] ?? 1)
    if (evidence > (peak[entry] ?? 0)) peak[entry] = evidence
  }
  peak[ENTRIES] = Math.max(peak[ENTRIES] ?? 0, Math.log(lookUpEvidence(state)))
  peak[LISTING_PEAK] = Math.max(peak[LISTING_PEAK] ?? 0, Math.log(listEvidence(state)))
  peak[FAR_PEAK] = Math.max(peak[FAR_PEAK] ?? 0, state.farBlocks)
}

/** The same for all together. */
export function noteGlobal(peaks: Map<string, Float64Array>, { bank }: GlobalState): void {
  let peak = peaks.get(GLOBAL_KEY)
  if (!peak) {
    peak = new Float64Array(GLOBAL_ENTRIES)
    peaks.set(GLOBAL_KEY, peak)
  }
  for (let entry = 0; entry < GLOBAL_ENTRIES; entry += 1)
    peak[entry] = Math.max(peak[entry] ?? 0, Math.log(bank[entry] ?? 1))
}
