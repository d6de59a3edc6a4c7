import { describe, expect, test } from 'vitest'
import { courseMessages } from '#course/messages.ts'
import { leverMessages } from '#levers/messages.ts'
import { messages } from '#app/web/messages.ts'

describe('messages', () => {
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
  ] as const)('say %s in Phoenix’s words', ([name, text]) => {
    expect(messages[name]().text).toBe(text)
  })

  test('warn of an address that looks real, wherever they name one', () => {
    const { text, warning } = messages.registered('ana@gmail.com')

    expect(text).toBe(
      'An email was sent to ana@gmail.com, please access it to confirm your account.',
    )
    expect(warning).toMatch(/^ana@gmail\.com looks like a real address\./)
    expect(messages.registered('ana@example.test').warning).toBeNull()
  })

  test('have no name in common between rooms: a cookie holds the name alone', () => {
    const names = [messages, courseMessages, leverMessages].flatMap((room) => Object.keys(room))

    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([])
  })
})
