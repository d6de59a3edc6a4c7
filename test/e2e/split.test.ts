/** The split screen, where its reader meets it: on a page, on a stage, without a script, by keys, on a phone. */
import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/yours-and-mine'

/** Ana and Bo are logged in, and have a score each. */
async function openLab({ page }: Reader): Promise<void> {
  await page.goto('/labs/split')
  const { origin } = new URL(page.url())
  await page.request.post('/sandbox/seeds', {
    ...{ form: { name: 'a-score-each' }, headers: { origin } },
  })
  await page.goto('/labs/split')
}

describe('on a page of its own', () => {
  long(
    'two people stand beside each other, and whose rows came is said in red',
    async ({ reader }) => {
      const { page } = reader
      await openLab(reader)
      await page.getByRole('button', { name: '▷ As each of them' }).click()
      await reader.shows('.split-rows', 'Ana 200: scores 1 (own)')
      expect(await page.locator('.strips > .strip').count()).toBe(2)
      expect(await page.locator('.compare-pages > section').count()).toBe(2)
      expect(await reader.faults('two people beside each other')).toEqual([])

      await page.getByRole('button', { name: /^Forget the scope/ }).click()
      await reader.shows('.split-rows', 'scores 1 ⚠ Ana’s')
      await reader.shows('.layers-off', 'ownedBy')
      expect(await reader.faults('rows of somebody else')).toEqual([])
      await page.getByRole('button', { name: /^Put the scope back/ }).click()
      await page.locator('.layers-off').waitFor({ state: 'detached' })
      await reader.shows('.split-rows', 'Bo 200: scores 2 (own)')
    },
  )

  long('all of it works without JavaScript, for three people', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    const { page } = reader
    await openLab(reader)
    await page.goto('/as/ana/scores')
    await page.getByRole('button', { name: 'as Bo too' }).click()
    expect(reader.path).toBe('/labs/split')
    await reader.shows('.split-said', 'as Ana, Bo')
    await page.getByRole('button', { name: /^Forget the scope/ }).click()
    await reader.shows('.split-rows', 'scores 1 ⚠ Ana’s')
  })

  long('the keyboard alone sends it', async ({ reader }) => {
    const { page } = reader
    await openLab(reader)
    await page.locator('#split-path').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await reader.shows('.split-rows', 'scores 2 (own)')
  })

  long('fits a phone, with targets for a finger and no fault', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, hasTouch: true })
    await openLab(reader)
    await reader.page.getByRole('button', { name: '▷ As each of them' }).click()
    await reader.shows('.split-rows', 'scores 2 (own)')
    expect(await reader.faults('two people on a phone')).toEqual([])
  })
})

describe('on the stage of a lesson', () => {
  const test1280 = test.override({ options: { viewport: { width: 1280, height: 720 } } })

  test1280('a run is sent as Bo too, and both stand beside each other', async ({ reader }) => {
    const { page } = reader
    await reader.openLesson(LESSON)
    await reader.press(/Run: Ana lists her scores/)
    await reader.press('as Bo too')
    await reader.shows('.split-said', 'as Ana, Bo')
    expect(await page.locator('glass-stage .strips > .strip').count()).toBe(2)
    expect(reader.path).toBe(LESSON)
  })

  test1280(
    'says so where the lab does not answer, and leaves what was there',
    async ({ reader }) => {
      const { page } = reader
      await reader.openLesson(LESSON)
      await reader.press(/Run: Ana lists her scores/)
      reader.expectComplaint(/net::ERR_FAILED/)
      await page.route('**/labs/**', (route) => route.abort())
      await reader.press('as Bo too')
      await reader.shows('.stage-strip', 'did not answer')
    },
  )
})
