import { describe, expect } from 'vitest'
import { outOfView } from '../support/in-view.ts'
import { test, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const SCREEN = { viewport: { width: 1024, height: 768 } }

/** What is to be done has been done twice over. */
const twoFrames = (reader: Reader) =>
  reader.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )

/** Puts something into the list, half as high as that is. */
async function grow(reader: Reader, selector: string, where: 'before' | 'after'): Promise<void> {
  await reader.page.locator(selector).evaluate((part, place) => {
    const block = document.createElement('li')
    block.style.blockSize = `${part.closest('.stage-list')!.clientHeight * 0.5}px`
    if (place === 'before') part.before(block)
    else part.append(block)
  }, where)
  await twoFrames(reader)
}

async function refused(reader: Reader): Promise<void> {
  await reader.openLesson(LESSON)
  await reader.register('ana')
  await reader.shows('.strip', 'must have the @ sign')
  await twoFrames(reader)
}

describe('the row that decides', () => {
  test.for([
    ['rows above it grow', '[data-step="1"]', 'before'],
    ['its own detail grows', '[data-decides] > details > .step-body', 'after'],
  ] as const)('stays in view where %s', async ([, selector, where], { sitDown }) => {
    const reader = await sitDown(SCREEN)
    await refused(reader)

    await grow(reader, selector, where)

    expect(await outOfView(reader.page)).toEqual([])
  })

  test('stays in view where its list gets less room', async ({ sitDown }) => {
    const reader = await sitDown(SCREEN)
    await refused(reader)
    await reader.page.locator('.stage-list').evaluate((list) => {
      const row = list.querySelector('[data-decides]')!
      list.style.maxBlockSize = `${row.getBoundingClientRect().height + 40}px`
    })

    expect(await outOfView(reader.page)).toEqual([])
  })

  test('is in view with its detail once the line in the house has come to its end', async ({
    sitDown,
  }) => {
    const reader = await sitDown({ ...SCREEN, reducedMotion: 'no-preference' })
    await refused(reader)
    await reader.page.locator('[data-moving]').waitFor({ state: 'detached' })

    expect(await outOfView(reader.page)).toEqual([])
  })

  test('lets go of whoever scrolls, and of whoever presses', async ({ sitDown }) => {
    const reader = await sitDown(SCREEN)
    const scrolled = () => reader.page.locator('.stage-list').evaluate(({ scrollTop }) => scrollTop)
    await refused(reader)
    await grow(reader, '[data-step="1"]', 'before')
    expect(await scrolled()).toBeGreaterThan(0)

    await reader.page.locator('.stage-list').evaluate((list) => (list.scrollTop = 0))
    await grow(reader, '[data-step="1"]', 'before')

    expect(await scrolled()).toBe(0)
  })
})
