import { expect, test } from 'vitest'
import { withOwnIds } from '#stage/answers/own-ids.ts'

test('ids end as their window does, and what points to them follows', () => {
  const form =
    '<label for="email">Email</label><input id="email" name="id" aria-describedby="email-hint email-errors">'

  expect(withOwnIds(form, 'bob')).toBe(
    '<label for="email-bob">Email</label><input id="email-bob" name="id" aria-describedby="email-hint-bob email-errors-bob">',
  )
})

test('a second time changes nothing', () => {
  const once = withOwnIds('<form id="log_in">', 'bob')

  expect(withOwnIds(once, 'bob')).toBe(once)
})

test('no other attribute is touched', () => {
  const html = '<div data-id="a" class="for"><a href="#b" title=\'id="c"\'>'

  expect(withOwnIds(html, 'bob')).toBe(html)
})
