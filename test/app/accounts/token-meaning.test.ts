import { expect, test } from 'vitest'
import { meaningOfToken } from '#app/accounts/token-meaning.ts'
import { DAY, MINUTE } from '../../support/fixtures.ts'

const row = { inserted_at: 0, authenticated_at: null }

test.for([
  ['session', 'the token in your cookie', 14 * DAY],
  ['login', 'the token in the link of your mail', 15 * MINUTE],
  ['change:ana@example.test', 'the token in the link of your mail', 7 * DAY],
  ['api-token', 'the token of your program', 365 * DAY],
  ['something else', 'a token', null],
] as const)('a token for %s', ([context, held, expiresAt]) => {
  expect(meaningOfToken({ ...row, context })).toEqual({ held, expiresAt })
})

test('a session ends ninety days after its person was last asked who they are', () => {
  const renewed = { context: 'session', inserted_at: 80 * DAY, authenticated_at: 0 }

  expect(meaningOfToken(renewed).expiresAt).toBe(90 * DAY)
})
