import { describe, expect, test } from 'vitest'
import {
  cookieName,
  dropCookie,
  FLASH,
  keepCookie,
  keepVisitor,
  readSetCookie,
  readToken,
  REMEMBER_ME,
  RETURN_TO,
  SESSION,
  VISITOR as VISITOR_COOKIE,
} from '#http/cookies.ts'
import { contextOf, cookiesSetBy, SITE } from '../support/context.ts'

const NAMES = [VISITOR_COOKIE, SESSION, FLASH, REMEMBER_ME, RETURN_TO]
const VISITOR = cookieName(SITE, VISITOR_COOKIE)
const TOKEN = 'abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ_01234'

const namesAt = (origin: string, persona?: string) =>
  NAMES.map((name) => cookieName(new URL(origin), name, persona))

describe('the names of cookies', () => {
  test('tie each one to this host and path, over https', () => {
    expect(namesAt('https://course.example')).toEqual([
      '__Host-glasshouse_visitor',
      '__Host-glasshouse_session',
      '__Host-glasshouse_flash',
      '__Host-glasshouse_remember_me',
      '__Host-glasshouse_return_to',
    ])
    expect(namesAt('https://course.example:8443')).toEqual(namesAt('https://course.example'))
  })

  test('carry the port over plain http, which shares its cookies between ports', () => {
    expect(namesAt('http://localhost:4321')).toEqual([
      'glasshouse_4321_visitor',
      'glasshouse_4321_session',
      'glasshouse_4321_flash',
      'glasshouse_4321_remember_me',
      'glasshouse_4321_return_to',
    ])
    expect(namesAt('http://localhost')).toContain('glasshouse_80_visitor')
  })

  test.for(['https://course.example', 'http://localhost:4321'])(
    'are one for each persona where only a log-in makes it, and one for all where an address could, at %s',
    (origin) => {
      const names = ['you', 'alice', 'bob'].flatMap((persona) => namesAt(origin, persona))

      expect(new Set(names).size).toBe(3 + 3 * 2)
      expect(names).toContain(`${cookieName(new URL(origin), SESSION)}_alice`)
      expect(names).not.toContain(`${cookieName(new URL(origin), RETURN_TO)}_alice`)
    },
  )
})

describe('readToken', () => {
  const read = (cookies: Readonly<Record<string, string>>) =>
    readToken(contextOf({ cookies }).cookies, VISITOR)

  test('is the token as it came', () => {
    expect(read({ [VISITOR]: TOKEN })).toBe(TOKEN)
  })

  test('is null without the cookie, and with those of others', () => {
    expect(read({})).toBeNull()
    expect(read({ [`${VISITOR}_alice`]: TOKEN, [VISITOR.toLowerCase()]: TOKEN })).toBeNull()
  })

  test.for([
    ['too short', TOKEN.slice(1)],
    ['too long', `${TOKEN}a`],
    ['padded', `${TOKEN}=`],
    ['base64 that is not for addresses', `${TOKEN.slice(0, 41)}+/`],
    ['another path', '../../../../../../../../../../../../etc/pwd'],
    ['SQL', `' or 1=1 --${'x'.repeat(32)}`],
    ['an escaped NUL', `${TOKEN.slice(3)}%00`],
    ['an escaped line break', `${TOKEN}%0A`],
    ['a broken escape', '%E0%A4%A'],
    ['digits of another script', '%D9%A1'.repeat(43)],
    ['very much', 'a'.repeat(10_000)],
  ] as const)('tells a token that is %s from none', ([, value]) => {
    expect(read({ [VISITOR]: value })).toBe('malformed')
  })
})

describe('keepCookie', () => {
  test('writes a cookie that ends with the browser', () => {
    const context = contextOf()

    keepCookie(context.cookies, cookieName(SITE, SESSION), TOKEN)

    expect(cookiesSetBy(context)).toEqual({
      [cookieName(SITE, SESSION)]: `${TOKEN}; Path=/; HttpOnly; Secure; SameSite=Lax`,
    })
  })

  test('writes one that a browser keeps over plain http, which takes nothing that is Secure', () => {
    const context = contextOf()
    const name = cookieName(new URL('http://localhost:4321'), SESSION)

    keepCookie(context.cookies, name, TOKEN)
    dropCookie(context.cookies, `${name}_alice`)

    expect(cookiesSetBy(context)).toEqual({
      [name]: `${TOKEN}; Path=/; HttpOnly; SameSite=Lax`,
      [`${name}_alice`]: '; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    })
  })

  test('writes a cookie that lives for so many seconds', () => {
    const context = contextOf()

    keepCookie(context.cookies, cookieName(SITE, REMEMBER_ME), '1', 60)

    expect(cookiesSetBy(context)[cookieName(SITE, REMEMBER_ME)]).toBe(
      '1; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    )
  })

  test.for(['a\r\nSet-Cookie: x=1', 'a; Domain=evil.example', 'a, b=c', 'a b', '"', '\\', 'é'])(
    'lets nothing out of the value: %j',
    (value) => {
      const context = contextOf()

      keepCookie(context.cookies, '__Host-name', value)

      const [line = ''] = context.cookies.headers()
      expect(line.split('; ').slice(1)).toEqual(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
      expect(line).toMatch(/^[\w%=;/. -]+$/)
      const { cookies } = contextOf({
        cookies: { name: line.split(';', 1)[0]!.slice('__Host-name='.length) },
      })
      expect(cookies.get('name')?.value).toBe(value)
    },
  )
})

describe('keepVisitor', () => {
  test('keeps the visitor for a year', () => {
    const context = contextOf()

    keepVisitor(context.cookies, SITE, TOKEN)

    expect(cookiesSetBy(context)[VISITOR]).toBe(
      `${TOKEN}; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax`,
    )
  })
})

describe('dropCookie', () => {
  test('repeats the attributes, without which a browser would keep it', () => {
    const context = contextOf({ cookies: { [VISITOR]: TOKEN } })

    dropCookie(context.cookies, VISITOR)

    expect(cookiesSetBy(context)[VISITOR]).toBe(
      '; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    )
    expect(readToken(context.cookies, VISITOR)).not.toBe(TOKEN)
  })
})

test.for([
  ['a=b', { name: 'a', value: 'b', maxAge: null }],
  ['a=; Max-Age=0; Path=/', { name: 'a', value: '', maxAge: 0 }],
  ['a=x=y;Path=/;max-age=60', { name: 'a', value: 'x=y', maxAge: 60 }],
  ['a=b; Max-Age=soon', { name: 'a', value: 'b', maxAge: null }],
] as const)('“%s” sets %o', ([line, set]) => {
  expect(readSetCookie(line)).toEqual(set)
})
