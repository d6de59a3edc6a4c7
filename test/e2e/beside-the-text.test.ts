/** What stands beside the text of a lesson, and that nothing is wider than its window. */
import { describe, expect } from 'vitest'
import { long, test } from '../support/reader.ts'

const WHO = '/lessons/persons/who-comes-in'

describe('beside the text', () => {
  test('a tab begins at its top, and shows itself alone', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1440, height: 900 } })
    await reader.openLesson(WHO)
    await reader.page.locator('form[data-run] button').first().click()
    // Before it the recording says that a mail was sent, too.
    await reader.shows('.stage-strip', 'run 1 of 1')
    const scroller = reader.page.locator('.stage-window')
    await scroller.evaluate((window) => window.scrollTo(0, 900))

    await reader.followInBar('Mailbox')

    await reader.shows('.stage-window .page-title', 'Mailbox')
    expect(await scroller.evaluate((window) => window.scrollTop)).toBe(0)
    expect(await reader.page.locator('.stage-window .page-title:visible').count()).toBe(1)
  })

  long(
    'a failure is said under its button, and in the strip, both on the screen',
    async ({ sitDown }) => {
      const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
      const { page } = reader
      reader.expectComplaint(/ERR_INTERNET_DISCONNECTED/)
      await reader.openLesson('/lessons/persons/down-and-back')
      const run = page.locator('form[data-run="ana-goes-down.2"]')
      await run.evaluate((form) => scrollBy(0, form.getBoundingClientRect().top - 200))
      await reader.context.setOffline(true)

      await run.locator('button').first().click()

      for (const place of ['.stage-strip', '.run-place'])
        await page.waitForFunction((selector) => {
          const said = [...document.querySelectorAll(selector)].filter((each) =>
            /did not answer/.test(each.textContent),
          )
          return said.some((each) => {
            const { top, bottom } = each.getBoundingClientRect()
            return top >= 0 && bottom <= innerHeight
          })
        }, place)
    },
  )
})

describe('a window of the smallest width', () => {
  long.for([320, 390, 768, 960])('%i px: nothing is wider than it', async (width, { sitDown }) => {
    const reader = await sitDown({ viewport: { width, height: 700 } })
    await reader.openLesson(WHO)
    await reader.register('ana')

    const beyond = await reader.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(beyond).toBe(0)
  })
})
