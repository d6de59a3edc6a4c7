import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true }
const WIDE = { viewport: { width: 1280, height: 900 } }

/** The one of the test that runs. */
let reader: Reader

const step = (tag: string) => reader.page.locator(`glass-trace [data-tag="${tag}"]`)
const summary = (tag: string) => step(tag).locator('> details > summary')
const floor = (name: string) => reader.page.locator(`a.house-floor[data-floor="${name}"]`)
const pane = () => reader.page.locator('.source-pane')
const listed = (text: string) =>
  reader.page.locator(
    '.lesson-act > .tabs .line[data-line], .lesson-act > figure .line[data-line]',
    {
      hasText: text,
    },
  )
const announced = () => reader.page.locator('glass-stage [data-part="announce"]').textContent()
const isLit = (locator: ReturnType<typeof step>) =>
  // A floor that a request came to is lit anyway.
  locator.first().evaluate((each) => each.matches('.lit:not(.house-floor), .chosen'))
const focused = () => reader.page.evaluate(() => document.activeElement?.textContent?.trim())
const UNIQUE = '#about-unique'

/** A lesson with one paragraph that says what it is about, and the trace of an address without an @. */
const test = base.extend(
  'refuse',
  ({ sitDown }) =>
    async (options: BrowserContextOptions, { send = true } = {}) => {
      reader = await sitDown(options)
      await openWithParagraph(options)
      if (!send) return
      await reader.register('ana')
      await reader.shows('.stage-strip .strip', 'must have the @ sign')
      await step('changeset.email.format').and(reader.page.locator('.lit')).waitFor()
    },
)

async function openWithParagraph({ javaScriptEnabled }: BrowserContextOptions): Promise<void> {
  await reader.page.route(`**${LESSON}`, async (route) => {
    const response = await route.fetch()
    const html = (await response.text()).replace(
      '<p>Two of the lines are about uniqueness',
      '<p id="about-unique" data-about="changeset.email.unsafe_unique sql.select">Two of the lines are about uniqueness',
    )
    await route.fulfill({ response, body: html })
  })
  await reader.openLesson(LESSON, { live: javaScriptEnabled !== false })
  await reader.page.locator(UNIQUE).waitFor()
}

describe('by mouse', () => {
  test('what the reader did lights its floor and its line at once, and takes no focus', async ({
    refuse,
  }) => {
    await refuse(WIDE)

    expect(await isLit(floor('changeset'))).toBe(true)
    expect(await isLit(listed('validateFormat('))).toBe(true)
    expect(await isLit(listed('validateLength('))).toBe(false)
    expect(await pane().isVisible()).toBe(false)
    expect(await reader.page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe(
      'user[email]',
    )
  })

  test('a step lights floor, line and paragraph, and shows its file around the line', async ({
    refuse,
  }) => {
    await refuse(WIDE)

    await summary('changeset.email.unsafe_unique').click()
    await pane().waitFor()

    expect(
      await step('changeset.email.unsafe_unique').locator('details').getAttribute('open'),
    ).toBe('')
    expect(await isLit(floor('changeset'))).toBe(true)
    expect(await isLit(reader.page.locator(UNIQUE))).toBe(true)
    expect(await isLit(listed('await unsafeValidateUnique('))).toBe(true)
    expect(await isLit(listed('validateFormat('))).toBe(false)
    await reader.shows('.source-pane', /user\.ts:\d+\s*in email-changeset/)
    await pane().locator('.lit', { hasText: 'await unsafeValidateUnique(' }).waitFor()
    expect(await step('changeset.email.unsafe_unique').locator('.step-explained').count()).toBe(1)
  })

  test('a floor lights all of its steps, and darkens the others', async ({ refuse }) => {
    await refuse(WIDE)

    await floor('pipeline').click()

    const lit = await reader.page
      .locator('glass-trace [data-step].lit')
      .evaluateAll((steps) => steps.map((each) => each.getAttribute('data-floor')))
    expect(new Set(lit)).toEqual(new Set(['pipeline']))
    expect(lit.length).toBeGreaterThan(2)
    expect(await floor('pipeline').getAttribute('aria-pressed')).toBe('true')
    expect(await isLit(floor('changeset'))).toBe(false)
    expect(await isLit(listed('validateFormat('))).toBe(false)
  })

  test('a line in the source pane lights the step that it made', async ({ refuse }) => {
    await refuse(WIDE)
    await summary('changeset.email.format').click()
    await pane().waitFor()

    await pane().locator('.line', { hasText: 'validateLength(' }).click()

    expect(await isLit(step('changeset.email.length'))).toBe(true)
    expect(await isLit(step('changeset.email.format'))).toBe(false)
    expect(await announced()).toMatch(/^changeset: validateLength, line \d+ of user\.ts\.$/)
  })

  test('a paragraph lights the steps that it speaks of; a second press clears it', async ({
    refuse,
  }) => {
    await refuse(WIDE)

    await reader.page.locator(UNIQUE).click({ position: { x: 40, y: 10 } })
    expect(await isLit(step('changeset.email.unsafe_unique'))).toBe(true)
    expect(await isLit(step('changeset.email.format'))).toBe(false)
    await reader.page.locator(UNIQUE).click({ position: { x: 40, y: 10 } })

    expect(await reader.page.locator('.lit:not(.house-floor)').count()).toBe(0)
    expect(await pane().isVisible()).toBe(false)
  })

  test('of the steps of a paragraph, the one that it names first is opened', async ({
    sitDown,
  }) => {
    reader = await sitDown(WIDE)
    await reader.openLesson('/lessons/scopes/who-is-asking')

    await reader.page.locator('[data-about^="scope.current plug."] .about-mark').click()

    expect(await isLit(step('plug.fetchCurrentScope'))).toBe(true)
    const opened = await reader.page
      .locator('glass-trace [data-step]:has(> details[open])')
      .evaluateAll((steps) => steps.map((each) => each.getAttribute('data-tag')))
    expect(opened).toEqual(['scope.current'])
  })

  test('the source stays closed for whoever closed it, until they ask for a line', async ({
    refuse,
  }) => {
    await refuse(WIDE)
    await summary('changeset.email.cast').click()
    await pane().waitFor()

    await pane().getByRole('button', { name: 'Close the source' }).click()
    await summary('changeset.email.length').click()
    expect(await pane().isVisible()).toBe(false)
    await step('changeset.email.length').locator('.step-source a').click()
    await pane().waitFor()

    expect(reader.path).toBe(LESSON)
  })
})

describe('by keyboard', () => {
  test('arrows walk through the steps and light each line; Escape clears', async ({ refuse }) => {
    await refuse(WIDE)
    await summary('changeset.email.required').focus()

    await reader.page.keyboard.press('ArrowDown')
    await pane().waitFor()
    expect(await focused()).toContain('validateFormat')
    await reader.page.keyboard.press('ArrowDown')
    expect(await focused()).toContain('validateLength')
    expect(await isLit(listed('validateLength('))).toBe(true)
    await reader.page.keyboard.press('Home')
    expect(await focused()).toContain('POST /users/register')
    await reader.page.keyboard.press('Escape')

    expect(await reader.page.locator('[data-step].lit, .line.lit').count()).toBe(0)
    expect(await pane().isVisible()).toBe(false)
    expect(await focused()).toContain('POST /users/register')
  })

  test.for(['Enter', 'Space'])(
    '%s chooses a floor, a line and a paragraph',
    async (key, { refuse }) => {
      await refuse(WIDE)

      await floor('scope').focus()
      await reader.page.keyboard.press(key)
      expect(await isLit(step('scope.current'))).toBe(true)
      await listed('validateRequired(').focus()
      await reader.page.keyboard.press(key)
      expect(await isLit(step('changeset.email.required'))).toBe(true)
      expect(await listed('validateRequired(').getAttribute('aria-pressed')).toBe('true')
      await reader.page.locator(`${UNIQUE} .about-mark`).focus()
      await reader.page.keyboard.press(key)

      expect(await isLit(step('changeset.email.unsafe_unique'))).toBe(true)
      expect(await reader.page.locator(`${UNIQUE} .about-mark`).getAttribute('aria-pressed')).toBe(
        'true',
      )
    },
  )

  test('a focus inside the source goes back to the step when it closes', async ({ refuse }) => {
    await refuse(WIDE)
    await summary('changeset.email.cast').click()
    await pane().getByRole('button', { name: 'Close the source' }).focus()

    await reader.page.keyboard.press('Escape')

    expect(await focused()).toContain('cast')
  })
})

describe('by touch, at 320 px', () => {
  test('a paragraph leads to its steps by its mark alone', async ({ refuse }) => {
    await refuse(PHONE)
    const paragraph = reader.page.locator(UNIQUE)

    await paragraph.tap({ position: { x: 40, y: 10 } })
    expect(await isLit(paragraph)).toBe(false)
    await paragraph.locator('.about-mark').tap()

    expect(await isLit(paragraph)).toBe(true)
    await reader.page.waitForFunction(() => {
      const lit = document.querySelector('glass-trace .lit summary')?.getBoundingClientRect()
      return lit !== undefined && lit.top > 0 && lit.bottom < innerHeight
    })
  })

  test('a step shows its line below it, and the page does not grow wider', async ({ refuse }) => {
    await refuse(PHONE)

    await summary('changeset.email.length').tap()
    await pane().waitFor()

    const { y, height } = (await pane().boundingBox())!
    expect(y + height).toBeLessThanOrEqual(640)
    expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })
})

test('without JavaScript steps open, and floors and lines are links', async ({ refuse }) => {
  await refuse({ ...WIDE, javaScriptEnabled: false }, { send: false })

  await summary('changeset.email.length').click()
  const source = step('changeset.email.length').locator('.step-source a')
  await source.waitFor()
  await floor('pipeline').click()
  expect(new URL(reader.page.url()).hash).toMatch(/^#recorded-an-invalid-user-\d+-\d+$/)
  await source.click()

  await reader.page.locator('.source-file .line:target', { hasText: 'validateLength(' }).waitFor()
})

test('a recording lights nothing by itself, and a step of it as any other', async ({ refuse }) => {
  await refuse(WIDE, { send: false })

  expect(await reader.page.locator('.lit:not(.house-floor)').count()).toBe(0)
  await summary('changeset.email.length').click()

  expect(await isLit(listed('validateLength('))).toBe(true)
})
