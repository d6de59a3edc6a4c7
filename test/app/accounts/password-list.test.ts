import { describe, expect, test } from 'vitest'
import { commonPasswords, isCommonPassword } from '#app/accounts/password-list.ts'

const EMAIL = 'ana.maria@tulips.example'

describe('commonPasswords', () => {
  test('are thousands, each of twelve characters and more', () => {
    expect(commonPasswords.size).toBeGreaterThan(3_000)
    const odd = [...commonPasswords].filter(
      (password) => !/^.{12,24}$/u.test(password) || password !== password.toLowerCase(),
    )
    expect(odd).toEqual([])
  })

  test('are refused, each of them, in capitals too', () => {
    const missed = [...commonPasswords].filter((each) => !isCommonPassword(each.toUpperCase(), ''))
    expect(missed).toEqual([])
  })
})

describe('isCommonPassword', () => {
  test.for([
    ['a word twice', 'passwordpassword'],
    ['a word and digits', 'password1234'],
    ['digits and a word', '20241234dragon'],
    ['two words', 'iloveyoupassword'],
    ['signs for letters', 'p@ssw0rd1234'],
    ['capitals', 'PassWordPassWord'],
    ['signs around it', '!!password1234!!'],
    ['keys side by side', 'qwertyuiopas'],
    ['the same backwards', 'poiuytrewq09'],
    ['digits in a row', '123456789012'],
    ['one character', 'aaaaaaaaaaaa'],
    ['two keys in turn', '1qaz2wsx3edc'],
    ['the name of the site', 'glasshouse12'],
    ['the name of the site twice', 'GlasshouseGlasshouse'],
    ['the address', 'ana.maria@tulips.example'],
    ['a part of the address, filled up', 'anamaria1234'],
    ['the first name, filled up', 'maria-123456'],
    ['the domain, filled up', 'tulips!!2024!!'],
  ] as const)('knows %s', ([, password]) => {
    expect(isCommonPassword(password, EMAIL)).toBe(true)
  })

  test.for([
    'green tulips 7 in a row',
    'correct horse battery staple',
    'v8Xq2LrTz0Wn',
    'mashed-potatoes-at-noon',
    'ana sings in the rain',
    '12 angry cats met',
    'ночной поезд 42',
    'dragon481516234',
    'bobobobobobo',
    'bananarepublic',
    'hello world!',
    '😀'.repeat(12),
  ])('leaves %s alone', (password) => {
    expect(isCommonPassword(password, EMAIL)).toBe(false)
  })

  test('finds nothing in a word of two letters', () => {
    expect(isCommonPassword('bobobobobobo', 'bo@x.y')).toBe(false)
  })

  test('knows the address of nobody', () => {
    expect(isCommonPassword('v8Xq2LrTz0Wn', '')).toBe(false)
    expect(isCommonPassword('v8Xq2LrTz0Wn', '@')).toBe(false)
  })

  test.for([
    ['signs', '!'.repeat(1_024)],
    ['digits', '1'.repeat(1_024)],
    ['signs and digits in turn', '!1'.repeat(512)],
    ['a long address', 'a.'.repeat(512)],
  ] as const)('comes to an end with many %s', ([, text]) => {
    expect(typeof isCommonPassword(text, `${text}@${text}`)).toBe('boolean')
    expect(typeof isCommonPassword('v8Xq2LrTz0Wn', 'a\u0300\u0316'.repeat(5_000))).toBe('boolean')
  })
})
