import { describe, expect, test } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { nested, parseParams, redactParams, text, withoutField } from '#http/params.ts'

const form = (body: string) => parseParams({ kind: 'form', text: body })
/** As the program sees it, whatever its prototype. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

function refusal(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    return error instanceof Refusal ? [error.status, error.message] : error
  }
}

describe('parseParams of a form', () => {
  test.for<[body: string, params: object]>([
    ['', {}],
    ['email=ana', { email: 'ana' }],
    ['user[email]=ana%40example.com', { user: { email: 'ana@example.com' } }],
    ['user%5Bemail%5D=ana', { user: { email: 'ana' } }],
    ['user[email]=a&user[password]=b', { user: { email: 'a', password: 'b' } }],
    ['a[b][c][d][e]=1', { a: { b: { c: { d: { e: '1' } } } } }],
    ['note=a+b%2Bc', { note: 'a b+c' }],
    ['note=caf%C3%A9+%F0%9F%91%A9', { note: 'café 👩' }],
    ['note=%00%0D%0A', { note: '\0\r\n' }],
    ['note=', { note: '' }],
    ['note', { note: '' }],
    ['a=1;b=2', { a: '1;b=2' }],
    ['a=b=c', { a: 'b=c' }],
    ['&&a=1&&', { a: '1' }],
    ['tags[]=1&tags[]=2', { tags: { '': '2' } }],
  ])('reads %j', ([body, params]) => {
    expect(plain(form(body))).toEqual(params)
  })

  test.for<[body: string, params: object]>([
    ['email=a&email=b', { email: 'b' }],
    ['user[email]=a&user[email]=b', { user: { email: 'b' } }],
    ['user=1&user[email]=a', { user: { email: 'a' } }],
    ['user[email]=a&user=1', { user: '1' }],
    ['user[email]=a&user[email][x]=1', { user: { email: { x: '1' } } }],
  ])('has the later field win: %s', ([body, params]) => {
    expect(plain(form(body))).toEqual(params)
  })

  test.for([
    '=1',
    '[email]=1',
    'user[email=1',
    'user]email=1',
    'user[[email]]=1',
    'user[a]b=1',
    '[=1',
    ']=1',
  ])('leaves out a field whose name is none: %s', (body) => {
    expect(plain(form(`${body}&email=ana`))).toEqual({ email: 'ana' })
  })

  test.for(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'takes %s for a name like any other',
    (name) => {
      const params = form(`${name}[admin]=1&user[${name}][admin]=1&user[email]=a`)

      expect(Object.keys(params)).toEqual([name, 'user'])
      expect(Object.keys(nested(params, 'user'))).toEqual([name, 'email'])
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
      expect(Object.hasOwn(Function, 'admin')).toBe(false)
    },
  )

  test('has no fields but those that were sent', () => {
    const params = form('user[email]=a')

    expect('toString' in params).toBe(false)
    expect('constructor' in nested(params, 'user')).toBe(false)
    expect('toString' in parseParams(null)).toBe(false)
  })

  test.for(['a=%', 'a=%e', 'a=%zz', '%=1', 'a=%C3%', 'a=%%41'])(
    'refuses the escape in %s',
    (body) => {
      expect(refusal(() => form(body))).toEqual([
        400,
        'A % in a form is followed by two hex digits.',
      ])
    },
  )

  test.for(['a=%FF', 'a=%C3', '%C0%AF=1', 'a=%ED%A0%80', 'a=%F4%90%80%80', 'user[%FF]=1'])(
    'refuses bytes that are no UTF-8: %s',
    (body) => {
      expect(refusal(() => form(body))).toEqual([400, 'Send the fields as UTF-8.'])
    },
  )

  test('takes a hundred fields, and refuses one more', () => {
    const fields = Array.from({ length: 100 }, (_, index) => `f${index}=1`)

    expect(Object.keys(form(fields.join('&')))).toHaveLength(100)
    expect(refusal(() => form([...fields, 'f=1'].join('&')))).toEqual([
      400,
      'A form of this site has at most 100 fields.',
    ])
  })

  test('counts a field that comes a hundred and one times', () => {
    expect(refusal(() => form('a=1&'.repeat(101)))).toMatchObject([400, expect.any(String)])
  })

  test('refuses a field that is too deep', () => {
    expect(refusal(() => form('a[b][c][d][e][f]=1'))).toEqual([
      400,
      'A field is at most 5 names deep.',
    ])
    expect(refusal(() => form(`a${'[b]'.repeat(5_000)}=1`))).toMatchObject([
      400,
      expect.any(String),
    ])
  })

  test.for(['[', ']', '[]', '[[', '][', 'a[', 'a]', '[a]', 'a[b]['])(
    'reads 16 KB of %s to its end',
    (piece) => {
      const name = piece.repeat(16_384 / piece.length)

      expect([{}, [400, 'A field is at most 5 names deep.']]).toContainEqual(
        plain(refusal(() => form(`${name}=1`))),
      )
    },
  )
})

describe('nested', () => {
  test.for(['', '?user=1', '?user[email]=a'])('is always an object: %s', (body) => {
    expect(typeof nested(form(body), 'user')).toBe('object')
  })

  test.for([[null], ['text'], [1], [true], [['a']], [undefined]] as const)(
    'is empty for %j',
    ([user]) => {
      expect(Object.keys(nested({ user }, 'user'))).toEqual([])
    },
  )
})

describe('text', () => {
  test('is the text of a field', () => {
    expect(text({ email: 'ana' }, 'email')).toBe('ana')
    expect(text({ email: '' }, 'email')).toBe('')
  })

  test.for([[null], [1], [true], [['ana']], [{ email: 'ana' }], [undefined]] as const)(
    'is null for %j',
    ([email]) => {
      expect(text({ email }, 'email')).toBeNull()
    },
  )
})

describe('redactParams', () => {
  test('hides what nobody may see, at every depth, and leaves the rest', () => {
    const params = {
      _method: 'PUT',
      user: { email: 'ana@example.com', password: 'hello world!', PASSWORD_confirmation: 'hello' },
      token: { deep: 'hello' },
      list: [{ current_password: 'hello' }, ['hello', { client_secret: 'hello' }]],
    }

    expect(plain(redactParams(params))).toEqual({
      _method: 'PUT',
      user: {
        email: 'ana@example.com',
        password: '**redacted**',
        PASSWORD_confirmation: '**redacted**',
      },
      token: '**redacted**',
      list: [{ current_password: '**redacted**' }, ['hello', { client_secret: '**redacted**' }]],
    })
  })

  test('leaves the params themselves as they were', () => {
    const params = { user: { password: 'hello world!' } }

    redactParams(params)

    expect(params.user.password).toBe('hello world!')
  })
})

test('withoutField leaves the rest, and adds no name of every object', () => {
  const params = withoutField(form('a=1&_b=2&c[d]=3'), '_b')

  expect(plain(params)).toEqual({ a: '1', c: { d: '3' } })
  expect([params._b, params.constructor]).toEqual([undefined, undefined])
})
