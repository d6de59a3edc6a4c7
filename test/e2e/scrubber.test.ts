/** A run is stepped through: by keys, by the track, by playing, by a link to a moment of it. */
import { describe, expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const DESK = { viewport: { width: 1280, height: 720 } }

const track = ({ page }: Reader) => page.locator('glass-scrubber [data-track]').first()
const valueOf = (reader: Reader) => track(reader).getAttribute('aria-valuetext')
/** The newest row that it has passed. */
const rowOf = ({ page }: Reader) =>
  page.locator('.stage-list [data-step]:not([data-later])').last().getAttribute('data-tag')
const isDefined = ({ page }: Reader) =>
  page.locator('glass-scrubber:defined').first().waitFor({ state: 'attached' })

const test = base.extend(
  'refuse',
  ({ sitDown }) =>
    async (options: Parameters<typeof sitDown>[0] = {}, hash = '') => {
      const reader = await sitDown({ ...DESK, ...options })
      await reader.openLesson(LESSON + hash)
      if (hash !== '') return reader
      await reader.page.locator('form[data-run="six-tries.3"] button').first().click()
      await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
      await reader.shows('.stage-strip .strip-sentence', 'refused')
      return reader
    },
)
const long = longOf(test)

/** Focuses the track, which brings its element. */
async function takeHold(reader: Reader): Promise<void> {
  await track(reader).focus()
  await isDefined(reader)
}

describe('by keys', () => {
  test('stops come one after the other, and the end is as after a run', async ({ refuse }) => {
    const reader = await refuse()
    const { keyboard } = reader.page
    const before = await reader.page.locator('.stage-trace').first().innerText()
    await takeHold(reader)

    await keyboard.press('Home')
    expect(await valueOf(reader)).toMatch(/^step 1 of \d+, /)
    const [, all] = /of (\d+)/.exec((await valueOf(reader)) ?? '') ?? []
    await keyboard.press('ArrowRight')
    expect(await valueOf(reader)).toContain(`step 2 of ${all}`)
    await keyboard.press('ArrowLeft')
    expect(await valueOf(reader)).toContain(`step 1 of ${all}`)
    // How it ends is told by nothing as long as it is inside.
    expect(await reader.page.locator('.house-end:visible').count()).toBe(0)
    await keyboard.press('Escape')

    expect(await valueOf(reader)).toMatch(/^at the end/)
    expect(await reader.page.locator('.stage-trace').first().innerText()).toBe(before)
    // A run of another act has the same number.
    expect(new URL(reader.page.url()).hash).toBe('')
  })

  long('a group is one stop, and its inside many; the caller is above', async ({ refuse }) => {
    const reader = await refuse()
    const { keyboard } = reader.page
    await takeHold(reader)
    const most = async () => Number(await track(reader).getAttribute('aria-valuemax'))
    await keyboard.press('Home')
    await keyboard.press('ArrowRight')
    const folded = await most()

    await keyboard.press('Shift+ArrowRight')
    expect(await most()).toBeGreaterThan(folded)
    await keyboard.press('End')
    for (let stop = 0; stop < 3; stop += 1) await keyboard.press('ArrowLeft')
    expect(await valueOf(reader)).toContain('changeset: ')
    await keyboard.press('ArrowUp')
    expect(await valueOf(reader)).toContain('context: ')
  })
})

long('a run that comes after it was used is stepped through as well', async ({ refuse }) => {
  const reader = await refuse()
  await takeHold(reader)
  await reader.page.keyboard.press('Home')

  await reader.page.locator('form[data-run="six-tries.2"] button').first().click()
  await reader.shows('.stage-strip .strip-title, .stage-strip', 'run 2 of 2')
  await takeHold(reader)
  await reader.page.keyboard.press('Home')

  expect(await valueOf(reader)).toMatch(/^step 1 of \d+, /)
})

long('the track is dragged along', async ({ refuse }) => {
  const reader = await refuse()
  await takeHold(reader)
  const box = (await track(reader).boundingBox())!
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const
  const { mouse } = reader.page

  await mouse.move(...at(0.01))
  await mouse.down()
  await expect.poll(() => valueOf(reader)).toMatch(/^step 1 of/)
  await mouse.move(...at(0.5), { steps: 4 })
  await mouse.up()

  expect(await valueOf(reader)).toMatch(/^step \d+ of/)
  expect(await valueOf(reader)).not.toMatch(/^step 1 of/)
})

describe('played', () => {
  long('it goes on by itself, and halts at the step that decides', async ({ refuse }) => {
    const reader = await refuse({ reducedMotion: 'no-preference' })
    await takeHold(reader)
    await reader.page.clock.install()
    await reader.page.keyboard.press('Home')

    await reader.page.keyboard.press(' ')
    await reader.page.clock.runFor(1_300)
    expect(await valueOf(reader)).toMatch(/^step 2 of/)
    for (let stop = 0; stop < 12; stop += 1) await reader.page.clock.runFor(1_300)

    const there = await valueOf(reader)
    expect(there).toMatch(/^step \d+ of/)
    expect(await rowOf(reader)).toBe(
      await reader.page.locator('.stage-list [data-decides]').first().getAttribute('data-tag'),
    )
    await reader.page.clock.runFor(3_000)
    expect(await valueOf(reader)).toBe(there)
  })

  long('it is not for whoever wants no motion', async ({ refuse }) => {
    const reader = await refuse({ reducedMotion: 'reduce' })
    await takeHold(reader)
    await reader.page.clock.install()
    await reader.page.keyboard.press('Home')

    await reader.page.keyboard.press(' ')
    await reader.page.clock.runFor(3_000)

    expect(await valueOf(reader)).toMatch(/^step 1 of/)
  })
})

describe('a link', () => {
  long('to a step of one’s own run stands at it, after a reload too', async ({ refuse }) => {
    const reader = await refuse()
    await takeHold(reader)
    await reader.page.keyboard.press('Home')
    await reader.page.keyboard.press('ArrowRight')
    await reader.page.keyboard.press('ArrowRight')
    const there = await valueOf(reader)
    const { hash } = new URL(reader.page.url())
    expect(hash).toMatch(/^#run-1\.\d+$/)

    await reader.page.reload({ waitUntil: 'networkidle' })

    await expect.poll(() => valueOf(reader)).toBe(there)
  })

  long('to a step of a recording stands at it', async ({ refuse }) => {
    const reader = await refuse({}, '#six-tries.1@2')

    await expect.poll(() => valueOf(reader)).toMatch(/^step \d+ of/)
  })
})
