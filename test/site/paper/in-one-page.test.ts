import { expect, test } from 'vitest'
import { inOnePage } from '#site/paper/in-one-page.ts'

const idAt = (path: string) => (path === 'persons/two' ? 'two' : null)
/** Its id ends like that of the lesson. */
const ENDS_ALIKE = '<i id="in-one"></i><a href="#in-one">a</a>'

const put = (html: string) => inOnePage(html, 'one', idAt)

test.for([
  ['a heading goes down, with an id of its own', '<h2 id="why">a</h2>', '<h3 id="why-one">a</h3>'],
  ['a link in the lesson stays in it', '<a href="#why">a</a>', '<a href="#why-one">a</a>'],
  [
    'a link to its head leads there',
    '<a href="/lessons/persons/two">a</a>',
    '<a href="#lesson-two">a</a>',
  ],
  [
    'a link to a heading leads there',
    '<a href="/lessons/persons/two#why">a</a>',
    '<a href="#why-two">a</a>',
  ],
  [
    'a lesson that is not in the page is linked to',
    '<a href="/lessons/a/b">a</a>',
    '<a href="/lessons/a/b">a</a>',
  ],
  ['words stand once for all', '<a href="#word-plug">a</a>', '<a href="#word-plug">a</a>'],
  [
    'an id that ends as its lesson is called is one like any other',
    ENDS_ALIKE,
    '<i id="in-one-one"></i><a href="#in-one-one">a</a>',
  ],
  ['what a text says of ids is left alone', '<b>x id="y"</b>', '<b>x id="y"</b>'],
] as const)('%s', ([, html, put_]) => {
  expect(put(html)).toBe(put_)
})
