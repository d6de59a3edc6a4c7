import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'

describe('the clock', () => {
  test('ends a magic link in fifteen minutes, and says so', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/sandbox/clock')
    await reader.shows('.deadlines', 'The magic link mailed to ana@example.test')

    await reader.press('15 minutes')

    await reader.shows('.flash', 'went on by 15 minutes. Expired: one magic link.')
    await reader.shows('.deadlines [data-over]', 'by your last move')
    await reader.shows('.facts', '15 minutes')
    await reader.openNewestLink()
    await reader.shows('.flash', 'Magic link is invalid or it has expired.')
    await reader.shows('h1', 'Log in')
  })

  long('ends sudo mode, and the settings ask again who it is', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/users/settings')
    await reader.shows('h1', 'Account settings')
    await reader.page.goto('/sandbox/clock')

    await reader.press('15 minutes')

    await reader.shows('.flash', 'Expired: sudo mode of one session (to open the settings).')
    await reader.page.goto('/users/settings')
    await reader.shows('.flash', 'You must re-authenticate to access this page.')
    await reader.shows('.menu', 'ana@example.test')
    await reader.press('Log in with email')
    await reader.openNewestLink()
    await reader.press('Log in')
    await reader.shows('h1', 'Account settings')
  })

  long('ends a session in fourteen days', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await reader.page.goto('/sandbox/clock')

    await reader.press('14 days')

    await reader.shows('.flash', /Expired: one session/)
    await reader.page.goto('/users/register')
    await reader.shows('.menu', 'Register')
    expect(await reader.page.locator('.menu').innerText()).not.toContain('ana@example.test')
  })

  long(
    'takes an amount that was typed, and keeps one that it does not take',
    async ({ reader }) => {
      await reader.page.goto('/sandbox/clock')

      await reader.page.fill('#clock-advance', 'tomorrow')
      await reader.press('Move')
      await reader.shows('.field-errors', 'Say how far the clock goes on')
      expect(await reader.page.inputValue('#clock-advance')).toBe('tomorrow')
      await reader.page.fill('#clock-advance', '9m59s')
      await reader.press('Move')

      await reader.shows('.flash', 'went on by 9 minutes 59 seconds. Nothing expired.')
    },
  )

  long('is reached from the stage of a lesson', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    await reader.followInBar('Clock')
    await reader.shows('.page-title', 'Clock')

    await reader.press('15 minutes')

    await reader.shows('.flash', 'Expired: one magic link.')
    await reader.shows('.strip-title', 'POST /sandbox/clock')
    await reader.page.locator('.stage-bar').waitFor()
    expect(reader.path).toBe(LESSON)
  })

  long(
    'is the sandbox’s: it goes on for everybody in it, and for nobody else',
    async ({ reader, sitDown, sitDownBeside }) => {
      await reader.goAndRegister('ana@example.test')
      const sibling = await sitDownBeside(reader)
      const stranger = await sitDown()
      await stranger.goAndRegister('ana@example.test')
      await reader.page.goto('/sandbox/clock')

      await reader.press('1 day')

      await reader.shows('.flash', 'Expired: one magic link.')
      await sibling.page.goto('/sandbox/clock')
      await sibling.shows('.facts', '1 day')
      await sibling.shows('.deadlines [data-over]', 'ana@example.test')
      await stranger.page.goto('/sandbox/clock')
      await stranger.shows('.facts', 'no time')
      expect(await stranger.page.locator('.deadlines [data-over]').count()).toBe(0)
    },
  )
})

long(
  'without JavaScript the clock is moved as well, and leads back to the lesson',
  async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.page.goto(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    await reader.page.goto(LESSON)
    await reader.followInBar('Clock')
    await reader.shows('.page-title', 'Clock')

    await reader.press('15 minutes')
    await reader.shows('.flash', 'Expired: one magic link.')
    await reader.shows('.strip-title', 'POST /sandbox/clock')
    await reader.page.fill('#clock-advance', 'tomorrow')
    await reader.press('Move')
    await reader.shows('.field-errors', 'Say how far the clock goes on')
    expect(await reader.page.inputValue('#clock-advance')).toBe('tomorrow')
    await reader.page.fill('#clock-advance', '9m59s')
    await reader.press('Move')
    await reader.shows('.flash', 'went on by 9 minutes 59 seconds. Nothing expired.')
    expect(reader.path).toBe('/sandbox/clock')
    await reader.page.locator('.crumb a').click()

    await reader.page.locator('.stage-bar').waitFor()
    expect(reader.path).toBe(LESSON)
  },
)

long('the page of the clock keeps nobody out, and fits a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  await reader.page.goto('/sandbox/clock')
  const found = [...(await reader.faults('without a sandbox'))]
  await reader.goRegisterAndLogIn(`${'a'.repeat(60)}@example.test`)
  await reader.page.goto('/sandbox/clock')
  await reader.press('15 minutes')
  await reader.shows('.flash', 'Expired')
  found.push(...(await reader.faults('with something that is over')))
  await reader.page.fill('#clock-advance', 'tomorrow')
  await reader.press('Move')
  await reader.shows('.field-errors', 'Say how far')
  found.push(...(await reader.faults('with a mistake')))

  expect(found).toEqual([])
})
