import type { FastifyReply } from 'fastify'
import {
  type Allowed,
  type CallerFacts,
  type PolicyParameters,
  spikeOf,
  type Volume,
} from '../policy/index.ts'
import { type Draw, type Layer, policyName, type Quota, type Reservation } from '../watch/index.ts'
import { ORGANISATION_HEADER } from './named-organisation.ts'
import type { ProblemExtras } from './problem.ts'

/** What the organisation and the product of a caller have altogether. */
export type SharedVolumes = { readonly organisation: Volume; readonly product: Volume }

/** What was taken from the agreed volume for one question, or why nothing was. */
export type Taken = {
  readonly reservation: Reservation
  readonly draws: readonly Draw[]
  /** Every limit that the caller is told of, as `RateLimit-Policy` names them. */
  readonly policies: string
  /** What is said besides of each limit, where the question named the organisation it was asked for. */
  readonly partition: string
  /** `policies` with it. */
  readonly partitioned: string
}

/** What one caller draws from, and the volumes it was put together of. */
type Kept = Omit<Taken, 'reservation'> & {
  readonly of: readonly (Volume | null)[]
  readonly parameters: PolicyParameters
}
type Counts = Allowed['limits']['counts']

/** Facts of a caller are the same object for as long as nothing about it changes; keys and headers are made once for it. */
const kept = new WeakMap<CallerFacts, { [counts in Counts]?: Kept }>()

/**
 * Reserves from every count that the question draws from, in one step, or from none (AUP25-41): what a restriction
 * leaves the account, what was agreed with the connection, whichever of its accounts asks, and what organisation and
 * product have altogether, so that a second account or product gains nothing. Monitoring has a count of its own.
 * @param agreed what the connection has; asked for only where the account has restrictions
 */
export function reserve(
  quota: Quota,
  caller: CallerFacts,
  { volume, counts }: Allowed['limits'],
  parameters: PolicyParameters,
  agreed: () => Volume,
  shared: SharedVolumes | undefined,
): Taken {
  const whole = (caller.account.restrictions ?? NONE).length === 0 ? volume : agreed()
  const organisation = counts === 'usual' && shared ? atLeast(shared.organisation, whole) : null
  const product = counts === 'usual' && shared ? atLeast(shared.product, whole) : null
  let known = kept.get(caller)
  if (known === undefined) {
    known = {}
    kept.set(caller, known)
  }
  let drawing = known[counts]
  const of = [whole === volume || isSame(whole, volume) ? null : volume, whole, organisation, product]
  if (drawing === undefined || drawing.parameters !== parameters || !isAlike(drawing.of, of)) {
    drawing = { ...drawingOf(caller, counts, of, parameters), of, parameters }
    known[counts] = drawing
  }
  const { draws, policies, partition, partitioned } = drawing
  return { reservation: quota.reserve(draws), draws, policies, partition, partitioned }
}

/** A sum may be a little older than what it is of, and never less. */
const atLeast = (sum: Volume, one: Volume): Volume =>
  sum.perMinute >= one.perMinute && sum.perDay >= one.perDay
    ? sum
    : {
        perMinute: Math.max(sum.perMinute, one.perMinute),
        perDay: Math.max(sum.perDay, one.perDay),
      }

const NONE: readonly never[] = []
const NAMED = ORGANISATION_HEADER.toLowerCase()

const isAlike = (these: readonly (Volume | null)[], those: readonly (Volume | null)[]): boolean => {
  for (let index = 0; index < these.length; index += 1)
    if (!isSame(these[index] ?? null, those[index] ?? null)) return false
  return true
}

const isSame = (a: Volume | null, b: Volume | null): boolean =>
  a === b || (a !== null && b !== null && a.perMinute === b.perMinute && a.perDay === b.perDay)

function drawingOf(
  { account, connection, organisation, product }: CallerFacts,
  counts: Counts,
  [own = null, whole = null, ofOrganisation = null, ofProduct = null]: readonly (Volume | null)[],
  parameters: PolicyParameters,
): Omit<Taken, 'reservation'> {
  const draws: Draw[] = []
  const add = (layer: Layer, key: string, volume: Volume | null, isTold: boolean): void => {
    if (volume !== null) draws.push({ layer, key, volume, spike: spikeOf(volume, parameters), isTold })
  }
  const { environment } = connection
  add('account', `${counts} account ${account.id}`, own, true)
  add('connection', `${counts} connection ${connection.id}`, whole, true)
  add('organisation', `organisation ${environment} ${organisation.odsCode}`, ofOrganisation, false)
  add('product', `product ${environment} ${product.id}`, ofProduct, false)
  const partition = `;pk=:${Buffer.from(organisation.odsCode).toString('base64')}:`
  return { draws, policies: policiesOf(draws), partition, partitioned: policiesOf(draws, partition) }
}

/** `RateLimit-Policy`: each limit that the caller is told of (draft-ietf-httpapi-ratelimit-headers-11, section 3). */
export function policiesOf(draws: readonly Omit<Draw, 'key'>[], partition = ''): string {
  const items = draws.flatMap(({ layer, volume, spike, isTold }) => {
    if (!isTold) return []
    const name = (window: 'minute' | 'day' | 'spike'): string => `"${policyName(layer, window)}"`
    return [
      `${name('minute')};q=${volume.perMinute};w=60${partition}`,
      `${name('day')};q=${volume.perDay};w=86400${partition}`,
      ...(spike === null
        ? []
        : [
            `${name('spike')};q=${spike.burst};w=${Math.ceil((spike.burst * 60) / spike.perMinute)}${partition}`,
          ]),
    ]
  })
  return items.join(', ')
}

/**
 * Both headers of draft-ietf-httpapi-ratelimit-headers-11. `RateLimit` names the limit nearest to its end, and a burst
 * once it is three quarters gone; where something is used up, all that is. The unit, requests, is the default and not
 * said. `pk` is the organisation's ODS code, in base64, where the question named one: each has a volume of its own.
 */
export function rateLimitHeaders(
  reply: FastifyReply,
  { reservation, policies, partition, partitioned }: Omit<Taken, 'draws'>,
): void {
  const isNamed = reply.request.headers[NAMED] !== undefined
  reply.header('ratelimit-policy', isNamed ? partitioned : policies)
  const pk = isNamed ? partition : ''
  if (reservation.outcome === 'exhausted') {
    const items = reservation.violated.map(({ policy, seconds }) => `"${policy}";r=0;t=${seconds}${pk}`)
    reply.header('ratelimit', items.join(', '))
    return
  }
  const { least, spike } = reservation
  if (least === null) return
  const { policy, remaining, seconds } = least
  const item = `"${policy}";r=${remaining};t=${seconds}${pk}`
  reply.header(
    'ratelimit',
    spike === null ? item : `${item}, "${spike.policy}";r=${spike.remaining};t=${spike.seconds}${pk}`,
  )
}

type Exhausted = Extract<Reservation, { outcome: 'exhausted' }>

/** What is said of what was used up: without figures where others draw from it, too. */
export function usedUp(
  { violated, retryAfterSeconds }: Exhausted,
  draws: readonly Draw[],
): {
  readonly detail: string
  readonly extras: Required<Pick<ProblemExtras, 'retryAfterSeconds' | 'violated-policies'>>
} {
  const [{ layer, window }] = violated
  const draw = draws.find(one => one.layer === layer)
  const whose = draw?.isTold ? 'The agreed volume' : `The volume of the whole ${layer}`
  const spike = draw?.isTold ? draw.spike : null
  const detail =
    window !== 'spike'
      ? `${whose} for a ${window} is used up.`
      : spike === null
        ? `${whose} was drawn too fast.`
        : `${whose} was drawn too fast: ${spike.burst} questions at once, then ${Math.floor(spike.perMinute / 60)} a second.`
  return { detail, extras: { retryAfterSeconds, 'violated-policies': violated.map(one => one.policy) } }
}
