import { expect, test } from 'vitest'
import { authorCopies, nthOfTag } from '#course/author-copies.ts'

const step = (tag: string) => ({ tag, outcome: 'ok' })

test('a step is copied as each of three', () => {
  expect(authorCopies({ ...step('changeset.cast'), nth: 1 }, { demo: 'd', number: 2 })).toEqual([
    { name: 'clause', text: '- step: changeset.cast\n  outcome: ok\n  otherwise: ' },
    { name: 'Value', text: '<Value demo="d" step="2" tag="changeset.cast" />' },
    { name: 'About', text: '<About tags="changeset.cast">\n\n</About>' },
  ])
})

test('the second of a tag is told from the first', () => {
  const steps = [step('sql.select.users'), step('plug'), step('sql.select.users')]
  const nth = nthOfTag(steps, steps[2]!)
  const [, value] = authorCopies({ ...steps[2]!, nth }, { demo: 'd', number: 1 })
  expect(value?.text).toBe('<Value demo="d" step="1" tag="sql.select.users" nth="2" />')
})

test('of a trace that is no step of a demo there is no value to quote', () => {
  expect(authorCopies({ ...step('plug'), nth: 1 }, null).map(({ name }) => name)).toEqual([
    'clause',
    'About',
  ])
})
