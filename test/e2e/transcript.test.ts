/** A transcript of the prompt in a lesson: read, typed at the prompt of its stage, and a task that is met there. */
import { describe, expect } from 'vitest'
import { ConsolePage } from '../support/console-page.ts'
import { PHONE, long, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const OWN = '#prompt-what-comes-back'

describe('a transcript', () => {
  long(
    'keeps what it printed folded, in both spellings, until its reader looks',
    async ({ reader: { page } }) => {
      await page.goto(LESSON)
      const lines = page.locator(`${OWN} .tab-panel`).first().locator('li')

      expect(await lines.count()).toBe(3)
      expect(await lines.nth(0).locator('details').getAttribute('open')).not.toBeNull()
      const print = lines.nth(1).locator('details')
      expect(await print.locator('pre').last().isVisible()).toBe(false)
      await print.locator('summary').click()
      expect(await print.locator('pre').last().textContent()).toMatch(
        /^\{:error,\n #Ecto\.Changeset<\n {3}action: :insert,/,
      )

      await page.locator(OWN).getByText('TypeScript', { exact: true }).click()
      await lines.nth(1).waitFor({ state: 'hidden' })
      const other = page.locator(`${OWN} .tab-panel`).nth(1).locator('li').nth(1)
      expect(await other.locator('pre').first().textContent()).toBe(
        '2> const { error: changeset } = await Accounts.registerUser({})',
      )
    },
  )

  long(
    'shows the query log under a call, with the lines that asked',
    async ({ reader: { page } }) => {
      await page.goto(LESSON)
      const line = page.locator('#prompt-somebody-by-hand .tab-panel').first().locator('li').nth(1)
      await line.locator('summary').click()

      const log = await line.locator('.transcript-query').allTextContents()
      expect(log).toHaveLength(2)
      expect(log[0]).toMatch(/\[debug\] QUERY OK source="users"\s+select .*"bo@example\.test"/s)
      expect(log[0]).toMatch(/↳ unsafeValidateUnique, at: src\/app\/accounts\/user\.ts:\d+/)
      expect(log[1]).toContain('insert into "users"')
      const href = await line.locator('.transcript-query a').last().getAttribute('href')
      expect(href).toMatch(/^\/source\/src\/app\/accounts\/accounts\.ts#L\d+$/)
    },
  )

  test('types a line at the prompt of its stage, and never runs it', async ({ reader }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    const calls: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/console/calls')) calls.push(request.url())
    })
    await page.goto(LESSON)

    await page
      .locator(OWN)
      .getByRole('link', { name: /^Type it ?: line 2$/ })
      .click()
    await prompt.isReady()
    expect(await prompt.line.textContent()).toBe(
      '{:error, changeset} = Accounts.register_user(%{})',
    )
    expect(await page.locator('[data-came]').textContent()).toContain('from the lesson')
    expect(calls).toEqual([])
    expect(await prompt.enter()).toMatch(/^\{:error,/)

    await page
      .locator(OWN)
      .getByRole('link', { name: /^Type it ?: line 3$/ })
      .click()
    expect(await prompt.line.textContent()).toBe('changeset.valid?')
    // The prompt is the same one: it knows what the line before has named.
    expect(await prompt.enter()).toBe('false')
    expect(new URL(page.url()).pathname).toBe(LESSON)
  })

  long('is typed by keyboard alone', async ({ reader: { page } }) => {
    const prompt = new ConsolePage(page)
    await page.goto(LESSON)

    await page
      .locator(OWN)
      .getByRole('link', { name: /^Type it ?: line 2$/ })
      .focus()
    await page.keyboard.press('Enter')
    await prompt.isReady()

    expect(await prompt.enter()).toMatch(/^\{:error,/)
  })

  long('leads to the page of the prompt where it has no stage', async ({ reader: { page } }) => {
    const prompt = new ConsolePage(page)
    await page.goto(LESSON)

    const link = page.locator('#prompt-somebody-by-hand').getByRole('link', { name: 'line 1' })
    await link.click()
    await prompt.isReady()

    expect(new URL(page.url()).pathname).toBe('/console')
    expect(await prompt.line.textContent()).toBe('params = %{email: "bo@example.test"}')
  })
})

test('a task of the lesson is met by a call of the prompt', async ({ reader }) => {
  const { page } = reader
  const prompt = new ConsolePage(page)
  await reader.openLesson(LESSON)
  // The prompt is turned to while the run is still under way: its answer does not take it away.
  await page.locator('form[data-run="six-tries.1"] button').first().click()
  const task = page.locator('.task-place').nth(1)

  await page
    .locator(OWN)
    .getByRole('link', { name: /^Type it ?: line 2$/ })
    .click()
  await prompt.isReady()
  await prompt.enter()
  await expect.poll(() => task.textContent()).toContain('The cast let it pass, and a rule spoke.')
  await prompt.run('Accounts.register_user(%{email: 5})')

  await expect.poll(() => task.textContent()).toContain('An address was refused before any rule')
  await page.goto('/progress')
  expect(await page.locator('main').textContent()).toContain('Wrong addresses')
})

long('without JavaScript the transcript stands there whole', async ({ sitDown }) => {
  const { page } = await sitDown(WITHOUT_JAVASCRIPT)
  await page.goto(LESSON)

  const panel = page.locator(`${OWN} .tab-panel`).first()
  for (const answer of await panel.locator('details > pre').all())
    expect(await answer.isVisible()).toBe(true)
  expect(await panel.locator('.transcript-type').first().isVisible()).toBe(false)
  expect(
    await page.locator(OWN).getByRole('link', { name: 'Open the prompt' }).getAttribute('href'),
  ).toBe('/console')
})

long('at 320 px nothing is wider than the page', async ({ sitDown }) => {
  const { page } = await sitDown({ ...PHONE, viewport: { width: 320, height: 640 } })
  await page.goto(LESSON)
  for (const summary of await page.locator('.transcript-print > summary:visible').all())
    await summary.click()

  const [wide, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ])
  expect(wide).toBe(screen)
})
