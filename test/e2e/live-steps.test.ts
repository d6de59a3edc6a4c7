/** Steps on a page that stays open, where their reader sees them: the page of the stage goes on with the same game. */
import { describe, expect } from 'vitest'
import { test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/letters/an-open-page'
const DESK = { viewport: { width: 1280, height: 720 } }

const run = ({ page }: Reader, step: number) =>
  page.locator(`[data-run="a-game-of-three.${step}"] button`).last().click()
const says = (reader: Reader, words: string) => reader.shows('[data-guess="message"]', words)

describe('an act on an open page', () => {
  test('goes on by steps and by hand, with one game', async ({ sitDown }) => {
    const reader = await sitDown(DESK)
    const { page } = reader
    await page.goto(LESSON)
    await page.mouse.move(20, 20)

    await run(reader, 1)
    await says(reader, 'Make a guess:')
    await run(reader, 2)
    await says(reader, 'Your guess: 1. Wrong.')
    await page.getByRole('button', { name: '2', exact: true }).click()
    await says(reader, 'Your guess: 2. Wrong.')
    await run(reader, 3)
    await reader.shows('.steps', 'the same socket comes back')

    // A page that had connected anew would have forgotten both by now.
    await says(reader, 'Your guess: 2. Wrong.')
    expect(await page.locator('.guess-number[aria-disabled="true"]').count()).toBe(2)
  })

  test('goes on without JavaScript', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.page.goto(LESSON)

    await run(reader, 2)

    await says(reader, 'Your guess: 1. Wrong.')
    await reader.shows('.strip-title', 'GuessLive, event guess')
    await reader.page.getByRole('button', { name: '3', exact: true }).click()
    await says(reader, 'Your guess: 3. Correct!')
  })
})
