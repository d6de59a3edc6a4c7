import { describe, expect } from 'vitest'
import { deliverLoginInstructions } from '#app/accounts/notifier.ts'
import { magicLinkIn } from '#levers/mailbox/magic-link-in.ts'
import { confirmedUserFixture, test, userFixture } from '../../support/fixtures.ts'

const URL_OF_LINK = 'https://course.example/users/log-in/abc'
const RULE = '=============================='

describe('deliverLoginInstructions', () => {
  test('asks a new user to confirm', async ({ scope, clock }) => {
    const user = await userFixture(scope, { email: 'ana@example.com' })

    const mail = await deliverLoginInstructions(scope, user, URL_OF_LINK)

    expect(mail).toMatchObject({
      to: 'ana@example.com',
      subject: 'Confirmation instructions',
      deliveredAt: clock.now(),
    })
    expect(mail.text.split('\n\n')).toEqual([
      RULE,
      'Hi ana@example.com,',
      'You can confirm your account by visiting the URL below:',
      URL_OF_LINK,
      "If you didn't create an account with us, please ignore this.",
      RULE,
    ])
  })

  test('lets a confirmed user log in', async ({ scope }) => {
    const user = await confirmedUserFixture(scope, { email: 'ana@example.com' })

    const mail = await deliverLoginInstructions(scope, user, URL_OF_LINK)

    expect(mail).toMatchObject({ to: 'ana@example.com', subject: 'Log in instructions' })
    expect(mail.text.split('\n\n')).toEqual([
      RULE,
      'Hi ana@example.com,',
      'You can log into your account by visiting the URL below:',
      URL_OF_LINK,
      "If you didn't request this email, please ignore this.",
      RULE,
    ])
  })

  test('goes to the mailbox of the scope', async ({ scope, mailbox }) => {
    const user = await userFixture(scope)

    const mail = await deliverLoginInstructions(scope, user, URL_OF_LINK)

    expect(await mailbox.list()).toEqual([mail])
  })

  test('has one link, whatever the address looks like', async ({ scope }) => {
    const user = await userFixture(scope, { email: 'https://course.example/@evil.example' })

    const { text } = await deliverLoginInstructions(scope, user, URL_OF_LINK)

    expect(magicLinkIn(text, new URL('https://course.example'))).toBe(URL_OF_LINK)
  })
})
