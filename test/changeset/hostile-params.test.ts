import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { inspect } from '#changeset/inspect.ts'
import { schemaless } from '#changeset/schema.ts'
import { traverseErrors } from '#changeset/traverse-errors.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateConfirmation, validateFormat, validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'

const TYPES = {
  text: 'string',
  integer: 'integer',
  float: 'float',
  decimal: 'decimal',
  date: 'date',
  time: 'time',
  naive: 'naive_datetime',
  instant: 'utc_datetime',
  flag: 'boolean',
  list: { array: 'string' },
  map: 'map',
  counts: { map: 'integer' },
  any: 'any',
} as const

const base = schemaless(TYPES)
const fields = Object.keys(TYPES) as (keyof typeof TYPES)[]

/** Everything a form does with what it was sent. */
function handle(value: unknown) {
  const params = Object.fromEntries(fields.map((field) => [field, value]))
  const changeset = pipe(
    cast(base, params, fields),
    validateRequired(fields),
    validateFormat('text', /^[^@,;\s]+@[^@,;\s]+$/),
    validateLength('text', { min: 12, max: 72 }),
    validateLength('text', { max: 72, count: 'bytes' }),
    validateConfirmation('text'),
  )
  traverseErrors(changeset)
  inspect(changeset)
  return changeset
}

function milliseconds(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

describe('ten times the text takes about ten times as long', () => {
  const units = {
    letters: 'a',
    spaces: ' ',
    'combining marks': '\u0301',
    flags: '\u{1f1f5}',
    'joined people': '\u{1f468}\u200d',
    'line ends': '\r\n',
    'lone surrogates': '\ud800',
    'hangul initials': '\u1100',
    zeros: '0',
    'minus signs': '-',
  }

  test.for(Object.entries(units))('%s', ([, unit]) => {
    const text = (size: number) => `a${unit.repeat(size / unit.length)}`
    handle(text(100_000))

    const [short, long] = [100_000, 1_000_000].map((size) => milliseconds(() => handle(text(size))))

    // A quadratic rule would take a hundred times as long, and minutes.
    expect(long).toBeLessThan(40 * Math.max(short!, 5))
  })

  test('digits of a fraction, of an exponent, in front of a decimal', () => {
    const many = 1_000_000
    for (const text of [
      `2024-01-01T00:00:00.${'1'.repeat(many)}`,
      `1e${'9'.repeat(many)}`,
      `${'0'.repeat(many)}1.5`,
      `0.${'1'.repeat(many)}`,
    ]) {
      expect(milliseconds(() => handle(text))).toBeLessThan(2000)
    }
  })
})

test('a million bytes that are not text are counted in good time', () => {
  const changeset = cast(base, { text: new Uint8Array(1_000_000).fill(0xff) }, ['text'])

  const count = () => validateLength('text', { min: 3, max: 72 })(changeset as never)

  expect(milliseconds(count)).toBeLessThan(1000)
})

describe('deep and strange values', () => {
  const nested = (wrap: (inner: unknown) => unknown) => {
    let value: unknown = 1
    for (let depth = 0; depth < 100_000; depth++) value = wrap(value)
    return value
  }

  test('nesting deeper than the stack is compared all the same', () => {
    const list = (inner: unknown) => [inner]
    const first = cast(base, { any: nested(list) }, ['any'])

    const second = cast(first, { any: nested(list) }, ['any'])
    const third = cast(first, { any: nested((inner) => ({ inner })) }, ['any'])

    expect(second.changes.any).toBe(first.changes.any)
    expect(third.changes.any).not.toBe(first.changes.any)
    expect(inspect(first).length).toBeLessThan(1000)
  })

  test('a value that holds itself is compared all the same', () => {
    const loop = () => {
      const value: { self?: unknown } = {}
      value.self = value
      return value
    }

    const first = cast(base, { map: loop() }, ['map'])

    expect(cast(first, { map: loop() }, ['map']).changes.map).toBe(first.changes.map)
  })

  test('keys that objects inherit are ordinary keys', () => {
    const params = JSON.parse(
      '{"__proto__": {"admin": true}, "constructor": "x", "map": {"__proto__": {"admin": true}}, "counts": {"__proto__": "1"}}',
    ) as Record<string, unknown>

    const changeset = cast(base, params, ['map', 'counts', 'text'])

    expect(changeset.valid).toBe(true)
    expect(Object.keys(changeset.changes)).toEqual(['map', 'counts'])
    expect(Object.entries(changeset.changes.counts!)).toEqual([['__proto__', 1]])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect(Object.getPrototypeOf(changeset.params)).toBe(Object.prototype)
  })

  test('params without a prototype are params', () => {
    const params = Object.assign(Object.create(null) as Record<string, unknown>, { text: 'a' })

    expect(cast(base, params, ['text']).changes).toEqual({ text: 'a' })
  })

  test('a getter answers once', () => {
    let asked = 0
    const params = {
      get text() {
        return `${++asked}`
      },
    }

    const changeset = pipe(cast(base, params, ['text']), validateConfirmation('text'))

    expect(asked).toBe(1)
    expect(changeset.changes.text).toBe(changeset.params?.['text'])
  })

  test('a wide map is read in good time', () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => [`key ${index}`, '1'])
    const counts = Object.fromEntries(entries) as Record<string, unknown>

    expect(milliseconds(() => cast(base, { counts }, ['counts']))).toBeLessThan(2000)
  })
})
