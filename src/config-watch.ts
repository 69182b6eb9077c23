import { resolve } from 'node:path'
import type { Setting } from './config.ts'

/** The watch over crawling. */
export type WatchConfig = {
  /** What a calibration learned ("signpost watch calibrate"); null: nothing was, and what services tell stands in. */
  readonly modelFile: string | null
  /** `shadow`: everything is found and nobody is braked, while a calibration is tried. */
  readonly mode: 'brakes' | 'shadow'
}

export const watchConfig = (setting: Setting): WatchConfig => ({
  modelFile: setting<string | null>(
    'SIGNPOST_WATCH_MODEL',
    null,
    text => (text.trim() === '' ? undefined : resolve(text.trim())),
    'a file',
  ),
  mode: setting<WatchConfig['mode']>(
    'SIGNPOST_WATCH',
    'brakes',
    text => (text === 'brakes' || text === 'shadow' ? text : undefined),
    'brakes or shadow',
  ),
})
