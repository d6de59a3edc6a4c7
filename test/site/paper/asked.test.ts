import { expect, test } from 'vitest'
import { answerId, askedName, namedIn, numbered } from '#site/paper/asked.ts'

const asks = (what: string) => `<a class="n" data-asks="${what}" href="#x"></a>`

test('a text numbers what it asks in its own order, whatever kind it is', () => {
  const { html, asked } = numbered(
    `${asks('recall a.b')} and ${asks('task c.d')}${asks('exercise e')}`,
  )

  expect(asked.map(askedName)).toEqual(['Question 1', 'Task 2', 'Exercise 3'])
  expect(asked.map(answerId)).toEqual(['answer-recall-a.b', 'answer-task-c.d', 'answer-exercise-e'])
  expect(html.replaceAll(/<[^>]*>/g, '|')).toBe('|Question 1| and |Task 2||Exercise 3|')
})

test.for([
  ['what is no kind of question', asks('toString x')],
  ['code that looks like one', '&lt;a data-asks="task a.b"&gt;&lt;/a&gt;'],
  ['a link that has words', '<a data-asks="task a.b">there</a>'],
] as const)('%s has no number', ([, html]) => {
  expect(numbered(html)).toEqual({ html, asked: [] })
})

test('names are told once, in the order of the text', () => {
  const html = '<i data-step="a.2"></i><i data-step="a.1"></i><i data-step="a.2"></i>'

  expect(namedIn(html, 'data-step')).toEqual(['a.2', 'a.1'])
})
