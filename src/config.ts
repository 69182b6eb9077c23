import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type RoadDistanceConfig, roadDistance } from './config-road.ts'
import { SETTINGS } from './config-settings.ts'
import { type SharedCountsConfig, sharedCounts } from './config-shared.ts'
import { type WatchConfig, watchConfig } from './config-watch.ts'
import type { OperatorContact } from './vocabulary/index.ts'

export { SETTINGS }

/** Everything the process is told from outside, read once. Every setting is in docs/operating.md. */
export type Config = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** What callers call this directory, without a trailing slash: token audience and links are built on it. */
  readonly baseUrl: string | null
  /** Folder for the embedded database, the journal, demo.json and the operator's socket. */
  readonly dataFolder: string
  /** Set: PostgreSQL. Null: the embedded engine in `dataFolder`. */
  readonly databaseUrl: string | null
  readonly demonstration: 'off' | 'standard' | 'full'
  /** Past this age of the last confirmation that this node is current, it does not answer (AUP25-27). */
  readonly staleAfterMillis: number
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  readonly metrics: 'off' | 'loopback' | 'open'
  /** Proxies whose X-Forwarded-* are believed: addresses or networks; none by default. */
  readonly trustedProxies: readonly string[]
  readonly operator: OperatorContact
  /** The way out for mail; without a server, messages are written as files into the data folder. */
  readonly mail: { readonly url: string | null; readonly from: string }
  /** Whether the operator's people and DoS Leads act only after a second factor. */
  readonly secondFactor: 'required' | 'optional'
  /** Years that personal data is kept after it is no longer needed; null: as the policy in force says. */
  readonly retentionYears: number | null
  /** Where people sign in; null: here, at the provider that is built in. */
  readonly identityProvider: IdentityProvider | null
  /** The watch over crawling: by which model, null: none learned; and whether what it finds brakes anybody. */
  readonly watch: WatchConfig
  /** Who is asked for distances by road; null: nobody, and they are in straight lines. */
  readonly roadDistance: RoadDistanceConfig | null
  /** Where nodes count quotas together; null: this one counts by itself. */
  readonly sharedCounts: SharedCountsConfig | null
  /** A file with the private keys the ledger is signed with; null: they are kept in the database. */
  readonly ledgerKeyFile: string | null
}

/** An OpenID provider of others at which people sign in, such as CIS2 (sources, use 2.7). */
export type IdentityProvider = {
  /** As its own description says it, to the letter. */
  readonly issuer: string
  readonly clientId: string
  /** A file with the private key that our client assertions are signed with: PKCS #8, PEM. */
  readonly clientKeyFile: string
  /** The name the provider knows that key by; null: its thumbprint (RFC 7638). */
  readonly clientKeyId: string | null
  readonly scope: string
  /** The claim that holds the role somebody chose when they signed in. */
  readonly roleClaim: string
  /** What to ask for as `acr_values`, and to insist on; null: nothing. */
  readonly acr: string | null
  /** Whether a newcomer is taken for the person of their e-mail address, when the provider has verified it. */
  readonly linkByEmail: boolean
}

type Reader<T> = (text: string) => T | undefined

const oneOf =
  <const V extends readonly string[]>(...values: V): Reader<V[number]> =>
  text =>
    values.find(value => value === text)

const wholeNumber =
  (minimum: number, maximum: number): Reader<number> =>
  text => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= minimum && value <= maximum ? value : undefined
  }

const webAddress: Reader<string> = text => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const fit =
    url &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    !/[\s?#]/.test(text) &&
    url.hostname !== ''
  return fit ? text.replace(/\/+$/, '') : undefined
}

/** An issuer is compared to the letter; without TLS only where nobody is between, on this machine. */
const issuerAddress: Reader<string> = text => {
  if (webAddress(text) === undefined) return undefined
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname) ? text : undefined
}
const claimName: Reader<string> = text => (/^[A-Za-z0-9_.:/-]{1,100}$/.test(text) ? text : undefined)
const scopes: Reader<string> = text =>
  /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(text) && text.split(' ').includes('openid')
    ? text
    : undefined
const acrValues: Reader<string> = text => (/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text) ? text : undefined)

const databaseAddress: Reader<string> = text =>
  /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined
const mailAddress: Reader<string> = text =>
  /^smtps?:\/\//.test(text) && URL.canParse(text) ? text : undefined
const words: Reader<string> = text => text.trim() || undefined
const emailAddress: Reader<string> = text => (/^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined)

const proxies: Reader<readonly string[]> = text => {
  const items = text.split(',').flatMap(item => item.trim() || [])
  return items.every(isNetwork) ? items : undefined
}

/** An address, or one with the length of its network behind a slash. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

/** A value as an error may show it: on one line, without the name and password an address may hold. */
const shown = (text: string): string => JSON.stringify(text.replace(/\/\/.*@/s, '//…@'))

/**
 * Reads the environment. An empty value counts as not set.
 * @throws one error that names every setting that is wrong and what it may be, so that one start shows them all
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = []
  const setting: Setting = (name, fallback, read, may) => {
    const text = environment[name]
    if (text === undefined || text === '') return fallback
    const value = read(text)
    if (value === undefined) wrong.push(`${name} is ${shown(text)}; it may be ${may}.`)
    return value ?? fallback
  }
  const known = new Set<string>([...SETTINGS, ...OF_COMMANDS])
  for (const name of Object.keys(environment)) {
    if (name.startsWith('SIGNPOST_') && !known.has(name) && !name.startsWith('SIGNPOST_TEST_')) {
      wrong.push(`${name} is not a setting of Signpost.`)
    }
  }
  const config: Config = {
    host: setting('HOST', '127.0.0.1', words, 'a host name or address'),
    port: setting('PORT', 8080, wholeNumber(0, 65_535), 'a port number from 0 to 65535'),
    baseUrl: setting<string | null>(
      'SIGNPOST_BASE_URL',
      null,
      webAddress,
      'an http or https address without query',
    ),
    dataFolder: resolve(setting('SIGNPOST_DATA', './var', words, 'a folder')),
    databaseUrl: setting<string | null>(
      'DATABASE_URL',
      null,
      databaseAddress,
      'an address that begins with postgres://',
    ),
    demonstration: setting(
      'SIGNPOST_DEMO',
      'standard',
      oneOf('off', 'standard', 'full'),
      'off, standard or full',
    ),
    staleAfterMillis: setting(
      'SIGNPOST_STALE_AFTER_MS',
      2000,
      wholeNumber(100, 60_000),
      'milliseconds from 100 to 60000',
    ),
    logLevel: setting(
      'SIGNPOST_LOG',
      'info',
      oneOf('silent', 'error', 'warn', 'info', 'debug'),
      'silent, error, warn, info or debug',
    ),
    metrics: setting(
      'SIGNPOST_METRICS',
      'loopback',
      oneOf('off', 'loopback', 'open'),
      'off, loopback or open',
    ),
    trustedProxies: setting(
      'SIGNPOST_TRUSTED_PROXIES',
      [],
      proxies,
      'addresses or networks with commas between',
    ),
    operator: {
      name: setting('SIGNPOST_OPERATOR_NAME', 'Signpost demonstration operator', words, 'a name'),
      email: setting('SIGNPOST_OPERATOR_EMAIL', 'directory@example.org', emailAddress, 'an e-mail address'),
      phone: setting('SIGNPOST_OPERATOR_PHONE', '01632 960 000', words, 'a telephone number'),
    },
    identityProvider: identityProvider(setting, wrong),
    roadDistance: roadDistance(setting, wrong),
    sharedCounts: sharedCounts(setting),
    ledgerKeyFile: setting<string | null>('SIGNPOST_LEDGER_KEY_FILE', null, words, 'a file'),
    watch: watchConfig(setting),
    mail: {
      url: setting<string | null>(
        'SIGNPOST_MAIL_URL',
        null,
        mailAddress,
        'an address that begins with smtp:// or smtps://',
      ),
      from: setting('SIGNPOST_MAIL_FROM', 'directory@example.org', emailAddress, 'an e-mail address'),
    },
    // In the demonstration people have passwords only; in earnest they do not act for the operator with one.
    secondFactor: setting<'required' | 'optional'>(
      'SIGNPOST_SECOND_FACTOR',
      environment['SIGNPOST_DEMO'] === 'off' ? 'required' : 'optional',
      oneOf('required', 'optional'),
      'required or optional',
    ),
    retentionYears: setting<number | null>(
      'SIGNPOST_RETENTION_YEARS',
      null,
      wholeNumber(1, 100),
      'years from 1 to 100',
    ),
  }
  if (wrong.length > 0) throw new ConfigError(wrong)
  return Object.freeze(config)
}

/** Read by commands that act as a person, and by nothing that serves. */
const OF_COMMANDS = ['SIGNPOST_TOKEN']

export type Setting = <T>(name: string, fallback: T, read: Reader<T>, may: string) => T

/** The settings of sign-in elsewhere: all three that it takes, or none. */
function identityProvider(setting: Setting, wrong: string[]): IdentityProvider | null {
  const issuer = setting<string | null>(
    'SIGNPOST_OIDC_ISSUER',
    null,
    issuerAddress,
    'an https address without query, as the provider itself says it',
  )
  const clientId = setting<string | null>('SIGNPOST_OIDC_CLIENT_ID', null, words, 'a client id')
  const clientKeyFile = setting<string | null>('SIGNPOST_OIDC_CLIENT_KEY', null, words, 'a file')
  const clientKeyId = setting<string | null>('SIGNPOST_OIDC_CLIENT_KEY_ID', null, words, 'the id of a key')
  const scope = setting(
    'SIGNPOST_OIDC_SCOPE',
    'openid profile email',
    scopes,
    'scopes with spaces between, openid among them',
  )
  const roleClaim = setting('SIGNPOST_OIDC_ROLE_CLAIM', 'selected_roleid', claimName, 'the name of a claim')
  const acr = setting<string | null>('SIGNPOST_OIDC_ACR', null, acrValues, 'values with spaces between')
  const link = setting('SIGNPOST_OIDC_LINK_BY_EMAIL', 'off', oneOf('off', 'on'), 'off or on')
  if (issuer === null && clientId === null && clientKeyFile === null) return null
  if (issuer === null || clientId === null || clientKeyFile === null) {
    wrong.push(
      'SIGNPOST_OIDC_ISSUER, SIGNPOST_OIDC_CLIENT_ID and SIGNPOST_OIDC_CLIENT_KEY belong together: set all three or none.',
    )
    return null
  }
  return {
    issuer,
    clientId,
    clientKeyFile: resolve(clientKeyFile),
    clientKeyId,
    scope,
    roleClaim,
    acr,
    linkByEmail: link === 'on',
  }
}

/** The environment is wrong; the message says where, one line for each setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(wrong: readonly string[]) {
    super(['These settings are wrong:', ...wrong.map(line => `  ${line}`)].join('\n'))
  }
}
