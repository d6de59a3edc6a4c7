import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { test as base, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true }
const WIDE = { viewport: { width: 1280, height: 900 } }

/** The one of the test that runs. */
let reader: Reader

const list = () => reader.page.locator('[data-part="list"] > glass-list').first()
const step = (tag: string) => list().locator(`[data-tag="${tag}"]`)
const summary = (tag: string) => step(tag).locator('> details > summary')
const floor = (name: string) => reader.page.locator(`a.house-floor[data-floor="${name}"]`)
const pane = () => reader.page.locator('[data-panel="source"]')
const sourceOf = (tag: string) => step(tag).locator('.step-source a')
const showAll = () => list().getByRole('button', { name: 'Show all' }).click()
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
      await reader.shows('.strip', 'must have the @ sign')
      // On a phone the list is in a sheet, until somebody opens it.
      await step('changeset.email.format')
        .and(reader.page.locator('.lit'))
        .waitFor({ state: 'attached' })
    },
)
const long = longOf(test)

async function openWithParagraph({ javaScriptEnabled }: BrowserContextOptions): Promise<void> {
  await reader.page.route(`**${LESSON}`, async (route) => {
    const response = await route.fetch()
    const html = (await response.text()).replace(
      /<p>((?:(?!<p>).)*Two lines more are about uniqueness)/s,
      '<p id="about-unique" data-about="changeset.email.unsafe_unique sql.select">$1',
    )
    await route.fulfill({ response, body: html })
  })
  await reader.openLesson(LESSON, { live: javaScriptEnabled !== false })
  await reader.page.locator(UNIQUE).waitFor()
}

describe('by mouse', () => {
  test('what the reader did stands open, lights its floor and its line, and takes no focus', async ({
    refuse,
  }) => {
    await refuse(WIDE)

    expect(await step('changeset.email.format').locator('> details').getAttribute('open')).toBe('')
    expect(await list().locator('[data-step] > details[open]').count()).toBe(1)
    expect(await isLit(floor('changeset'))).toBe(true)
    expect(await isLit(listed('validateFormat('))).toBe(true)
    expect(await isLit(listed('validateLength('))).toBe(false)
    expect(await reader.page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe(
      'user[email]',
    )
  })

  long(
    'a step lights floor, line and paragraph, and leads to the paragraph',
    async ({ refuse }) => {
      await refuse(WIDE)
      await showAll()

      await summary('changeset.email.unsafe_unique').click()

      expect(await isLit(floor('changeset'))).toBe(true)
      expect(await isLit(reader.page.locator(UNIQUE))).toBe(true)
      expect(await isLit(listed('validateFormat('))).toBe(false)
      const link = step('changeset.email.unsafe_unique').locator('.step-about')
      expect(await link.textContent()).toBe('Explained in the text')
      expect(await link.getAttribute('href')).toMatch(/#about-changeset-email-unsafe_unique$/)
    },
  )

  long('a floor lights all of its steps, and darkens the others', async ({ refuse }) => {
    await refuse(WIDE)

    await floor('pipeline').click()

    const lit = await list()
      .locator('[data-step].lit')
      .evaluateAll((steps) => steps.map((each) => each.getAttribute('data-floor')))
    expect(new Set(lit)).toEqual(new Set(['pipeline']))
    expect(lit.length).toBeGreaterThan(2)
    expect(await floor('pipeline').getAttribute('aria-pressed')).toBe('true')
    expect(await isLit(floor('changeset'))).toBe(false)
    expect(await isLit(listed('validateFormat('))).toBe(false)
    // It was lit by the request before, and is lit by it still.
    expect(await floor('changeset').getAttribute('class')).toContain('lit')
  })

  long(
    'a press of its source line turns to the file, whose lines light the steps they made',
    async ({ refuse }) => {
      await refuse(WIDE)
      await showAll()

      await sourceOf('changeset.email.format').click()
      await pane().locator('.line.here', { hasText: 'validateFormat(' }).waitFor()
      await pane().locator('.line', { hasText: 'validateLength(' }).click()

      expect(reader.path).toBe(LESSON)
      expect(await isLit(step('changeset.email.length'))).toBe(true)
      expect(await isLit(step('changeset.email.format'))).toBe(false)
      expect(await announced()).toMatch(/^changeset: validateLength, line \d+ of user\.ts\./)
    },
  )

  long(
    'a paragraph says in words of how many steps it speaks, and lights them; a second press clears it',
    async ({ refuse }) => {
      await refuse(WIDE)

      const mark = reader.page.locator(`${UNIQUE} .about-mark`)
      expect(await mark.innerText()).toMatch(/^\d+ steps?$/)
      await reader.page.locator(UNIQUE).click({ position: { x: 40, y: 10 } })
      expect(await isLit(step('changeset.email.unsafe_unique'))).toBe(true)
      expect(await isLit(step('changeset.email.format'))).toBe(false)
      await reader.page.locator(UNIQUE).click({ position: { x: 40, y: 10 } })

      expect(await reader.page.locator('.lit:not(.house-floor)').count()).toBe(0)
    },
  )

  long(
    'of the steps of a paragraph, the one that it names first is opened, out of its group',
    async ({ refuse }) => {
      await refuse(WIDE)

      await reader.page.locator(`${UNIQUE} .about-mark`).click()

      await step('changeset.email.unsafe_unique').locator('> details > .step-body').waitFor()
      expect(await summary('changeset.email.unsafe_unique').getAttribute('aria-current')).toBe(
        'true',
      )
      expect(await list().locator('[aria-current]').count()).toBe(1)
    },
  )
})

describe('the switch of languages', () => {
  long('turns every value and listing of the page, and is kept', async ({ refuse }) => {
    await refuse(WIDE)
    await summary('context.Accounts.registerUser').click()
    const chosen = () =>
      reader.page
        .locator('[data-tabs="Language"]')
        .evaluateAll((all) =>
          all.map((each) => each.querySelector<HTMLInputElement>(':checked')?.value),
        )

    await step('context.Accounts.registerUser').getByText('Elixir', { exact: true }).click()
    expect(new Set(await chosen())).toEqual(new Set(['Elixir']))
    await reader.page.reload({ waitUntil: 'networkidle' })

    expect(new Set(await chosen())).toEqual(new Set(['Elixir']))
  })
})

describe('by keyboard', () => {
  test('the list is one tab stop, and the house another', async ({ refuse }) => {
    await refuse(WIDE)

    expect(await list().locator('li > details > summary[tabindex="0"]').count()).toBe(1)
    expect(await reader.page.locator('a.house-floor[tabindex="0"]').count()).toBe(1)
  })

  long('arrows walk through the rows, open and close them; Escape leaves', async ({ refuse }) => {
    await refuse(WIDE)
    await summary('changeset.email.format').focus()

    await reader.page.keyboard.press('ArrowDown')
    expect(await focused()).toMatch(/more/)
    await reader.page.keyboard.press('ArrowRight')
    await reader.page.keyboard.press('ArrowRight')
    expect(await focused()).toContain('validateLength')
    expect(await isLit(listed('validateLength('))).toBe(true)
    await reader.page.keyboard.press('ArrowRight')
    expect(await step('changeset.email.length').locator('> details').getAttribute('open')).toBe('')
    await reader.page.keyboard.press('ArrowLeft')
    await reader.page.keyboard.press('ArrowLeft')
    expect(await focused()).toContain('registerUser')
    await reader.page.keyboard.press('Home')
    expect(await focused()).toContain('POST /users/register')
    await reader.page.keyboard.press('Escape')

    expect(await reader.page.locator('[data-step].lit, .line.lit').count()).toBe(0)
    expect(await focused()).toContain('Create an account')
  })

  long('s shows the source of a row', async ({ refuse }) => {
    await refuse(WIDE)
    await summary('changeset.email.format').focus()

    await reader.page.keyboard.press('s')

    await pane().locator('.line.here', { hasText: 'validateFormat(' }).waitFor()
  })

  long.for(['Enter', 'Space'])(
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
})

describe('the scrubber', () => {
  const slider = () => reader.page.getByRole('slider', { name: 'Step through' })
  const status = () => reader.page.locator('.house-status')

  long('steps through the rows; inside nothing says how it ended', async ({ refuse }) => {
    await refuse(WIDE)

    await slider().focus()
    await reader.page.locator('glass-scrubber:defined').waitFor()
    await reader.page.keyboard.press('Home')
    expect(await slider().getAttribute('aria-valuetext')).toMatch(/^step 1 of \d+, request: /)
    expect(await status().isVisible()).toBe(false)
    expect(await step('changeset.email.format').locator('.step-result').isVisible()).toBe(false)
    expect(await reader.page.locator('.strip').first().textContent()).toContain(
      'POST /users/register',
    )
    expect(await floor('pipeline').locator('.house-note').textContent()).toBe('not yet')
    await reader.page.keyboard.press('ArrowRight')
    expect(await slider().getAttribute('aria-valuetext')).toMatch(/^step 2 of \d+, /)
    await reader.page.keyboard.press('Escape')

    expect(await slider().getAttribute('aria-valuetext')).toMatch(/^at the end/)
    expect(await status().isVisible()).toBe(true)
    await reader.shows('.strip', 'must have the @ sign')
    expect(await floor('pipeline').locator('.house-note').textContent()).toContain('passed')
  })

  long('Shift and an arrow go into a group, up goes to the caller', async ({ refuse }) => {
    await refuse(WIDE)
    await slider().focus()
    await reader.page.locator('glass-scrubber:defined').waitFor()
    await reader.page.keyboard.press('Home')
    await reader.page.keyboard.press('ArrowRight')
    const outside = Number(await slider().getAttribute('aria-valuemax'))

    await reader.page.keyboard.press('Shift+ArrowRight')
    expect(Number(await slider().getAttribute('aria-valuemax'))).toBeGreaterThan(outside)
    await step('changeset.email.format').evaluate((each) => each.scrollIntoView())
    await summary('changeset.email.format').focus()
    await reader.page.keyboard.press(',')

    expect(await slider().getAttribute('aria-valuetext')).toMatch(/^step \d+ of \d+, /)
  })
})

describe('by touch, at 320 px', () => {
  long('a paragraph leads to its steps by its mark alone', async ({ refuse }) => {
    await refuse(PHONE)
    const paragraph = reader.page.locator(UNIQUE)

    // Its mark stands before the words.
    const { height } = (await paragraph.boundingBox())!
    await paragraph.tap({ position: { x: 40, y: height - 12 } })
    expect(await isLit(paragraph)).toBe(false)
    await paragraph.locator('.about-mark').tap()

    expect(await isLit(paragraph)).toBe(true)
    await reader.page.waitForFunction(() => {
      const lit = document.querySelector('glass-list .lit summary')?.getBoundingClientRect()
      return lit !== undefined && lit.top > 0 && lit.bottom < innerHeight
    })
  })

  long('rows are high enough for a thumb, and the page does not grow wider', async ({ refuse }) => {
    await refuse(PHONE)

    await reader.page.locator(`${UNIQUE} .about-mark`).tap()
    await reader.page.locator('[data-sheet]').waitFor()
    await summary('changeset.email.format').tap()

    const { height } = (await summary('context.Accounts.registerUser').boundingBox())!
    expect(height).toBeGreaterThanOrEqual(44)
    expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })
})

long(
  'without JavaScript groups and steps open, and floors and lines are links',
  async ({ refuse }) => {
    await refuse({ ...WIDE, javaScriptEnabled: false }, { send: false })

    await floor('pipeline').click()
    expect(new URL(reader.page.url()).hash).toMatch(/^#recorded-six-tries-\d+-\d+$/)
    await list().locator('[data-fold] > details > summary', { hasText: 'pipeline' }).click()
    await summary('plug.fetchFlash').click()
    // What the row holds is on the page of the recording, and open there.
    await step('plug.fetchFlash').locator('a[data-left-out]').click()
    await reader.page.waitForURL('**/recordings/**')
    await reader.page.locator('li:target .step-source a').click()

    await reader.page.locator('.source-file .line:target', { hasText: 'fetchFlash' }).waitFor()
  },
)

long('a recording lights nothing by itself, and a step of it as any other', async ({ refuse }) => {
  await refuse(WIDE, { send: false })

  expect(await reader.page.locator('.lit:not(.house-floor)').count()).toBe(0)
  expect(await list().locator('.step-took').count()).toBe(0)
  await list().locator('[data-decides] > details > summary').click()

  expect(await reader.page.locator('.lit:not(.house-floor)').count()).toBeGreaterThan(0)
})
