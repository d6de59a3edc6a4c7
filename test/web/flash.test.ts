import { describe, expect, test } from 'vitest'
import { flashCookie } from '#web/cookies.ts'
import { flash, putFlash, takeFlash } from '#web/flash.ts'
import { contextOf, cookiesSetBy } from '../support/context.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a page says to a browser that sends this value. */
function said(value: string, persona = 'you') {
  const context = contextOf({ cookies: { [flashCookie('you')]: value } })
  return { flash: takeFlash(context.cookies, persona), set: cookiesSetBy(context) }
}

/** The value that `putFlash` leaves in the browser. */
function kept(
  ...args: Parameters<typeof putFlash> extends [unknown, ...infer Rest] ? Rest : never
) {
  const context = contextOf()
  putFlash(context.cookies, ...args)
  return cookiesSetBy(context)[flashCookie(args[0])] ?? ''
}

describe('flash', () => {
  test('is an info or an error', () => {
    expect(flash('welcome_back')).toEqual({ info: 'Welcome back!' })
    expect(flash('invalid_credentials')).toEqual({ error: 'Invalid email or password' })
    expect(flash('registered', 'ana@example.com')).toEqual({
      info: 'An email was sent to ana@example.com, please access it to confirm your account.',
    })
  })

  test.for([
    [
      'link_requested',
      'If your email is in our system, you will receive instructions for logging in shortly.',
    ],
    ['confirmed', 'User confirmed successfully.'],
    ['welcome_back', 'Welcome back!'],
    ['logged_out', 'Logged out successfully.'],
    ['link_invalid', 'The link is invalid or it has expired.'],
    ['magic_link_invalid', 'Magic link is invalid or it has expired.'],
    ['invalid_credentials', 'Invalid email or password'],
    ['must_log_in', 'You must log in to access this page.'],
    ['must_reauthenticate', 'You must re-authenticate to access this page.'],
  ] as const)('says %s in Phoenix’s words', ([name, text]) => {
    expect(Object.values(flash(name))).toEqual([text])
  })
})

describe('putFlash', () => {
  test('keeps the name of the message for a minute, not its words', () => {
    const value = kept('you', 'welcome_back')

    expect(value).toBe(
      `${encode(['welcome_back', ''])}; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax`,
    )
    expect(value).not.toContain('Welcome')
  })

  test('keeps it for the persona who acted', () => {
    const value = kept('alice', 'welcome_back').split(';', 1)[0] ?? ''
    const { cookies } = contextOf({ cookies: { [flashCookie('alice')]: value } })

    expect(takeFlash(cookies, 'you')).toEqual({})
    expect(takeFlash(cookies, 'alice')).toEqual({ info: 'Welcome back!' })
  })
})

describe('takeFlash', () => {
  test('reads what putFlash wrote, once', () => {
    const value = kept('you', 'registered', 'ana@example.com').split(';', 1)[0] ?? ''
    const context = contextOf({ cookies: { [flashCookie('you')]: value } })

    expect(takeFlash(context.cookies, 'you')).toEqual({
      info: 'An email was sent to ana@example.com, please access it to confirm your account.',
    })
    expect(takeFlash(context.cookies, 'you')).toEqual({})
    expect(cookiesSetBy(context)[flashCookie('you')]).toMatch(/^; Max-Age=0; /)
  })

  test('touches no cookie where there is none', () => {
    const context = contextOf()

    expect(takeFlash(context.cookies, 'you')).toEqual({})
    expect(cookiesSetBy(context)).toEqual({})
  })

  test('may be followed by another message in the same answer', () => {
    const context = contextOf({ cookies: { [flashCookie('you')]: encode(['logged_out', '']) } })

    takeFlash(context.cookies, 'you')
    putFlash(context.cookies, 'you', 'must_log_in')

    expect(cookiesSetBy(context)[flashCookie('you')]).toContain(encode(['must_log_in', '']))
  })

  test.for<[what: string, value: string]>([
    ['words', encode('Your account was closed.')],
    ['words in a list', encode(['Your account was closed.', ''])],
    ['an unknown name', encode(['account_closed', ''])],
    ['a name of every object', encode(['constructor', ''])],
    ['the prototype', encode(['__proto__', ''])],
    ['a name in a list', encode([['welcome_back'], ''])],
    ['an object', encode({ 0: 'welcome_back', 1: '' })],
    ['null', encode(null)],
    ['a number', encode(5)],
    ['nothing', encode([])],
    ['a message in place of the address', encode(['registered', 'Call 0900 12345 now'])],
    ['a link in place of the address', encode(['registered', 'https://evil.example/?x=@y z'])],
    ['a line break in the address', encode(['registered', 'ana@example.com\nCall us'])],
    ['an address that is too long', encode(['registered', `${'a'.repeat(160)}@b`])],
    ['an address that is none', encode(['registered', { toString: 'ana@example.com' }])],
    ['no address', encode(['registered', null])],
    ['JSON that is cut off', Buffer.from('["welcome_back"').toString('base64url')],
    ['no JSON', 'welcome_back'],
    ['no base64', '%%%'],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00]).toString('base64url')],
    ['deep lists', Buffer.from('['.repeat(3_000)).toString('base64url')],
  ])('says nothing for a planted cookie with %s, and drops it', ([, value]) => {
    const { flash: message, set } = said(value)

    expect(message).toEqual({})
    expect(set[flashCookie('you')]).toMatch(/^; Max-Age=0; /)
  })
})
