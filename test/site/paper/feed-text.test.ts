import { expect, test } from 'vitest'
import { feedText } from '#site/paper/feed-text.ts'

const AT = { origin: 'https://course.example', path: 'persons/one' }

test.for([
  ['a class, an id, a mark', '<p class="a" id="b" data-x="c" translate="no">d</p>', '<p>d</p>'],
  ['a handler', '<p onclick="x()">d</p>', '<p>d</p>'],
  [
    'an element that feeds do not have',
    '<article><section>d</section></article>',
    '<div><div>d</div></div>',
  ],
  ['a comment', 'a<!-- b -->c', 'ac'],
  [
    'what is only heard',
    '<li>a<span class="visually-hidden">b <span>c</span></span></li>',
    '<li>a</li>',
  ],
  ['a drawing', '<p>a<svg viewBox="0 0 1 1"><path d="m0"/></svg>b</p>', '<p>ab</p>'],
  ['a sign in an attribute', '<p title="a > b">c</p>', '<p>c</p>'],
] as const)('%s is left out or made plain', ([, html, text]) => {
  expect(feedText(html, AT)).toBe(text)
})

test.for([
  ['/lessons/a/b', 'https://course.example/lessons/a/b'],
  ['#answer-1', 'https://course.example/print/persons/one#answer-1'],
  ['https://hexdocs.pm/ecto', 'https://hexdocs.pm/ecto'],
] as const)('a link to %s leads to %s', ([href, whole]) => {
  expect(feedText(`<a href="${href}" class="x">a</a>`, AT)).toBe(`<a href="${whole}">a</a>`)
})

test('a house is the picture of its step, with its sentence', () => {
  const house =
    '<glass-house class="house"><svg aria-label="Answered “a”."><g></g></svg></glass-house>'
  const step = `<figure data-step="demo.2">${house}</figure>`

  expect(feedText(step, AT)).toBe(
    '<figure><p><img src="https://course.example/pictures/persons/one/demo.2.svg" alt="Answered “a”." width="288" height="324" /></p></figure>',
  )
})

test('code is as it was, and words that stood beside each other stay apart', () => {
  expect(feedText('<pre><code><span class="line"><span>a</span>b</span>\n</code></pre>', AT)).toBe(
    '<pre><code>ab\n</code></pre>',
  )
  expect(feedText('<p><span>a</span><span>b</span><span>, c</span></p>', AT)).toBe('<p>a b, c</p>')
})
