import { describe, expect, test } from 'vitest'
import { askedIn } from '#site/tags/asked.ts'
import { holds, marked, wordsOf } from '#site/tags/find.ts'

const shown = (text: string, question: string) =>
  marked(text, wordsOf(question))
    .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
    .join('')

describe('holds', () => {
  test.for([
    ['Every word, in any order', ['Two kinds of guard', 'constraints'], 'constr GUARD', true],
    ['one word that is nowhere', ['Two kinds of guard'], 'guard plug', false],
    ['accents and none', ['Gewächshaus'], 'gewachshaus', true],
    ['nothing asked', ['anything'], '  ', true],
    ['a pattern as the text it is', ['a.b'], 'a.b', true],
    ['no pattern', ['aXb'], 'a.b', false],
    ['no word across two texts', ['ab', 'cd'], 'bc', false],
  ] as const)('%s', ([, texts, question, is]) => {
    expect(holds(texts, wordsOf(question))).toBe(is)
  })
})

describe('marked', () => {
  test.for([
    ['Two kinds of guard', 'kind guard', 'Two [kind]s of [guard]'],
    ['Scopes', 'scopes cop', '[Scopes]'],
    ['Gewächshaus', 'wach', 'Ge[wäch]shaus'],
    ['aaa', 'aa', '[aaa]'],
    ['ﬁeld', 'fi', '[ﬁ]eld'],
    ['<b>', '<b>', '[<b>]'],
    ['nothing', '', 'nothing'],
    ['', 'x', ''],
  ] as const)('%s by %s', ([text, question, expected]) => {
    expect(shown(text, question)).toBe(expected)
  })
})

describe('askedIn', () => {
  const asked = (q: string) => askedIn(new URL(`https://course.example/tags?q=${q}`))

  test('keeps what was typed, and reads its words', () => {
    expect(asked('+Live+views+')).toEqual({
      typed: 'Live views',
      words: ['live', 'views'],
      refused: null,
    })
  })

  test('refuses more than a search takes, and repeats none of it', () => {
    expect(asked('x'.repeat(101))).toEqual({
      typed: '',
      words: [],
      refused: 'A search takes at most 100 letters, and these are 101. Here is everything.',
    })
  })
})
