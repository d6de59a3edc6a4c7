import { describe, expect, test } from 'vitest'
import { cookieName, FLASH } from '#http/cookies.ts'
import { putFlash, takeFlash } from '#http/flash.ts'
import { defineMessages, flash, recall, type Said } from '#http/messages.ts'
import { contextOf, cookiesSetBy, SITE } from '../support/context.ts'

const messages = defineMessages({
  welcome_back: { kind: 'info', text: () => 'Welcome back!' },
  link_invalid: { kind: 'error', text: () => 'The link is invalid.' },
  registered: {
    kind: 'info',
    text: (email) => `An email was sent to ${email}.`,
    warning: (email) => (email.endsWith('@example.com') ? null : `${email} looks real.`),
  },
})
const furtherMessages = defineMessages({
  demo_reset: { kind: 'info', about: /^[a-z-]{1,60}$/, text: (id) => `“${id}” begins again.` },
})
const KNOWN = [messages, furtherMessages]

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a page says to a browser that sends this value. */
function read(value: string, persona = 'you') {
  const context = contextOf({ cookies: { [cookieName(SITE, FLASH)]: value }, persona })
  return { flash: takeFlash(context, KNOWN), set: cookiesSetBy(context) }
}

/** The value that `putFlash` leaves in the browser. */
function kept(said: Said, persona = 'you') {
  const context = contextOf({ persona })
  putFlash(context, said)
  return cookiesSetBy(context)[cookieName(SITE, FLASH, persona)] ?? ''
}

const valueOf = (cookie: string) => cookie.split(';', 1)[0] ?? ''

describe('flash', () => {
  test('is an info or an error', () => {
    expect(flash(messages.welcome_back())).toEqual({ info: 'Welcome back!' })
    expect(flash(messages.link_invalid())).toEqual({ error: 'The link is invalid.' })
  })

  test('says what the message is about, with a word of advice where there is one', () => {
    expect(flash(messages.registered('ana@example.com'))).toEqual({
      info: 'An email was sent to ana@example.com.',
    })
    expect(flash(messages.registered('ana@post.example'))).toEqual({
      info: 'An email was sent to ana@post.example.',
      warning: 'ana@post.example looks real.',
    })
  })
})

describe('putFlash', () => {
  test('keeps the name of the message for a minute, not its words', () => {
    const value = kept(messages.welcome_back())

    expect(value).toBe(
      `${encode(['welcome_back', ''])}; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax`,
    )
    expect(value).not.toContain('Welcome')
  })

  test('keeps it for the persona who acted', () => {
    const value = valueOf(kept(messages.welcome_back(), 'alice'))
    const cookies = { [cookieName(SITE, FLASH, 'alice')]: value }

    expect(takeFlash(contextOf({ cookies }), KNOWN)).toEqual({})
    expect(takeFlash(contextOf({ cookies, persona: 'alice' }), KNOWN)).toEqual({
      info: 'Welcome back!',
    })
  })

  test.for(['Call 0900 12345 now', `${'a'.repeat(160)}@b`, 'ana@example.com\nCall us'])(
    'does not keep that it is about %j, which could not be read back',
    (about) => {
      expect(valueOf(kept(messages.registered(about)))).toBe(encode(['registered', '']))
    },
  )
})

describe('takeFlash', () => {
  test('reads what putFlash wrote, once', () => {
    const value = valueOf(kept(messages.registered('ana@example.com')))
    const context = contextOf({ cookies: { [cookieName(SITE, FLASH)]: value } })

    expect(takeFlash(context, KNOWN)).toEqual({ info: 'An email was sent to ana@example.com.' })
    expect(takeFlash(context, KNOWN)).toEqual({})
    expect(cookiesSetBy(context)[cookieName(SITE, FLASH)]).toMatch(/^; Max-Age=0; /)
  })

  test('touches no cookie where there is none', () => {
    const context = contextOf()

    expect(takeFlash(context, KNOWN)).toEqual({})
    expect(cookiesSetBy(context)).toEqual({})
  })

  test('may be followed by another message in the same answer', () => {
    const context = contextOf({
      cookies: { [cookieName(SITE, FLASH)]: encode(['link_invalid', '']) },
    })

    takeFlash(context, KNOWN)
    putFlash(context, messages.welcome_back())

    expect(cookiesSetBy(context)[cookieName(SITE, FLASH)]).toContain(encode(['welcome_back', '']))
  })

  test('reads the messages of every room that it is given, and of no other', () => {
    const value = encode(['demo_reset', 'ana-comes-in'])

    expect(read(value).flash).toEqual({ info: '“ana-comes-in” begins again.' })
    expect(
      takeFlash(contextOf({ cookies: { [cookieName(SITE, FLASH)]: value } }), [messages]),
    ).toEqual({})
  })

  test('lets a message be about what its definition allows, and nothing else', () => {
    expect(read(encode(['demo_reset', 'ana@example.com'])).flash).toEqual({})
    expect(read(encode(['demo_reset', ''])).flash).toEqual({})
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
    const { flash: message, set } = read(value)

    expect(message).toEqual({})
    expect(set[cookieName(SITE, FLASH)]).toMatch(/^; Max-Age=0; /)
  })
})

describe('recall', () => {
  test('finds a message by its name', () => {
    expect(recall(KNOWN, 'welcome_back', '')).toEqual(messages.welcome_back())
    expect(recall(KNOWN, 'toString', '')).toBeNull()
  })
})
