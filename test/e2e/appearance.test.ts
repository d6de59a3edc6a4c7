/** A stage on a low screen, in forced colours, with motion and without. */
import { describe, expect } from 'vitest'
import { long, test, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const DESK = { viewport: { width: 1280, height: 720 } }

async function run({ page }: Reader, step: number): Promise<void> {
  await page.locator(`form[data-run="six-tries.${step}"] button`).first().click()
  await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
  await page
    .locator('.stage-strip', { hasText: /run \d+ of/ })
    .first()
    .waitFor()
}

/** Whether it is on the screen, and inside the part that may scroll it away. */
const isInView = ({ page }: Reader, selector: string) =>
  page
    .locator(selector)
    .filter({ visible: true })
    .first()
    .evaluate((element) => {
      const { top, bottom, height } = element.getBoundingClientRect()
      const around = element.closest('.stage-window, .stage-list')?.getBoundingClientRect()
      const [from, to] = [
        Math.max(0, around?.top ?? 0),
        Math.min(innerHeight, around?.bottom ?? 1e9),
      ]
      return height > 0 && top >= from - 1 && bottom <= to + 1
    })

describe('the page of the window', () => {
  test.for([720, 768, 900])(
    '%i px high: its title and its error are seen after a press',
    async (height, { sitDown }) => {
      const reader = await sitDown({ viewport: { width: 1280, height } })
      await reader.openLesson(LESSON)
      await run(reader, 3)

      const title = '.stage-window [data-part="page"] .page-title'
      const said = '.stage-window .field-errors'
      expect([await isInView(reader, title), await isInView(reader, said)]).toEqual([true, true])
    },
  )
})

describe('on a low screen', () => {
  long('a press folds the page to a line, which brings it back', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 600 } })
    await reader.openLesson(LESSON)
    const unfold = reader.page.locator('.stage-unfold').first()
    const form = reader.page.locator('.stage-window #registration_form').first()
    expect([await unfold.isVisible(), await form.isVisible()]).toEqual([false, true])
    await run(reader, 3)

    expect([await unfold.isVisible(), await form.isVisible()]).toEqual([true, false])
    expect(await unfold.innerText()).toMatch(/Register for an account.*must have the @ sign/)
    expect(await isInView(reader, '.stage-list [data-decides]')).toBe(true)
    await unfold.focus()
    await reader.page.keyboard.press('Enter')

    expect(await form.isVisible()).toBe(true)
    expect(await isInView(reader, '.stage-strip .strip')).toBe(true)
    expect(await reader.page.locator('.stage-list').first().isVisible()).toBe(false)
    await run(reader, 2)
    expect([await unfold.isVisible(), await form.isVisible()]).toEqual([true, false])
  })
})

describe('in forced colours', () => {
  long.for([
    [3, 'refused', '✕'],
    [2, 'refused', '✕'],
  ] as const)('run %i ends by shape and by words', async ([step, word, sign], { sitDown }) => {
    const reader = await sitDown({ ...DESK, forcedColors: 'active' })
    await reader.openLesson(LESSON)
    await run(reader, step)
    const { page } = reader

    const decides = page.locator('.stage-list [data-decides] .step-result').first()
    expect(await decides.innerText()).toContain(`${sign} ${word}`)
    await reader.shows('.stage-strip .strip-sentence', word)
    // What is drawn is drawn in a colour that is not that of its ground.
    const marks = await page
      .locator('.stage-house .house-line > :is(.house-slab, .house-way), .strip .strip-mark path')
      .evaluateAll((all) =>
        all.map((each) => {
          const { stroke, fill } = getComputedStyle(each)
          const ground = getComputedStyle(each.closest('.house, .strip')!)
          const seen = [stroke, fill].filter((colour) => colour !== 'none')
          return seen.some((colour) => colour !== ground.backgroundColor)
        }),
      )
    expect(marks.length).toBeGreaterThan(2)
    expect(marks).not.toContain(false)
  })

  long(
    'an answered question, a chosen tab and a chosen row have an edge or a word',
    async ({ sitDown }) => {
      const reader = await sitDown({ ...DESK, forcedColors: 'active' })
      await reader.openLesson('/lessons/persons/down-and-back')
      const { page } = reader
      const question = page.locator('glass-question').first()
      await question.getByRole('button', { name: 'to the plugs', exact: true }).click()
      const said = question.locator('[aria-pressed="true"]')
      await said.waitFor()
      const edgeOf = (one: typeof said) =>
        one.evaluate((each) => {
          const { borderTopColor, outlineStyle, borderTopWidth } = getComputedStyle(each)
          const beside = getComputedStyle(
            each.parentElement!.querySelector(':scope > :not([aria-pressed="true"])')!,
          )
          return (
            outlineStyle !== 'none' ||
            borderTopColor !== beside.borderTopColor ||
            borderTopWidth !== beside.borderTopWidth
          )
        })
      expect(await edgeOf(said)).toBe(true)
      await page.locator('form[data-run="bo-goes-down.1"] button').first().click()
      await reader.shows('.predict-verdict', '✕ Not quite.')
      expect(await question.locator('[data-mine]').innerText()).toContain('you said')
      expect(await question.locator('[data-answer]').innerText()).toContain('your run says')
    },
  )
})

/** The picture as it stands in the end: what is drawn, and how much of it is seen. */
const pictureOf = ({ page }: Reader) =>
  page
    .locator('.stage-house svg')
    .first()
    .evaluate((house) =>
      [...house.querySelectorAll('[class]')].map((part) => {
        const { opacity, visibility, strokeDashoffset } = getComputedStyle(part)
        return [part.getAttribute('class'), opacity, visibility, strokeDashoffset].join(' ')
      }),
    )

long('with motion and without, the picture is the same in the end', async ({ sitDown }) => {
  const seen = []
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    const reader = await sitDown({ ...DESK, reducedMotion })
    await reader.openLesson(LESSON)
    await reader.page.evaluate(() => {
      const stage = document.querySelector<HTMLElement>('.stage')!
      const look = () => {
        for (const { effect, playState } of stage.getAnimations({ subtree: true }))
          if (playState === 'running' && Number(effect?.getComputedTiming().endTime) > 1)
            stage.dataset['moved'] = ''
        requestAnimationFrame(look)
      }
      look()
    })
    await run(reader, 3)
    await reader.page.waitForFunction(
      () => document.querySelector('.stage')!.getAnimations({ subtree: true }).length === 0,
    )
    expect(await reader.page.locator('.stage[data-moved]').count()).toBe(
      reducedMotion === 'reduce' ? 0 : 1,
    )
    seen.push(await pictureOf(reader))
  }

  expect(seen[0]!.length).toBeGreaterThan(20)
  expect(seen[0]).toEqual(seen[1])
})
