import { describe, expect, test } from 'vitest'
import { cookieName } from '#http/cookies.ts'
import { keepReturnTo, takeReturnTo, RETURN_TO } from '#app/web/return-to.ts'
import { contextOf, cookiesSetBy } from '../../support/context.ts'

const NAME = cookieName(RETURN_TO, 'you')

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

  test('keeps it for the persona who asked', () => {
    const context = contextOf({ path: '/users/settings', persona: 'alice' })

    keepReturnTo(context)

    expect(Object.keys(cookiesSetBy(context))).toEqual([cookieName(RETURN_TO, 'alice')])
  })

  test.for([
    '/users/settings?next=https://evil.example',
    `/${'a'.repeat(501)}`,
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
    `/${'a'.repeat(501)}`,
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
