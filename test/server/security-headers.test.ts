import { describe, expect, test } from 'vitest'
import { framePolicy, securityHeaders } from '#server/security-headers.ts'

const HTTPS = new URL('https://course.example')
const HTTP = new URL('http://localhost:4321')
const FRAME_POLICY =
  "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'"

describe('securityHeaders', () => {
  test('keep a page to itself, whatever the scheme', () => {
    expect(securityHeaders(HTTP)()).toEqual({
      'content-security-policy': FRAME_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    })
  })

  test('ask for https for two years, once the site has it', () => {
    expect(securityHeaders(HTTPS)()['strict-transport-security']).toBe(
      'max-age=63072000; includeSubDomains',
    )
    expect(securityHeaders(HTTP)()).not.toHaveProperty('strict-transport-security')
  })

  test('say nothing over plain http to another machine that a browser complains of', () => {
    const { 'cross-origin-opener-policy': _, ...others } = securityHeaders(HTTP)()

    expect(securityHeaders(new URL('http://192.168.1.20:4321'))()).toEqual(others)
  })

  test('let a form say where it comes from', () => {
    expect(securityHeaders(HTTPS)()['referrer-policy']).not.toBe('no-referrer')
  })
})

describe('a frame', () => {
  const holds = (url: string) =>
    securityHeaders(HTTPS)(url)['content-security-policy']?.split(';', 1)[0]

  test.for(['/search', '/search?q=scope', '/search?'])(
    'of ours may hold %s, and no other',
    (url) => {
      expect(holds(url)).toBe("frame-ancestors 'self'")
      expect(framePolicy(HTTPS, url).replace("'self'", "'none'")).toBe(framePolicy(HTTPS))
    },
  )

  test.for([
    ...['/', '/searching', '/search/', '/search/a', '/as/ana/search', '/lessons?/search', ''],
    ...['//search', '/%73earch', '/Search', '/a/search?q=x'],
  ])('of nobody may hold %o', (url) => {
    expect(holds(url)).toBe("frame-ancestors 'none'")
    expect(framePolicy(HTTPS, url)).toBe(framePolicy(HTTPS))
  })
})

describe('framePolicy', () => {
  test('leaves scripts and styles to the policy of each page', () => {
    expect(framePolicy(HTTP)).toBe(FRAME_POLICY)
  })

  test('has a page on https load nothing without it', () => {
    expect(framePolicy(HTTPS)).toBe(`${FRAME_POLICY}; upgrade-insecure-requests`)
  })
})
