import { describe, expect, test } from 'vitest'
import type { Term } from '#course/course-data.ts'
import { coverageOf, missingIn } from '#course/coverage.ts'

const lesson = (number: string, covers: string[], introduces: string[] = []) => ({
  ...{ number, covers, introduces },
})
const terms: Term[] = ['plug', 'scope'].map((name) => ({
  ...{ name, word: name, says: `what ${name} is`, phoenix: null },
  ...{ related: [], lesson: null },
}))
const covers = [
  { list: 'walk', title: 'Stops', items: { '1.1': 'first', '1.10': 'tenth' } },
  { list: 'confusion', title: 'Confusions', items: { '1.1': 'another' } },
]
const lessons = [lesson('1.1', ['walk 1.1'], ['plug']), lesson('2.4', ['walk 1.1', 'walk 1.10'])]
const coverage = coverageOf({ lessons, terms }, covers)

describe('who teaches what', () => {
  test('is told list by list, the glossary last', () => {
    expect(coverage.map(({ title, rows }) => [title, ...rows.map((row) => row.lessons)])).toEqual([
      ['Stops', ['1.1', '2.4'], ['2.4']],
      ['Confusions', []],
      ['Words of the glossary', ['1.1'], []],
    ])
  })

  test('is missing where no lesson says so, and 1.1 of one list is none of another', () => {
    expect(missingIn(coverage).map(({ name }) => name)).toEqual(['confusion 1.1', 'scope'])
  })
})
