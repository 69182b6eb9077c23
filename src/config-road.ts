import type { Setting } from './config.ts'

/** A source of distances by road (sources, DoS 4.4). */
export type RoadDistanceConfig = {
  /** What `/road-distance` is put behind, without a trailing slash. */
  readonly url: string
  readonly key: string
}

/** Its key goes along with every question: without TLS only where nobody is between, on this machine. */
const address = (text: string): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.username !== '' || url.password !== '' || /[\s?#]/.test(text)) return undefined
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere)
    ? text.replace(/\/+$/, '')
    : undefined
}

/** A header's worth of visible characters. */
const key = (text: string): string | undefined => (/^[\x21-\x7e]{1,500}$/.test(text) ? text : undefined)

/** The settings of road distances: both, or none. */
export function roadDistance(setting: Setting, wrong: string[]): RoadDistanceConfig | null {
  const url = setting<string | null>(
    'SIGNPOST_ROAD_DISTANCE_URL',
    null,
    address,
    'an https address without query',
  )
  const given = setting<string | null>('SIGNPOST_ROAD_DISTANCE_KEY', null, key, 'a key without spaces')
  if (url !== null && given !== null) return { url, key: given }
  if (url !== null || given !== null)
    wrong.push('SIGNPOST_ROAD_DISTANCE_URL and SIGNPOST_ROAD_DISTANCE_KEY belong together: set both or none.')
  return null
}
