import { describe, expect, test } from 'vitest'
import { proseOf, sentencesIn, syllablesOf, toLookAt } from '#course/reading/prose.ts'

const TEXT = `---
title: One
---

## A heading

Ana sends a form. The server says no, in \`1.2\` seconds.

<Teacher>

What readers never see is not counted.

</Teacher>

<Run demo="a" step="1" />

<Predict demo="a" id="b" />

\`\`\`ts
const one = 1
const two = 2
\`\`\`
`

test('what a reader reads is counted, and no note for a teacher', () => {
  expect(proseOf(TEXT)).toMatchObject({
    ...{ words: 11, usual: 6, longest: 7, listings: 0, lines: 2 },
    ...{ presses: 2, questions: 1, headings: 1 },
  })
})

test('short words in short sentences are read with more ease', () => {
  const easy = proseOf('The cat sat. The dog ran.')
  const hard = proseOf(
    'Administrative considerations necessitate comprehensive documentation, notwithstanding organizational peculiarities.',
  )

  expect(easy.ease).toBeGreaterThan(90)
  expect(hard.ease).toBeLessThan(10)
})

test.for([
  ['cat', 1],
  ['table', 2],
  ['changed', 1],
  ['database', 3],
  ['rule', 1],
  ['422', 0],
] as const)('%s has %i', ([word, count]) => {
  expect(syllablesOf(word)).toBe(count)
})

test('a sentence ends where the next one begins, not inside a number', () => {
  expect(sentencesIn('It is 1.2 now. “No.” Is it? Yes!')).toEqual([
    'It is 1.2 now.',
    '“No.”',
    'Is it?',
    'Yes!',
  ])
})

describe('what is looked at again', () => {
  const fine = {
    ...{ words: 300, usual: 10, longest: 20, ease: 80, listings: 2, lines: 12 },
    ...{ presses: 7, questions: 2, headings: 3, minutes: 8, introduces: 3 },
  }

  test('is nothing in a lesson that keeps its budget', () => {
    expect(toLookAt(fine)).toEqual([])
  })

  test.for([
    [{ words: 551 }, '551 words'],
    [{ words: 149 }, '149 words'],
    [{ longest: 41 }, '41 words in one sentence'],
    [{ listings: 3 }, '3 listings'],
    [{ lines: 13 }, '13 lines in one listing'],
    [{ presses: 9 }, '9 presses'],
    [{ questions: 4 }, '4 questions'],
    [{ headings: 5 }, '5 headings'],
    [{ introduces: 4 }, '4 new words'],
    [{ minutes: 10 }, '10 minutes'],
    [{ ease: 49 }, 'a reading ease of 49'],
  ] as const)('is %o', ([change, words]) => {
    expect(toLookAt({ ...fine, ...change })).toEqual([words])
  })
})
