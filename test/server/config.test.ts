import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ConfigError, NUMBERS, readConfig, WORDS } from '#server/config.ts'

describe('readConfig', () => {
  test('has a default for everything', () => {
    const config = readConfig({})

    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4321,
      dataDirectory: resolve('var'),
      logLevel: 'info',
      watch: true,
      limits: { on: true, trustedProxies: 0, bodyBytes: 16_384 },
    })
    expect(config.publicOrigin.href).toBe('http://localhost:4321/')
  })

  test('takes an empty variable for one that is not set', () => {
    const empty = {
      ...{ HOST: '', PORT: '', PUBLIC_ORIGIN: '', DATA_DIR: '', LOG_LEVEL: '' },
      ...{ GLASSHOUSE_LIMITS: '', GLASSHOUSE_WATCH: '', LIMIT_STREAMS: '' },
    }

    expect(readConfig(empty)).toEqual(readConfig({}))
  })

  test('reads what is set', () => {
    const config = readConfig({
      HOST: '0.0.0.0',
      PORT: '8080',
      PUBLIC_ORIGIN: 'https://course.example',
      DATA_DIR: 'here/data',
      LOG_LEVEL: 'debug',
      GLASSHOUSE_LIMITS: 'off',
      GLASSHOUSE_WATCH: 'off',
      TRUSTED_PROXIES: '2',
    })

    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      dataDirectory: resolve('here/data'),
      logLevel: 'debug',
      watch: false,
      limits: { on: false, trustedProxies: 2 },
    })
    expect(config.publicOrigin.origin).toBe('https://course.example')
  })

  test('has the public origin follow the port', () => {
    expect(readConfig({ PORT: '8080' }).publicOrigin.origin).toBe('http://localhost:8080')
  })

  test('shows its numbers to nobody unless it is told where', () => {
    expect(readConfig({}).metricsPort).toBeNull()
    expect(readConfig({ METRICS_PORT: '9464' }).metricsPort).toBe(9_464)
  })

  test('gives a server the name that it is told, if a cookie can have it', () => {
    expect(readConfig({}).serverName).toBeNull()
    expect(readConfig({ SERVER_NAME: 'server-1' }).serverName).toBe('server-1')
    for (const name of ['A', 'a;b', '-a', 'a b', 'x'.repeat(33)])
      expect(() => readConfig({ SERVER_NAME: name })).toThrow(
        new ConfigError(
          `SERVER_NAME is "${name}". It takes up to 32 small letters, digits and hyphens, such as a or server-1.`,
        ),
      )
  })

  test('has its database in a file, unless it is told of one in PostgreSQL', () => {
    const url = 'postgres://glasshouse:hunter2@db.example:5432/glasshouse'

    expect(readConfig({}).siteDatabaseUrl).toBeNull()
    expect(readConfig({ SITE_DATABASE_URL: url }).siteDatabaseUrl?.reveal()).toBe(url)
    // A log that shows the whole of it shows no password.
    expect(inspect(readConfig({ SITE_DATABASE_URL: url }), { depth: 9 })).not.toContain('hunter2')
    expect(JSON.stringify(readConfig({ SITE_DATABASE_URL: url }))).not.toContain('hunter2')
  })

  test.for([
    'hunter2',
    'mysql://ana:hunter2@localhost/course',
    'postgres://ana:hunter2@localhost',
    'postgres://ana:hunter2@localhost:port/course',
  ])('takes no %s for the address of a database, and repeats none of it', (SITE_DATABASE_URL) => {
    expect(() => readConfig({ SITE_DATABASE_URL })).toThrow(
      new ConfigError(
        'SITE_DATABASE_URL is no address of a database in PostgreSQL. It takes one such as postgres://glasshouse:password@localhost:5432/glasshouse.',
      ),
    )
  })

  test('cannot be changed afterwards', () => {
    const config = readConfig({})

    expect(Object.isFrozen(config)).toBe(true)
    expect(Object.isFrozen(config.limits)).toBe(true)
  })

  test.for([
    [{ PORT: '70000' }, 'PORT is "70000". It takes a whole number from 1 to 65535.'],
    [{ PORT: '-1' }, 'PORT is "-1". It takes a whole number from 1 to 65535.'],
    [{ PORT: '80.5' }, 'PORT is "80.5". It takes a whole number from 1 to 65535.'],
    [{ PORT: '0x50' }, 'PORT is "0x50". It takes a whole number from 1 to 65535.'],
    [{ PORT: '4e3' }, 'PORT is "4e3". It takes a whole number from 1 to 65535.'],
    [{ PORT: ' 80' }, 'PORT is " 80". It takes a whole number from 1 to 65535.'],
    [{ PORT: '٨٠' }, 'PORT is "٨٠". It takes a whole number from 1 to 65535.'],
    [
      { PORT: '1'.repeat(400) },
      `PORT is "${'1'.repeat(400)}". It takes a whole number from 1 to 65535.`,
    ],
    [{ TRUSTED_PROXIES: '11' }, 'TRUSTED_PROXIES is "11". It takes a whole number from 0 to 10.'],
    [
      { LIMIT_BODY_BYTES: '100' },
      'LIMIT_BODY_BYTES is "100". It takes a whole number from 1024 to 1048576.',
    ],
    [
      { LIMIT_OPEN_SANDBOXES: '0' },
      'LIMIT_OPEN_SANDBOXES is "0". It takes a whole number from 1 to 10000.',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud". It takes one of: silent, error, info, debug.'],
    [{ LOG_LEVEL: 'INFO' }, 'LOG_LEVEL is "INFO". It takes one of: silent, error, info, debug.'],
    [{ GLASSHOUSE_LIMITS: 'no' }, 'GLASSHOUSE_LIMITS is "no". It takes one of: on, off.'],
    [{ PLAIN_HTTP: 'yes' }, 'PLAIN_HTTP is "yes". It takes one of: refused, allowed.'],
    [{ GLASSHOUSE_WATCH: 'no' }, 'GLASSHOUSE_WATCH is "no". It takes one of: on, off.'],
  ] as const)('refuses %j', ([env, message]) => {
    expect(() => readConfig(env)).toThrow(new ConfigError(message))
  })

  test.for([
    'course.example',
    'ftp://course.example',
    'https://course.example/lessons',
    'https://course.example?x=1',
    'https://course.example#top',
    'https://ana@course.example',
    'https://',
    'https://[::1',
    'null',
    'javascript:alert(1)',
  ])('refuses the public origin %s', (given) => {
    expect(() => readConfig({ PUBLIC_ORIGIN: given })).toThrow(
      new ConfigError(
        `PUBLIC_ORIGIN is "${given}". It takes a scheme and a host, such as https://course.example.`,
      ),
    )
  })

  test('takes a public origin with a final slash', () => {
    const { publicOrigin } = readConfig({ PUBLIC_ORIGIN: 'https://course.example/' })

    expect(publicOrigin.origin).toBe('https://course.example')
  })

  test.for([
    ['http://localhost', true],
    ['http://localhost:8080', true],
    ['http://demo.localhost:8080', true],
    ['https://course.example', true],
    ['https://127.0.0.1:8443', true],
    ['http://127.0.0.1:4321', false],
    ['http://course.example', false],
    ['http://notlocalhost', false],
    ['http://localhost.example', false],
  ] as const)('%s works without another word: %s', ([given, works]) => {
    const read = () => readConfig({ PUBLIC_ORIGIN: given })

    if (works) expect(read().publicOrigin.origin).toBe(given)
    else
      expect(read).toThrow(
        new ConfigError(
          `PUBLIC_ORIGIN is "${given}", and anybody on the way can read plain http. ` +
            'Give it https, or set PLAIN_HTTP=allowed for a class on one network.',
        ),
      )
    expect(readConfig({ PUBLIC_ORIGIN: given, PLAIN_HTTP: 'allowed' }).publicOrigin.origin).toBe(
      given,
    )
  })
})

/** Name, when nobody sets it, least and most: whoever changes one changes it here as well. */
const NUMBERS_OF_THIS_HOUSE = [
  ['PORT', 4_321, 1, 65_535],
  ['METRICS_PORT', 0, 1, 65_535],
  ['DRAIN_NOTICE_SECONDS', 3, 0, 60],
  ['SITE_DATABASE_CONNECTIONS', 10, 1, 500],
  ['SERVER_LEASE_SECONDS', 30, 3, 600],
  ['TRUSTED_PROXIES', 0, 0, 10],
  ['LIMIT_BODY_BYTES', 16_384, 1_024, 1_048_576],
  ['LIMIT_OPEN_SANDBOXES', 128, 1, 10_000],
  ['LIMIT_DISK_MEBIBYTES', 2_048, 1, 100_000_000],
  ['LIMIT_SANDBOXES', 10_000, 1, 1_000_000],
  ['LIMIT_NEW_SANDBOXES', 240, 1, 1_000_000],
  ['LIMIT_RESETS', 60, 1, 1_000_000],
  ['LIMIT_STARTS', 400, 1, 1_000_000],
  ['LIMIT_CONSOLE_CALLS', 300, 1, 1_000_000],
  ['SANDBOX_SLEEP_MINUTES', 5, 1, 1_440],
  ['SANDBOX_IDLE_HOURS', 24, 1, 8_760],
  ['LIMIT_STREAMS_PER_VISITOR', 4, 1, 1_000],
  ['LIMIT_STREAMS_PER_ADDRESS', 100, 1, 100_000],
  ['LIMIT_STREAMS', 500, 1, 100_000],
  ['LIMIT_LIVE_PAGES', 2_000, 1, 100_000],
  ['LIMIT_LIVE_PAGES_PER_VISITOR', 24, 1, 1_000],
  ['LIMIT_LIVE_PAGES_PER_ADDRESS', 1_000, 1, 100_000],
  ['LIMIT_CONNECTIONS', 2_000, 10, 100_000],
  ['LIMIT_CONNECTIONS_PER_ADDRESS', 1_000, 10, 100_000],
  ['LIMIT_AT_ONCE', 64, 1, 10_000],
  ['LIMIT_REQUESTS', 10, 1, 1_000_000],
  ['LIMIT_LOG_INS', 10, 1, 1_000_000],
  ['LIMIT_LINKS', 30, 1, 1_000_000],
  ['LIMIT_MAILS', 30, 1, 1_000_000],
  ['LIMIT_SEARCHES', 20, 1, 1_000_000],
] as const

describe('a variable that takes a number', () => {
  test('stands in the table, with its bounds', () => {
    const table = Object.entries(NUMBERS).map(([name, bounds]) => {
      const { unset, least, most } = bounds
      return [name, unset, least, most]
    })

    expect(table).toEqual(NUMBERS_OF_THIS_HOUSE)
  })

  /** Every number that a config holds. */
  const numbersOf = ({
    port,
    metricsPort,
    drainNoticeSeconds,
    serverLeaseSeconds,
    siteDatabaseConnections,
    limits,
  }: ReturnType<typeof readConfig>) =>
    [
      // Nobody reads where it is not set.
      ...[port, metricsPort ?? 0, drainNoticeSeconds],
      ...[serverLeaseSeconds, siteDatabaseConnections],
      ...Object.values<number | boolean>({ ...limits }),
    ].filter((value) => typeof value === 'number')

  test.for(NUMBERS_OF_THIS_HOUSE)('%s is %d, or from %d to %d', ([name, unset, least, most]) => {
    const read = (value: number) => numbersOf(readConfig({ [name]: String(value) }))

    expect(numbersOf(readConfig({}))).toContain(unset)
    expect([read(least), read(most)]).toEqual([
      expect.arrayContaining([least]),
      expect.arrayContaining([most]),
    ])
    for (const value of [least - 1, most + 1])
      expect(() => read(value)).toThrow(
        new ConfigError(`${name} is "${value}". It takes a whole number from ${least} to ${most}.`),
      )
  })

  test('is read into a place of its own', () => {
    const names = NUMBERS_OF_THIS_HOUSE.map(([name]) => name)
    const mine = (name: string, index: number) =>
      // Within the bounds of each, and no two alike.
      ({ PORT: 20, LIMIT_BODY_BYTES: 2_000 })[name] ?? index
    const values = names.map(mine)
    const env = Object.fromEntries(names.map((name, index) => [name, String(mine(name, index))]))

    expect(numbersOf(readConfig(env)).toSorted()).toEqual(values.toSorted())
  })
})

test('a variable that takes a word stands in the table, with its words', () => {
  expect(WORDS).toEqual({
    LOG_LEVEL: { unset: 'info', words: ['silent', 'error', 'info', 'debug'] },
    GLASSHOUSE_WATCH: { unset: 'on', words: ['on', 'off'] },
    PLAIN_HTTP: { unset: 'refused', words: ['refused', 'allowed'] },
    GLASSHOUSE_LIMITS: { unset: 'on', words: ['on', 'off'] },
  })
})
