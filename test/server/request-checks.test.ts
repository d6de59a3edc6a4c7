import { describe, expect, test } from 'vitest'
import * as checks from '#server/request-checks.ts'
import { incomingRequest } from '../support/incoming-request.ts'

const ORIGIN = new URL('https://course.example')

describe('refuseMethod', () => {
  test.for(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])('lets %s through', (method) => {
    expect(checks.refuseMethod(incomingRequest({ method }))).toBeNull()
  })

  test.for(['TRACE', 'CONNECT', 'OPTIONS', 'PATCH', 'PROPFIND', 'QUERY', 'BREW', 'get', ''])(
    'refuses %j, and says what it answers',
    (method) => {
      expect(checks.refuseMethod(incomingRequest({ method }))).toMatchObject({
        status: 405,
        message: 'This server answers GET, HEAD, POST, PUT, DELETE.',
        headers: { allow: 'GET, HEAD, POST, PUT, DELETE' },
      })
    },
  )
})

describe('refuseTarget', () => {
  test.for([
    '/',
    '/lessons/persons/who-comes-in',
    '/users/log-in?_action=confirmed&lesson=persons/who-comes-in',
    '/search?q=%C3%A9t%C3%A9+%26+caf%C3%A9',
    '/search?q=..%2F..%2F&r=%2e%2e&s=//x',
    '/tags/caf%C3%A9',
    '/.well-known/security.txt',
    '/a..b/c.',
    `/${'a'.repeat(2_047)}`,
  ])('lets %s through', (url) => {
    expect(checks.refuseTarget(incomingRequest({ url }))).toBeNull()
  })

  test.for([
    ['an empty target', ''],
    ['no leading slash', 'users/log-in'],
    ['an asterisk', '*'],
    ['a whole address', 'http://evil.example/users/log-in'],
    ['a whole address with a user', 'http://ana@course.example/'],
    ['an address of another host', '//evil.example/'],
    ['a doubled slash', '/users//log-in'],
    ['a backslash', '/\\evil.example'],
    ['a backslash in the query', '/?to=\\evil.example'],
    ['a hash', '/users#log-in'],
    ['the name of an action that Astro could not decode', '/users/log-in?_action=%25'],
    ['the same by another spelling', '/users/log-in?a=b&%5Faction=confirmed%25E0'],
    ['a space', '/users/log in'],
    ['a tab', '/users\t/log-in'],
    ['a line break', '/users\r\nX-Planted: 1'],
    ['bytes that are not ASCII', '/caf\u00e9'],
    ['dots', '/users/../sandbox'],
    ['one dot', '/users/./log-in'],
    ['dots at the end', '/users/..'],
    ['escaped dots', '/users/%2e%2E/sandbox'],
    ['an escaped slash', '/users%2Flog-in'],
    ['an escaped backslash', '/users%5clog-in'],
    ['an escaped percent', '/users/%256cog-in'],
    ['eleven escapes deep', `/users/%${'25'.repeat(10)}6cog-in`],
    ['an escaped letter', '/users/%6cog-in'],
    ['an escaped capital', '/users/%4Cog-in'],
    ['an escaped z', '/%7a'],
    ['an escaped digit', '/%39'],
    ['an escaped hyphen', '/users/log%2Din'],
    ['an escaped underscore', '/%5F'],
    ['an escaped tilde', '/%7E'],
    ['an escaped NUL', '/users/log-in%00'],
    ['an escaped line break', '/users/%0d%0aX-Planted:1'],
    ['an escaped delete', '/users/%7f'],
    ['a percent sign alone', '/users/%'],
    ['half an escape', '/users/%e'],
    ['an escape that is not hex', '/users/%zz'],
    ['broken UTF-8', '/caf%E9'],
    ['UTF-8 that is cut off', '/%E0%A4'],
    ['an overlong slash', '/%C0%AF'],
    ['half a surrogate pair', '/%ED%A0%80'],
    ['a broken escape in the query', '/?q=%E0%A4%A'],
    ['broken UTF-8 in the query', '/?q=%FF'],
    ['an escaped NUL in the query', '/?q=%00'],
  ] as const)('refuses %s', ([, url]) => {
    expect(checks.refuseTarget(incomingRequest({ url }))).toMatchObject({
      status: 400,
      message: 'This address is not one a browser would send.',
    })
  })

  test.for(['/users/log-in.html', '/index.html', '/.html', '/lessons.html?a=b'])(
    'knows no page at %s: it has an address without an ending',
    (url) => {
      expect(checks.refuseTarget(incomingRequest({ url }))).toMatchObject({
        status: 404,
        message:
          'There is no page at this address. It may have moved: look for it from the course.',
      })
    },
  )

  test('refuses an address that is too long', () => {
    const url = `/${'a'.repeat(2_048)}`

    expect(checks.refuseTarget(incomingRequest({ url }))).toMatchObject({
      status: 400,
      message: 'This address is too long.',
    })
  })
})

describe('refuseHost', () => {
  const refusal = (...hosts: readonly string[]) => {
    const headers = hosts.map((host) => ['Host', host] as const)
    return checks.refuseHost(incomingRequest({ headers }), ORIGIN)
  }

  test('lets the host of the public origin through', () => {
    expect(refusal('course.example')).toBeNull()
  })

  test.for([
    'evil.example',
    'course.example.evil.example',
    'evil-course.example',
    'course.example:8443',
    'course.example:443',
    'course.example.',
    'a@course.example',
    'course.example/users?x=',
    'course.example, evil.example',
    'localhost',
    '[::1',
    ':0',
    'a b',
    '',
    'x'.repeat(1_000),
  ])('refuses %j', (host) => {
    expect(refusal(host)).toMatchObject({
      status: 421,
      message: 'This server answers at https://course.example. Go on there.',
    })
  })

  test('refuses a request that names no host', () => {
    expect(refusal()).toMatchObject({ status: 400, message: 'A request names its host once.' })
  })

  test('refuses two hosts, even two alike', () => {
    expect(refusal('course.example', 'evil.example')).toMatchObject({ status: 400 })
    expect(refusal('course.example', 'course.example')).toMatchObject({ status: 400 })
  })

  test('tells a header named Host from a value that says so', () => {
    const headers = [
      ['X-Note', 'host'],
      ['Host', 'course.example'],
    ] as const

    expect(checks.refuseHost(incomingRequest({ headers }), ORIGIN)).toBeNull()
  })

  test('does not believe what a proxy’s headers say', () => {
    const headers = [
      ['Host', 'evil.example'],
      ['X-Forwarded-Host', 'course.example'],
      ['Forwarded', 'host=course.example'],
    ] as const

    expect(checks.refuseHost(incomingRequest({ headers }), ORIGIN)).toMatchObject({ status: 421 })
  })
})
