import { expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { courseFolder, demo, lesson, part } from './course-folder.ts'

const SAID = "can't be blank"
const ASKED = `  predictions:
    - id: which-words
      question: Which words stand there?
      step: 1
      asks: words
      field: user[email]
      options: [{ is: "can't be blank", why: Nothing. }, { is: nothing, why: None. }, { is: taken, why: So. }]
`

/** What is wrong with a lesson of this text, which begins in line 11 of its file. */
function spoilersIn(text: string): readonly string[] {
  const root = courseFolder({
    '01-scopes/part.yaml': part(),
    '01-scopes/01-one/index.mdx': lesson({ text }),
    '01-scopes/01-one/demos.yaml': demo('try-it', ASKED),
  })
  return new CourseReader(root)
    .read()
    .mistakes.filter(({ what }) => what.includes('is settled'))
    .map(({ file, line, what, write }) => `${file}:${line}: ${what} ${write}`)
}

const QUESTION = '<Predict demo="try-it" id="which-words" />'
const AFTER = `<After demo="try-it" step="1">\n\nIt says *${SAID}*.\n\n</After>`

test.for([
  ['what opens with the run', `${QUESTION}\n\n${AFTER}`],
  ['what stands below it', `${QUESTION}\n\n${AFTER}\n\nSo it ${SAID}.`],
  ['words that are none', `There is nothing, and it is taken.\n\n${QUESTION}\n\n${AFTER}`],
  ['a lesson that does not ask', `It ${SAID}.`],
] as const)('%s may say it', ([, text]) => {
  expect(spoilersIn(text)).toEqual([])
})

test.for([
  ['a sentence above the question', `It ${SAID}.\n\n${QUESTION}\n\n${AFTER}`, 11],
  ['a sentence below it', `${QUESTION}\n\nIt says \`${SAID}\`.\n\n${AFTER}`, 13],
  ['a listing', `\`\`\`ts\nsay("${SAID}")\n\`\`\`\n\n${QUESTION}`, 11],
  ['a heading', `## Why it ${SAID}\n\n${AFTER}`, 11],
] as const)('%s may not', ([, text, line]) => {
  expect(spoilersIn(text)).toEqual([
    `content/lessons/01-scopes/01-one/index.mdx:${line}: It says “${SAID}” before the question "which-words" of try-it is settled. Put it into <After demo="try-it" step="1">.`,
  ])
})
