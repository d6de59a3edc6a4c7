/** Words of the glossary among each other, and the lessons that introduce them. */
import { expect, test } from 'vitest'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { read } from './a-course.ts'

const PLUG = 'content/glossary/plug.yaml'
const HALT = 'content/glossary/halt.yaml'
const halt = (related: string) => ({
  [HALT]: `word: halt\nsays: to stop the pipeline with an answer\nrelated: [${related}]\n`,
})
const termsOf = ({ course }: ReturnType<typeof read>) =>
  course.terms.map(({ name, related, lesson }) => [name, related, lesson])

test('a word that names another is named by it', () => {
  expect(termsOf(read(halt('plug')))).toEqual([
    ['halt', ['plug'], null],
    ['plug', ['halt'], 'scopes/one'],
  ])
})

test('a word is introduced by the first lesson that defines it, or by the one that says so', () => {
  const two = 'content/lessons/01-scopes/02-two/index.mdx'
  const text = read().lessons.find(({ path }) => path === 'scopes/two')?.text ?? ''
  const says = text.replace('start: ana-logged-in', 'start: ana-logged-in\nintroduces: [plug]')

  expect(termsOf(read())).toContainEqual(['plug', [], 'scopes/one'])
  expect(termsOf(read({ [two]: says }))).toContainEqual(['plug', [], 'scopes/two'])
})

test('a word that is not there, or is the word itself, is told with its line', () => {
  expect(read(halt('plag, halt')).mistakes.map(mistakeInWords)).toEqual([
    `${HALT}:3:11 related: "plag" is no file of the glossary. Did you mean plug? There is plug.`,
    `${HALT}:3:17 related: "halt" is the word itself. There is plug.`,
  ])
})

test('a word whose file has a mistake is no word beside another', () => {
  const found = read({ ...halt('plug'), [PLUG]: 'word: plug\nsays: Short.\n' })

  expect(termsOf(found)).toEqual([['halt', [], null]])
})
