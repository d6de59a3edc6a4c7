/** A lesson with its stage, by keyboard alone. */
import { describe, expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/down-and-back'
const DESK = { viewport: { width: 1280, height: 720 } }

const test = base.extend('open', ({ sitDown }) => async () => {
  const reader = await sitDown(DESK)
  await reader.openLesson(LESSON)
  await reader.page.locator('glass-question:defined').first().waitFor({ state: 'attached' })
  return reader
})
const long = longOf(test)

/** What has the focus: in which part of the stage, and its words. */
const focused = ({ page }: Reader) =>
  page.evaluate(() => {
    const at = document.activeElement!
    const part = [
      // What stands in an open row, or below the list, follows it.
      ['.stage-list .step-body', 'detail'],
      ['.stage-past', 'skip'],
      ['.stage-tabs', 'tabs'],
      ['.who', 'who'],
      ['.stage-reset', 'reset'],
      ['.stage-clock', 'clock'],
      ['.stage-window', 'window'],
      ['.stage-strip', 'strip'],
      ['.stage-house', 'house'],
      ['.stage-list', 'list'],
      ['.stage-foot', 'foot'],
    ].find(([selector]) => at.closest(selector!))?.[1]
    return {
      part: at.closest('.stage') ? (part ?? 'the stage') : 'text',
      words: (at.getAttribute('aria-label') ?? at.textContent).replaceAll(/\s+/g, ' ').trim(),
      tag: at.closest('[data-tag]')?.getAttribute('data-tag') ?? null,
      option: at.getAttribute('value'),
    }
  })

/** Presses Tab until something has the focus; fails for what a reader would never come to. */
async function tabTo(
  reader: Reader,
  is: (at: Awaited<ReturnType<typeof focused>>) => boolean,
): Promise<void> {
  for (let stop = 0; stop < 80; stop += 1) {
    await reader.page.keyboard.press('Tab')
    if (is(await focused(reader))) return
  }
  throw new Error('tabTo: eighty stops on, the focus was never there.')
}

/** The parts of the stage in which Tab halts on its way through. */
async function stopsOfStage(reader: Reader): Promise<readonly string[]> {
  const skip = reader.page.locator('.stage-past').first()
  await skip.focus()
  const stops: string[] = []
  for (let at = await focused(reader); at.part !== 'text'; at = await focused(reader)) {
    stops.push(at.part)
    await reader.page.keyboard.press('Tab')
    if (stops.length > 60) break
  }
  return stops
}

describe('a stage at rest', () => {
  long(
    'has nine stops at most, beside those of its page, in the order of its parts',
    async ({ open }) => {
      const reader = await open()

      const stops = await stopsOfStage(reader)

      const own = stops.filter((part) => part !== 'window' && part !== 'detail')
      expect(own.length).toBeLessThanOrEqual(9)
      expect([...new Set(stops)]).toEqual(
        [
          'skip',
          'tabs',
          'who',
          'reset',
          'window',
          'strip',
          'house',
          'list',
          'detail',
          'foot',
        ].filter((part) => stops.includes(part)),
      )
      // One of its rows, and the way to what was recorded of the other steps.
      expect(stops.filter((part) => part === 'list').length).toBeLessThanOrEqual(2)
      expect(stops.filter((part) => part === 'house')).toHaveLength(1)
      expect(stops.filter((part) => part === 'tabs')).toHaveLength(1)
    },
  )

  long('has what unfolds its list above the first row', async ({ open }) => {
    const reader = await open()
    const { keyboard } = reader.page
    await reader.page.locator('.stage-list summary[tabindex="0"]').first().focus()
    await keyboard.press('Home')

    await keyboard.press('ArrowUp')
    expect((await focused(reader)).words).toBe('Show all')
    await keyboard.press('Enter')
    expect((await focused(reader)).words).toBe('Fold')
    await keyboard.press('ArrowDown')

    expect((await focused(reader)).words).toContain('POST /users/register')
  })

  long('is passed in one press', async ({ open }) => {
    const reader = await open()
    await reader.page.locator('.stage-past').first().focus()

    await reader.page.keyboard.press('Enter')
    await reader.page.keyboard.press('Tab')

    expect((await focused(reader)).part).toBe('text')
  })
})

test('a question is said, its step is run, and its list is read', async ({ open }) => {
  const reader = await open()
  const { keyboard } = reader.page

  await tabTo(reader, ({ option }) => option === 'changeset')
  await keyboard.press('Enter')
  await reader.shows('.predict [aria-pressed="true"]', 'to the changeset')
  expect((await focused(reader)).option).toBe('changeset')
  await tabTo(reader, ({ words }) => words.includes('Run: bo'))
  await keyboard.press('Enter')
  await reader.shows('.predict-verdict', '✓ Right.')
  // No focus was stolen: the reader is still where the question stands.
  expect((await focused(reader)).part).toBe('text')

  await reader.page.locator('.stage-past').first().focus()
  await tabTo(reader, ({ part }) => part === 'list')
  expect((await focused(reader)).tag).toBe('changeset.email.format')
  await keyboard.press('ArrowUp')
  const above = await focused(reader)
  expect(above.part).toBe('list')
  expect(above.tag).not.toBe('changeset.email.format')
  await keyboard.press('ArrowDown')
  await keyboard.press('s')
  await reader.shows('[data-panel="source"]', 'validateFormat(')
  await reader.page.locator('.stage-list [data-decides] summary').first().focus()
  await keyboard.press('Escape')

  // Back where the run was pressed.
  await expect.poll(async () => (await focused(reader)).words).toContain('Run: bo')
})
