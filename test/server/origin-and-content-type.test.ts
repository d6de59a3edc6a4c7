import { describe, expect, test } from 'vitest'
import * as checks from '#server/request-checks.ts'
import { incomingRequest } from '../support/incoming-request.ts'

const ORIGIN = new URL('https://course.example')

type Headers = readonly (readonly [string, string])[]

describe('refuseOrigin', () => {
  const refusal = (headers: Headers, method = 'POST') =>
    checks.refuseOrigin(incomingRequest({ method, headers }), ORIGIN)
  const REFUSED = {
    status: 403,
    message: 'A form of this site sends Origin: https://course.example. This request did not.',
  }

  test.for(['POST', 'PUT', 'DELETE'])('lets a form of this site send %s', (method) => {
    expect(refusal([['Origin', 'https://course.example']], method)).toBeNull()
  })

  test('lets a form through whose browser says that it is of this site', () => {
    const headers = [
      ['Origin', 'https://course.example'],
      ['Sec-Fetch-Site', 'same-origin'],
    ] as const

    expect(refusal(headers)).toBeNull()
  })

  test.for(['GET', 'HEAD'])('asks nothing of %s, which changes nothing', (method) => {
    expect(refusal([['Origin', 'https://evil.example']], method)).toBeNull()
  })

  test.for([
    'https://evil.example',
    'https://sub.course.example',
    'https://course.example.evil.example',
    'http://course.example',
    'ftp://course.example',
    'https://course.example:444',
    'https://course.example/',
    'https://COURSE.example',
    'https://ana@course.example',
    'course.example',
    'null',
    '',
    '*',
  ])('refuses the origin %j', (origin) => {
    expect(refusal([['Origin', origin]])).toMatchObject(REFUSED)
  })

  test('refuses a request that does not say where it comes from', () => {
    expect(refusal([])).toMatchObject(REFUSED)
  })

  test('does not take a Referer for an origin', () => {
    expect(refusal([['Referer', 'https://course.example/users/log-in']])).toMatchObject(REFUSED)
  })

  describe('of a program that brings a token', () => {
    const bearer = ['Authorization', `Bearer ${'0'.repeat(32)}.${'a'.repeat(43)}`] as const

    test.for(['POST', 'PUT', 'DELETE'])('asks for no origin on %s', (method) => {
      expect(refusal([bearer], method)).toBeNull()
    })

    test('reads the scheme in any case', () => {
      expect(refusal([['Authorization', 'bEARER x']])).toBeNull()
    })

    test.for([
      ['a cookie', ['Cookie', '__Host-glasshouse_session=x']],
      ['an empty cookie', ['Cookie', '']],
      ['another origin', ['Origin', 'https://evil.example']],
      ['no origin that it will name', ['Origin', 'null']],
      ['the word of a browser', ['Sec-Fetch-Site', 'cross-site']],
    ] as const)('asks for it all the same when it also brings %s', ([, header]) => {
      expect(refusal([bearer, header])).toMatchObject(REFUSED)
    })

    test.for(['Basic YTpi', 'Bearerx', 'Bear er x', ''])('takes %j for no token', (value) => {
      expect(refusal([['Authorization', value]])).toMatchObject(REFUSED)
    })
  })

  test.for(['cross-site', 'same-site', 'none', 'garbage', '', 'Same-Origin'])(
    'refuses a request that the browser calls %j, whatever its origin',
    (site) => {
      const headers = [
        ['Origin', 'https://course.example'],
        ['Sec-Fetch-Site', site],
      ] as const

      expect(refusal(headers)).toMatchObject(REFUSED)
    },
  )

  test('refuses two origins, of which one is right', () => {
    const headers = [
      ['Origin', 'https://course.example'],
      ['Origin', 'https://evil.example'],
    ] as const

    expect(refusal(headers)).toMatchObject(REFUSED)
    expect(refusal(headers.toReversed())).toMatchObject(REFUSED)
  })
})

describe('refuseContentType', () => {
  const refusal = (
    type: string | null,
    method = 'POST',
    length: Headers = [['Content-Length', '9']],
    mayBeFile = false,
  ) => {
    const headers = type === null ? length : [...length, ['Content-Type', type] as const]
    return checks.refuseContentType(incomingRequest({ method, headers }), { mayBeFile })
  }

  test('lets a form with a file through where one is taken, and nowhere else', () => {
    const type = 'multipart/form-data; boundary=x'

    expect(refusal(type, 'POST', [['Content-Length', '9']], true)).toBeNull()
    expect(refusal(type)?.status).toBe(415)
  })

  test.for([
    ['application/x-www-form-urlencoded', 'form'],
    ['application/x-www-form-urlencoded; charset=UTF-8', 'form'],
    ['Application/X-WWW-Form-URLencoded', 'form'],
    ['application/json', 'json'],
    [' application/json ;charset=utf-8', 'json'],
  ] as const)('reads %s as %s', ([type, kind]) => {
    const headers = [['Content-Type', type]] as const

    expect(refusal(type)).toBeNull()
    expect(checks.bodyKind(incomingRequest({ headers }))).toBe(kind)
  })

  test.for([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/csp-report',
    'application/json+form',
    'application/jsonp',
    'text/json',
    'x; application/json',
    'text/plain, application/json',
    '',
  ])('refuses a body of type %j', (type) => {
    expect(refusal(type)).toMatchObject({
      status: 415,
      message: 'Send the fields as application/x-www-form-urlencoded or as application/json.',
    })
  })

  test('refuses a body without a type, declared or streamed', () => {
    expect(refusal(null)).toMatchObject({ status: 415 })
    expect(refusal(null, 'PUT', [['Transfer-Encoding', 'chunked']])).toMatchObject({ status: 415 })
  })

  test('asks nothing where there is no body', () => {
    expect(refusal(null, 'POST', [])).toBeNull()
    expect(refusal(null, 'DELETE', [['Content-Length', '0']])).toBeNull()
  })

  test('asks nothing of GET, whose body nobody reads', () => {
    expect(refusal('text/plain', 'GET')).toBeNull()
  })
})
