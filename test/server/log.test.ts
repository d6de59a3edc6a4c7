import { describe, expect, test } from 'vitest'
import type { LogLevel } from '#server/config.ts'
import { createLog } from '#server/log.ts'

function logAt(level: LogLevel) {
  const lines: string[] = []
  return { log: createLog(level, (line) => lines.push(line)), lines }
}

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
