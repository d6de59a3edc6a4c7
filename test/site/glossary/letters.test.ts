import { expect, test } from 'vitest'
import type { Term } from '#course/course-data.ts'
import { lettersOf } from '#site/glossary/letters.ts'

const term = (word: string) => ({ word }) as Term
const inWords = (words: readonly string[], language = 'en') =>
  lettersOf(words.map(term), language).map(
    ({ letter, terms }) => `${letter}: ${terms.map(({ word }) => word).join(', ')}`,
  )

test('words stand under their letters, whatever their case', () => {
  expect(inWords(['plug', 'CSRF', 'cast', 'pipe'])).toEqual(['c: cast, CSRF', 'p: pipe, plug'])
})

test('an accent makes no letter of its own, and what begins with no letter comes first', () => {
  expect(inWords(['École', 'event', '2fa'], 'fr')).toEqual(['#: 2fa', 'e: École, event'])
})
