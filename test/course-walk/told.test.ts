import { expect, test } from 'vitest'
import { untold } from './told.ts'

test.for([
  ['field', 'cy@example.test', 'Send cy@example.test by the form.'],
  ['field', '1001', 'Send 5 points and 1001 guesses by the way straight in.'],
  ['field', '😀'.repeat(101), 'Fill the comment with 101 emoji, beside 9 points.'],
  ['field', '', 'Send nothing.'],
  ['clock', '15m', 'Move the clock on by 15.'],
  ['clock', '8d', 'Come back after 8 days.'],
  ['prompt', 'Accounts.register_user(%{email: 5})', 'Call register_user with 5.'],
  ['prompt', 'Accounts.sudo_mode?(scope.user, -30000)', 'Ask sudo_mode? for 30,000 minutes.'],
  ['prompt', 'a = Accounts.get_user!("ana@x.test")', 'get_user! takes ana@x.test.'],
] as const)('typed into a %s, %j is told by: %s', ([into, text, told]) => {
  expect(untold([{ into, text }], told)).toEqual([])
})

test.for([
  ['field', 'cy@example.test', 'Send another address.', 'cy@example.test'],
  ['field', '11', 'Send number=110, or 1.', '11'],
  ['field', '😀'.repeat(101), 'Fill the comment with emoji.', '101'],
  ['clock', '15m', 'Move the clock on.', '15'],
  ['prompt', 'Accounts.register_user(%{})', 'Call a function.', 'register_user'],
  ['prompt', 'Accounts.get_user!("ana@x.test")', 'get_user! takes one.', 'ana@x.test'],
] as const)('typed into a %s, %j is not told by: %s', ([into, text, told, piece]) => {
  expect(untold([{ into, text }], told)).toEqual([piece])
})
