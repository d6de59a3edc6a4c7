import { describe, expect, test } from 'vitest'
import { keepReturnTo, takeReturnTo } from '#app/web/return-to.ts'
import { cookieName, RETURN_TO } from '#http/cookies.ts'
import { contextOf, cookiesSetBy, SITE } from '../../support/context.ts'

const NAME = cookieName(SITE, RETURN_TO)

/** Where a browser that sends this value is led. */
function ledTo(value: string): string {
  return takeReturnTo(contextOf({ cookies: { [NAME]: encodeURIComponent(value) } }))
}

describe('keepReturnTo', () => {
  test('keeps the path with its query, for an hour', () => {
    const context = contextOf({ path: '/users/settings?tab=email&x=%20y' })

    keepReturnTo(context)

    expect(cookiesSetBy(context)[NAME]).toBe(
      `${encodeURIComponent('/users/settings?tab=email&x=%20y')}; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Lax`,
    )
  })

  test('keeps it for the persona who asked, in the one cookie that there is', () => {
    const context = contextOf({ path: '/users/settings', persona: 'alice' })

    keepReturnTo(context)

    const value = cookiesSetBy(context)[NAME]?.split(';', 1)[0] ?? ''
    expect(decodeURIComponent(value)).toBe('/as/alice/users/settings')
    const cookies = { [NAME]: value }
    expect(takeReturnTo(contextOf({ cookies, persona: 'bo' }))).toBe('/')
    expect(takeReturnTo(contextOf({ cookies }))).toBe('/')
    expect(takeReturnTo(contextOf({ cookies, persona: 'alice' }))).toBe('/users/settings')
  })

  test('leaves what is kept for another persona', () => {
    const context = contextOf({ cookies: { [NAME]: '%2Fas%2Falice%2Fscores' } })

    takeReturnTo(context)

    expect(cookiesSetBy(context)).toEqual({})
  })

  test('keeps 200 characters, whoever acts', () => {
    const ofLength = (length: number) => contextOf({ path: `/${'a'.repeat(length - 1)}` })
    const asAlice = contextOf({ path: `/${'a'.repeat(199)}`, persona: 'alice' })
    const [fits, tooLong] = [ofLength(200), ofLength(201)]

    for (const context of [fits, tooLong, asAlice]) keepReturnTo(context)

    expect([fits, tooLong, asAlice].map((one) => Object.keys(cookiesSetBy(one)).length)).toEqual([
      1, 0, 0,
    ])
  })

  test.for([
    '/users/settings?next=https://evil.example',
    `/${'a'.repeat(200)}`,
    '/a,b',
    '/a;b',
    "/a'b",
  ])('keeps nothing of %s', (path) => {
    const context = contextOf({ path })

    keepReturnTo(context)

    expect(cookiesSetBy(context)).toEqual({})
  })
})

describe('takeReturnTo', () => {
  test('leads back to the page that asked, once', () => {
    const context = contextOf({ cookies: { [NAME]: encodeURIComponent('/users/settings?x=1') } })

    expect(takeReturnTo(context)).toBe('/users/settings?x=1')
    expect(takeReturnTo(context)).toBe('/')
    expect(cookiesSetBy(context)[NAME]).toMatch(/^; Max-Age=0; /)
  })

  test('leads home when no page asked, and touches no cookie', () => {
    const context = contextOf()

    expect(takeReturnTo(context)).toBe('/')
    expect(cookiesSetBy(context)).toEqual({})
  })

  test.for(['/', '/users/settings', '/organizations/acme/scores?page=2&q=a%20b', '/~ana/x.y-z_0'])(
    'leads to %s of this site',
    (path) => {
      expect(ledTo(path)).toBe(path)
    },
  )

  test.for([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '\t//evil.example',
    '\u0001//evil.example',
    ' //evil.example',
    'https://evil.example',
    'https:evil.example',
    'HTTPS:\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '/x\r\nSet-Cookie: a=b',
    '/x\n',
    '/x y',
    '/x@evil.example',
    '/x#y',
    '/caf\u00e9',
    '/\u2028/evil.example',
    '/\uff0fevil.example',
    '',
    `/${'a'.repeat(200)}`,
  ])('leads home, and not to %j', (path) => {
    expect(ledTo(path)).toBe('/')
  })

  test.for([
    '/',
    '/users/settings',
    '/.//evil.example',
    '/..//evil.example',
    '/%09/evil.example',
    '/%5cevil.example',
  ])('leads nowhere a browser would take for another site: %s', (path) => {
    expect(new URL(ledTo(path), 'https://course.example').origin).toBe('https://course.example')
  })
})
