/** How many questions, in each minute and each day. */
export type Volume = { readonly perMinute: number; readonly perDay: number }

/** How fast volume may be drawn: `burst` at once, refilled evenly at `perMinute`. Both at least 1. */
export type Spike = { readonly perMinute: number; readonly burst: number }

/**
 * Whose count a question draws from. `person` is somebody at the management interface; of the others one question draws
 * from several, in this order.
 */
export const LAYERS = ['person', 'account', 'connection', 'organisation', 'product'] as const
export type Layer = (typeof LAYERS)[number]

export const WINDOWS = ['spike', 'minute', 'day'] as const
export type WindowName = (typeof WINDOWS)[number]

/** One count that a question draws from, and what it holds. */
export type Draw = {
  readonly layer: Layer
  /** Which count: those with the same key are the same. */
  readonly key: string
  readonly volume: Volume
  /** Null: not smoothed. */
  readonly spike: Spike | null
  /**
   * Whether whoever asks is told what is left. Not so where others draw from it too: what is left of an organisation's
   * volume would tell one of its suppliers how much it asks through another.
   */
  readonly isTold: boolean
}

/** What a limit is called in headers and problem details (draft-ietf-httpapi-ratelimit-headers-11, section 3). */
export const policyName = (layer: Layer, window: WindowName): string => NAMES[layer][window]

const NAMES: Readonly<Record<Layer, Readonly<Record<WindowName, string>>>> = {
  person: { spike: 'spike', minute: 'minute', day: 'day' },
  account: { spike: 'account-spike', minute: 'account-minute', day: 'account-day' },
  connection: { spike: 'spike', minute: 'minute', day: 'day' },
  organisation: { spike: 'organisation-spike', minute: 'organisation-minute', day: 'organisation-day' },
  product: { spike: 'product-spike', minute: 'product-minute', day: 'product-day' },
}
