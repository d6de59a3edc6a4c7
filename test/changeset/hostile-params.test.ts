import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { inspect } from '#changeset/inspect.ts'
import { schemaless } from '#changeset/schema.ts'
import { validateConfirmation } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'

const base = schemaless({
  text: 'string',
  map: 'map',
  counts: { map: 'integer' },
  any: 'any',
})

describe('deep and strange values', () => {
  const nested = (wrap: (inner: unknown) => unknown) => {
    let value: unknown = 1
    for (let depth = 0; depth < 30_000; depth++) value = wrap(value)
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
})
