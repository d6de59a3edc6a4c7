import { expect, test } from 'vitest'
import { firstForm } from '#course/first-form.ts'

const page = (html: string) =>
  `<glass-fragment target="menu"><form action="/out"></form></glass-fragment>` +
  `<glass-fragment target="page"><h2>A page</h2>${html}</glass-fragment>`

test('a press sends what is hidden, what is typed and the first button', () => {
  const html = page(`
    <form method="post" action="/users/log-in?_action=confirmed&amp;a=1">
      <input type="hidden" name="user[token]" value="a&quot;b&#38;c">
      <div><input name='typed' value=x></div>
      <input name="empty"> <input type="checkbox" name="off"> <input type=checkbox name=on checked value=1>
      <button name="user[remember_me]" value="true">Stay</button>
      <button name="other" value="1">Go</button>
    </form>
    <form action="/second"><button>Later</button></form>`)

  expect(firstForm(html, '/here')).toEqual({
    action: '/users/log-in?_action=confirmed&a=1',
    fields: {
      'user[token]': 'a"b&c',
      typed: 'x',
      empty: '',
      on: '1',
      'user[remember_me]': 'true',
    },
  })
})

test('a form without an address is sent to its page', () => {
  expect(firstForm(page('<form method="post"><button>Go</button></form>'), '/here')).toEqual({
    action: '/here',
    fields: {},
  })
})

test('what says that layers are off stands around a page, and is not pressed', () => {
  const html = page(`
    <form method="post" action="/labs/peel"><button name="back" value="all">All back</button></form>
    <form method="post" action="/users/log-in"><button>Stay</button></form>`)

  expect(firstForm(html, '/here').action).toBe('/users/log-in')
})

test.for([
  '<p>Nothing.</p>',
  '<!-- <form action="/a"></form> -->',
  '<p title="<form>">Nothing.</p>',
  '&lt;form action="/a"&gt;',
])('%s has no form', (html) => {
  expect(() => firstForm(page(html), '/here')).toThrow('The page /here has no form to press.')
})
