import { describe, expect, test } from 'vitest'
import { commonPasswords, isCommonPassword } from '#accounts/password-list.ts'

describe('commonPasswords', () => {
  test('holds thousands that the rule for the length would let through', () => {
    expect(commonPasswords.size).toBeGreaterThan(3_000)
    for (const password of commonPasswords) {
      expect(password.length).toBeGreaterThanOrEqual(12)
      expect(password).toBe(password.toLowerCase())
    }
  })

  test('is refused, every one of it, in capitals too', () => {
    for (const password of commonPasswords)
      expect(isCommonPassword(password.toUpperCase(), ''), password).toBe(true)
  })
})

describe('isCommonPassword', () => {
  test.for([
    '123456789012',
    '987654321098',
    'qwertyuiop12',
    'qwertyuiopas',
    'passwordpassword',
    'Password1234!',
    'Welcome2024!',
    '1234dragon1234',
    'P@ssw0rd1234',
    'dragonmonkey',
    'iloveyou1234',
    'administrator',
    'christopher1',
    '1qaz2wsx3edc',
    '1q2w3e4r5t6y',
    'abcdefghijkl',
    'aaaaaaaaaaaa',
    '000000000000',
    'abc123abc123',
    '  letmein12345  ',
  ])('knows %s', (password) => {
    expect(isCommonPassword(password, 'x@y')).toBe(true)
  })

  test.for([
    'hello world!',
    'correct horse battery staple',
    'kqzvnwpxbtrm',
    'anaconda-vista-9',
    'bananarepublic',
    'new valid password',
    '😀'.repeat(12),
    '!'.repeat(1_024),
    'x'.repeat(72),
  ])('does not know %s', (password) => {
    expect(isCommonPassword(password, 'ana@example.com')).toBe(false)
  })

  test.for([
    ['max.mustermann@example.com', 'max.mustermann'],
    ['max.mustermann@example.com', 'Mustermann123'],
    ['max.mustermann@example.com', 'mustermannmax'],
    ['max.mustermann@example.com', '!!!mustermann!!!'],
    ['max.mustermann@example.com', 'max-password1'],
    ['max@wonderland.example', 'wonderland2026'],
    ['max@wonderland.example', 'max@wonderland.example'],
    ['', 'Glasshouse2026'],
    ['', 'glasshouseglasshouse'],
  ] as const)('knows what a stranger would try for %j: %s', ([email, password]) => {
    expect(isCommonPassword(password, email)).toBe(true)
  })

  test('finds nothing in a word of two letters', () => {
    expect(isCommonPassword('bobobobobobo', 'bo@x.y')).toBe(false)
  })
})
