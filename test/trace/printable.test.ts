import { describe, expect, test } from 'vitest'
import { secret } from '#lib/secret.ts'
import { printable, shorten } from '#trace/printable.ts'

const CANARY = 'canary-4711'

describe('printable', () => {
  test.for<[what: string, value: unknown, shown: unknown]>([
    ['text', 'ana', 'ana'],
    ['a number', -0.5, -0.5],
    ['true', true, true],
    ['null', null, null],
    ['nothing', undefined, null],
    ['what is no number', Number.NaN, 'NaN'],
    ['what never ends', -Infinity, '-Infinity'],
    ['a very large number', 2n ** 70n, '1180591620717411303424'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['no date at all', new Date(Number.NaN), null],
    ['an expression', /^a+$/u, '/^a+$/u'],
    ['a function', () => CANARY, '‹function›'],
    ['a symbol', Symbol(CANARY), '‹symbol›'],
    ['a list', [1, ['a'], {}], [1, ['a'], {}]],
    ['an object', { a: { b: null } }, { a: { b: null } }],
    ['a map', new Map([[CANARY, CANARY]]), {}],
    ['an error', new Error(CANARY), {}],
    ['a promise', Promise.resolve(CANARY), {}],
  ])('shows %s', ([, value, shown]) => {
    expect(printable({ value })).toEqual({ value: shown })
  })

  test.for<[what: string, value: unknown]>([
    ['a secret', secret(CANARY)],
    ['a secret in a list in an object', { list: [{ deep: secret(CANARY) }] }],
    ['a secret of bytes', secret(Buffer.from(CANARY))],
    ['a secret beyond the deepest level', { a: { b: { c: { d: { e: { f: secret(CANARY) } } } } } }],
  ])('hides %s', ([, value]) => {
    expect(JSON.stringify(printable({ value }))).not.toMatch(/canary/)
  })

  test('says that a secret was there', () => {
    expect(printable({ password: secret(CANARY) })).toEqual({ password: '**redacted**' })
  })

  test.for([
    ['a Buffer', Buffer.from('canary')],
    ['bytes', new Uint8Array(Buffer.from('canary'))],
    ['a part of other bytes', Buffer.from('xxcanaryxx').subarray(2, 8)],
    ['numbers', new Uint16Array([0x6163, 0x616e, 0x7972])],
    ['a view', new DataView(new Uint8Array(6).buffer)],
  ] as const)('shows how long %s are, and none of them', ([, value]) => {
    expect(printable({ value })).toEqual({ value: '‹6 bytes›' })
  })

  test('cuts long text, and says how long it was', () => {
    const shown = printable({ text: 'a'.repeat(100_000) })['text']

    expect(shown).toBe(`${'a'.repeat(300)}… (100000 characters)`)
  })

  test('cuts long names, long lists, wide and deep objects', () => {
    const numbers = Array.from({ length: 1_000 }, (_, n) => n)
    const shown = printable({
      ['n'.repeat(1_000)]: 1,
      list: numbers,
      wide: Object.fromEntries(numbers.map((n) => [`key ${n}`, n])),
      deep: { a: { b: { c: { d: { e: 1 } } } } },
    })

    expect(Object.keys(shown)[0]).toBe(`${'n'.repeat(300)}… (1000 characters)`)
    expect(shown['list']).toHaveLength(50)
    expect(Object.keys(shown['wide'] as object)).toHaveLength(50)
    expect(shown['deep']).toEqual({ a: { b: { c: { d: '…' } } } })
  })

  test('comes to an end with what contains itself', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop

    expect(JSON.stringify(printable(loop))).toBe('{"self":{"self":{"self":{"self":{"self":"…"}}}}}')
  })

  test.for(['__proto__', 'constructor', 'toString', 'toJSON'])(
    'takes %s for a name like any other',
    (name) => {
      const data = JSON.parse(`{"fields":{"${name}":{"a":1}}}`) as Record<string, unknown>

      const { fields } = printable(data)

      expect(Object.entries(fields as object)).toEqual([[name, { a: 1 }]])
      expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
    },
  )

  test('is JSON as it stands', () => {
    const shown = printable({ text: 'a\ud800', nested: [{ at: new Date(0), n: Number.NaN }] })

    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown)
  })

  test('cannot be changed afterwards', () => {
    const shown = printable({ nested: {} })

    expect([Object.isFrozen(shown), Object.isFrozen(shown['nested'])]).toEqual([true, true])
  })
})

describe('shorten', () => {
  test.for([
    ['', ''],
    ['ana', 'ana'],
    ['12345', '12345'],
    ['123456', '12345… (6 characters)'],
    ['1234👩x', '1234\ufffd… (7 characters)'],
    ['\ud800', '\ufffd'],
  ] as const)('of %j to five characters is %j', ([text, short]) => {
    expect(shorten(text, 5)).toBe(short)
    expect(short.isWellFormed()).toBe(true)
  })
})
