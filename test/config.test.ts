import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ConfigError, readConfig, SETTINGS } from '../src/config.ts'

const wrongIn = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
      .split('\n')
      .slice(1)
      .map(line => line.trim())
  }
}

describe('the configuration', () => {
  it('needs nothing set: a demonstration on this machine only', () => {
    const config = readConfig({})
    assert.deepEqual(
      [config.host, config.port, config.demonstration, config.metrics],
      ['127.0.0.1', 8080, 'standard', 'loopback'],
    )
    assert.deepEqual([config.databaseUrl, config.baseUrl, config.trustedProxies], [null, null, []])
    assert.ok(Object.isFrozen(config))
  })

  it('takes an empty value for one that is not set', () => {
    assert.deepEqual(readConfig(Object.fromEntries(SETTINGS.map(name => [name, '']))), readConfig({}))
  })

  it('names every setting that is wrong at once, what it holds and what it may be', () => {
    const wrong = wrongIn({
      PORT: '70000',
      DATABASE_URL: 'mysql://db',
      SIGNPOST_BASE_URL: 'ftp://x',
      SIGNPOST_DEMO: 'huge',
      SIGNPOST_STALE_AFTER_MS: '5',
      SIGNPOST_LOG: 'loud',
      SIGNPOST_METRICS: 'yes',
      SIGNPOST_TRUSTED_PROXIES: '10.0.0.0/8, somewhere',
      SIGNPOST_OPERATOR_NAME: '   ',
      SIGNPOST_OPERATOR_EMAIL: 'nobody',
    })
    assert.deepEqual(
      wrong.map(line => line.split(' ')[0]),
      [
        'PORT',
        'SIGNPOST_BASE_URL',
        'DATABASE_URL',
        'SIGNPOST_DEMO',
        'SIGNPOST_STALE_AFTER_MS',
        'SIGNPOST_LOG',
        'SIGNPOST_METRICS',
        'SIGNPOST_TRUSTED_PROXIES',
        'SIGNPOST_OPERATOR_NAME',
        'SIGNPOST_OPERATOR_EMAIL',
      ],
    )
    assert.ok(
      wrong.every(line => / is ".*"; it may be .*\.$/.test(line)),
      wrong.join('\n'),
    )
  })

  it('takes a place for nodes to count together, and how many they are, or none', () => {
    assert.equal(readConfig({}).sharedCounts, null)
    assert.deepEqual(
      readConfig({ REDIS_URL: 'redis://:pass@cache:6380/2', SIGNPOST_NODES: '3' }).sharedCounts,
      {
        url: 'redis://:pass@cache:6380/2',
        nodes: 3,
      },
    )
    assert.equal(readConfig({ REDIS_URL: 'rediss://cache' }).sharedCounts?.nodes, 2)
    for (const url of ['http://cache', 'redis://', 'redis://cache/a', 'redis://cache?x=1', 'cache:6379'])
      assert.deepEqual(
        wrongIn({ REDIS_URL: url }).map(line => line.split(' ')[0]),
        ['REDIS_URL'],
        url,
      )
    for (const nodes of ['0', '101', '-1', '2.5', 'two'])
      assert.equal(wrongIn({ SIGNPOST_NODES: nodes }).length, 1, nodes)
  })

  it('never repeats a password, even one in an address it refuses', () => {
    const wrong = wrongIn({
      DATABASE_URL: 'mysql://signpost:s3cret@db/x',
      SIGNPOST_BASE_URL: 'ftp://a:s3cret@b',
    })
    assert.equal(wrong.length, 2)
    assert.ok(!wrong.join().includes('s3cret'))
  })

  it('refuses a setting it does not know, so that a misspelt one is noticed', () => {
    assert.deepEqual(wrongIn({ SIGNPOST_DEMOO: 'off', SIGNPOST_LOGS: 'info', HOME: '/root', PATH: '/bin' }), [
      'SIGNPOST_DEMOO is not a setting of Signpost.',
      'SIGNPOST_LOGS is not a setting of Signpost.',
    ])
  })

  it('takes a base address without a slash at its end, so that paths can be put after it', () => {
    assert.equal(
      readConfig({ SIGNPOST_BASE_URL: 'https://dos.example.org/' }).baseUrl,
      'https://dos.example.org',
    )
    for (const SIGNPOST_BASE_URL of [
      'dos.example.org',
      'https://x/?a=1',
      'https://x/#a',
      'https://u:p@x/',
      ' https://x',
    ]) {
      assert.equal(wrongIn({ SIGNPOST_BASE_URL }).length, 1, SIGNPOST_BASE_URL)
    }
  })

  it('takes proxies as addresses or networks and nothing else', () => {
    const read = (text: string) => readConfig({ SIGNPOST_TRUSTED_PROXIES: text }).trustedProxies
    assert.deepEqual(read('10.0.0.1, 192.168.0.0/16,::1,fd00::/8,'), [
      '10.0.0.1',
      '192.168.0.0/16',
      '::1',
      'fd00::/8',
    ])
    for (const text of ['everywhere', '10.0.0.0/33', '::/129', '1.2.3', 'true', '0.0.0.0/x']) {
      assert.equal(wrongIn({ SIGNPOST_TRUSTED_PROXIES: text }).length, 1, text)
    }
  })

  it('is read, or refused by name, whatever is set', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...SETTINGS), fc.string({ unit: 'binary', maxLength: 20 })),
        environment => {
          for (const line of wrongIn(environment)) {
            assert.match(
              line,
              /^[A-Z_]+ is |^SIGNPOST_(OIDC_ISSUER,|ROAD_DISTANCE_URL and) .* belong together/,
            )
          }
        },
      ),
    )
  })
})
