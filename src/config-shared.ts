import type { Setting } from './config.ts'

/** Where the nodes of one directory count together (docs/operating.md). */
export type SharedCountsConfig = {
  readonly url: string
  /** How many nodes there are. */
  readonly nodes: number
}

const address = (text: string): string | undefined => {
  const url = /^rediss?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined
  const fit =
    url && url.hostname !== '' && url.search === '' && url.hash === '' && /^(\/\d{0,3})?$/.test(url.pathname)
  return fit ? text : undefined
}

const count = (text: string): number | undefined =>
  /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100 ? Number(text) : undefined

/** The settings of shared counts; null: each node counts by itself. */
export function sharedCounts(setting: Setting): SharedCountsConfig | null {
  const url = setting<string | null>(
    'REDIS_URL',
    null,
    address,
    'an address that begins with redis:// or rediss://, with no more than a database number behind the host',
  )
  const nodes = setting('SIGNPOST_NODES', 2, count, 'how many nodes there are, from 1 to 100')
  return url === null ? null : { url, nodes }
}
