import { type LookupAddress, lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * How far an address that others give us may lead. `public`: to the open internet, over TLS; `anywhere`: also to this
 * machine and its neighbours, and without TLS, for rehearsals.
 */
export type Reach = 'public' | 'anywhere'

/** Networks that are nobody's on the open internet (RFC 6890, and what IANA has added since). */
const NOT_PUBLIC = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv4')
}
/** Of IPv6 only global unicast is public, and of that not what stands for IPv4 or for examples. */
const PUBLIC_V6 = new BlockList()
PUBLIC_V6.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv6')
}

/** Whether an IP address is one of the open internet. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !NOT_PUBLIC.check(address, 'ipv4')
    case 6:
      return PUBLIC_V6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6')
    default:
      return false
  }
}

/** A name that leads, or also leads, where it must not. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic'
}

/** Asks for all addresses of a host name. */
export type Resolve = (
  hostname: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

const resolveAll: Resolve = (hostname, answer) => resolveName(hostname, { all: true }, answer)

/**
 * A look-up for a socket that judges the very addresses the socket then connects to: a name that is looked at first
 * and resolved again for the connection could lead elsewhere the second time. One address that is not public
 * condemns the name.
 */
export const publicLookup =
  (resolve: Resolve = resolveAll): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? new NotPublic(`${hostname} has no address.`), [])
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new NotPublic(`${hostname} leads to an address that is not public.`), [])
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
