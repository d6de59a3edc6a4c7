import { describe, expect } from 'vitest'
import { ConsolePage } from '../support/console-page.ts'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'

const begin = (reader: Reader, title: string) => reader.press(`Start here : ${title}`)

/** In the menu of a stage. What a line at the prompt has done brings it anew, and closed: then it is opened again. */
async function switchTo({ page }: Reader, persona: string): Promise<void> {
  const way = page.locator(`.who [data-act-as="${persona}"]`).first()
  const press = async () => {
    if (!(await way.isVisible())) await page.locator('.who > summary').first().click()
    return way.click({ timeout: 1_000 }).then(
      () => true,
      () => false,
    )
  }
  await expect.poll(press, { timeout: 30_000 }).toBe(true)
}

/** Ana and Bo are there in one press, act one after the other, and Bo logs out. */
async function letTwoAct(reader: Reader): Promise<void> {
  await reader.page.goto('/sandbox/people')
  await begin(reader, 'Ana and Bo')

  await reader.shows('.flash', 'Your sandbox began again, with a start state: Ana and Bo.')
  await reader.shows('.stage-list', 'POST /sandbox/seeds')
  await reader.page.getByRole('link', { name: 'Act as Ana', exact: true }).click()
  await reader.shows('.app-as', 'You act as ana here.')
  await reader.shows('.menu', 'ana@example.test')

  await reader.page.getByRole('link', { name: 'somebody else' }).click()
  await reader.page.getByRole('link', { name: 'Act as Bo', exact: true }).click()
  await reader.shows('.app-as', 'You act as bo here.')
  await reader.shows('.menu', 'bo@example.test')
  await reader.page.locator('.menu').getByRole('button', { name: 'Log out' }).click()
  await reader.shows('.menu', 'Register')

  await reader.page.goto('/sandbox/people')
  await reader.shows('.personas li', /Ana\s*logged in as ana@example\.test/)
  await reader.shows('.personas li', /Bo\s*nobody is logged in/)
}

describe('the people of a sandbox', () => {
  test('come with a start state, in one press, and act one after the other', async ({ reader }) => {
    await letTwoAct(reader)
  })

  long('are reached from the stage of a lesson', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.followInBar('People')
    await reader.shows('.page-title', 'People')
    await begin(reader, 'Ana has just registered')

    await reader.shows('.flash', 'with a start state: Ana has just registered.')
    await reader.shows('.account-list', 'ana@example.test')
    await reader.shows('.stage-list', 'POST /sandbox/seeds')
    expect(reader.path).toBe(LESSON)

    await reader.page.getByRole('link', { name: 'Act as Bo', exact: true }).click()
    await reader.shows('.who-name', 'Bo')
    await reader.shows('.stage-page .menu', 'Register')
  })

  long('are the same without JavaScript, on a page that a lesson leads to', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.page.goto(LESSON)
    await reader.followInBar('People')
    await reader.shows('.page-title', 'People')
    await begin(reader, 'Ana has just registered')
    await reader.shows('.account-list', 'ana@example.test')
    expect(reader.path).toBe('/sandbox/people')

    await letTwoAct(reader)
  })
})

describe('whoever was switched to on a stage of two', () => {
  const TWO = '/lessons/persons/yours-and-mine'

  test('is not told in another window that a first run is to come', async ({ reader }) => {
    const { page } = reader
    const other = page.locator('glass-stage').first().locator('.stage-page[data-persona="bo"]')
    await reader.openLesson(TWO)
    expect(await other.innerText()).toContain('Your first run begins this act')

    await page.locator('form[data-run][data-as="ana"] button').first().click()
    await reader.shows('.act-note', 'Started this act for you')

    expect(await other.innerText()).not.toContain('Your first run begins this act')
  })

  long(
    'is the one at a prompt that was open before, and writes the request by hand',
    async ({ reader }) => {
      const { page } = reader
      const prompt = new ConsolePage(page)
      await reader.openLesson(TWO)
      await page.locator('form[data-run][data-as="ana"] button').first().click()
      await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
      await reader.followInBar('Console')
      await page.getByRole('button', { name: 'Open the prompt' }).click()
      await prompt.isReady()
      expect(await prompt.run('scope.user.email')).toBe('"ana@example.test"')

      await switchTo(reader, 'bo')
      await reader.shows('.who-name', 'Bo')
      await reader.followInBar('Console')
      expect(await prompt.run('scope.user.email')).toBe('"bo@example.test"')

      await reader.followInBar('Request by hand')
      await reader.shows('.who-name', 'Bo')
      await page.locator('#by-hand-method').selectOption('GET')
      await page.locator('#by-hand-path').fill('/users/settings')
      await page.locator('[data-by-hand] button').click()
      await reader.shows('.stage-page[data-persona="bo"] .menu', 'bo@example.test')
    },
  )

  long('without JavaScript as well', async ({ sitDown }) => {
    const { page } = await sitDown(WITHOUT_JAVASCRIPT)
    await page.goto('/as/bo/sandbox/by-hand')
    await page.locator('#by-hand-path').fill('/scores/1')
    await page.locator('[data-by-hand] button').click()

    const form = page.locator('form[method="post"]', {
      has: page.getByRole('button', { name: 'Send it', exact: true }),
    })
    expect(await form.getAttribute('action')).toBe('/as/bo/scores/1')
  })
})

long('the page of people keeps nobody out, and fits a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)

  await reader.page.goto('/sandbox/people')
  const found = [...(await reader.faults('nobody'))]
  await begin(reader, 'Ana and Bo')
  await reader.shows('.flash', 'Ana and Bo')
  found.push(...(await reader.faults('two people')))
  await reader.page.goto('/as/ana/')
  found.push(...(await reader.faults('somebody’s home')))
  await reader.openLesson(LESSON)
  await reader.followInBar('People')
  await reader.shows('.page-title', 'People')
  found.push(...(await reader.faults('a stage')))

  expect(found).toEqual([])
})
