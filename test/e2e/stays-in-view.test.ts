import { describe, expect } from 'vitest'
import { outOfView } from '../support/in-view.ts'
import { long, test, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const SCREEN = { viewport: { width: 1024, height: 768 } }

/** What is to be done has been done twice over. */
const twoFrames = (reader: Reader) =>
  reader.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )

/** Puts something above all rows, half as high as their list is. */
async function growAbove(reader: Reader): Promise<void> {
  await reader.page.locator('.stage-list [data-step="1"]').evaluate((row) => {
    const block = document.createElement('li')
    block.style.blockSize = `${row.closest('.stage-list')!.clientHeight * 0.5}px`
    row.before(block)
  })
  await twoFrames(reader)
}

async function refused(reader: Reader): Promise<void> {
  await reader.openLesson(LESSON)
  await reader.register('ana')
  await reader.shows('.strip', 'must have the @ sign')
  await twoFrames(reader)
}

describe('the row that decides', () => {
  test('stays in view where rows above it grow', async ({ sitDown }) => {
    const reader = await sitDown(SCREEN)
    await refused(reader)

    await growAbove(reader)

    expect(await outOfView(reader.page)).toEqual([])
  })

  long('stays in view where its list gets less room', async ({ sitDown }) => {
    const reader = await sitDown(SCREEN)
    await refused(reader)
    await reader.page.locator('.stage-list').evaluate((list) => {
      const row = list.querySelector('[data-decides]')!
      list.style.maxBlockSize = `${row.getBoundingClientRect().height + 40}px`
    })

    expect(await outOfView(reader.page)).toEqual([])
  })

  long(
    'is in view with its detail once the line in the house has come to its end',
    async ({ sitDown }) => {
      const reader = await sitDown({ ...SCREEN, reducedMotion: 'no-preference' })
      await refused(reader)
      await reader.page.locator('[data-moving]').waitFor({ state: 'detached' })

      expect(await outOfView(reader.page)).toEqual([])
    },
  )

  long('lets go of whoever scrolls, and of whoever presses', async ({ sitDown }) => {
    const reader = await sitDown(SCREEN)
    const scrolled = () => reader.page.locator('.stage-list').evaluate(({ scrollTop }) => scrollTop)
    await refused(reader)
    await growAbove(reader)
    expect(await scrolled()).toBeGreaterThan(0)

    await reader.page.locator('.stage-list').evaluate((list) => (list.scrollTop = 0))
    await growAbove(reader)

    expect(await scrolled()).toBe(0)
  })
})
