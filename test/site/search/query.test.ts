import { describe, expect, test } from 'vitest'
import { markedIn, MOST_LETTERS, readQuery, stemOf } from '#site/search/query.ts'

describe('readQuery', () => {
  test.for([
    ['', []],
    ['  What is,  a "Scope"? ', ['what', 'is', 'scope']],
    ['scope scope', ['scope']],
    ['register_user/1', ['register_user/1']],
    ['Accounts.registerUser(scope)', ['accounts.registeruser(scope']],
    ['__proto__', ['__proto__']],
    ['a b c', []],
    ['%\u0000\u202e<>&"\'', []],
    ['größe ℵ', ['größe']],
  ] as const)('reads %o as %o', ([asked, words]) => {
    expect(readQuery(asked).words).toEqual(words)
  })

  test('cuts what is long, and says so', () => {
    const { text, words, isCut } = readQuery('scope '.repeat(20_000))

    expect(text.length).toBeLessThanOrEqual(MOST_LETTERS)
    expect(words).toEqual(['scope'])
    expect(isCut).toBe(true)
    expect(readQuery('ab cd ef gh ij kl mn').words.length).toBe(6)
    expect(readQuery('ab cd ef gh ij kl mn').isCut).toBe(true)
    expect(readQuery('one word').isCut).toBe(false)
  })

  test('cuts no letter in two', () => {
    expect(readQuery('👩‍🚀'.repeat(60)).text.isWellFormed()).toBe(true)
  })
})

test.for<[word: string, stem: string]>([
  ['sessions', 'session'],
  ['class', 'class'],
  ['this', 'this'],
  ['guesses', 'guesse'],
])('%s is looked for as %s', ([word, stem]) => {
  expect(stemOf(word)).toBe(stem)
})

describe('markedIn', () => {
  const marks = (text: string, words: readonly string[]) =>
    markedIn(text, words)
      .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
      .join('')

  test.for([
    ['One Scope, two scopes', ['scopes'], 'One [Scope], two [scope]s'],
    ['unique index', ['index', 'unique'], '[unique] [index]'],
    ['registerUser', ['user', 'registeruser'], '[registerUser]'],
    ['<b>scope</b>', ['scope'], '<b>[scope]</b>'],
    ['nothing', ['scope'], 'nothing'],
    // In small letters this one is two.
    ['İ scope', ['scope'], 'İ scope'],
  ] as const)('%s', ([text, words, marked]) => {
    expect(marks(text, words)).toBe(marked)
  })

  test('leaves no letter out', () => {
    const pieces = markedIn('a scope of a scope', ['scope', 'of', 'a '])

    expect(pieces.map(({ text }) => text).join('')).toBe('a scope of a scope')
  })
})
