import { describe, expect, test } from 'vitest'
import type { LogLevel } from '#server/config.ts'
import { counters } from '#server/counters.ts'
import { createLog } from '#server/log.ts'

function logAt(level: LogLevel, { isTerminal = false, now = (): number => 0 } = {}) {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  return { log: createLog(level, { write, isTerminal, now }), lines }
}

const read = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>)

describe('createLog', () => {
  test('writes one line of JSON for each event, with the time in UTC', () => {
    const { log, lines } = logAt('info')

    log.info('started', { port: 4321, ready: true, draining: null, route: undefined })

    expect(lines).toHaveLength(1)
    const { time, ...rest } = JSON.parse(lines[0]!) as Record<string, unknown>
    expect(rest).toEqual({
      level: 'info',
      event: 'started',
      port: 4321,
      ready: true,
      draining: null,
    })
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  test.for([
    ['silent', []],
    ['error', ['error']],
    ['info', ['error', 'info']],
    ['debug', ['error', 'info', 'debug']],
  ] as const)('at level %s writes %j', ([level, expected]) => {
    const { log, lines } = logAt(level)

    for (const own of ['error', 'info', 'debug'] as const) log[own]('event')

    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(expected)
  })

  test.for([
    ['a line break', 'one\r\n{"level":"error"}'],
    ['a quote', '", "level": "error'],
    ['colours of a terminal', '\u001b[31mred\u001b[0m'],
    ['the same in one character', '\u009b31mred'],
    ['a delete', 'a\u007f'],
    ['line breaks of Unicode', 'one\u2028two\u2029three\u0085four'],
    ['markup', '<script>alert(1)</script>'],
  ] as const)('keeps %s inside its line', ([, text]) => {
    const { log, lines } = logAt('error')

    log.error('request failed', { error: text })

    expect(lines).toHaveLength(1)
    // eslint-disable-next-line no-control-regex -- These are what a terminal would obey.
    expect(lines[0]).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]|\n./)
    expect(JSON.parse(lines[0]!)).toMatchObject({ error: text })
  })

  test('lets no field stand in for the time, the level or the event', () => {
    const { log, lines } = logAt('error')

    log.error('request failed', { level: 'info', event: 'all is well', time: 'never' })

    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'error', event: 'request failed' })
    expect(lines[0]).not.toContain('never')
  })
})

describe('what follows from readers', () => {
  test('is written at info, each under its own name', () => {
    const { log, lines } = logAt('info')

    log.request({ status: 200, route: '/guess' })
    log.event('log-in ok', { network: '203.0.113.0/24' })

    expect(read(lines)).toMatchObject([
      { level: 'info', event: 'request', status: 200, route: '/guess' },
      { level: 'info', event: 'log-in ok', network: '203.0.113.0/24' },
    ])
  })

  test('is on a terminal written at debug alone', () => {
    const [quiet, loud] = (['info', 'debug'] as const).map((level) =>
      logAt(level, { isTerminal: true }),
    )
    for (const { log } of [quiet!, loud!]) {
      log.request({ status: 200 })
      log.event('log-in ok')
      log.info('draining')
    }

    expect(read(quiet!.lines).map(({ event }) => event)).toEqual(['draining'])
    expect(read(loud!.lines).map(({ event }) => event)).toEqual([
      'request',
      'log-in ok',
      'draining',
    ])
  })

  test('is sampled under a flood, and the next line says how many are missing', () => {
    let now = 0
    const { log, lines } = logAt('info', { now: () => now })
    for (let n = 0; n < 800; n += 1) log.request({ status: 200, n })
    now += 5_000
    log.request({ status: 200, n: 'after' })

    const written = read(lines)
    expect(written).toHaveLength(501)
    expect(written.at(-1)).toMatchObject({ n: 'after', leftOut: 300 })
  })

  test('does not leave out what went wrong for what went well', () => {
    const { log, lines } = logAt('info')
    for (let n = 0; n < 800; n += 1) log.request({ status: 200 })
    log.request({ status: 500 })

    expect(read(lines).at(-1)).toMatchObject({ status: 500 })
  })

  test('has fewer lines for what was turned away, which comes in floods', () => {
    const { log, lines } = logAt('info')
    for (let n = 0; n < 800; n += 1) log.request({ status: 429 })
    log.request({ status: 200 })

    expect(read(lines).map(({ status }) => status)).toEqual([...Array<number>(50).fill(429), 200])
  })

  test('is counted whole, written or not', () => {
    const before = counters.total('glasshouse_events_total', { event: 'limit hit' })
    const leftOut = counters.total('glasshouse_log_left_out_total', { event: 'limit hit' })
    const { log, lines } = logAt('info')
    for (let n = 0; n < 80; n += 1) log.event('limit hit')

    expect(lines).toHaveLength(50)
    expect(counters.total('glasshouse_events_total', { event: 'limit hit' }) - before).toBe(80)
    const now = counters.total('glasshouse_log_left_out_total', { event: 'limit hit' })
    expect(now - leftOut).toBe(30)
  })

  test('that is missing is told of once the flood is over', () => {
    const { log, lines } = logAt('info')
    for (let n = 0; n < 53; n += 1) log.event('limit hit')

    log.sayLeftOut()
    log.sayLeftOut()

    expect(read(lines.slice(50))).toMatchObject([
      { event: 'lines left out', of: 'limit hit', lines: 3 },
    ])
  })

  test.for(['silent', 'error'] as const)('is not written at level %s', (level) => {
    const { log, lines } = logAt(level)

    log.request({ status: 500 })
    log.event('log-in refused')

    expect(lines).toEqual([])
  })
})
