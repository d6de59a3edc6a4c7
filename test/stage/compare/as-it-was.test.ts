import { expect, test } from 'vitest'
import { asItWas } from '#stage/compare/as-it-was.ts'

test('what a page says stays', () => {
  expect(asItWas('<p class="page-title">Register</p><p>has already been taken</p>')).toBe(
    '<p class="page-title">Register</p><p>has already been taken</p>',
  )
})

test('what was typed stays, and is sent nowhere', () => {
  const form = '<form class="form" action="/users/register" method="post">'
  expect(
    asItWas(`${form}<input name="user[email]" value="ana" autofocus><button>Go</button></form>`),
  ).toBe('<div class="form"><input disabled value="ana"><button disabled>Go</button></div>')
})

test.each([
  ['a hidden token', '<input type="hidden" name="token" value="SECRET">'],
  ['a token in an address', '<a href="/users/log-in/SECRET">Log in</a>'],
  ['a token in a live page', '<glass-live data-connect="load" data-signed="SECRET"></glass-live>'],
  ['a token in a script', '<script type="application/json">"SECRET"</script>'],
  ['where a form goes', '<form action="/users/confirm/SECRET"></form>'],
])('%s does not come along', (_what, html) => {
  expect(asItWas(html)).not.toContain('SECRET')
})
