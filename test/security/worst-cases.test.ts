/** Texts that are made to be work, as long as a body may be. */
import { describe, expect, inject, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'
import { loggedIn } from './people.ts'

const LONGEST = 16_000
const long = (text: string) => text.repeat(Math.floor(LONGEST / Buffer.byteLength(text)))

/** As they are sent: what is escaped takes three times the room. */
const WORST = [
  ['at signs', long('a@')],
  ['brackets', long('(')],
  ['brackets of names', long('a[')],
  ['escapes', long('%25')],
  ['escapes of escapes', long('%2525')],
  ['marks on a letter', `a${long('%CC%80%CC%96')}`],
  ['spaces', long('+')],
  ['ampersands', `x${long('%26')}`],
  ['dots', long('a.')],
  ['hyphens', long('-')],
  ['letters of one kind', long('a')],
  ['digits', long('9')],
  ['ends of lines', long('%0A')],
  ['markup', long('<!--')],
  ['quotes', long('%22%27')],
  ['fish', long('%EF%AC%81')],
] as const

const FORMS = [
  ['/users/register', 'user[email]'],
  ['/users/log-in', 'user[email]'],
  ['/users/log-in', 'user[token]'],
  ['/users/log-in', 'user[email]=ana@example.test&user[password]'],
  ['/users/settings', '_method=put&action=update_email&user[email]'],
  ['/users/settings', '_method=put&action=update_password&user[password]'],
  ['/sandbox/clock', 'advance'],
  ['/scores/new', 'score[comment]'],
  ['/organizations', 'organization[slug]'],
  ['/progress', 'lesson'],
  ['/acts', 'act'],
  ['/console', 'line'],
] as const

// Each has thousands of times the time that it takes, and one that grows with its square has too little.
const BOUND = { timeout: 30_000 }

describe('a text of 16 KB', () => {
  test.for(WORST)('D9 of %s is answered by every form', BOUND, async ([, text]) => {
    const browser = await loggedIn()

    for (const [path, field] of FORMS) {
      const { status } = await browser.request(path, {
        method: 'POST',
        body: `${field}=${text}`.slice(0, LONGEST),
        headers: {
          origin: inject('origin'),
          'content-type': 'application/x-www-form-urlencoded',
        },
      })
      expect([path, status < 500]).toEqual([path, true])
    }
  })

  test.for([
    ['brackets', long('[')],
    ['objects', long('{"a":')],
    ['numbers', `[${long('1e308,')}0]`],
    ['escapes', `{"user":{"email":"${long('\\u0300')}"}}`],
    ['names of one object', `{${Array.from({ length: 900 }, (_, at) => `"a${at}":1`).join(',')}}`],
  ] as const)('D9 of JSON with %s is answered', BOUND, async ([, body]) => {
    for (const path of ['/users/register', '/console/calls', '/users/log-in']) {
      const { status } = await new HttpBrowser().request(path, {
        ...{ method: 'POST', body },
        headers: { origin: inject('origin'), 'content-type': 'application/json' },
      })
      expect([path, status < 500]).toEqual([path, true])
    }
  })

  test('D9 of cookies, addresses and headers is answered', BOUND, async () => {
    const browser = new HttpBrowser()
    const names = ['visitor', 'session', 'flash', 'return_to'].map((name) => browser.named(name))
    const cookies = [
      Array.from({ length: 1_500 }, (_, at) => `c${at}=x`).join('; '),
      ...names.map((name) => `${name}=${'%25'.repeat(2_500)}`),
      `${names[0]}=x; `.repeat(300),
      '='.repeat(8_000),
    ]
    for (const cookie of cookies)
      expect((await browser.get('/users/log-in', { cookie })).status).toBeLessThan(500)
    for (const path of [
      `/${'a/'.repeat(900)}`,
      `/?${'%5B'.repeat(600)}`,
      `/${'as/x/'.repeat(300)}`,
    ])
      expect((await browser.get(path)).status).toBeLessThan(500)
    for (const name of ['accept', 'if-none-match', 'accept-encoding', 'range', 'x-forwarded-for'])
      for (const text of ['a,', ';q=0', '"', ' ', 'W/"x", '])
        expect((await browser.get('/lessons', { [name]: text.repeat(1_500) })).status).toBeLessThan(
          500,
        )
  })
})
