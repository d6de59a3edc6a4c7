import { describe, expect, test } from 'vitest'
import {
  cookieName,
  dropCookie,
  keepCookie,
  keepVisitor,
  readToken,
  VISITOR,
} from '#http/cookies.ts'
import { FLASH } from '#http/flash.ts'
import { RETURN_TO } from '#app/web/return-to.ts'
import { REMEMBER_ME, SESSION } from '#app/web/session.ts'
import { contextOf, cookiesSetBy } from '../support/context.ts'

const NAMES = [SESSION, FLASH, REMEMBER_ME, RETURN_TO]
const TOKEN = 'abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ_01234'

describe('the names of cookies', () => {
  test('tie each one to this host and path', () => {
    const names = NAMES.map((name) => cookieName(name, 'you'))

    expect([VISITOR, ...names]).toEqual([
      '__Host-glasshouse_visitor',
      '__Host-glasshouse_session',
      '__Host-glasshouse_flash',
      '__Host-glasshouse_remember_me',
      '__Host-glasshouse_return_to',
    ])
  })

  test('differ for each persona', () => {
    const names = ['you', 'alice', 'bob'].flatMap((persona) =>
      NAMES.map((name) => cookieName(name, persona)),
    )

    expect(new Set(names).size).toBe(12)
    expect(cookieName(SESSION, 'alice')).toBe('__Host-glasshouse_session_alice')
  })
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

    keepCookie(context.cookies, cookieName(SESSION, 'you'), TOKEN)

    expect(cookiesSetBy(context)).toEqual({
      [cookieName(SESSION, 'you')]: `${TOKEN}; Path=/; HttpOnly; Secure; SameSite=Lax`,
    })
  })

  test('writes a cookie that lives for so many seconds', () => {
    const context = contextOf()

    keepCookie(context.cookies, cookieName(REMEMBER_ME, 'you'), '1', 60)

    expect(cookiesSetBy(context)[cookieName(REMEMBER_ME, 'you')]).toBe(
      '1; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    )
  })

  test.for(['a\r\nSet-Cookie: x=1', 'a; Domain=evil.example', 'a, b=c', 'a b', '"', '\\', 'é'])(
    'lets nothing out of the value: %j',
    (value) => {
      const context = contextOf()

      keepCookie(context.cookies, 'name', value)

      const [line = ''] = context.cookies.headers()
      expect(line.split('; ').slice(1)).toEqual(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
      expect(line).toMatch(/^[\w%=;/. -]+$/)
      const { cookies } = contextOf({
        cookies: { name: line.split(';', 1)[0]!.slice('name='.length) },
      })
      expect(cookies.get('name')?.value).toBe(value)
    },
  )
})

describe('keepVisitor', () => {
  test('keeps the visitor for a year', () => {
    const context = contextOf()

    keepVisitor(context.cookies, TOKEN)

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
